"""What the class is doing, from what is kept: who has started, predicted, solved, and who thinks what now.

Each list names students; the page shows how long it is, and the names on request.
"""

import json
from dataclasses import dataclass, field

from sqlalchemy import select

from ..exercises.bank import exercises
from ..exercises.description import KEPT
from ..exercises.sending import PREDICTED
from ..grading.overview import NO_MISTAKE, SIDES, SLIPS
from .judge import UNCHECKED
from .table import entries

DONE = ("right", KEPT)
NO_THOUGHT = {*SIDES, *SLIPS, *NO_MISTAKE, UNCHECKED}


@dataclass
class AtCard:
    """What students did at one exercise; `wrong` are those whose last answer is wrong, by its code."""

    exercise: object
    predicted: set = field(default_factory=set)
    tried: set = field(default_factory=set)
    solved: set = field(default_factory=set)
    wrong: dict = field(default_factory=dict)
    stuck: list = field(default_factory=list)


@dataclass
class AtLesson:
    """What students did in one lesson; who has solved every card that somebody tried is in `solved`."""

    name: str
    started: set = field(default_factory=set)
    predicted: set = field(default_factory=set)
    cards: dict = field(default_factory=dict)

    @property
    def solved(self):
        """Those who have solved all cards that count of this lesson, of those with any work on it."""
        done = [one.solved for one in self.cards.values()]
        return set.intersection(*done) if done else set()


@dataclass(frozen=True)
class Thought:
    """A misconception: the answer that shows it, and who gives that answer now."""

    exercise: object
    code: str
    who: frozenset

    @property
    def named(self):
        """How a teacher reads it."""
        return self.exercise.named(self.code)

    @property
    def said(self):
        """The sentence for the whole class."""
        return self.exercise.said(self.code)


def lessons(connection, course, stuck=()):
    """Give the AtLesson of each lesson with cards in which somebody has begun, by its name.

    Parameters
    ----------
    course : Course
    stuck : list
        Of :func:`.asking.waiting`.
    """
    wanted = [entries.c[name] for name in ("student", "kind", "what", "code")]
    rows = connection.execute(
        select(*wanted).where(entries.c.course == course.name).order_by(entries.c.number)
    )
    found, last = {}, {}
    for student, kind, what, code in rows:
        lesson = _lesson(found, course, what)
        lesson.started.add(student)
        card = lesson.cards.get(what)
        if kind in ("predictions", PREDICTED):
            lesson.predicted.add(student)
        if card is None:
            continue
        if kind == "predictions":
            card.predicted.add(student)
        if kind == "answers":
            card.tried.add(student)
            if code in DONE:
                card.solved.add(student)
            if code is not None:
                last[what, student] = code
    for (what, student), code in last.items():
        card = _lesson(found, course, what).cards[what]
        if code not in DONE and student not in card.solved:
            card.wrong.setdefault(code, set()).add(student)
    for row in stuck:
        card = _lesson(found, course, row.what).cards.get(row.what)
        if card is not None:
            card.stuck.append(row)
    # what no lesson with cards is called, anybody can make up
    return {name: one for name, one in sorted(found.items()) if one.cards}


def thoughts(connection, course, since):
    """Give the misconceptions of whose last answer to a card came since then, the most frequent first."""
    wanted = [entries.c[name] for name in ("student", "what", "code", "time")]
    rows = connection.execute(
        select(*wanted)
        .where(entries.c.course == course.name, entries.c.kind == "answers", entries.c.code.is_not(None))
        .order_by(entries.c.number)
    )
    last = {(what, student): (code, time) for student, what, code, time in rows}
    who = {}
    for (what, student), (code, time) in last.items():
        if time >= since and code not in NO_THOUGHT and what in exercises():
            who.setdefault((what, code), set()).add(student)
    found = [Thought(exercises()[what], code, frozenset(each)) for (what, code), each in who.items()]
    return sorted(found, key=lambda one: (-len(one.who), one.exercise.id, one.code))


def of_student(connection, course, student):
    """Give all that is kept of one student's work, oldest first, as (time, what, kind, text, code)."""
    own = (entries.c.course == course.name, entries.c.student == student)
    rows = connection.execute(select(entries).where(*own).order_by(entries.c.number))
    return [(row.time, row.what, row.kind, str(json.loads(row.value)), row.code) for row in rows]


def _lesson(found, course, what):
    name = what.partition(".")[0]
    if name not in found:
        ids = course.counting(one for one in exercises() if one.partition(".")[0] == name)
        found[name] = AtLesson(name, cards={one: AtCard(exercises()[one]) for one in ids})
    return found[name]
