"""The script of every explorer, run in a fresh process: it gives what was on the screen, to the last bit."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import flat
import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2] / "notebooks"
FLAT = Path(flat.__file__)
NAMES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in ROOT.rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
    and any(call in path.read_text(encoding="utf-8") for call in ("explore(", "playground("))
)

# Runs in the kernel after each explorer: its script as it is first, and with every control elsewhere.
COPY = """
def _copy(explorer, folder, number):
    import pickle
    import sys

    sys.path.insert(0, {here!r})
    from flat import flat
    sys.path.pop(0)
    for setting in ("first", "other"):
        for control in explorer.controls.values() if setting == "other" else ():
            _move(control, explorer)
        assert explorer._scope.tools["script"], "there is no button"
        text = explorer.script()
        assert not explorer.error, explorer.error
        with open(f"{{folder}}/{{number:02}}-{{setting}}.py", "w", encoding="utf-8") as file:
            file.write(text)
        with open(f"{{folder}}/{{number:02}}-{{setting}}.pickle", "wb") as file:
            pickle.dump(flat(explorer.result), file)


def _move(control, explorer):
    before = control.value
    if hasattr(control, "slider"):
        slider = control.slider
        far = max((slider.min, slider.max), key=lambda end: abs(end - slider.value))
        slider.value = type(slider.value)(slider.value + 0.3 * (far - slider.value))
    else:
        options = [one[1] if isinstance(one, tuple) else one for one in control.options]
        now = control.value
        control.value = tuple(options) if isinstance(now, tuple) else options[options.index(now) - 1]
    if explorer.error:  # not every setting can be run
        control.value = before
"""


def copying(source, folder, number):
    """Give the source of a cell with its explorer's scripts copied, or None where it has no explorer."""
    last = ast.parse(source).body[-1]
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)):
        return None
    if ast.unparse(last.value.func).rpartition(".")[2] not in ("explore", "playground"):
        return None
    before = "\n".join(source.splitlines()[: last.lineno - 1])
    return f"{before}\n_copy({ast.unparse(last)}, {str(folder)!r}, {number})"


def copied(notebook, path, folder):
    """Run a notebook, and give how many explorers have left their scripts in a folder."""
    number = 0
    for cell in notebook.cells:
        if cell.cell_type == "code" and (source := copying(cell.source, folder, number)):
            cell.source, number = source, number + 1
    notebook.cells.insert(0, nbformat.v4.new_code_cell(COPY.format(here=str(FLAT.parent))))
    resources = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=600, resources=resources, kernel_name="python3").execute()
    return number


def differences(folder):
    """Run the scripts in a folder, and give what each says that differs from the screen."""
    command = [sys.executable, "-W", "error", FLAT, folder]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", NAMES)
def test_every_script_gives_what_is_on_the_screen(name, tmp_path):
    explorers = copied(nbformat.read(ROOT / name, as_version=4), ROOT / name, tmp_path)
    assert explorers
    found = differences(tmp_path)
    assert len(found) == 2 * explorers
    assert {script: said for script, said in found.items() if said} == {}
