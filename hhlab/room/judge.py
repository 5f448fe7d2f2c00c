"""The judge: a thread that finds out what each answer is worth, oldest first, with the lab's own checks.

What waits for it is what has no code in the database, so that a service that was killed goes on where it was.
No program that a student wrote is run.
"""

import json
import logging
import threading

from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from ..exercises.judging import judge
from ..workers import worker
from . import asking
from .channel import TEACHERS
from .table import entries

AT_ONCE = 20
PAUSE_S = 5.0  # after the database did not answer
UNCHECKED = "unchecked"  # the check itself failed


class Judge:
    """Judges what comes, until it is stopped."""

    def __init__(self, engine, channel):
        self._engine, self._channel = engine, channel
        self._wake, self._ended = threading.Event(), False
        self._thread = threading.Thread(target=self._work, name="judge", daemon=True)

    def start(self):
        self._thread.start()

    def wake(self):
        """Say that there is something to judge."""
        self._wake.set()

    def stop(self):
        self._ended = True
        self._wake.set()

    def _work(self):
        while not self._ended:
            self._wake.clear()
            try:
                while not self._ended and self.judge_some():
                    self._channel.tell_soon("answers", to=TEACHERS)
            except DBAPIError as error:
                logging.getLogger("hhlab.room").error("The judge waits for the database: %s", error.orig)
                self._wake.wait(PAUSE_S)
            else:
                self._wake.wait()

    def judge_some(self):
        """Judge the oldest answers that wait; give how many."""
        is_waiting = (entries.c.kind == "answers", entries.c.code.is_(None))
        asked = select(entries).where(*is_waiting).order_by(entries.c.number).limit(AT_ONCE)
        with self._engine.connect() as connection:
            rows = connection.execute(asked).all()
        codes = {row.number: code_of(row) for row in rows}
        with self._engine.begin() as connection:
            for row in rows:
                one = entries.c.number == row.number
                connection.execute(update(entries).where(one).values(code=codes[row.number]))
                if codes[row.number] == "right":
                    asking.take_back(connection, row.course, row.student, row.what)
        return len(rows)


def code_of(row):
    """Give the code of an answer."""
    _, given = json.loads(row.given)
    try:
        return worker.result(worker.submit(judge, row.what, given, json.loads(row.value))).code
    except Exception as error:
        logging.getLogger("hhlab.room").error("%s could not be checked: %s", row.what, error)
        return UNCHECKED
