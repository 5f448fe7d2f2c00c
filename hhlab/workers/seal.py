"""A fork sealed off from the world: what it says, shows, writes or sends reaches nobody.

It has its parent's open files and shared memory as they are at this moment, but as its own. An error where
something is not to be had could be caught by what was called, and a wrong picture be shown: so where it
would reach out, it ends.
"""

import ctypes
import fcntl
import gc
import logging
import mmap
import os
import resource
import signal
import stat
import struct
import sys
from contextlib import suppress
from pathlib import Path

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
# of Linux' Landlock, where it has that: what opens, makes or removes files without Python's knowing
LANDLOCK_CREATE, LANDLOCK_ADD, LANDLOCK_RESTRICT = 444, 445, 446
LANDLOCK_WRITE, LANDLOCK_CHANGES = 1 << 1, sum(1 << bit for bit in (1, *range(4, 13)))
LANDLOCK_PATH = 1
PR_SET_NO_NEW_PRIVS = 38
MAP_FIXED = 0x10
_put_away = []
_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = ctypes.c_void_p
_libc.mmap.argtypes = (ctypes.c_void_p, ctypes.c_size_t, *[ctypes.c_int] * 3, ctypes.c_long)


def seal(keep):
    """Seal off this process, which has just been forked, but for a few open files."""
    gc.freeze()  # what the parent made is never cleared away here
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")  # where memory is short it goes first
    _own_files(keep)
    _own_memory()
    _say_nothing()
    for what in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(what, (0, 0))
    _forbid_changes()
    sys.dont_write_bytecode = True
    sys.addaudithook(_stay_inside)


def _own_files(keep):
    null = os.open(os.devnull, os.O_RDWR)
    for path in list(Path("/proc/self/fd").iterdir()):
        fd = int(path.name)
        with suppress(OSError):
            if fd > 2 and fd not in keep and fd != null:
                _own_file(fd, null)
    for fd in range(3):
        os.dup2(null, fd)


def _own_file(fd, null):
    """Let a file be open for this process alone, at the same place, to be read only; else be nothing."""
    mode, how = os.fstat(fd).st_mode, fcntl.fcntl(fd, fcntl.F_GETFL)
    if stat.S_ISDIR(mode) or (stat.S_ISCHR(mode) and not os.isatty(fd)):
        return
    own = null
    if stat.S_ISREG(mode) and how & os.O_ACCMODE != os.O_WRONLY:
        with suppress(OSError):
            own = os.open(f"/proc/self/fd/{fd}", os.O_RDONLY)
            os.lseek(own, os.lseek(fd, 0, os.SEEK_CUR), os.SEEK_SET)
    os.dup2(own, fd, inheritable=False)
    if own != null:
        os.close(own)


def _own_memory():
    """Copy what is shared with other processes through a file; a fork shares it on purpose otherwise."""
    for line in Path("/proc/self/maps").read_text(encoding="utf-8").splitlines():
        span, access, _, _, inode, *path = line.split(maxsplit=5)
        if access.startswith("rw") and access.endswith("s") and inode != "0" and path[0][:9] != "/dev/zero":
            start, end = (int(address, 16) for address in span.split("-"))
            copy = ctypes.string_at(start, end - start)
            flags = MAP_FIXED | mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS
            _libc.mmap(start, end - start, mmap.PROT_READ | mmap.PROT_WRITE, flags, -1, 0)
            ctypes.memmove(start, copy, len(copy))


def _say_nothing():
    logging.disable()
    _put_away.extend((sys.stdin, sys.stdout, sys.stderr))  # to be cleared away they would be written out
    for stream in (sys.stdout, sys.stderr):
        with suppress(TypeError):  # whoever holds a stream of Jupyter's writes into the void
            type(stream).write = lambda self, text: len(text)
            type(stream).flush = lambda self: None
    if jupyter := sys.modules.get("jupyter_client.session"):  # displays, widgets: all goes through here
        jupyter.Session.send = lambda *args, **kwargs: None
    sys.stdin = sys.__stdin__ = os.fdopen(0, closefd=False)  # type: ignore[misc]
    nowhere = os.fdopen(1, "w", closefd=False)
    sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = nowhere  # type: ignore[misc]


def _forbid_changes():
    rules = _libc.syscall(LANDLOCK_CREATE, struct.pack("Q", LANDLOCK_CHANGES), 8, 0)
    if rules >= 0 and _libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        null = os.open(os.devnull, os.O_PATH)
        _libc.syscall(LANDLOCK_ADD, rules, LANDLOCK_PATH, struct.pack("=Qi", LANDLOCK_WRITE, null), 0)
        _libc.syscall(LANDLOCK_RESTRICT, rules, 0)


def _stay_inside(event, given):
    if event in OUTSIDE or (event == "open" and given[2] & WRITING and given[0] != os.devnull):
        os._exit(0)
