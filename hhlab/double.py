"""A double of this process: a fork that sees all that this process sees, sends what it finds, and is gone.

It has no screen, no sockets and no file to write in: what it does reaches nobody but through its pipe.
"""

import asyncio
import ctypes
import fcntl
import gc
import logging
import os
import random
import resource
import signal
import stat
import struct
import sys
import warnings
from contextlib import suppress
from pathlib import Path

HEAD = struct.Struct("<iI")  # of a message: its number and its length
READ_BYTES = 1 << 20
PR_SET_PDEATHSIG = 1
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# what Python says that it is about to do, where that would be seen outside of this process
OUTSIDE = frozenset(
    [
        *(f"os.{what}" for what in ("chmod", "chown", "exec", "fork", "forkpty", "kill", "killpg", "link")),
        *(f"os.{what}" for what in ("mkdir", "posix_spawn", "remove", "removexattr", "rename", "rmdir")),
        *(f"os.{what}" for what in ("setxattr", "spawn", "symlink", "system", "truncate", "utime")),
        *(f"socket.{what}" for what in ("bind", "connect", "getaddrinfo", "sendmsg", "sendto")),
        *("pty.spawn", "sqlite3.connect", "subprocess.Popen"),
    ]
)
_put_away = []
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
            _be_silent(keep)
            work()
    finally:
        os._exit(0)


def _be_silent(keep):
    gc.freeze()  # what the parent made is never cleared away here
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    logging.disable()
    _put_away.extend((sys.stdin, sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        with suppress(TypeError):  # whoever holds a stream of Jupyter's writes into the void
            type(stream).write = lambda self, text: len(text)
            type(stream).flush = lambda self: None
    if jupyter := sys.modules.get("jupyter_client.session"):  # displays, widgets: all goes through here
        jupyter.Session.send = lambda *args, **kwargs: None
    for path in list(Path("/proc/self/fd").iterdir()):
        if int(path.name) not in keep:
            with suppress(OSError):
                _replace(int(path.name))
    sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = os.fdopen(1, "w", closefd=False)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.dont_write_bytecode = True
    sys.addaudithook(_stay_inside)


def _replace(fd):
    """Let an open file be one of this process alone, at the same place, to be read only; else nothing."""
    mode, reads = os.fstat(fd).st_mode, fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_ACCMODE != os.O_WRONLY
    if stat.S_ISDIR(mode) or (stat.S_ISCHR(mode) and fd > 2 and not os.isatty(fd)):
        return
    path = f"/proc/self/fd/{fd}" if stat.S_ISREG(mode) and reads and fd > 2 else os.devnull
    own = os.open(path, os.O_RDONLY if path != os.devnull else os.O_RDWR)
    if path != os.devnull:
        os.lseek(own, os.lseek(fd, 0, os.SEEK_CUR), os.SEEK_SET)
    os.dup2(own, fd, inheritable=False)
    os.close(own)


def _stay_inside(event, given):
    # an error could be caught by what was called, and a wrong picture be shown
    if event in OUTSIDE or (event == "open" and given[2] & WRITING and given[0] != os.devnull):
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
