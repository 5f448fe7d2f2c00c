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

from ..exercises.card import Card
from ..exercises.prediction import Prediction
from ..exercises.sheet import Sheet
from ..live.explorer import Explorer
from ..live.page.writing import files_of
from . import cards

MIME = "application/vnd.hhlab.page+json"  # of an output: {"src": "3.json", "kind": "explorer"}
Writer = Callable[[Any, str], dict[str, bytes]]
WRITERS: dict[type, tuple[str, Writer]] = {
    Explorer: ("explorer", files_of),
    **dict.fromkeys((Card, Sheet, Prediction), ("card", cards.files_of)),
}


def begin(folder: str | Path) -> None:
    """Write from now on the files of what is displayed into a folder; in a notebook that runs for its page.

    Parameters
    ----------
    folder : str or Path
        It is made. ``NUMBER.json`` is the first file of the thing displayed as the NUMBERth; where its files
        could not be made, ``NUMBER.failed`` says why.
    """
    folder, shell, waiting, numbers = Path(folder), get_ipython(), [], count(1)
    folder.mkdir(parents=True, exist_ok=True)
    known: dict[int, dict[str, str]] = {}

    def displayed(thing, include=None, exclude=None):
        bundle, metadata = thing._repr_mimebundle_()
        if id(thing) not in known:
            kind, write = next(WRITERS[one] for one in type(thing).__mro__ if one in WRITERS)
            name = str(next(numbers))
            known[id(thing)] = {"src": f"{name}.json", "kind": kind}
            waiting.append((thing, name, write))  # and so its id is nobody else's
        # where nothing lives, a picture is looked at and a question is read
        still = {} if isinstance(thing, Explorer) else {"text/html": cards.static_html(thing)}
        return bundle | still | {MIME: known[id(thing)]}, metadata

    def done(_result=None):
        for thing, name, write in waiting[written[0] :]:
            written[0] += 1
            try:
                for file, data in write(thing, name).items():
                    (folder / file).write_bytes(data)
            except Exception:
                (folder / f"{name}.failed").write_text(traceback.format_exc(), encoding="utf-8")

    written = [0]
    for kind in WRITERS:
        shell.display_formatter.mimebundle_formatter.for_type(kind, displayed)
    shell.events.register("post_run_cell", done)
