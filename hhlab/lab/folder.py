"""The folder of a student's work at a start: found, open to its user, and one lab's alone."""

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from . import places
from .no_start import NoStart

# a lab holds this folder, and what it keeps for itself lies in it
OWN = ".hhlab"


def enter(flags):
    """Give the work folder, and whether no other lab has it; HHLAB_WORK names it, and this process is in it.

    Parameters
    ----------
    flags : list of str
        What JupyterLab is started with.

    Raises
    ------
    NoStart
        Work could not be saved there, or outside of a container another lab has it.
    """
    if places.in_the_image():
        work, os.environ["HHLAB_KEPT_IN"] = judged_in_the_image(flags)
    else:
        work = made(places.work())
    os.environ["HHLAB_WORK"] = str(work)
    os.chdir(work)
    alone = claim(work)
    if not alone:
        report(work)
    return work, alone


def judged_in_the_image(flags=()):
    """Give the folder of a container and in words what keeps it.

    Raises
    ------
    NoStart
        The program of the image has said why, and what mends it.
    """
    done = asked_of_the_image(flags)
    print(done.stderr, end="", file=sys.stderr, flush=True)
    if done.returncode:
        raise NoStart("")
    work, _, kept_in = done.stdout.strip().partition(": ")
    return Path(work), kept_in


def asked_of_the_image(flags=()):
    """Give what the image's own program says of the folder that Docker mounted: a CompletedProcess."""
    # apart from Python's environment, which may be another's
    command = ["/usr/bin/python3", "-IS", str(places.OF_THE_IMAGE / "work_folder"), *flags]
    return subprocess.run(command, capture_output=True, text=True)


def made(work):
    """Give a folder once it is there and files can be saved in it.

    Raises
    ------
    NoStart
        It cannot be made, or nothing can be saved there.
    """
    try:
        (work / OWN).mkdir(parents=True, exist_ok=True)
        for folder in (work, work / OWN):
            tempfile.TemporaryFile(dir=folder).close()
    except OSError as problem:
        raise NoStart(
            f"Nothing can be saved in {work} ({problem.strerror}).\n"
            "Open that folder, or give the lab another one: hhlab lab --work FOLDER"
        ) from problem
    return work


def claim(work):
    """Hold a work folder until this process ends, whatever program it becomes; say whether it was free.

    Where a disk knows no locks every folder is free.
    """
    try:
        handle = os.open(work / OWN, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.set_inheritable(handle, True)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def report(work):
    """Say that another lab has the folder; outside of a container, where it is and that one is enough.

    In a container it may be one that is just being replaced, so the new one starts.
    """
    if places.in_the_image():
        print(
            f"\n  Another lab is running on {os.environ['HHLAB_KEPT_IN']}. Of a notebook that is open in "
            "both,\n  what is saved last stays. Stop the one that you do not need.\n",
            flush=True,
        )
        return
    address = address_of(work)
    where = f" Open it in a browser:\n\n  {address}\n\n" if address else "\n"
    raise NoStart(
        f"A lab is running on {work} already.{where}"
        "Stop that one with Ctrl+C where it was started, or start this one elsewhere: hhlab lab --work FOLDER"
    )


def address_of(work):
    """Give the address of the lab that this user runs on a folder; None if it has not said where it is."""
    # as a start need not know where Jupyter has its files
    from jupyter_core.paths import jupyter_runtime_dir

    for file in Path(jupyter_runtime_dir()).glob("jpserver-*.json"):
        try:
            server = json.loads(file.read_text("utf-8"))
            os.kill(server["pid"], 0)
            if Path(server["root_dir"]).samefile(work):
                token = server["token"]
                return server["url"] + (f"?token={token}" if token else "")
        except (OSError, ValueError, KeyError):
            continue  # of a server that was killed
    return None
