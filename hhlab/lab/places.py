"""Where the parts of an installed lab lie: in a checkout, beside an installed wheel, or in the image."""

import os
import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1]
# what the image has of its own, besides the package
OF_THE_IMAGE = Path("/usr/local/lib/hhlab")
WORK_IN_THE_IMAGE = Path("/home/jovyan/work")


def lessons():
    """Give the folder of the lessons as they were shipped.

    Raises
    ------
    FileNotFoundError
        The package was installed without them.
    """
    return _found("notebooks", "notebooks", Path("/usr/share/hhlab/notebooks"))


def settings():
    """Give the folder of Jupyter's settings for the lab.

    Raises
    ------
    FileNotFoundError
        The package was installed without them.
    """
    return _found("container/jupyter", "jupyter", Path("/etc/jupyter"))


def work():
    """Give the folder of a student's work, which need not be there yet.

    ``HHLAB_WORK`` names it; else it is the folder in or around this one that a lab has been started on, or
    the one that a lab would be started on: that of the image or the checkout, or ``work`` below this one.
    """
    if os.environ.get("HHLAB_WORK"):
        return Path(os.environ["HHLAB_WORK"]).absolute()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / ".hhlab").is_dir():
            return folder
    if in_the_image():
        return WORK_IN_THE_IMAGE
    return (checkout() or here) / "work"


def checkout():
    """Give the folder of the repository this package is run from, or None."""
    root = PACKAGE.parent
    return root if (root / "notebooks").is_dir() and (root / "container" / "jupyter").is_dir() else None


def in_the_image():
    """Say whether this runs in a container of the image."""
    return OF_THE_IMAGE.is_dir()


def programs():
    """Give the folder of this environment's programs."""
    return Path(sys.prefix, "bin")


def _found(in_checkout, in_wheel, in_image):
    if checkout():
        return checkout() / in_checkout
    # pip lays a wheel's data below the prefix, which is above the package wherever that is
    beside = [folder / "share" / "hhlab" / in_wheel for folder in PACKAGE.parents]
    for folder in (*beside, in_image):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(
        f"hhlab was installed in {PACKAGE.parent} without its {in_wheel}. Install it again from its wheel."
    )
