"""A lab that a JupyterHub starts: for it, the server is JupyterHub's own for one user."""

import os
import sys
from importlib.util import find_spec

from . import environment
from .no_start import NoStart

LACKING = """\
A JupyterHub starts this lab, and here is no jupyterhub with which it could sign students in. Take the image
for hubs: docker build --target hub -t hhlab:hub . Or, without Docker, pip install jupyterhub, in the hub's
version."""


def starts_this():
    """Say whether a JupyterHub has started this process."""
    return bool(os.environ.get("JUPYTERHUB_API_TOKEN"))


def find_jupyterhub():
    """Raise NoStart if JupyterHub is not installed."""
    if find_spec("jupyterhub") is None:
        raise NoStart(LACKING)


def become_singleuser(flags):
    """Let JupyterHub's server for one user take the place of this process."""
    own = ["--allow-root"] if os.getuid() == 0 else []
    sys.stdout.flush()
    os.execv(sys.executable, [*environment.python(), "-m", "jupyterhub.singleuser", *own, *flags])
