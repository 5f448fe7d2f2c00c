"""Vote and talk: a question is put to the room, everybody votes alone, then talks, then votes again.

One poll goes on at a time. Its times are this service's own, so that no clock of a laptop or a phone counts;
what the room thought is nobody's to see before the last vote has ended.

Source
------
Crouch and Mazur (2001), Am. J. Phys. 69:970-977: peer instruction.
"""

import time
from dataclasses import dataclass

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    insert,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from ..descriptions.quantities import minus
from ..exercises.bank import exercises
from ..exercises.judging import judge
from ..exercises.variants import variant
from ..workers import worker
from .table import NAME, TIME, kept, now

FIRST, TALK, SECOND, SHOWN = "first", "talk", "second", "shown"
SHORTEST_S, LONGEST_S = 5, 600
ROOM = "the room"  # whose variant of the question everybody gets

polls = Table(
    "polls",
    kept,
    Column("number", Integer, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("time", TIME, nullable=False),
    Column("what", String(80), nullable=False),
    Column("round", Integer, nullable=False),
    # seconds since 1970
    Column("ends", Float, nullable=False),
    Column("shown", Boolean, nullable=False),
    # the right choice, or nothing where only the picture will tell
    Column("right", String(80)),
    sqlite_autoincrement=True,
)
votes = Table(
    "votes",
    kept,
    Column("number", Integer, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("time", TIME, nullable=False),
    Column("poll", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("student", NAME, nullable=False),
    Column("choice", Text, nullable=False),
    UniqueConstraint("poll", "round", "student"),
)


class Refused(ValueError):
    """A vote that does not count, or a step of a poll that is none; the message says why."""


@dataclass(frozen=True)
class Question:
    """What can be put to the room: its text, in HTML, and the texts to choose from, by short names."""

    exercise: object
    given: dict
    text: str
    options: dict

    @property
    def is_prediction(self):
        """Whether the room itself cannot know the right one: the picture will show it."""
        return bool(self.exercise.expected)


def questions():
    """Give the exercises that can be put to the room, by their ids.

    They are predictions, and choices without a picture.
    """
    return {name: one for name, one in sorted(exercises().items()) if _can_be_asked(one)}


def question(what, course):
    """Give the Question of an exercise."""
    one = exercises()[what]
    given = variant(one, ROOM, course)
    if one.expected:
        options = {str(i): text for i, text in enumerate(one.expected, 1)}
        return Question(one, given, minus(one.predict.format(**given)), options)
    return Question(one, given, one.asked(given), dict(one.options))


def right_of(asked):
    """Give the right choice of a Question, by the lab's own check, or None where it is a prediction."""
    if asked.is_prediction:
        return None
    tried = ((name, worker.submit(judge, asked.exercise.id, asked.given, name)) for name in asked.options)
    return next((name for name, one in tried if worker.result(one)), None)


def _can_be_asked(exercise):
    is_choice = exercise.kind == "choice" and exercise.check and not exercise.lettered
    return bool(exercise.predict and exercise.expected) or bool(is_choice)


def begin(connection, course, what, seconds, right=None, at=None):
    """Put a question to the room; a poll that still goes on is over, and shows what was voted."""
    at = time.time() if at is None else at
    if what not in questions():
        raise Refused(f"{what} is no question to vote on.")
    connection.execute(
        update(polls).where(polls.c.course == course, polls.c.shown.is_(False)).values(shown=True)
    )
    row = {"course": course, "time": now(), "what": what, "round": 1, "ends": at + _checked(seconds)}
    connection.execute(insert(polls).values(**row, shown=False, right=right))


def again(connection, course, number, seconds, at=None):
    """Let the room vote a second time on the same question, once the first vote has ended."""
    at = time.time() if at is None else at
    poll = _poll(connection, course, number)
    if phase(poll, at) != TALK:
        raise Refused("A second vote follows a first one that has ended.")
    _change(connection, poll, round=2, ends=at + _checked(seconds))


def end(connection, course, number, at=None):
    """End the vote before its time."""
    at = time.time() if at is None else at
    poll = _poll(connection, course, number)
    if phase(poll, at) in (FIRST, SECOND):
        _change(connection, poll, ends=at)


def show(connection, course, number, at=None):
    """Show what the room thought, after one vote or two; whoever has not voted by now is too late."""
    end(connection, course, number, at)
    _change(connection, _poll(connection, course, number), shown=True)


def vote(connection, course, student, number, which_round, choice, at=None):
    """Take a vote, or another one in its place.

    Raises
    ------
    Refused
        It is empty, too late, or for a round that is not open.
    """
    at = time.time() if at is None else at
    poll = _poll(connection, course, number)
    if choice not in question(poll.what, course).options:
        raise Refused("That is no answer to this question: choose one.")
    if which_round != poll.round or poll.shown or at >= poll.ends:
        raise Refused("This vote has ended; yours came too late.")
    own = {"course": course, "poll": poll.number, "round": poll.round, "student": student}
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name]
    new = {"choice": choice, "time": now()}
    connection.execute(
        dialect.insert(votes)
        .values(**own, **new)
        .on_conflict_do_update(index_elements=["poll", "round", "student"], set_=new)
    )


def phase(poll, at):
    """Give how far a poll is: "first", "talk", "second" or "shown"."""
    if poll.shown or (poll.round == 2 and at >= poll.ends):
        return SHOWN
    if at >= poll.ends:
        return TALK
    return FIRST if poll.round == 1 else SECOND


def last(connection, course):
    """Give the newest poll of a course, or None."""
    asked = select(polls).where(polls.c.course == course).order_by(polls.c.number.desc()).limit(1)
    return connection.execute(asked).first()


def state(connection, course, student, at=None):
    """Give what a page may know, as JSON holds it; the counts of the options only once they are shown."""
    at = time.time() if at is None else at
    poll = last(connection, course)
    if poll is None:
        return {"phase": "none"}
    asked, where = question(poll.what, course), phase(poll, at)
    cast = _cast(connection, poll.number)
    is_over = where == SHOWN
    return {
        "phase": where,
        "poll": poll.number,
        "round": poll.round,
        "what": poll.what,
        "title": asked.exercise.title,
        "question": asked.text,
        "options": list(asked.options.items()),
        "seconds_left": max(0.0, poll.ends - at),
        "voted": sum(which == poll.round for which, _, _ in cast),
        "mine": {which: choice for which, who, choice in cast if who == student},
        "counts": {which: _counted(asked, cast, which) for which in (1, 2)} if is_over else {},
        "right": poll.right if is_over else None,
    }


def rows(connection, course):
    """Give every vote of a course for a table: poll, time, question, round, student, the answer's text."""
    joined = votes.join(polls, votes.c.poll == polls.c.number)
    wanted = (polls.c.number, votes.c.time, polls.c.what, votes.c.round, votes.c.student, votes.c.choice)
    found = connection.execute(
        select(*wanted).select_from(joined).where(polls.c.course == course).order_by(votes.c.number)
    )
    return [(*row[:5], question(row.what, course).options.get(row.choice, row.choice)) for row in found]


def summary(connection, course):
    """Give for each poll that is over, newest first: its row, question, counts, and who changed their minds.

    The last is, by (first choice, second choice), how many went that way.
    """
    asked = select(polls).where(polls.c.course == course).order_by(polls.c.number.desc())
    found = []
    for poll in connection.execute(asked).all():
        if phase(poll, time.time()) != SHOWN:
            continue
        about, cast = question(poll.what, course), _cast(connection, poll.number)
        first, second = ({who: choice for which, who, choice in cast if which == one} for one in (1, 2))
        ways = {}
        for who in first.keys() & second.keys():
            way = first[who], second[who]
            ways[way] = ways.get(way, 0) + 1
        counts = {which: _counted(about, cast, which) for which in (1, 2)}
        found.append((poll, about, counts, ways))
    return found


def _counted(asked, cast, which_round):
    counts = dict.fromkeys(asked.options, 0)
    for which, _, choice in cast:
        if which == which_round and choice in counts:
            counts[choice] += 1
    return counts


def _cast(connection, number):
    asked = select(votes.c.round, votes.c.student, votes.c.choice).where(votes.c.poll == number)
    return [tuple(row) for row in connection.execute(asked)]


def _poll(connection, course, number):
    asked = select(polls).where(polls.c.course == course, polls.c.number == number)
    poll = connection.execute(asked).first()
    if poll is None:
        raise Refused("There is no such vote.")
    return poll


def _change(connection, poll, **values):
    connection.execute(update(polls).where(polls.c.number == poll.number).values(**values))


def _checked(seconds):
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise Refused(f"A vote takes {SHORTEST_S} to {LONGEST_S} seconds, but {seconds} were asked for.")
    return seconds


def of_student(connection, course, student):
    """Give one student's votes, oldest first, as `rows` gives them."""
    return [row for row in rows(connection, course) if row[4] == student]
