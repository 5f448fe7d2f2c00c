"""Where labs send what students did."""

from http import HTTPStatus

from tornado.web import HTTPError

from .channel import TEACHERS
from .handling import Handler, members
from .table import now
from .taking import KEPT, Refused, messages, take


class Answers(Handler):
    """Takes entries, and says by name what became of each. What it calls kept is on the disk."""

    @members
    async def post(self):
        try:
            sent = messages(self.request.body)
        except Refused as problem:
            raise HTTPError(HTTPStatus.BAD_REQUEST, reason=str(problem)) from None
        told = await self.stored(take, self.room.course, self.person, sent, now())
        if KEPT in told.values():
            self.room.judge.wake()
            self.room.channel.tell("answers", to=TEACHERS)
        self.say({"entries": told})


ADDRESSES = [("api/entries", Answers)]
