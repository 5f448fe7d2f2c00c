"""The settings of a course, as its teacher has made them; without any they are these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path

USUAL_NAME = "hhlab"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """Until when a lesson, an exercise, or with an empty `what` everything, is to be answered.

    Parameters
    ----------
    what : str
    at : datetime
        With its time zone.
    late : tuple of (timedelta, float), optional
        Which part of the marks is left until how long after it; afterwards nothing. Without it a late answer
        counts in full.
    """

    what: str
    at: datetime
    late: tuple[tuple[timedelta, float], ...] = ()

    def part(self, time):
        """Give the part of the marks that an answer of that time can earn."""
        if time <= self.at or not self.late:
            return 1.0
        return next((part for after, part in self.late if time <= self.at + after), 0.0)


@dataclass(frozen=True, kw_only=True)
class Course:
    """A course as its teacher has set it.

    Parameters
    ----------
    name : str
        Another name gives every student other variants.
    also : tuple of str
        Other names under which answers count: of days on which the lab ran without its file.
    counts : tuple of str
        Lessons and exercises that count; all of them where it is empty.
    points : dict of str to float
        What an exercise, or a lesson in all, is worth, where that is not what the bank says.
    credit, choices : tuple of float
        Which part of the marks the first right answer earns, by the number of the try; later tries earn the
        last of them. `choices` is for options to choose from, where trying all would find the right one; the
        last two options that are tried earn nothing, unless every try counts alike.
    direction_after : int
        From this wrong answer on the card says "too low" and "too high".
    deadlines : tuple of Deadline
    aliases : dict of str to str
        Whose a mistyped id is, by that id :func:`normalised <.students.normalised>`.
    roster, keys : Path, optional
        The list of the class, and the key of choices, which no lab opens.
    language : str
        Of dates and of the decimal mark in tables, such as "de".
    timezone : tzinfo
    folder : Path, optional
        Where ``course.toml``, ``exercises/`` and ``lessons/`` lie, if anywhere.
    problems : tuple of str
        What is wrong in the file, a sentence each.
    notes : tuple of str
        What is right but may not be meant.
    """

    name: str = USUAL_NAME
    also: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    points: Mapping[str, float] = field(default_factory=dict)
    credit: tuple[float, ...] = (1.0, 1.0, 0.75, 0.5, 0.25, 0.1, 0.05)
    choices: tuple[float, ...] = (1.0, 0.5, 0.0)
    direction_after: int = 2
    deadlines: tuple[Deadline, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    roster: Path | None = None
    keys: Path | None = None
    language: str = "en"
    timezone: tzinfo = UTC
    folder: Path | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def counting(self, exercise_ids):
        """Give those of some exercises that count, in their order."""
        return [one for one in exercise_ids if not self.counts or any(within(one, x) for x in self.counts)]

    def deadline(self, exercise_id):
        """Give the Deadline of an exercise or None: its own, else its lesson's, else that of everything."""
        found = [one for one in self.deadlines if not one.what or within(exercise_id, one.what)]
        return max(found, key=lambda one: len(one.what), default=None)


def within(exercise_id, what):
    """Say whether an exercise is that one, or of that lesson."""
    return exercise_id == what or exercise_id.startswith(f"{what}.")
