"""How every address of the room is answered: who asks, what may be asked for, and what a page may load."""

import asyncio
import json
from functools import wraps
from http import HTTPStatus
from pathlib import Path

from jupyterhub.services.auth import HubOAuthenticated
from sqlalchemy.exc import DBAPIError
from tornado.template import Loader
from tornado.web import HTTPError, RequestHandler

from .table import begun

PAGES = Loader(str(Path(__file__).with_name("pages")), whitespace="oneline")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Handler(HubOAuthenticated, RequestHandler):
    """One address. A subclass has ``get`` or ``post``, marked with :func:`members` or :func:`teachers`.

    ``self.room`` is the :class:`.app.Room`, ``self.person`` the hub's name of who asks.
    """

    @property
    def room(self):
        return self.application.settings["room"]

    @property
    def hub_scopes(self):
        # without any, everybody whom the hub knows would be let in, and services too
        return {"access:services", f"access:services!service={self.room.settings.name}"}

    @property
    def person(self):
        return self.current_user["name"]

    @property
    def is_teacher(self):
        return self.room.settings.teach in self.current_user["scopes"]

    def set_default_headers(self):
        for name, value in HEADERS.items():
            self.set_header(name, value)

    async def prepare(self):
        # the hub is asked here, and not in the thread that waits for it
        await self.hub_auth.get_user(self, sync=False)
        if self.request.method == "POST":
            self.check_xsrf_cookie()

    async def stored(self, work, *args):
        """Give ``work(connection, *args)``, done in one transaction, beside the event loop."""

        def run():
            with begun(self.room.engine) as connection:
                return work(connection, *args)

        try:
            return await asyncio.get_running_loop().run_in_executor(self.room.threads, run)
        except DBAPIError as error:
            self.room.log.error("The database does not answer: %s", error.orig)
            raise HTTPError(HTTPStatus.SERVICE_UNAVAILABLE, reason="The database does not answer") from None

    def show(self, page, **values):
        """Write a page; every text in it is escaped by the template."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        common = {
            "prefix": self.room.settings.prefix,
            "xsrf": self.xsrf_token,
            "course": self.room.course.name,
        }
        self.finish(PAGES.load(page).generate(**common, **values))

    def json(self, name):
        """Give what the body, a JSON object, holds by that name; None where it does not."""
        try:
            held = json.loads(self.request.body)
        except (ValueError, RecursionError):
            held = None
        return held.get(name) if isinstance(held, dict) else None

    def say(self, what):
        """Write what JSON can hold."""
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps(what))

    def write_error(self, status_code, **kwargs):
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}: {self._reason}\n")


def members(method):
    """Let those answer who are in the room: people whom the hub knows, and no service."""

    @wraps(method)
    async def asked(self, *args):
        who = self.current_user
        if who is None:
            if self.request.method == "GET" and _is_page(self.request):
                return self.redirect(self.get_login_url())
            raise HTTPError(HTTPStatus.FORBIDDEN)
        if who.get("kind") != "user":
            raise HTTPError(HTTPStatus.FORBIDDEN, reason="A service is nobody in the room")
        return await method(self, *args)

    return asked


def teachers(method):
    """Let those answer who teach, by the hub's scope."""

    @members
    @wraps(method)
    async def asked(self, *args):
        if not self.is_teacher:
            raise HTTPError(HTTPStatus.FORBIDDEN, reason="This page is the teacher's")
        return await method(self, *args)

    return asked


def _is_page(request):
    asked = request.headers
    return "text/html" in asked.get("Accept", "") and asked.get("Sec-Fetch-Mode", "navigate") == "navigate"
