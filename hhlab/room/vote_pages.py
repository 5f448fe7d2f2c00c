"""The pages of a vote: one to vote on, for a phone too; one to lead it, for the projector."""

import asyncio
import csv
import io
import time
from http import HTTPStatus

import segno
from jupyterhub.utils import get_browser_protocol
from sqlalchemy import insert
from tornado.web import HTTPError

from . import votes
from .channel import TEACHERS
from .handling import Handler, members, teachers
from .table import looks, now

USUAL_S = 60


class Vote(Handler):
    """The page to vote on."""

    @members
    async def get(self):
        self.show("vote.html", person=self.person, is_teacher=self.is_teacher)


class Now(Handler):
    """What goes on, and a vote: ``{"poll": …, "round": …, "choice": …}``."""

    @members
    async def get(self):
        self.say(await self.stored(votes.state, self.room.course.name, self.person))

    @members
    async def post(self):
        # what waits in line behind other votes has come in time
        came = time.time()
        number, which, choice = self.json("poll"), self.json("round"), self.json("choice")
        # PostgreSQL's whole numbers have an end, and JSON's none
        are_whole = all(type(one) is int and 0 <= one < 2**31 for one in (number, which))
        if not are_whole or not isinstance(choice, str):
            raise HTTPError(HTTPStatus.BAD_REQUEST, reason="A vote names its poll, its round and a choice")
        await _done(self, votes.vote, self.person, number, which, choice, came)
        self.room.channel.tell("voted", to=TEACHERS)
        self.say({"choice": choice})


class Lead(Handler):
    """The teacher's page: which question, how long, and the step that comes next."""

    @teachers
    async def get(self):
        # as the browser has it: a server with a certificate may stand before all of this
        protocol = get_browser_protocol(self.request)
        address = f"{protocol}://{self.request.host}{self.room.settings.prefix}v"
        code = segno.make(address, error="m").svg_inline(scale=6, border=2, light="white", omitsize=False)
        over = await self.stored(votes.summary, self.room.course.name)
        seen = {"address": address, "code": code, "over": over}
        self.show("lead.html", questions=votes.questions(), usual=USUAL_S, **seen)


class Step(Handler):
    """A step of the teacher's: begin, again, end, show."""

    @teachers
    async def post(self, step):
        take = {"begin": votes.begin, "again": votes.again, "end": votes.end, "show": votes.show}[step]
        which = self.get_body_argument("what") if step == "begin" else _whole(self, "poll")
        seconds = [_whole(self, "seconds")] if step in ("begin", "again") else []
        right = [await self._right(which)] if step == "begin" else []
        await _done(self, take, which, *seconds, *right)
        self.room.channel.tell("vote")
        if seconds:
            # who looks at a page when the time is over sees it change
            asyncio.get_running_loop().call_later(seconds[0] + 0.1, self.room.channel.tell, "vote")
        self.redirect(self.room.settings.prefix + "lead")

    async def _right(self, what):
        if what not in votes.questions():
            return None
        asked = votes.question(what, self.room.course.name)
        return await asyncio.get_running_loop().run_in_executor(None, votes.right_of, asked)


class All(Handler):
    """Every vote as a table, with names; that it was taken is noted."""

    @teachers
    async def post(self):
        found = await self.stored(_noted, self.room.course.name, self.person)
        text = io.StringIO()
        csv.writer(text).writerows([("vote", "time", "question", "round", "student", "choice"), *found])
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", 'attachment; filename="votes.csv"')
        self.finish("\ufeff" + text.getvalue())


ADDRESSES = [
    ("v", Vote),
    ("api/vote", Now),
    ("lead", Lead),
    ("lead/(begin|again|end|show)", Step),
    ("votes.csv", All),
]


async def _done(handler, step, *args):
    try:
        await handler.stored(step, handler.room.course.name, *args)
    except votes.Refused as refused:
        raise HTTPError(HTTPStatus.CONFLICT, reason=str(refused)) from None


def _whole(handler, name):
    text = handler.get_body_argument(name)
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise HTTPError(HTTPStatus.BAD_REQUEST, reason=f"{name} is a whole number")
    return int(text)


def _noted(connection, course, teacher):
    row = {"course": course, "time": now(), "teacher": teacher, "what": "all votes"}
    connection.execute(insert(looks).values(**row))
    return [[_plain(cell) for cell in row] for row in votes.rows(connection, course)]


def _plain(cell):
    """Give a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if str(cell)[:1] in "=+-@\t\r" else cell
