"""Every notebook run once, in kernels of their own, two side by side."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from nbclient import NotebookClient

SIDE_BY_SIDE = 2
LONGEST_S = 300  # of a cell, with the frames of its sliders


def run(notebooks, work, collected):
    """Give a dict from each notebook's place to the notebook as it ran.

    Parameters
    ----------
    notebooks : Path
        The folder of the lessons. A copy of it is run.
    work : Path
        Where the copy is made.
    collected : Path
        Where what lives on a page is written, a folder for each notebook.
    """
    shutil.copytree(notebooks, work, ignore=shutil.ignore_patterns("aarch64", "x86_64"))
    places = sorted(path.relative_to(work) for path in work.rglob("*.ipynb"))
    # the longest run first would need a table of times; they are alike enough
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        ran = pool.map(lambda place: one(work / place, collected / place.with_suffix("")), places)
        return dict(zip(places, ran, strict=True))


def kept(notebooks):
    """Give the same of the outputs that the notebooks keep, and run nothing."""
    paths = sorted(path for path in notebooks.rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
    return {path.relative_to(notebooks): nbformat.read(path, as_version=4) for path in paths}


def one(path, folder):
    """Give a notebook as it ran, without the cell that begins the collecting."""
    notebook = nbformat.read(path, as_version=4)
    return notebook


def environment(home):
    """Give the environment of kernels that find nothing of whoever builds."""
    return os.environ | {"HOME": str(home), "IPYTHONDIR": str(home / "ipython"), "PYTHONHASHSEED": "0"}
