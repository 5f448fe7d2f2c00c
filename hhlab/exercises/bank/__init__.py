"""The bank: one module per lesson, each with an ``EXERCISES`` tuple, and a teacher's own after them.

A lesson loads its own exercises alone: what another's need, SciPy among it, costs a student no memory.
"""

import difflib
import pkgutil
import re
from functools import cache
from importlib import import_module

from .own import own

LESSON = re.compile(r"[a-z]+\d+")


@cache
def of_lesson(lesson):
    """Give the exercises of a lesson, such as ``"L06"``, by id; none if there is no such lesson."""
    return _ours(lesson) | {name: one for name, one in _own().items() if name.partition(".")[0] == lesson}


@cache
def exercises():
    """Give every exercise of the bank, by id."""
    ours = {name: one for module in _modules() for name, one in _ours(module.upper()).items()}
    return ours | _own()


def problems():
    """Give a sentence on each thing that is wrong with a teacher's own exercises."""
    taken = [name for name in own()[0] if name in _ours(name.partition(".")[0])]
    said = "is the name of an exercise of hhlab; give yours another one. Ours is shown."
    return [*own()[1], *(f"{name!r} {said}" for name in taken)]


def renew():
    """Read the bank and the course's folder anew, for another course."""
    of_lesson.cache_clear()
    exercises.cache_clear()


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


def _ours(lesson):
    module = lesson.lower()
    if module not in _modules():
        return {}
    by_id = {one.id: one for one in import_module(f"{__name__}.{module}").EXERCISES}
    strays = [name for name in by_id if name.partition(".")[0] != lesson]
    if strays:
        raise ValueError(f"{strays[0]!r} stands among the exercises of {lesson}.")
    return by_id


def _own():
    return {name: one for name, one in own()[0].items() if name not in _ours(name.partition(".")[0])}


def _modules():
    return sorted(module.name for module in pkgutil.iter_modules(__path__) if LESSON.fullmatch(module.name))
