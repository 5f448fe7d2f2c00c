"""A JupyterLab as `make lab` starts it, and a notebook open in it, in a real browser, to be measured."""

import math
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]

RUN_S = 300
CONNECTED = """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel
    ?.connectionStatus === 'connected'"""


@dataclass(frozen=True)
class Place:
    """A browser, and the lab that it looks at."""

    browser: Browser
    site: str
    token: str
    server: int
    folder: str


@contextmanager
def opened():
    """Start a lab on a new folder and a browser, and give their Place."""
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        laboratory(folder) as (site, token, server),
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield Place(browser, site, token, server, folder)
        browser.close()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def laboratory(folder):
    """Start the JupyterLab of `make lab` on a folder, and give its address."""
    environment = os.environ | {
        "HHLAB_PORT": str(free_port()),
        "HHLAB_WORK": folder,
        "BROWSER": "true",
        "PYTHONPATH": str(ROOT),
    }
    hhlab = Path(sys.executable).with_name("hhlab")
    command = [hhlab, "lab", "--no-browser", "--LabApp.expose_app_in_browser=True"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        for line in server.stdout:
            if found := re.search(r"(http://\S+)/lab\S*\?token=(\w+)", line):
                yield found[1], found[2], server.pid
                return
        raise SystemExit("The lab did not start.")
    finally:
        server.terminate()
        server.wait(timeout=20)


class Notebook:
    """A notebook, open in a page of its own with a kernel of its own; nothing has run."""

    def __init__(self, place, notebook, name):
        notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        nbformat.write(notebook, Path(place.folder) / f"{name}.ipynb")
        others = set(kernels(place.server))
        self.page = place.browser.new_page(viewport={"width": 1366, "height": 900})
        self.page.goto(f"{place.site}/lab/workspaces/{name}/tree/{name}.ipynb?reset&token={place.token}")
        self.page.wait_for_selector('.jp-Toolbar-kernelName:has-text("Python 3")', timeout=60_000)
        # the name of a kernel stands there before anything reaches it
        self.page.wait_for_function(CONNECTED)
        (self.kernel,) = set(kernels(place.server)) - others
        self.heap_before = self.heap_mb()

    def run(self):
        """Run all cells, and wait until they are done and the page is still."""
        self.page.set_default_timeout(1000 * RUN_S)
        self.page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells').then(() => 0)")
        self.page.wait_for_timeout(3000)

    def heap_mb(self):
        session = self.page.context.new_cdp_session(self.page)
        session.send("HeapProfiler.collectGarbage")
        usage = session.send("Runtime.getHeapUsage")
        return (usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6

    def cpu_s(self):
        """CPU that the kernel and its worker have used [s]."""
        family = [self.kernel, *self.kernel.children(recursive=True)]
        return sum(sum(process.cpu_times()[:2]) for process in family if process.is_running())


def of_one_cell(code):
    """Give a notebook of one cell."""
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])


def kernels(server):
    return [
        process
        for process in psutil.Process(server).children(recursive=True)
        if process.status() != psutil.STATUS_ZOMBIE and "ipykernel_launcher" in " ".join(process.cmdline())
    ]


def median(values):
    return statistics.median(values) if values else float("nan")


def late(values):
    """Give the value that 95 % stay within."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]
