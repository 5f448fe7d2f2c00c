"""What is known of a course in a student's folder: which of its files came, as what, and when."""

import json
from dataclasses import asdict, dataclass, field, fields

from ..exercises.whole import write_whole

PLACE = ".hhlab/course.json"


@dataclass
class Entry:
    """One file of the course.

    Attributes
    ----------
    delivered : str or None
        The digest of what came last; None where something of the student's was in its place.
    coming : str or None
        The digest of what was to come, or "" if it was to go, in a start that did not end. A file that never
        came has "" too.
    origin : str
        Who ships it: "hhlab" or "course", the folder of a teacher.
    when : str
        The day on which it came.
    beside, beside_name : str or None
        The digest and the name of what was laid beside a file that the student had edited.
    left : bool
        The course has it no more, and the student has been told that theirs stays.
    """

    delivered: str | None = None
    coming: str | None = None
    origin: str = "hhlab"
    when: str = ""
    beside: str | None = None
    beside_name: str | None = None
    left: bool = False


@dataclass
class Record:
    """All files of the course by name, and what the last start was.

    Attributes
    ----------
    version : str or None
        Of hhlab.
    changes : list of str
        The changes that it knew, as `changes.key` names them.
    kept : str
        Where it kept what left its place, seen from the folder.
    """

    version: str | None = None
    changes: list[str] = field(default_factory=list)
    kept: str = ""
    files: dict[str, Entry] = field(default_factory=dict)


def read(work):
    """Give the record in a folder; None where there is none that can be understood.

    Raises
    ------
    OSError
        There is one, and it cannot be read.
    """
    try:
        kept = json.loads((work / PLACE).read_bytes())
        files = {name: _entry(one) for name, one in kept["files"].items()}
        changes = [str(one) for one in kept["changes"]]
        return Record(_text(kept["version"]), changes, _text(kept["kept"]) or "", files)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def write(work, record):
    """Keep a record, whole or not at all."""
    write_whole(work / PLACE, (json.dumps(asdict(record), indent=1) + "\n").encode())


def _entry(kept):
    """Give an entry of a file, whatever a later version has added to it."""
    known = {one.name: kept[one.name] for one in fields(Entry) if one.name in kept}
    entry = Entry(**known | {"left": bool(known.get("left"))})
    for name in ("delivered", "coming", "beside", "beside_name"):
        _text(getattr(entry, name))
    return entry


def _text(value):
    if value is not None and not isinstance(value, str):
        raise TypeError(value)
    return value
