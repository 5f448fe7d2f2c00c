"""The bank: one module per lesson, each with an ``EXERCISES`` tuple."""

import difflib
import pkgutil
from functools import cache
from importlib import import_module


@cache
def exercises():
    """Give every exercise of the bank, by id."""
    modules = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = [one for name in modules for one in import_module(f"{__name__}.{name}").EXERCISES]
    by_id = {one.id: one for one in found}
    if len(by_id) < len(found):
        raise ValueError("Two exercises of the bank have the same id.")
    return by_id


def find(exercise_id):
    """Give the exercise with an id.

    Raises
    ------
    ValueError
        There is none; the message names the nearest.
    """
    known = exercises()
    if exercise_id in known:
        return known[exercise_id]
    near = difflib.get_close_matches(str(exercise_id), known, n=1, cutoff=0.4)
    advice = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"There is no exercise {exercise_id!r}.{advice}")
