"""A lab that a JupyterHub starts: for it, the server is JupyterHub's own for one user."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

from . import environment, places
from .no_start import NoStart

LACKING = """\
A JupyterHub starts this lab, and here is no jupyterhub with which it could sign students in. Take the image
for hubs: docker build --target hub -t hhlab:hub . Or, without Docker, pip install jupyterhub, in the hub's
version."""


def starts_this():
    """Say whether a JupyterHub has started this process."""
    return bool(os.environ.get("JUPYTERHUB_API_TOKEN"))


def settle():
    """Let the work lie where the hub has the root of the files, unless it has a place already.

    Raises
    ------
    NoStart
        JupyterHub is not installed.
    """
    if find_spec("jupyterhub") is None:
        raise NoStart(LACKING)
    root = os.environ.get("JUPYTERHUB_ROOT_DIR")
    if root and not places.in_the_image():
        os.environ.setdefault("HHLAB_WORK", str(Path(root).expanduser()))


def become_singleuser(flags):
    """Let JupyterHub's server for one user take the place of this process."""
    own = ["--allow-root"] if os.getuid() == 0 else []
    sys.stdout.flush()
    os.execv(sys.executable, [*environment.python(), "-m", "jupyterhub.singleuser", *own, *flags])
