"""While a lesson runs: the files that its pages need, of each explorer and card that a cell displays.

A hidden first cell begins it. What a cell has displayed is written when the cell is done, as later cells may
change what a function uses; the output itself tells the name of its file.
"""

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from IPython.core.getipython import get_ipython

from ..exercises.card import Card
from ..exercises.prediction import Prediction
from ..exercises.sheet import Sheet
from ..live.explorer import Explorer
from ..live.page.writing import files_of
from . import cards

MIME = "application/vnd.hhlab.page+json"  # of an output: {"src": "CELL-0.json", "kind": "explorer"}
Writer = Callable[[Any, str, bool], dict[str, bytes]]


def _files_of_a_card(card, name, _neuron):
    return cards.files_of(card, name)


# by class: what kind of thing it is for a page, and what gives its files
WRITERS: dict[type, tuple[str, Writer]] = {
    Explorer: ("explorer", files_of),
    **dict.fromkeys((Card, Sheet, Prediction), ("card", _files_of_a_card)),
}


def begin(folder: str | Path, neuron: bool = True) -> None:
    """Write from now on the files of what is displayed into a folder; in a notebook that runs for its page.

    Parameters
    ----------
    folder : str or Path
        It is made. ``CELL-N.json`` is the first file of the Nth thing, from 0, that the cell with this id
        displays; where its files could not be made, ``CELL-N.failed`` says why.
    neuron : bool
        Whether the pages will have NEURON.
    """
    folder, shell = Path(folder), get_ipython()
    assert shell and shell.display_formatter
    folder.mkdir(parents=True, exist_ok=True)
    names: dict[int, str] = {}
    things: list[Any] = []  # kept, so that the identity of each is nobody else's
    waiting: list[Any] = []

    def displayed(thing, include=None, exclude=None):
        shown = thing._repr_mimebundle_()
        bundle, metadata = shown if isinstance(shown, tuple) else (shown, {})
        if id(thing) not in names:
            cell = shell.get_parent().get("metadata", {}).get("cellId", "cell")
            names[id(thing)] = f"{cell}-{sum(name.startswith(f'{cell}-') for name in names.values())}"
            things.append(thing)
            waiting.append(thing)
        # what has no picture is read where nothing lives
        read = {} if "image/png" in bundle or isinstance(thing, Explorer) else _text_of(thing)
        told = {"src": f"{names[id(thing)]}.json", "kind": _writer_of(thing)[0]}
        return bundle | read | {MIME: told}, metadata

    def done(_result=None):
        while waiting:
            thing = waiting.pop(0)
            name = names[id(thing)]
            try:
                for file, data in _writer_of(thing)[1](thing, name, neuron).items():
                    (folder / file).write_bytes(data)
            except Exception:
                (folder / f"{name}.failed").write_text(traceback.format_exc(), encoding="utf-8")

    for kind in WRITERS:
        shell.display_formatter.mimebundle_formatter.for_type(kind, displayed)
    shell.events.register("post_run_cell", done)


def _writer_of(thing):
    return next(WRITERS[one] for one in type(thing).__mro__ if one in WRITERS)


def _text_of(card):
    return {"text/html": cards.static_html(card)}
