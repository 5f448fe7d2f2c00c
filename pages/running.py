"""Every notebook run once, in a kernel of its own, two side by side."""

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
from nbclient import NotebookClient

SIDE_BY_SIDE = 2
LONGEST_S = 900  # of a cell, with the frames of its sliders
COLLECTS = "from hhlab.pages import collecting; collecting.begin({folder!r}, neuron={neuron})"


def run(notebooks, work, extra, neuron, only=None):
    """Give a dict from each notebook's place to the notebook as it ran.

    Parameters
    ----------
    notebooks : Path
        The folder of the lessons. A copy of it is run.
    work : Path
        Where the copy is made, as a student's work folder.
    extra : Path
        Where what lives on a page is written, a folder for each notebook.
    neuron : bool
        Whether the pages will have NEURON.
    only : sequence of str, optional
        The names of those that are run; the others are given as they lie there.
    """
    shutil.copytree(notebooks, work, ignore=shutil.ignore_patterns("aarch64", "x86_64", ".ipynb_checkpoints"))
    places = sorted(path.relative_to(work) for path in work.rglob("*.ipynb"))
    os.environ |= environment(work)

    def ran(place):
        if only is not None and place.stem not in only:
            return nbformat.read(work / place, as_version=4)
        return one(work / place, extra / place.with_suffix(""), neuron)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return dict(zip(places, pool.map(ran, places), strict=True))


def one(path, folder, neuron):
    """Give a notebook as it ran; what lives of it is in the folder."""
    began = time.monotonic()
    notebook = nbformat.read(path, as_version=4)
    folder.mkdir(parents=True, exist_ok=True)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(COLLECTS.format(folder=str(folder), neuron=neuron)))

    def say_which(cell, cell_index):
        # what JupyterLab says with each request: the kernel knows which cell it runs
        client.kc.session.metadata = {"cellId": cell.id}

    client = NotebookClient(
        notebook,
        # TCP on the loopback of a build needs no warning
        extra_arguments=["--IPKernelApp.log_level=ERROR"],
        on_cell_execute=say_which,
        timeout=LONGEST_S,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
    )
    client.execute()
    del notebook.cells[0]
    failed = sorted(folder.glob("*.failed"))
    if failed:
        raise RuntimeError(f"{path.name}: {failed[0].name}: {failed[0].read_text('utf-8')}")
    print(f"{path.name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    return notebook


def playground(path):
    """Write the playground as one file that lives from a disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    code = "import sys, hhlab; hhlab.playground().page(sys.argv[1], title='Playground')"
    subprocess.run([sys.executable, "-c", code, str(path)], check=True)


def environment(work):
    """Give what kernels are told: a student's folder, and nothing of whoever builds."""
    home = work.parent / "home"
    home.mkdir(exist_ok=True)
    return {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "HHLAB_WORK": str(work),
        "HHLAB_ANSWERS": str(home / "answers"),
        "PYTHONHASHSEED": "0",
    }
