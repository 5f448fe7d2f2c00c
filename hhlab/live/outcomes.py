"""What a run gave, taken apart: what is drawn live, derived quantities, and what is shown as it is."""

from collections.abc import Iterator, Mapping
from numbers import Number
from types import ModuleType

import ipywidgets as widgets
import numpy as np

from ..descriptions.quantities import shown
from ..figures.drawing import is_drawable
from ..figures.pyplot import figures_of
from ..results.columns import column, is_vector
from ..results.curves import Curves

MOST_PARTS = 50  # one below the other, or lines in one picture
ROWS = "Drawn as they come; return hhlab.Recording(t=t, v=v) for names, units and spikes."


def live_parts(result):
    """Give what has a live view, as a tuple: Recordings and their like, and rows of numbers as Curves."""
    rows = _rows(result)
    return (_curves(result, rows),) if rows else tuple(filter(_is_live, _parts(result)))


def derived_in(result):
    """Give the derived quantities in a result, as one dict."""
    found = {}
    for part in _parts(result):
        found |= part if isinstance(part, Mapping) and (part is not result or _is_derived(part)) else {}
    return found


def other_parts(result):
    """Give what has no live view: tables, texts, numbers, but neither figures nor derived quantities."""
    if _rows(result) or _is_derived(result):
        return []
    parts = [part for part in _parts(result) if part is result or not isinstance(part, Mapping)]
    return [part for part in parts if not (_is_live(part) or _is_nothing(part) or figures_of(part))]


def note_on(result):
    """Give what a person should know about how rows of numbers are drawn; "" for anything else."""
    rows = _rows(result)
    missing = sum(len(row) - np.isfinite(row).sum() for row in rows)
    gaps = f" {missing:,} of {sum(map(len, rows)):,} numbers are nan or inf: they leave gaps."
    return (ROWS + gaps if missing else ROWS) if rows else ""


def checked(result, name):
    """Give the result of the function called `name`.

    Raises
    ------
    TypeError
        It has computed nothing yet: it is to be awaited, or gone through, which may have no end.
    """
    if hasattr(type(result), "__await__"):
        getattr(result, "close", lambda: None)()
        raise TypeError(
            f"{name}() gave something to be awaited, which has computed nothing: leave out async."
        )
    if isinstance(result, Iterator):
        raise TypeError(
            f"{name}() gave {shown(result)}, which computes nothing before it is gone through. "
            "Give a list, as in: return list(...)."
        )
    return result


def _parts(result):
    """Give what stands one below the other: the parts of a tuple that holds a picture, else the whole."""
    if isinstance(result, (tuple, list)) and len(result) <= MOST_PARTS and any(map(_is_picture, result)):
        return [piece for part in result for piece in _parts(part)]
    return [result]


def _is_picture(part):
    """Say whether a part of a tuple is more than a text: then each part is shown for itself."""
    if isinstance(part, (tuple, list)):
        return any(map(_is_picture, part)) if len(part) <= MOST_PARTS else False
    html = hasattr(type(part), "_repr_html_")
    return _is_live(part) or html or isinstance(part, widgets.Widget) or bool(figures_of(part))


def _is_live(part):
    return is_drawable(part) and not isinstance(part, (tuple, list))


def _is_derived(part):
    plain = (Number, str, np.generic)
    return (
        isinstance(part, Mapping)
        and 0 < len(part) <= MOST_PARTS
        and all(isinstance(name, str) and isinstance(value, plain) for name, value in part.items())
    )


def _is_nothing(part):
    # a module, such as pyplot, is what somebody returns who has drawn with it
    return part is None or isinstance(part, ModuleType)


def _rows(result):
    """Give the rows of numbers that a result is or holds, beside derived quantities at most; else nothing."""
    if isinstance(result, (tuple, list)):
        parts = (
            [part for part in result if not isinstance(part, Mapping)] if len(result) <= MOST_PARTS else []
        )
        rows = [_row(list(part) if isinstance(part, tuple) else part) for part in parts]
    else:
        rows = [None if isinstance(result, list) else _row(result)]
    return [] if any(row is None for row in rows) else rows


def _row(part):
    """Give an array, a Vector of NEURON or a list of numbers as an array; None for anything else."""
    if is_vector(part):
        return column("A Vector", part, gaps=True)
    if not isinstance(part, (np.ndarray, list)):
        return None
    try:
        row = np.asarray(part)
    except ValueError:  # of unequal lengths
        return None
    return np.asarray(row, dtype=float) if row.ndim == 1 and row.dtype.kind in "biuf" else None


def _curves(result, rows):
    """Give rows of numbers as Curves: against the first where it goes with the others, else by number."""
    first, *others = rows
    alike = len({len(row) for row in rows}) == 1 and bool(others)
    pair = isinstance(result, tuple) and len(rows) == 2
    if alike and (pair or (np.diff(first) > 0).all()):
        x, lines = "row 1", {f"row {i}": (first, row) for i, row in enumerate(others, 2)}
    else:
        x, lines = "number", {f"row {i}": (np.arange(len(row)), row) for i, row in enumerate(rows, 1)}
    if len(lines) == 1:
        ((y, line),) = lines.items()
        y, lines = y if others else "result", {"": line}
    else:
        y = "value"
    gaps = {
        label: tuple(np.where(np.isfinite(row), row, np.nan) for row in line) for label, line in lines.items()
    }
    return Curves(x=x, y=y, lines=gaps)
