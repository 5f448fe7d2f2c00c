"""The bank: one module per lesson, each with an ``EXERCISES`` tuple.

A lesson loads its own exercises alone: what another's need, SciPy among it, costs a student no memory.
"""

import difflib
import pkgutil
from functools import cache
from importlib import import_module


@cache
def of_lesson(lesson):
    """Give the exercises of a lesson, such as ``"L06"``, by id; none if there is no such lesson."""
    module = lesson.lower()
    if module not in _modules():
        return {}
    by_id = {one.id: one for one in import_module(f"{__name__}.{module}").EXERCISES}
    strays = [name for name in by_id if name.partition(".")[0] != lesson]
    if strays:
        raise ValueError(f"{strays[0]!r} stands among the exercises of {lesson}.")
    return by_id


@cache
def exercises():
    """Give every exercise of the bank, by id."""
    return {name: one for module in _modules() for name, one in of_lesson(module.upper()).items()}


def find(exercise_id):
    """Give the exercise with an id.

    Raises
    ------
    ValueError
        There is none; the message names the nearest.
    """
    lesson = str(exercise_id).partition(".")[0]
    if exercise_id in of_lesson(lesson):
        return of_lesson(lesson)[exercise_id]
    near = difflib.get_close_matches(str(exercise_id), exercises(), n=1, cutoff=0.4)
    advice = f" Did you mean {near[0]!r}?" if near else ""
    raise ValueError(f"There is no exercise {exercise_id!r}.{advice}")


def _modules():
    return sorted(module.name for module in pkgutil.iter_modules(__path__))
