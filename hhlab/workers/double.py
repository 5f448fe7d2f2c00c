"""A double of this process: a fork that sees all that this process sees, sends what it finds, and is gone."""

import asyncio
import ctypes
import fcntl
import os
import random
import signal
import struct
import sys
import warnings
from contextlib import suppress

from .seal import seal

HEAD = struct.Struct("<iI")  # of a message: its number and its length
READ_BYTES = 1 << 20
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class Double:
    """A double at work, as the process sees it that it was made from.

    Parameters
    ----------
    work : callable
        Called in the double with a function ``send(number, data)``.
    received : callable
        Called here, from the event loop, with a list of what was sent lately; with None at the end.

    Raises
    ------
    OSError
        This system gives no double.
    """

    def __init__(self, work, received):
        if _libc is None:
            raise OSError("A double needs Linux.")
        self._loop, self._received, self._rest = asyncio.get_running_loop(), received, b""
        self._pipe, pipe = os.pipe()
        try:
            self._pid = fork(lambda: work(_sender(pipe)), keep={pipe})
        except OSError:
            os.close(self._pipe)
            raise
        finally:
            os.close(pipe)
        widen(self._pipe)
        os.set_blocking(self._pipe, False)
        self._loop.add_reader(self._pipe, self._read)

    def end(self):
        """End the double, whatever it does."""
        if self._pipe is None:
            return
        if not self._loop.is_closed():
            self._loop.remove_reader(self._pipe)
        os.close(self._pipe)
        self._pipe = None
        with suppress(ProcessLookupError, ChildProcessError):  # somebody else may have waited for it
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)

    def _read(self):
        try:
            chunk = os.read(self._pipe, READ_BYTES)
        except BlockingIOError:
            return
        self._rest += chunk
        if messages := self._whole():
            self._received(messages)
        if not chunk:
            self.end()
            self._received(None)

    def _whole(self):
        messages, at = [], 0
        while at + HEAD.size <= len(self._rest):
            number, length = HEAD.unpack_from(self._rest, at)
            if at + HEAD.size + length > len(self._rest):
                break
            messages.append((number, self._rest[at + HEAD.size : at + HEAD.size + length]))
            at += HEAD.size + length
        self._rest = self._rest[at:]
        return messages


def fork(work, keep):
    """Give the number of a process that does some work with a few open files and nothing else, and ends."""
    parent, state = os.getpid(), random.getstate()
    with warnings.catch_warnings():
        # of locks that other threads hold: the double takes none of theirs, and is ended where it hangs
        warnings.filterwarnings("ignore", "This process .* is multi-threaded", DeprecationWarning)
        pid = os.fork()
    if pid:
        return pid
    try:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == parent:
            random.setstate(state)  # Python sows a fork anew
            seal(keep)
            work()
    finally:
        os._exit(0)


def _sender(pipe):
    def send(number, data):
        data = HEAD.pack(number, len(data)) + data
        while data:
            data = data[os.write(pipe, data) :]

    return send


def widen(pipe):
    with suppress(OSError):  # what Linux lets any user ask for
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, READ_BYTES)


def sent_by(work, asked):
    """Yield what a double sends while it works, as (number, data), in a process that waits for it.

    Parameters
    ----------
    work : callable
        As for a Double.
    asked : callable
        Takes the data of a message whose number is below 0, which asks for something here.

    Raises
    ------
    OSError
        This system gives no double.
    """
    if _libc is None:
        raise OSError("A double needs Linux.")
    reading, pipe = os.pipe()
    try:
        pid = fork(lambda: work(_sender(pipe)), keep={pipe})
    finally:
        os.close(pipe)
    try:
        with os.fdopen(reading, "rb") as messages:
            while len(head := messages.read(HEAD.size)) == HEAD.size:
                number, length = HEAD.unpack(head)
                if len(data := messages.read(length)) < length:
                    return
                if number < 0:
                    asked(data)
                else:
                    yield number, data
    finally:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
