"""What is done with one file of the course in a student's folder."""

import errno
import itertools
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .. import __version__
from . import decisions, lesson_files, placing
from .course_files import Source
from .record import Entry


@dataclass
class FileOfCourse:
    """One file: where it lies, who ships it, what it says there and here, and what becomes of it.

    Attributes
    ----------
    was_moved : bool
        Whether the last start kept something of that name.
    is_over : bool
        Whether the course has done with it.
    outdated : tuple of str
        The name and the digest of what an earlier start laid beside it.
    """

    name: str
    path: Path
    source: Source | None
    mine: str | None
    now: str | None
    was_moved: bool
    entry: Entry | None = None
    step: str = decisions.LEAVE
    is_over: bool = False
    outdated: tuple = ()


def look(name, source, work, kept):
    """Find out what a file says in the course and in a student's folder.

    Raises
    ------
    OSError
        The course's cannot be read, or something of the student's is where its folder should be.
    """
    path = work / name
    for folder in path.parents[: len(Path(name).parents) - 1]:
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise NotADirectoryError(0, f"{folder.name} is yours, and no folder of the course")
    now = lesson_files.digest(source.path) if source else None
    return FileOfCourse(name, path, source, lesson_files.seen(path), now, os.path.lexists(kept / name))


def backup_folder(work):
    """Give the name of a folder for what leaves its place now; it is made when it is needed."""
    moment = f".hhlab/backup/{time.strftime('%Y-%m-%d %H.%M.%S')}"
    names = itertools.chain([moment], (f"{moment} ({number})" for number in itertools.count(2)))
    return next(name for name in names if not (work / name).exists())


def do(one, kept, news):
    """Do with a file what was decided, and note it in its entry and in the news.

    Raises
    ------
    OSError, ValueError
        It was not done, and what was there still is.
    """
    match one.step:
        case decisions.BRING:
            bring(one)
            news.new.append(one.name)
        case decisions.RENEW:
            renew(one, kept)
            news.renewed.append(one.name)
        case decisions.WITHDRAW:
            placing.set_aside(one.path, kept / one.name)
            one.is_over = True
            news.withdrawn.append(one.name)
        case decisions.FORGET:
            one.is_over = True
        case decisions.SETTLE:
            settle(one)
        case decisions.LAY_BESIDE:
            one.entry.coming = None
            news.beside.append((one.name, lay_beside(one)))
        case decisions.GIVE_UP:
            one.entry.left = True
            one.entry.coming = None
            news.left.append(one.name)
        case decisions.LEAVE if one.mine is not None:
            one.entry.coming = None


def bring(one):
    """Bring a file to a place where nothing is."""
    with placing.prepared(one.source.path, one.path) as part:
        placing.put(part, one.path)
    settle(one)


def renew(one, kept):
    """Let the course's file take the place of what is there, which is kept."""
    with placing.prepared(one.source.path, one.path) as part:
        if lesson_files.seen(one.path) != one.mine:
            raise FileExistsError(0, "it was saved in this moment")
        placing.exchange(part, one.path, kept / one.name)
    settle(one)


def settle(one):
    """Note that a file is the course's own; what lies beside it is not needed any more."""
    one.entry.origin = one.source.origin
    one.entry.delivered, one.entry.coming, one.entry.left = one.now, None, False
    if one.step != decisions.SETTLE or not one.entry.when:
        one.entry.when = time.strftime("%Y-%m-%d")
    _outdate(one)


def lay_beside(one):
    """Bring the course's file under a name of its own, and give that name."""
    for path in _names_beside(one):
        try:
            with placing.prepared(one.source.path, path) as part:
                placing.put(part, path)
        except FileExistsError:
            # by a start that was killed, or by the student
            if lesson_files.seen(path) != one.now:
                continue
        _outdate(one)
        one.entry.beside, one.entry.beside_name = one.now, path.name
        return Path(one.name).with_name(path.name).as_posix()
    raise FileExistsError(errno.EEXIST, "its place and a hundred beside it are taken")


def _names_beside(one):
    new = f"new in {__version__}" if one.source.origin == "hhlab" else "new"
    for again in ("", *(f" {number}" for number in range(2, 100))):
        yield one.path.with_name(f"{one.path.stem} ({new}){again}{one.path.suffix}")


def _outdate(one):
    if one.entry.beside_name:
        one.outdated = (one.entry.beside_name, one.entry.beside)
    one.entry.beside = one.entry.beside_name = None


def clear(files, kept):
    """Set aside what lay beside and is outdated, unless the student has worked in it.

    It is the last thing to do: what the record says lies there must lie there.
    """
    for one in files:
        if one.outdated:
            name, digest = one.outdated
            path = one.path.with_name(name)
            if path.name != one.entry.beside_name and lesson_files.seen(path) == digest:
                with suppress(OSError):
                    placing.set_aside(path, kept / Path(one.name).with_name(name))
