"""While a lesson runs: the files that its pages need, of each explorer that a cell displays.

A hidden first cell begins it. What a cell has displayed is written when the cell is done, as later cells may
change what a function uses; the output itself tells the name of its file.
"""

import traceback
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython

from ..live.explorer import Explorer
from ..live.page.writing import files_of

MIME = "application/vnd.hhlab.page+json"  # of an output: {"src": "CELL-0.json", "kind": "explorer"}


def write_explorer(explorer: Explorer, folder: Path, name: str, number: int) -> None:
    """Write the files of an explorer, the first of which is ``NAME.json``."""
    for file, data in files_of(explorer, name, str(number)).items():
        (folder / file).write_bytes(data)


# by class: what kind of thing it is for a page, and what writes its files
KINDS: dict[type, tuple[str, Callable[[Any, Path, str, int], object]]] = {
    Explorer: ("explorer", write_explorer),
}


def begin(folder: str | Path) -> None:
    """Write from now on the files of what is displayed into a folder; in a notebook that runs for its page.

    Parameters
    ----------
    folder : str or Path
        It is made. ``CELL-N.json`` is the first file of the Nth thing, from 0, that the cell with this id
        displays; where its files could not be made, ``CELL-N.failed`` says why.
    """
    folder, shell = Path(folder), get_ipython()
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[int, dict[str, str]] = {}  # by identity, of things that are kept alive by
    things: list[tuple[Any, str]] = []
    waiting: list[tuple[Any, str]] = []
    numbers = count(1)

    def displayed(thing, include=None, exclude=None):
        bundle, metadata = thing._repr_mimebundle_()
        if id(thing) not in known:
            cell = shell.get_parent().get("metadata", {}).get("cellId", "cell")
            name = f"{cell}-{sum(other.startswith(f'{cell}-') for _, other in things)}"
            known[id(thing)] = {"src": f"{name}.json", "kind": _kind_of(thing)[0]}
            things.append((thing, name))
            waiting.append((thing, name))
        return bundle | {MIME: known[id(thing)]}, metadata

    def done(_result=None):
        while waiting:
            thing, name = waiting.pop(0)
            try:
                _kind_of(thing)[1](thing, folder, name, next(numbers))
            except Exception:
                (folder / f"{name}.failed").write_text(traceback.format_exc(), encoding="utf-8")

    for kind in KINDS:
        shell.display_formatter.mimebundle_formatter.for_type(kind, displayed)
    shell.events.register("post_run_cell", done)


def _kind_of(thing):
    return next(KINDS[one] for one in type(thing).__mro__ if one in KINDS)
