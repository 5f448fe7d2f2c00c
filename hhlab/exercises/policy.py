"""What answers earn: how tries count, what lateness costs, what an exercise is worth.

A try is an answer that could be right or wrong. No try is: nothing at all, what is no answer of the kind that
was asked for or lacks a part of it, a right number in a wrong power of ten or with a unit of something else, and
an answer that was given before. These are slips of typing, and no way to guess.

The first right answer earns its part of the points by the number of the try. An answer that is partly right
earns its part so too, and a better one later earns what it adds: nothing that was earned is lost again. Where
all options could be tried one after the other fewer tries earn something, and the last two options nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .bank import exercises, of_lesson
from .description import KEPT
from .judging import understood

NO_TRY = {"empty", "type", "units", "other-unit", "no-uncertainty", "no-exclusion"}


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer, when it was given, its code, and which part of the marks that code earns."""

    answer: float | str | None
    time: datetime | None
    code: str
    part: float = 0.0


@dataclass(frozen=True, slots=True)
class Try:
    """An answer as it counted.

    Parameters
    ----------
    answer : float, str or None
    time : datetime, optional
        With its time zone; None where the file does not say.
    code : str
        What is right or wrong with it, as its exercise calls that.
    number : int
        Which try it is, from 1; 0 where it cost none.
    late : float
        The part of the points that was left at its time: 1 before the deadline.
    earned : float
        The points that it added; 0 for what only a teacher can judge.
    """

    answer: float | str | None
    time: datetime | None
    code: str
    number: int
    late: float
    earned: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one student did with one exercise, and what it earned.

    Parameters
    ----------
    tries : tuple of Try
        Every answer, oldest first, also those that cost no try.
    counts : Try
        The one that decides: the first of the best, or of kept answers the last in time.
    earned : float or None
        Points; None where only the teacher can say.
    predictions : tuple of (datetime or None, str)
        Oldest first.
    hints : tuple of str
        The rungs of the ladders that were asked for, such as ``"low:1"``, oldest first.
    after_deadline : bool
        Whether the one that decides came after the deadline, even where that costs nothing.
    """

    tries: tuple[Try, ...]
    counts: Try | None
    earned: float | None
    predictions: tuple[Any, ...] = ()
    hints: tuple[str, ...] = ()
    after_deadline: bool = False

    @property
    def right(self):
        """Whether it was right in the end, or None where only the teacher can say."""
        return None if self.earned is None else self.counts.code == "right"

    @property
    def right_first(self):
        """Whether the first try was right; slips that cost no try do not matter."""
        return self.right and next(one for one in self.tries if one.number).code == "right"


def points(course, exercise_id):
    """Give what an exercise is worth: its own points, else its part of its lesson's, else its marks."""
    if exercise_id in course.points:
        return course.points[exercise_id]
    lesson = exercise_id.partition(".")[0]
    if lesson not in course.points:
        return float(exercises()[exercise_id].marks)
    counting = course.counting(of_lesson(lesson)) or list(of_lesson(lesson))
    left = course.points[lesson] - sum(course.points.get(one, 0.0) for one in counting)
    marks = {one: exercises()[one].marks for one in counting if one not in course.points}
    return max(0.0, left) * exercises()[exercise_id].marks / (sum(marks.values()) or 1)


def outcome(exercise, judged, course, worth, tries_before=0):
    """Give the Outcome of answers to an exercise.

    Parameters
    ----------
    exercise : Exercise
    judged : list of Judged
        Oldest first.
    course : Course
    worth : float
        What the exercise is worth.
    tries_before : int
        Tries that count as if they had been made before.
    """
    if exercise.check is None or any(one.code == KEPT for one in judged):
        tries = _kept(course, exercise, judged, worth)
        counts = _last_in_time(tries)
        earned = None if counts is None or counts.code == KEPT else counts.earned
    else:
        tries = _counted(course, exercise, judged, worth, tries_before)
        counts = max(tries, key=lambda one: exercise.credit.get(one.code, 0.0), default=None)
        earned = min(worth, sum(one.earned for one in tries))
    deadline = course.deadline(exercise.id)
    after = bool(deadline and counts and counts.time and counts.time > deadline.at)
    return Outcome(tries=tuple(tries), counts=counts, earned=earned, after_deadline=after)


def _kept(course, exercise, judged, worth):
    """Give the tries at what no card judges; a key may have judged them."""
    lates = [_late(course, exercise, one) for one in judged]
    return [
        Try(one.answer, one.time, one.code, number, late, worth * one.part * late)
        for number, (one, late) in enumerate(zip(judged, lates, strict=True), 1)
    ]


def _last_in_time(tries):
    """Give the last of those that are least late; nothing takes no answer away."""
    return max(reversed(tries), key=lambda one: (one.code != "empty", one.late), default=None)


def _counted(course, exercise, judged, worth, before):
    tries, seen, reached = [], {}, 0.0
    for one in judged:
        late, earned, number = _late(course, exercise, one), 0.0, 0
        if one.code not in NO_TRY:
            what = _meant(exercise, one.answer)
            number = 0 if what in seen else 1 + before + len(seen)
            seen.setdefault(what, number)
            gained = max(0.0, one.part - reached)
            earned = worth * gained * late * _credit(exercise, course, what, seen, before)
            reached = max(reached, one.part) if earned else reached
        tries.append(Try(one.answer, one.time, one.code, number, late, earned))
    return tries


def _credit(exercise, course, what, seen, before):
    """Give the part of the points that a try at this answer earns."""
    if exercise.kind == "choice":
        return _chosen(exercise, course, seen[what])
    if exercise.kind != "both":
        return course.credit[min(seen[what], len(course.credit)) - 1]
    # how many names were tried, and how many numbers with this one
    names = list(dict.fromkeys(name for name, _ in seen))
    number = 1 + [other for other in seen if other[0] == what[0]].index(what)
    return (
        _chosen(exercise, course, 1 + before + names.index(what[0]))
        * course.credit[min(number, len(course.credit)) - 1]
    )


def _chosen(exercise, course, number):
    """Give the part of the points of the n-th option that was tried."""
    every_try = len(course.choices) == 1
    worth_a_try = max(1, len(exercise.options) - 2)
    if number > worth_a_try and not every_try:
        return 0.0
    return course.choices[min(number, len(course.choices)) - 1]


def _meant(exercise, answer):
    """Give what an answer says, the same for 0.5, "0,5" and "0.5 nA"; of a name with a number, both."""
    _, value = understood(exercise, answer)
    return (value[0], value[1:]) if exercise.kind == "both" and value else value


def _late(course, exercise, one):
    deadline = course.deadline(exercise.id)
    return deadline.part(one.time) if deadline and one.time else 1.0
