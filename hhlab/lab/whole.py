"""``hhlab test``: is this installation whole? Each part is tried as a lesson uses it."""

import sys
import tempfile
import time
from pathlib import Path

from . import complete, environment, places, served, trials
from .no_start import NoStart

HELP = """\
hhlab test

Try each part of this installation as a lesson uses it: its files, a spike train against known times, a
mechanism that is compiled, two processes that compute together, and JupyterLab with a notebook's kernel.
It takes some seconds, needs no network and leaves nothing behind.

Exit status: 0 all is well; 1 something is broken, and is named with what mends it.
"""
TRIALS = {
    "files": complete.check,
    "simulation": trials.spike_train,
    "mechanisms": trials.mechanism,
    "processes": trials.ranks,
    "lab": served.lesson,
}
REMEDY = "Type hhlab doctor. If it finds nothing wrong: "
REINSTALL = REMEDY + "pip install --force-reinstall 'hhlab[lab]'"
MAKE_IMAGE = REMEDY + "docker build --no-cache -t hhlab ."


def main(words):
    """Try every part, and say of each how it is; give the exit status."""
    if words:
        print(HELP)
        return 0 if {"--help", "-h"} & set(words) else 2
    broken = 0
    try:
        environment.set_up()
    except FileNotFoundError as problem:
        print(problem, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="hhlab-test-") as folder:
        for name, trial in TRIALS.items():
            broken += not _tried(name, trial, Path(folder))
    if not broken:
        print("This installation is whole.")
    return 1 if broken else 0


def _tried(name, trial, folder):
    """Try one part and print how it is; say whether it is well."""
    began = time.monotonic()
    try:
        found, mark, remedy = trial(folder), "ok", ""
    except Exception as problem:  # whatever is missing, the other parts are tried all the same
        found = str(problem) if isinstance(problem, NoStart) else f"{type(problem).__name__}: {problem}"
        mark, remedy = "BROKEN", MAKE_IMAGE if places.in_the_image() else REINSTALL
    print(f"{mark:7} {name:11} {found} ({time.monotonic() - began:.1f} s)", flush=True)
    if remedy:
        print("\n".join(f"{'':20}{line}" for line in remedy.splitlines()), flush=True)
    return mark == "ok"
