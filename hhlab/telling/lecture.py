"""The lecture: a teacher's explorer leads, and the same one moves along wherever a student follows.

Whoever follows hears the room's news in a thread, as long as some explorer follows; what it says is done in
the kernel's own loop, between cells. Of what a teacher moves the last state alone matters, so a slow network
makes the class late and never lets it lag behind.
"""

import asyncio
import os
import threading
import time
from contextlib import suppress
from pathlib import Path
from weakref import WeakSet

from . import room

FOLLOW, FOLLOWING = "Follow the lecture", "Following: let go"
LEAD, LEADING = "Lead the class", "Leading: let go"
PAUSE_S = 2.0  # after the room did not answer
PLAIN = (bool, int, float, str)

_followers = WeakSet()
_thread = None
_lock = threading.Lock()


class Lecture:
    """What one explorer has to do with the lecture.

    Parameters
    ----------
    name : str
        Of the explorer; the same one has the same name in everybody's copy of a lesson.
    values : callable
        Gives the values of its controls, by name.
    move : callable
        Takes such values; what is no value of a control is not taken.
    show : callable
        Is called when `label` has changed.
    """

    def __init__(self, name, values, move, show):
        self._name = f"{Path(os.environ.get('JPY_SESSION_NAME', '')).stem}: {name}"
        self._values, self._move, self._show = values, move, show
        self._on, self._loop, self._sender = False, None, None

    @property
    def _leads(self):
        return os.environ.get("HHLAB_ROOM_TEACHES") == "1"

    @property
    def label(self):
        """What its button says; nothing where there is no room."""
        if room.address() is None:
            return ""
        return ((LEAD, LEADING) if self._leads else (FOLLOW, FOLLOWING))[self._on]

    def turn(self):
        """Lead or follow, or let go."""
        self._on = not self._on
        if self._leads:
            self._sender = self._sender or _Sender()
            self._send()
        elif self._on:
            with suppress(RuntimeError):
                self._loop = asyncio.get_running_loop()
            _followers.add(self)
            _listen_soon()
        else:
            _followers.discard(self)
        self._show()

    def moved(self):
        """Say that the controls have moved."""
        if self._on and self._leads:
            self._send()

    def _send(self):
        values = {name: one for name, one in self._values().items() if isinstance(one, PLAIN)}
        self._sender.send(
            {"explorer": self._name if self._on else None, "values": values if self._on else {}}
        )

    def hear(self, told):
        """Take what the room tells, in the kernel's loop where there is one."""
        if self._loop is None:
            self._take(told)
        else:
            with suppress(RuntimeError):  # the kernel ends
                self._loop.call_soon_threadsafe(self._take, told)

    def _take(self, told):
        if self._on and told.get("explorer") == self._name:
            self._move(told.get("values") or {})


class _Sender:
    """Sends the newest of what it is given, from a thread of its own."""

    def __init__(self):
        self._newest, self._some = None, threading.Event()
        threading.Thread(target=self._work, name="to the class", daemon=True).start()

    def send(self, what):
        self._newest = what
        self._some.set()

    def _work(self):
        while True:
            self._some.wait()
            self._some.clear()
            try:
                room.tell("api/lecture", self._newest)
            except OSError:
                time.sleep(PAUSE_S)
                self._some.set()


def _listen_soon():
    global _thread
    with _lock:
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_listen, name="from the class", daemon=True)
            _thread.start()
        else:
            # who comes later gets what is so now
            threading.Thread(target=_catch_up, daemon=True).start()


def _listen():
    while _followers:
        try:
            behind = True
            for name, told in room.news():
                if not _followers:
                    return
                if behind:
                    # what was said before this thread listened
                    _catch_up()
                    behind = False
                if name == "lecture":
                    _tell_all(told)
        except (OSError, ValueError):
            time.sleep(PAUSE_S)


def _catch_up():
    with suppress(OSError):
        _tell_all(room.ask("api/lecture"))


def _tell_all(told):
    if isinstance(told, dict):
        for one in list(_followers):
            one.hear(told)
