"""Where files of answers lie, and which of them hold a student's work.

A student's own lies where the file browser does not show it. What the file browser shows is the file that was
made to be handed in; it is read too where it was brought back. Files of an older hhlab are put beside the own
ones, and those of guests who have gone are put aside.
"""

import json
from contextlib import suppress
from hashlib import sha256
from itertools import count
from urllib.parse import quote, unquote

from . import entries
from .entries import SCHEMA
from .students import normalised, work_folder

PREFIX = "hhlab-answers-"


def folder():
    """Give the folder of the students' own files."""
    return work_folder() / ".hhlab" / "answers"


def path_of(student):
    """Give the path of a student's file."""
    return folder() / name_of(student)


def name_of(student):
    """Give the name of a student's file."""
    return f"{PREFIX}{in_a_name(student)}.json"


def in_a_name(student):
    """Give how a student is called in the name of a file."""
    name = quote(normalised(student), safe="@+")
    # no file's name may be longer than 255
    return name if len(name) <= 200 else f"{name[:100]}-{sha256(name.encode()).hexdigest()[:16]}"


def files_of(student):
    """Give the files that hold a student's work: the lab's own first, then what was brought or is older."""
    own, name = path_of(student), name_of(student)
    alike = [path for path in _left() if path.name == name or _student_of(path) == normalised(student)]
    return [path for path in (own, *alike) if path.exists()]


def others_than(*those):
    """Whether the answers of anybody else lie here."""
    known = {normalised(one) for one in those}
    return any(_student_of(path) not in known for path in (*folder().glob(f"{PREFIX}*.json"), *_left()))


def held(path):
    """Give what a file holds, in the schema of this hhlab.

    Raises
    ------
    ValueError
        It cannot be read as answers; the message says what to do.
    """
    try:
        work = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(work["schema"], int) and work["schema"] > SCHEMA:
            newer = True
        else:
            return entries.read(work)
    except (ValueError, TypeError, KeyError, AttributeError):
        newer = False
    if newer:
        raise ValueError(
            f"Nothing is kept here: {path.name} was written by a newer hhlab, and is left as it is. Go on in "
            "the lab of that version."
        )
    # what the file browser does not show is renamed in a cell
    way = f', in a cell: %mv "{path}" "{path.stem}.damaged"' if path.parent != work_folder() else "."
    raise ValueError(
        f"Nothing is kept here: {path.name} does not hold answers of this hhlab. Rename it to start anew{way}"
    )


def put_aside(student):
    """Put a student's files where nothing reads them."""
    for path in files_of(student):
        _move(path, (folder() / "aside" / f"{path.name}.{number}" for number in count(1)))


def tidy(student):
    """Let the file browser offer no file but what this student hands in: others', and older ones, go away."""
    for path in work_folder().glob(f"{PREFIX}*.json"):
        # what cannot be read stays, for its student to see
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            raw = json.loads(path.read_text(encoding="utf-8"))
            is_old, work = raw["schema"] != SCHEMA, entries.read(raw)
            if not is_old and path.name == name_of(student):
                continue
            if not is_old and _is_kept(_student_of(path), work):
                path.unlink()
            else:
                _move(path, (folder() / "earlier" / str(number) / path.name for number in count(1)))


def _is_kept(student, work):
    """Whether a student's own file has all of that, as it has of every copy that was made to be handed in."""
    return path_of(student).exists() and entries.has_all(held(path_of(student)), work)


def _left():
    """Give the files that lie where a student sees them, and those of an older hhlab."""
    return [*sorted(work_folder().glob(f"{PREFIX}*.json")), *sorted((folder() / "earlier").rglob("*.json"))]


def _student_of(path):
    return normalised(unquote(path.stem.removeprefix(PREFIX)))


def _move(path, places):
    place = next(place for place in places if not place.exists())
    place.parent.mkdir(parents=True, exist_ok=True)
    path.rename(place)
