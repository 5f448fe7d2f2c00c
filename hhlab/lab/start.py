"""``hhlab lab``: what precedes a JupyterLab, and then JupyterLab itself in the place of this process."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from . import course_copy, course_files, environment, folder, hub, places, ports
from .no_start import NoStart

HELP = """\
hhlab {name} [--work FOLDER] [FLAGS]

{gives}

  --work FOLDER   where the work lies; without it the folder work, here
  --no-browser    open no browser
  --port=NUMBER   another port than 8888

Any other flag is JupyterLab's: hhlab lab --help-all lists them. With HHLAB_PORT, HHLAB_WORK and other
variables the same is said by the environment. Stop the lab with Ctrl+C.
"""
LAB = """\
Start JupyterLab with the lessons, and open it in a browser. The lessons are copied to the folder of your
work, and what you make of them there is never written over."""
PLAYGROUND = "Show every slider on one page, without code, and open it in a browser."
# with these JupyterLab says something and ends
ANSWERED = {"build", "clean", "licenses", "list", "path", "paths", "stop", "workspace", "workspaces"}
QUESTIONS = {"--help-all", "--version", "--show-config", "--show-config-json"}
PACKAGES = {"neuron": "NEURON", "jupyterlab": "JupyterLab"}


def lab(words):
    """Become JupyterLab; give an exit status where it does not start."""
    return _start("lab", LAB, words)


def playground(words):
    """Become the playground, as a page without code; give an exit status where it does not start."""
    os.environ["HHLAB_APP"] = "1"
    return _start("playground", PLAYGROUND, words)


def _start(name, gives, words):
    if {"--help", "-h"} & set(words):
        print(HELP.format(name=name, gives=gives))
        return 0
    try:
        find_packages()
        if ANSWERED & set(words[:1]) or QUESTIONS & set(words):
            return become_jupyterlab(words)
        flags = with_work(words)
        if hub.starts_this():
            hub.settle()
            prepare(flags)
            return hub.become_singleuser(flags)
        ports.settle(flags)
        prepare(flags)
    except NoStart as problem:
        tell(problem)
        return problem.status
    return become_jupyterlab(flags)


def tell(problem):
    """Print why there is no lab."""
    if lines := str(problem).splitlines():
        lines.insert(0, "The lab does not start.")
        print("", *(f"  {line}".rstrip() for line in lines), "", sep="\n", file=sys.stderr)


def prepare(flags=()):
    """Do what a lab needs before its server starts, whichever server that will be.

    Afterwards this process stands in the work folder, with the course in it and the lab's environment.

    Raises
    ------
    NoStart
        Work could not be saved, or the installation lacks a part.
    """
    work, alone = folder.enter(flags)
    try:
        environment.set_up()
        # a teacher's, where there is one, and our own
        sources = course_files.sources()
    except FileNotFoundError as problem:
        raise NoStart(str(problem)) from problem
    environment.of_the_folder(work)
    if places.in_the_image() and alone:
        empty(Path(os.environ["JUPYTER_RUNTIME_DIR"]))
    notes = ask_for_notes() if len(sources) > 1 else None
    news = course_copy.bring(sources, work)
    os.environ["HHLAB_NEWS"] = "\n".join(news.lines)
    os.environ["HHLAB_COURSE_PROBLEM"] = notes.communicate()[0].strip() if notes else ""


def find_packages():
    """Raise NoStart if something is not installed without which there is no lab."""
    missing = [name for package, name in PACKAGES.items() if find_spec(package) is None]
    if missing:
        raise NoStart(f"{' and '.join(missing)} is not installed. Type: pip install 'hhlab[lab]'")


def with_work(words):
    """Take --work out of the words and into HHLAB_WORK; give the others, which are JupyterLab's."""
    flags, words = [], iter(words)
    for word in words:
        if word == "--work" or word.startswith("--work="):
            given = word.partition("=")[2] or next(words, "")
            if not given:
                raise NoStart("--work needs the name of a folder.", status=2)
            if places.in_the_image():
                raise NoStart(
                    f"In a container mount the folder: -v FOLDER:{places.WORK_IN_THE_IMAGE}", status=2
                )
            os.environ["HHLAB_WORK"] = given
        else:
            flags.append(word)
    return flags


def ask_for_notes():
    """Start what finds slips in the course: apart, as a teacher's exercises are programs."""
    command = [*environment.python(), "-m", "hhlab.exercises.roster"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def empty(directory):
    """Empty the folder in which a server says where it listens: one that was killed has left its file."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True, exist_ok=True)


def become_jupyterlab(flags):
    """Let JupyterLab take the place of this process."""
    # root gets here only where it is nobody's root outside, or without a container, by choice
    own = ["--allow-root"] if os.getuid() == 0 else []
    own += ["--no-browser"] if places.in_the_image() else []
    sys.stdout.flush()
    os.execv(sys.executable, [*environment.python(), "-m", "jupyterlab", *own, *flags])
