"""Which files a course has: those of a teacher's folder, and those of hhlab."""

import os
from pathlib import Path
from typing import NamedTuple

from ..exercises.course import MOUNTED, course_folder
from . import places

LEFT_OUT = "__pycache__"  # and what is hidden


class Source(NamedTuple):
    """One file of a course, and who ships it: "hhlab", or "course" for a teacher."""

    path: Path
    origin: str


class Course(NamedTuple):
    """All files by name; whose folders were read to the end; and a sentence for each that was not."""

    files: dict[str, Source]
    whole: set[str]
    problems: list[str]


def sources():
    """Give the folders that ship the course of this lab: a teacher's, where there is one, and hhlab's own."""
    try:
        own = course_folder()
    except OSError:
        own = None
    # one that cannot be looked at is there all the same, and listing it says so
    own = own or (MOUNTED if os.path.lexists(MOUNTED) else None)
    return [own / "lessons", places.lessons()] if own else [places.lessons()]


def listed(sources):
    """Give the course of some folders: of one name counts the first, and the last folder is hhlab's own.

    A folder that is not there, or not read to the end, may lack files that it has. So nothing is taken for
    removed from it.
    """
    course = Course({}, set(), [])
    for folder in sources:
        origin = "hhlab" if folder == sources[-1] else "course"
        if not folder.is_dir() and not _is_closed(folder):
            continue
        failures = []
        for path in _files(folder, failures.append):
            course.files.setdefault(path.relative_to(folder).as_posix(), Source(path, origin))
        if not failures:
            course.whole.add(origin)
        for path, reason in sorted({(failure.filename, failure.strerror) for failure in failures}):
            course.problems.append(f"No lessons come from {path}: {reason}. Open it: chmod -R a+rX")
    return course


def _is_closed(folder):
    """Say whether something is there that cannot be looked at."""
    try:
        folder.stat()
    except PermissionError:
        return True
    except OSError:
        return False
    return False


def _files(folder, note):
    for place, folders, names in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not _is_left_out(name))
        for name in sorted(names):
            path = Path(place, name)
            if _is_left_out(name):
                continue
            # a pipe would keep the start waiting
            if path.is_file():
                yield path
            elif path.is_symlink():
                note(OSError(0, "it leads to nothing", str(path)))


def _is_left_out(name):
    return name.startswith(".") or name == LEFT_OUT
