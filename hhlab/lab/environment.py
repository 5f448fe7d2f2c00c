"""What the programs of a lab find in their environment: the server, its kernels, a terminal."""

import os
import sys

from . import places


def set_up():
    """Set the variables that are the same for every folder; what the image or a user has set stays.

    Raises
    ------
    FileNotFoundError
        The package was installed without Jupyter's settings.
    """
    settings = str(places.settings())
    for name in ("JUPYTER_CONFIG_PATH", "JUPYTER_PATH"):
        _put_first(name, settings)
    _put_first("PATH", str(places.programs()))
    # BLAS would start as many threads as the machine has cores, for every student
    for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    # in a virtual environment NEURON finds no MPI library, and the one without a number is a linker's script
    library = places.programs().parent / "lib" / "libmpi.so.40"
    if library.exists():
        os.environ.setdefault("MPI_LIB_NRN_PATH", str(library))


def of_the_folder(work):
    """Set what stays as long as the work does: the address, theme and shortcuts, a student's packages."""
    os.environ["HHLAB_TOKEN_KEPT"] = str(work / ".hhlab" / "token")
    os.environ["JUPYTERLAB_SETTINGS_DIR"] = str(work / ".hhlab" / "settings")

    # elsewhere Python's usual folder is the user's own
    if places.in_the_image():
        os.environ["PYTHONUSERBASE"] = str(work / ".hhlab" / "packages")


def python():
    """Give the beginning of a command that runs Python for the lab itself, with no module of a student's.

    Neither one that lies in the folder of the work (-P); nor in the image a package in the volume (-s).
    Elsewhere hhlab itself may be among the user's own packages.
    """
    return [sys.executable, "-P", *(["-s"] if places.in_the_image() else [])]


def _put_first(name, path):
    others = [one for one in os.environ.get(name, "").split(os.pathsep) if one and one != path]
    os.environ[name] = os.pathsep.join([path, *others])
