"""What a notebook shows: the card of one exercise, or those of all exercises of a lesson."""

import re

from ..descriptions.quantities import shown
from .appearance import Column, words
from .bank import of_lesson, problems
from .card import Card
from .handing_in import HandIn


def exercise(exercise_id: str) -> Card:
    """Give the card of an exercise, as the student who works here has it.

    Parameters
    ----------
    exercise_id : str
        Such as ``"L06.rheobase"``.

    Returns
    -------
    Card

    Raises
    ------
    ValueError
        There is no exercise of that name.

    Examples
    --------
    >>> hhlab.exercise("L01.area")
    """
    try:
        return Card(exercise_id)
    except ValueError as error:
        # it may be in a file of the teacher's own that has a slip
        raise ValueError(" ".join([str(error), *problems()])) from None


def sheet(lesson: str) -> "Sheet":
    """Give the cards of all exercises of a lesson, one below the other.

    Parameters
    ----------
    lesson : str
        Such as ``"L06"``.

    Returns
    -------
    Sheet
        A column of cards.

    Raises
    ------
    ValueError
        It is no lesson's name.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.sheet("L01")
    Exercises of lesson 1
    """
    if not re.fullmatch(r"L\d\d", str(lesson)) and not of_lesson(str(lesson)):
        said = f'A lesson is called like "L06", but it is {shown(lesson)}.'
        raise ValueError(" ".join([said, *problems()]))
    return Sheet(lesson)


class Sheet(Column):
    """The cards of one lesson."""

    def __init__(self, lesson):
        self._lesson = lesson
        cards = [Card(name, is_first=not place) for place, name in enumerate(of_lesson(lesson))]
        none = words("There are no exercises to this lesson yet.")
        super().__init__([*cards, HandIn()] if cards else [none])
        self.add_class("hhlab-sheet")

    def __repr__(self):
        return f"Exercises of lesson {self._lesson.removeprefix('L').removeprefix('0')}"
