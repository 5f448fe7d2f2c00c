"""A lab that a JupyterHub has started: which page it opens, and whether the two understand each other."""

import os
from datetime import UTC, datetime
from pathlib import Path

from tornado.ioloop import PeriodicCallback

TOO_FAR_APART = """
  The hub is JupyterHub {hub}, and this lab brings {own}. They may fail to sign students in, again and again:
  both must be of the same first number. Build the lab's image for hubs with that of your hub.
"""


def settle(settings):
    """Let the welcome page be the first, wherever the hub puts the root of the files.

    Parameters
    ----------
    settings : traitlets.config.Config
    """
    settings.ServerApp.default_url = os.environ.get("JUPYTERHUB_DEFAULT_URL") or first_page(settings)
    settings.ServerApp.jpserver_extensions["lab_hub"] = True
    say_versions()


def _load_jupyter_server_extension(server):
    """Let a hub know a lab that computes from an idle one, which it stops."""
    # the hub is told this often, by default every five minutes
    told_s = int(os.environ.get("JUPYTERHUB_ACTIVITY_INTERVAL") or 300)
    PeriodicCallback(lambda: note_who_computes(server.kernel_manager), min(60, told_s) * 1000).start()


def note_who_computes(kernels):
    """Count a kernel that computes as active, however long it says nothing; Jupyter counts its messages."""
    for kernel_id in kernels.list_kernel_ids():
        kernel = kernels.get_kernel(kernel_id)
        if getattr(kernel, "execution_state", "") == "busy":
            kernels.last_kernel_activity = kernel.last_activity = datetime.now(UTC)


def first_page(settings):
    """Give the address of the lab's first page below the root of the files."""
    root = Path(os.environ.get("JUPYTERHUB_ROOT_DIR") or ".").expanduser().absolute()
    welcome = Path(os.environ.get("HHLAB_WORK") or ".").absolute() / "00_welcome.ipynb"
    if os.environ.get("HHLAB_APP") or not welcome.is_relative_to(root):
        return settings.LabApp.default_url
    return f"/lab/tree/{welcome.relative_to(root)}"


def say_versions():
    """Have JupyterHub's warning of another version printed; the lab's log shows only errors."""
    from jupyterhub.singleuser import extension

    def check(hub, own, log, _check=extension._check_version):
        if hub and hub.split(".")[0] != own.split(".")[0]:
            print(TOO_FAR_APART.format(hub=hub, own=own), flush=True)
        _check(hub, own, log)

    extension._check_version = check
