"""The service: its database, its judge, its addresses."""

import logging
import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from jupyterhub.services.auth import HubOAuthCallbackHandler
from tornado.ioloop import PeriodicCallback
from tornado.web import Application, StaticFileHandler

from ..exercises.bank import exercises
from ..exercises.course import course
from .channel import Channel
from .handling import HEADERS
from .judge import Judge
from .parts import PARTS
from .table import ago, forget_before, opened
from .taking import MAX_BYTES

DAY_MS = 24 * 3600 * 1000


class Files(StaticFileHandler):
    """The room's own style and script."""

    def set_default_headers(self):
        for name, value in HEADERS.items():
            self.set_header(name, value)


class Room:
    """What every address of one room knows."""

    def __init__(self, settings):
        self.settings, self.log = settings, logging.getLogger("hhlab.room")
        self.engine, self.channel = opened(settings.database), Channel()
        # SQLite has one writer, and the order in which things came is the order in which they are kept
        self.threads = ThreadPoolExecutor(1, "database")
        self.judge = Judge(self.engine, self.channel)
        exercises()  # read now, and not while the first student waits

    @property
    def course(self):
        """The course as its file is now."""
        return course()

    def forget(self):
        """Delete what is older than what is kept."""
        forget_before(self.engine, ago(days=self.settings.keep_days))


def application(room):
    """Give what tornado serves."""
    prefix = room.settings.prefix
    addresses = [(prefix + pattern, handler) for part in PARTS for pattern, handler in part.ADDRESSES]
    addresses += [
        (prefix + "oauth_callback", HubOAuthCallbackHandler),
        (prefix + "static/(.*)", Files, {"path": str(Path(__file__).with_name("static"))}),
    ]
    # the same after a restart, so that open pages go on
    secret = sha256(b"cookies of the room " + os.environ["JUPYTERHUB_API_TOKEN"].encode()).digest()
    return Application(addresses, room=room, cookie_secret=secret, log_function=_logged)


async def serve(settings, ended):
    """Serve until the event `ended` is set."""
    room = Room(settings)
    room.forget()
    PeriodicCallback(room.forget, DAY_MS).start()
    room.judge.start()
    room.judge.wake()
    server = application(room).listen(
        settings.port, settings.address, xheaders=False, max_body_size=MAX_BYTES, max_buffer_size=MAX_BYTES
    )
    room.log.info("The room listens on %s:%s%s", settings.address, settings.port, settings.prefix)
    await ended.wait()
    server.stop()
    room.judge.stop()
    room.threads.shutdown()


def _logged(handler):
    """Say what was asked by whom; no token, no argument and no answer is written down."""
    who = (getattr(handler, "_cached_hub_user", None) or {}).get("name", "-")
    request = handler.request
    logging.getLogger("hhlab.room").info(
        "%d %s %s %s %.0f ms",
        handler.get_status(),
        request.method,
        request.path,
        who,
        1000 * request.request_time(),
    )
