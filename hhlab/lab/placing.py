"""How a file comes to a student's folder: nothing there is ever written over or deleted.

A new file is written beside its place, is on the disk, and takes a place that must be free. What has to leave
its place is moved, and is kept.
"""

import errno
import hashlib
import os
import shutil
from contextlib import contextmanager, suppress

from .lesson_files import write_as_delivered

# how disks say that they know no hard links
WITHOUT_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


@contextmanager
def prepared(source, path):
    """Write a course's file beside the place where it shall be, and give its path there.

    Raises
    ------
    OSError, ValueError
        It cannot be written, or is no notebook; nothing is left of it.
    """
    part = part_of(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    # an earlier start may have been killed
    part.unlink(missing_ok=True)
    try:
        write_as_delivered(source, part)
        _to_disk(part)
        yield part
    finally:
        part.unlink(missing_ok=True)


def part_of(path):
    """Give the hidden path beside a file at which its next content is prepared."""
    return path.with_name(f".{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:12]}.arriving")


def put(part, path):
    """Let a file take a place.

    Raises
    ------
    FileExistsError
        Something is there, and it stays.
    """
    try:
        os.link(part, path)
    except OSError as problem:
        if problem.errno not in WITHOUT_LINKS:
            raise
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from problem
        part.rename(path)
    else:
        part.unlink()
    with suppress(OSError):  # some shared folders cannot
        _to_disk(path.parent)


def exchange(part, path, kept):
    """Let a file take the place of another, which is kept elsewhere.

    Raises
    ------
    OSError
        The other is where it was.
    """
    set_aside(path, kept)
    try:
        put(part, path)
    except FileExistsError:
        raise  # saved anew in this moment, by a lab on the same folder
    except OSError:
        shutil.move(kept, path)
        raise


def set_aside(path, kept):
    """Move a file to a path where nothing is, on another disk if need be."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    if os.path.lexists(kept):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(kept))
    shutil.move(path, kept)


def _to_disk(path):
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
