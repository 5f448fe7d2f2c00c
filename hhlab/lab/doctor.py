"""``hhlab doctor``: what is wrong with this machine, and the line that mends it."""

import platform

from .. import __version__
from . import machine, places, premises

HELP = """\
hhlab doctor

Look at what a lab needs of this machine: Python and the packages, memory, disk, clock, the compiler, the
port, and the folder of the work. Nothing is changed. What is wrong stands with the line that mends it.

Exit status: 0 nothing is wrong; 1 something is.
"""


def main(words):
    """Look at everything and print what was found; give the exit status."""
    if words:
        print(HELP)
        return 0 if {"--help", "-h"} & set(words) else 2
    where = "in a container" if places.in_the_image() else f"in {places.PACKAGE.parent}"
    print(f"hhlab {__version__} {where}, Python {platform.python_version()}, {platform.platform()}\n")
    wrong = 0
    for look in (*machine.LOOKS, *premises.LOOKS):
        for finding in look():
            wrong += bool(finding.remedy)
            print(f"{'WRONG' if finding.remedy else 'ok':7} {finding.subject:9} {finding.said}", flush=True)
            for line in finding.remedy.splitlines():
                print(f"{'':18}{line}".rstrip())
    said = f"{wrong} {'thing is' if wrong == 1 else 'things are'} wrong" if wrong else "Nothing is wrong"
    print(f"\n{said} with this machine. Whether the installation is whole, hhlab test says.")
    return 1 if wrong else 0
