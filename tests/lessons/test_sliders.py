"""Every slider of every notebook, moved to both of its ends: an error on the way is a failure."""

import ast
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

ROOT = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in ROOT.rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts and "explore(" in path.read_text(encoding="utf-8")
)

# Runs in the kernel after each explorer. A slider goes to its ends and back while the others stand still.
PLAY = """
def _ends(control):
    if hasattr(control, "slider"):
        return control.slider.min, control.slider.max
    options = [choice[1] if isinstance(choice, tuple) else choice for choice in control.options]
    return ((options[0],), tuple(options)) if isinstance(control.value, tuple) else (options[0], options[-1])


def _play(explorer):
    problems = [f"at the start: {explorer.error}"] if explorer.error else []
    for name, control in explorer.controls.items():
        start = control.value
        for end in _ends(control):
            if hasattr(control, "slider"):
                control.slider.value = end
            else:
                control.value = end
            if explorer.error:
                problems.append(f"{name} = {control.value}: {explorer.error}")
        control.value = start
    return problems
"""


def played(source):
    """Give the source of a cell with its explorer played, or None where there is none."""
    last = ast.parse(source).body[-1]
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)):
        return None
    called = ast.unparse(last.value.func).rpartition(".")[2]
    if called not in ("explore", "playground"):
        return None
    before = "\n".join(source.splitlines()[: last.lineno - 1])
    return f"{before}\nassert (problems := _play({ast.unparse(last)})) == [], problems"


@pytest.mark.parametrize("name", NAMES)
def test_every_slider_goes_to_both_ends(name):
    notebook = nbformat.read(ROOT / name, as_version=4)
    explorers = 0
    for cell in notebook.cells:
        if cell.cell_type == "code" and (source := played(cell.source)):
            cell.source = source
            explorers += 1
    assert explorers
    play(notebook, ROOT / name)


def play(notebook, path):
    notebook.cells.insert(0, nbformat.v4.new_code_cell(PLAY))
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, resources=resources, kernel_name="python3").execute()


def test_an_end_that_fails_is_seen(tmp_path):
    source = """import hhlab

def run(diam=10.0):
    return hhlab.simulate(hhlab.Membrane(diam=diam), tstop=5)

hhlab.explore(run, diam=(0.0, 20.0))"""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(played(source))])
    with pytest.raises(CellExecutionError, match=r"diam = 0\.0: Membrane\.diam = 0 µm"):
        play(notebook, tmp_path / "x.ipynb")
