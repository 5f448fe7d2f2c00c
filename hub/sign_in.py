"""How the hub signs in who is on the roster, and the page on which they change their password."""

import asyncio

import roster
from jupyterhub.auth import Authenticator
from jupyterhub.handlers import BaseHandler
from tornado.web import authenticated

TEACHERS = "teachers"


class Roster(Authenticator):
    """Lets in who is on the roster, with their password. Nobody signs up."""

    keeper = roster.Doorkeeper()

    async def authenticate(self, handler, data):
        name = self.normalize_username(data["username"])
        if not await self.keeper.lets_in(name, data["password"]):
            return None
        return self.person(name)

    async def refresh_user(self, user, handler=None, **_):
        """Shut out who is no longer on the roster; a new role holds at once."""
        return self.person(user.name) or False

    def person(self, name):
        """Give what the hub is to know of somebody."""
        found = roster.read().get(name)
        return found and {"name": name, "groups": [TEACHERS] if found["role"] == "teacher" else []}

    def get_handlers(self, app):
        return [*super().get_handlers(app), (r"/password", Password)]


class Password(BaseHandler):
    """The page on which one changes one's password."""

    @authenticated
    async def get(self):
        await self.show()

    @authenticated
    async def post(self):
        name, new = self.current_user.name, self.get_body_argument("new", "", strip=False)
        if not await Roster.keeper.lets_in(name, self.get_body_argument("old", "", strip=False)):
            await self.show(wrong="The old password is not right. After many wrong ones, wait half a minute.")
        elif len(new) < roster.LEAST:
            await self.show(wrong=f"The new password is too short: at least {roster.LEAST} characters.")
        elif new != self.get_body_argument("again", "", strip=False):
            await self.show(wrong="The new password was written in two ways.")
        else:
            kept = await asyncio.to_thread(roster.digest, new)
            with roster.changed() as people:
                people[name]["digest"] = kept
            self.log.info("%s has changed the password", name)
            await self.show(done=True)

    async def show(self, wrong="", done=False):
        self.set_status(400 if wrong else 200)
        self.finish(await self.render_template("password.html", wrong=wrong, done=done))
