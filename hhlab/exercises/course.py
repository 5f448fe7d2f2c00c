"""What a teacher has set for the course, in one file, ``course.toml``, that the lab and the grader read.

Nothing in it need be there, and no error in it keeps a lab from starting: what is wrong is left out, and
``Course.problems`` says in a sentence what, in which line, and what was likely meant.
"""

import os
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from .course_file import parsed
from .settings import USUAL_NAME
from .settings import Course as Course
from .students import work_folder

FILE = "course.toml"
MOUNTED = Path("/course")
FOLDER = "my-course"
REPOSITORY = Path(__file__).parents[2]


def course():
    """Give the Course of this lab, as its file is now. No error in the file is raised."""
    folder = course_folder()
    if folder and (folder / FILE).is_file():
        return read_course(folder / FILE)
    return Course(name=_asked() or USUAL_NAME, folder=folder, problems=_missing(folder))


def read_course(path):
    """Give the Course in a file; its `problems` say what is wrong there."""
    path = Path(path)
    try:
        state = path.stat()
        found = _read(path, state.st_mtime_ns, state.st_size)
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not in UTF-8; save it as a plain text"
        found = Course(name="", folder=path.parent, problems=(f"{path.name} cannot be read: {why}.",))
    if not found.name:
        return replace(found, name=_asked() or USUAL_NAME)
    if _asked() and _asked() != found.name:
        said = f"{path.name} names the course {found.name!r}, and HHLAB_COURSE {_asked()!r}: the file counts."
        return replace(found, notes=(*found.notes, said))
    return found


def course_folder():
    """Give the folder of the course, or None where there is nothing of a teacher's.

    ``HHLAB_COURSE_FOLDER`` names it; else it is mounted, or lies in the work folder or in the repository.
    """
    if os.environ.get("HHLAB_COURSE_FOLDER"):
        return Path(os.environ["HHLAB_COURSE_FOLDER"])
    for place in (MOUNTED, work_folder() / FOLDER, REPOSITORY / FOLDER):
        if any((place / held).exists() for held in (FILE, "exercises", "lessons")):
            return place
    return None


@lru_cache(maxsize=8)
def _read(path, changed, size):
    return parsed(path)


def _asked():
    return os.environ.get("HHLAB_COURSE", "").strip()


def _missing(folder):
    if folder is None or folder.is_dir():
        return ()
    return (f"HHLAB_COURSE_FOLDER is {os.fspath(folder)!r}, but there is no such folder.",)
