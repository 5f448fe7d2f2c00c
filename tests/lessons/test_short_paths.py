"""The short path of every long lesson, run alone: it needs no cell of the sections that it leaves out."""

import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests" / "unit"))

from reading import sections, short_path  # noqa: E402 - found by the line above

NOTEBOOKS = {path.name: nbformat.read(path, as_version=4) for path in (ROOT / "notebooks").glob("*.ipynb")}
LONG = sorted(name for name, notebook in NOTEBOOKS.items() if short_path(notebook))


@pytest.mark.parametrize("name", LONG)
def test_a_short_path_runs_by_itself(name):
    notebook = NOTEBOOKS[name]
    _, numbers = short_path(notebook)
    taken = [one for one in sections(notebook) if one.number in (0, *numbers)]
    notebook.cells = [cell for one in taken for cell in one.cells if cell.cell_type == "code"]
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": ROOT / "notebooks"}}).execute()


def test_there_is_one():
    assert "01_first_spike.ipynb" in LONG
