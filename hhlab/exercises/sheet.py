"""The cards of all exercises of a lesson, one below the other."""

import re

import ipywidgets as widgets

from ..quantities import shown
from .bank import exercises
from .card import Card
from .look import words


def sheet(lesson):
    """Give the cards of all exercises of a lesson, one below the other.

    Parameters
    ----------
    lesson : str
        Such as ``"L06"``.

    Raises
    ------
    ValueError
        It is no lesson's name.
    """
    if not re.fullmatch(r"L\d\d", str(lesson)):
        raise ValueError(f'A lesson is called like "L06", but it is {shown(lesson)}.')
    return Sheet(lesson)


class Sheet(widgets.VBox):
    """The cards of one lesson."""

    def __init__(self, lesson):
        self._lesson = lesson
        cards = [Card(name) for name in exercises() if name.startswith(f"{lesson}.")]
        super().__init__(cards or [words("There are no exercises to this lesson yet.")])

    def __repr__(self):
        return f"Exercises of lesson {int(self._lesson[1:])}"

    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": repr(self)}
