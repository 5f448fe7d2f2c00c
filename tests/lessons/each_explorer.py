"""The notebooks as they are, with something done to each of their explorers where it stands."""

import ast
from pathlib import Path

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2] / "notebooks"
NAMES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in ROOT.rglob("*.ipynb")
    if ".ipynb_checkpoints" not in path.parts
    and any(call in path.read_text(encoding="utf-8") for call in ("explore(", "playground("))
)


def run(name, first, call, **settings):
    """Run a notebook, and give how many explorers were given to a call.

    Parameters
    ----------
    name : str
        One of NAMES.
    first : str
        A cell that comes before all others.
    call : str
        What stands in each explorer's place, as in ``look({explorer}, {number})``.
    **settings
        Of the NotebookClient.
    """
    path, number = ROOT / name, 0
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and (source := given(cell.source, call, number)):
            cell.source, number = source, number + 1
    notebook.cells.insert(0, nbformat.v4.new_code_cell(first))
    settings |= {"timeout": 3000, "resources": {"metadata": {"path": str(path.parent)}}}
    NotebookClient(notebook, kernel_name="python3", **settings).execute()
    return number


def given(source, call, number):
    """Give the source of a cell whose explorer is given to a call, or None where it has no explorer."""
    last = ast.parse(source).body[-1]
    if not (isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)):
        return None
    if ast.unparse(last.value.func).rpartition(".")[2] not in ("explore", "playground"):
        return None
    before = "\n".join(source.splitlines()[: last.lineno - 1])
    return f"{before}\n{call.format(explorer=ast.unparse(last), number=number)}"
