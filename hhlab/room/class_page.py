"""The teacher's page: numbers first; names only on request, and the request is noted."""

from sqlalchemy import insert, select

from . import asking
from .handling import Handler, teachers
from .seen import lessons, thoughts
from .table import ago, looks, now

NOW_MINUTES = 20  # as long as an answer is what the room thinks now
MOST = 3
STUCK = "stuck"


class Class(Handler):
    """The page, or with ``?part`` what of it changes."""

    @teachers
    async def get(self):
        seen = await self.stored(_seen, self.room.course)
        self.show("now.html" if self.get_query_argument("part", "") else "class.html", **seen)


class Names(Handler):
    """Who it is: for a lesson or a card and one of its numbers. That it was asked is kept."""

    @teachers
    async def post(self):
        what, which = self.get_body_argument("what")[:80], self.get_body_argument("which")[:80]
        found, stuck = await self.stored(_named, self.room.course, self.person, what, which)
        self.show("names.html", what=what, which=which, found=found, stuck=stuck)


ADDRESSES = [("", Class), ("names", Names)]


def _seen(connection, course):
    waiting = asking.waiting(connection, course.name)
    found = lessons(connection, course, waiting)
    return {
        "lessons": found,
        "thoughts": thoughts(connection, course, ago(minutes=NOW_MINUTES))[:MOST],
        "everybody": set().union(*(one.started for one in found.values())),
        "waiting": len(waiting),
        "minutes": NOW_MINUTES,
    }


def _named(connection, course, teacher, what, which):
    """Give the names, and for who is stuck since when; note first that somebody looked."""
    row = {"course": course.name, "time": now(), "teacher": teacher, "what": f"{what}: {which}"}
    connection.execute(insert(looks).values(**row))
    waiting = asking.waiting(connection, course.name)
    found = lessons(connection, course, waiting)
    lesson = found.get(what.partition(".")[0])
    one = lesson and (lesson.cards.get(what) if "." in what else lesson)
    if not one:
        return [], []
    if which == STUCK:
        return [], getattr(one, STUCK, [])
    who = getattr(one, which, None) if which in ("started", "predicted", "tried", "solved") else None
    if who is None:
        who = getattr(one, "wrong", {}).get(which, ())
    return sorted(who), []


def looked(connection, course):
    """Give who looked at names, when and at which: rows, the newest first."""
    asked = select(looks).where(looks.c.course == course.name).order_by(looks.c.number.desc())
    return connection.execute(asked).all()
