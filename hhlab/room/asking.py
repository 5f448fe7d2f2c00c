"""“I am stuck”: a student asks for help at a card, and takes it back; the teacher alone sees it."""

from http import HTTPStatus

from sqlalchemy import Column, Integer, String, Table, UniqueConstraint, delete, select
from tornado.web import HTTPError

from ..exercises.bank import exercises
from .channel import TEACHERS
from .handling import Handler, members, teachers
from .table import NAME, TIME, added_once, kept, now

asked = Table(
    "asked",
    kept,
    Column("number", Integer, primary_key=True),
    Column("course", String(64), nullable=False),
    Column("student", NAME, nullable=False),
    Column("what", String(80), nullable=False),
    Column("time", TIME, nullable=False),
    UniqueConstraint("course", "student", "what"),
)


def ask(connection, course, student, exercise_id):
    """Note that a student is stuck at an exercise."""
    row = {"course": course, "student": student, "what": exercise_id, "time": now()}
    added_once(connection, asked, row)


def take_back(connection, course, student, exercise_id):
    """Forget it: the student goes on, has been helped, or has solved it."""
    own = (asked.c.course == course, asked.c.student == student, asked.c.what == exercise_id)
    connection.execute(delete(asked).where(*own))


def waiting(connection, course):
    """Give who asked for help and has not been helped: rows with `student`, `what`, `time`, oldest first."""
    return connection.execute(select(asked).where(asked.c.course == course).order_by(asked.c.time)).all()


class Stuck(Handler):
    """A student's own word: ``{"exercise": …, "stuck": true}``."""

    @members
    async def post(self):
        exercise_id, is_stuck = self.json("exercise"), self.json("stuck")
        if exercise_id not in exercises() or not isinstance(is_stuck, bool):
            raise HTTPError(HTTPStatus.BAD_REQUEST, reason="An exercise, and whether one is stuck there")
        await self.stored(ask if is_stuck else take_back, self.room.course.name, self.person, exercise_id)
        self.room.channel.tell("stuck", to=TEACHERS)
        self.say({"stuck": is_stuck})


class Helped(Handler):
    """A teacher's word that somebody has been helped."""

    @teachers
    async def post(self):
        student, exercise_id = self.get_body_argument("student"), self.get_body_argument("exercise")
        await self.stored(take_back, self.room.course.name, student, exercise_id)
        self.room.channel.tell("stuck", to=TEACHERS)
        self.redirect(self.room.settings.prefix)


ADDRESSES = [("api/stuck", Stuck), ("helped", Helped)]
