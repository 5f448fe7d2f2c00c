"""Files that are whole at any moment, the old one or the new one, whatever becomes of process and disk."""

import errno
import fcntl
import itertools
import os
import shutil
from contextlib import contextmanager, suppress
from pathlib import Path

FULL = "Delete something in the file browser that you no longer need, and try again."
LOCKED = "The folder cannot be written to: note what you have typed, and tell who runs the lab."
REMEDIES = {
    errno.ENOSPC: FULL,
    errno.EDQUOT: FULL,
    errno.EACCES: LOCKED,
    errno.EPERM: LOCKED,
    errno.EROFS: LOCKED,
}


class NotKept(OSError):
    """What a student did is not on the disk; the message says why, and what to do."""


@contextmanager
def told(failure):
    """Raise NotKept where something cannot be written, with that sentence, the reason and a remedy."""
    try:
        yield
    except OSError as error:
        remedy = REMEDIES.get(error.errno, "Note what you have typed, and tell who runs the lab.")
        raise NotKept(f"{failure}: {error.strerror or error}. {remedy}") from error


def write_whole(path, data):
    """Write a file in one step: beside the old one, to the disk, and then into its place.

    Parameters
    ----------
    path : path
        What is no plain file, such as ``/dev/stdout``, is written to as it is.
    data : bytes

    Raises
    ------
    OSError
        It could not be written, and what was there still is; the error names `path`.
    """
    path = Path(path)
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            # a link leads to what is to be replaced
            _replace(path.resolve(), data)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def write_keeping(path, data):
    """Write a file as :func:`write_whole` does, and keep what was there in one called ``….before-N``.

    Give the path of that one, or None if there was nothing else before.
    """
    path = Path(path)
    before = path.read_bytes() if path.is_file() else data
    kept = None if before == data else _beside(path, before)
    if kept or not path.is_file():
        write_whole(path, data)
    return kept


@contextmanager
def alone(lock):
    """Let one process at a time do what follows; `lock` is a file for that purpose alone."""
    with Path(lock).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _replace(path, data):
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            _to_disk(file, data)
        _as_readable(path, part)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _beside(path, data):
    """Write a copy under the next name that is free, and give its path."""
    copies = (path.with_name(f"{path.name}.before-{number}") for number in itertools.count(1))
    copy = next(copy for copy in copies if not copy.exists())
    try:
        with copy.open("xb") as file:
            _to_disk(file, data)
    except FileExistsError:
        # another run was faster
        return _beside(path, data)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise
    _as_readable(path, copy)
    return copy


def _as_readable(path, other):
    """Let those read and write another file who may this one, where the disk knows of such things."""
    with suppress(OSError):
        shutil.copymode(path, other)


def _to_disk(file, data):
    file.write(data)
    file.flush()
    os.fsync(file.fileno())
