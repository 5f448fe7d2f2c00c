"""``hhlab``: one command for the lab and for what belongs to it."""

import difflib
import os
import sys
from importlib import import_module

from .. import __version__
from . import environment

# what each gives, and the function that takes the words behind its name and gives an exit status
COMMANDS = {
    "lab": ("JupyterLab with the lessons; the same without a command", ".start:lab"),
    "playground": ("every slider on one page, without code", ".start:playground"),
    "site": ("the course as pages for a room: no lab, no login", ".site:main"),
    "python": ("Python as the lessons have it", ".command:python"),
    "test": ("whether this installation is whole; it takes some seconds", ".whole:main"),
    "doctor": ("what is wrong with this machine, and the line that mends it", ".doctor:main"),
    "reset": ("a lesson as it was shipped; yours is kept", ".reset:main"),
    "update": ("new lessons, and corrected ones that you have not edited", ".update:main"),
    "export": ("a notebook as one page that needs no network", ".export:main"),
    "grade": ("marks for what a class handed in", ".command:grade"),
}
# as people know it from other images
ALSO_CALLED = {"voila": "playground"}
WRONG, INTERRUPTED = 2, 130


def main(words=None):
    """Run the command that the first word names, or the lab; give its exit status."""
    words = sys.argv[1:] if words is None else list(words)
    first = ALSO_CALLED.get(words[0], words[0]) if words else "lab"
    if first in ("help", "--help", "-h"):
        print(help_text())
        return 0
    if first == "--version":
        print(f"hhlab {__version__}")
        return 0
    if first.startswith("-"):
        return run("lab", words)
    if first not in COMMANDS:
        near = difflib.get_close_matches(first, COMMANDS, n=1)
        guess = f" Did you mean {near[0]}?" if near else ""
        print(f"hhlab: there is no command {first!r}.{guess} hhlab --help lists them.", file=sys.stderr)
        return WRONG
    return run(first, words[1:])


def run(name, words):
    """Run a command with the words behind its name; give its exit status."""
    module, function = COMMANDS[name][1].split(":")
    try:
        return getattr(import_module(module, __package__), function)(words)
    except KeyboardInterrupt:
        return INTERRUPTED


def help_text():
    """Give the list of commands."""
    width = max(map(len, COMMANDS))
    listed = "\n".join(f"  {name:{width}}  {gives}" for name, (gives, _) in COMMANDS.items())
    return (
        "Learn how a nerve cell fires, on the NEURON simulator.\n\n"
        f"hhlab [COMMAND] [...]\n\n{listed}\n\nhhlab COMMAND --help says more of each."
    )


def python(words):
    """Become the Python of this environment, with what the lab's programs find in theirs."""
    environment.set_up()
    os.execv(sys.executable, [sys.executable, *words])


def grade(words):
    """Mark what a class handed in, as ``hhlab-grade`` does."""
    from ..grading import command

    return command.main(words)
