"""The lecture: where the teacher's explorer stands, told to all who follow. Nothing of it is kept."""

from http import HTTPStatus

from tornado.web import HTTPError

from .handling import Handler, members
from .settings import LEAD

MOST_LETTERS, MOST_VALUES = 500, 100


class Lecture(Handler):
    """``{"explorer": its name, or null where nobody leads, "values": by control}``."""

    @members
    async def get(self):
        self.say(self.room.lecture)

    @members
    async def post(self):
        if not {LEAD, self.room.settings.teach} & set(self.current_user["scopes"]):
            raise HTTPError(HTTPStatus.FORBIDDEN, reason="A teacher leads")
        name, values = self.json("explorer"), self.json("values")
        if not (name is None or _is_text(name)) or not _are_values(values):
            raise HTTPError(HTTPStatus.BAD_REQUEST, reason="An explorer's name, and values by control")
        self.room.lecture = {"explorer": name, "values": values}
        self.room.channel.tell("lecture", self.room.lecture)
        self.say({})


ADDRESSES = [("api/lecture", Lecture)]


def _is_text(one):
    return isinstance(one, str) and len(one) <= MOST_LETTERS


def _are_values(values):
    if not isinstance(values, dict) or len(values) > MOST_VALUES:
        return False
    return all(_is_text(k) and (isinstance(v, (bool, int, float)) or _is_text(v)) for k, v in values.items())
