"""The lab's Jupyter settings, the same in the container and under `make lab`."""

import os
import sys
import warnings
from pathlib import Path

from jupyter_core.paths import jupyter_config_path
from jupyter_server.extension.config import ExtensionConfigManager
from jupyter_server.serverapp import JupyterServerAuthWarning

from hhlab.lab import memory

c = get_config()  # noqa: F821

# lab_banner prints the one address that a student needs; warnings, of which every opened lesson makes two
# (no nodejs, no signature), would bury it
c.Application.log_level = "ERROR"
sys.path.insert(0, str(Path(__file__).parent))
from lab_doors import PLAYGROUND_MESSAGES, log_failure  # noqa: E402

as_app = bool(os.environ.get("HHLAB_APP"))

# A package brings a file by which its server extension is loaded; of all these only the named ones are. Left
# out are Voilà beside a lab, as it serves files to whoever asks; notebook_shim, which loads what was written
# for the Notebook of old; and jupyter_lsp, as there is no language server.
extensions = ["jupyterlab", "lab_address", "lab_banner", "lab_doors"]
extensions += ["voila"] if as_app else ["jupyter_server_terminals", "jupyter_resource_usage", "lab_news"]
brought = ExtensionConfigManager(read_config_path=jupyter_config_path()).get_jpserver_extensions()
c.ServerApp.jpserver_extensions = dict.fromkeys(brought, False) | dict.fromkeys(extensions, True)
# a page that does not say who may see it needs the token; Jupyter would name each such page
c.ServerApp.allow_unauthenticated_access = False
warnings.filterwarnings("ignore", category=JupyterServerAuthWarning)

# Ctrl+C stops the server at once instead of asking
c.JupyterApp.answer_yes = True
c.AsyncMappingKernelManager.kernel_manager_class = "lab_kernels.LabKernel"
# a kernel that computes does not answer, and docker stop kills everything after ten seconds
c.KernelManager.shutdown_wait_time = 2.0
# on another port than the published one, or the one asked for, nobody would find the server
c.ServerApp.port_retries = int(os.environ.get("JUPYTER_PORT_RETRIES", "0"))
# the meter in the status bar, which shows what the container may have; 0 where nothing limits it
c.ResourceUseDisplay.mem_limit = memory.limit_bytes() or 0
c.ResourceUseDisplay.enable_prometheus_metrics = False
# ipykernel warns in every log unless its messages are encrypted
c.KernelManager.transport_encryption = "auto"

# the runs of a whole slider reach the page within a second; the default lets through 1 MB
c.ZMQChannelsWebsocketConnection.iopub_data_rate_limit = 1e9
c.ServerApp.kernel_websocket_connection_class = "lab_messages.Channels"

c.ServerApp.contents_manager_class = "lab_files.LabContents"
c.LabContents.checkpoints_class = "lab_files.LabCheckpoints"
# the trash would be a folder inside the container, lost with it
c.FileContentsManager.delete_to_trash = False
# SQLite locks up on shared folders, and the signatures of the last run are not missed
c.NotebookNotary.db_file = ":memory:"

# what the menu offers to export to, and how
load_subconfig("jupyter_nbconvert_config.py", path=str(Path(__file__).parent))  # noqa: F821

c.LabApp.default_url = "/voila/render/playground.ipynb" if as_app else "/lab/tree/00_welcome.ipynb"
# a lab without a network: no news, no look for updates, no extensions from a registry
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
c.LabApp.custom_css = True
c.ServerApp.tornado_settings = {
    "static_custom_path": [str(Path(__file__).parent / "custom")],
    "log_function": log_failure,
}

if as_app:
    # the page shows no code, and takes none
    c.MappingKernelManager.allowed_message_types = PLAYGROUND_MESSAGES
    # a kernel for each page, and no page that nobody looks at keeps one
    import lab_crowd

    c.ServerApp.kernel_manager_class = "lab_crowd.FewKernels"
    c.FewKernels.most = lab_crowd.most()
    c.MappingKernelManager.cull_idle_timeout = 300
    c.MappingKernelManager.cull_interval = 60
    c.VoilaConfiguration.file_allowlist = []
    c.VoilaConfiguration.allow_template_override = "NO"
    c.VoilaConfiguration.allow_theme_override = "NO"
    # offline: a template without icons from far away, and formulas typeset by what Voilà itself brings
    c.VoilaConfiguration.template = "hhlab"
    c.VoilaConfiguration.page_config_hook = lambda page, **_: (
        page
        | {
            "fullMathjaxUrl": None,
            "mathjaxConfig": None,
        }
    )
    # its import turns on warnings that are meant for its authors
    import voila  # noqa: F401

    warnings.filterwarnings("ignore", category=DeprecationWarning, module="traitlets")

# Who gets in, and at which address; flags have the last word. Under a hub, the hub says both.
c.ServerApp.jpserver_extensions["lab_token"] = True
if "JUPYTERHUB_API_TOKEN" in os.environ:
    import lab_hub

    lab_hub.settle(c)
else:
    import lab_address
    import lab_password
    import lab_token

    lab_token.settle(needed=not lab_password.settle(c))
    lab_address.settle(c)

# Jupyter itself would start a login shell where the server has no screen, and that forgets where Python is
os.environ["HHLAB_BIN"] = str(Path(sys.prefix, "bin"))
rules = Path(__file__).with_name("terminal.bash")
c.ServerApp.terminado_settings = {"shell_command": ["/bin/bash", "--rcfile", str(rules)]}
