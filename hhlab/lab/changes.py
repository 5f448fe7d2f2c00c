"""What changed for which lesson and why, in the words of CHANGELOG.md."""

import hashlib
import re
from pathlib import Path
from typing import NamedTuple

from . import places

HEADING = re.compile(r"## (?:(\d[\d.]*),|Unreleased)")
LESSONS = re.compile(r"Lessons: (?P<named>[^.]*)\.$")
NUMBERS = re.compile(r"(\d\d)(?: ?(?:to|–|-) ?(\d\d))?")


class Change(NamedTuple):
    """One entry.

    Attributes
    ----------
    words : str
    version : str
        In which it came; "" where that is not out yet.
    lessons : frozenset of int
        The lessons that it names.
    is_general : bool
        Whether it concerns every lesson.
    """

    words: str
    version: str
    lessons: frozenset
    is_general: bool


def of_course():
    """Give all changes, the newest version first; none where there is no list of them."""
    try:
        # the image and the wheel have it beside the lessons, as the repository has
        return read((places.lessons().parent / "CHANGELOG.md").read_text("utf-8"))
    except (OSError, ValueError):
        return []


def read(text):
    """Give the changes in the text of a CHANGELOG.md."""
    found, version = [], None
    for line in text.splitlines():
        if heading := HEADING.match(line):
            version = heading[1] or ""
        elif line.startswith("- ") and version is not None:
            named = LESSONS.search(line)
            named = named["named"] if named else ""
            lessons = frozenset(
                number
                for first, last in NUMBERS.findall(named)
                for number in range(int(first), int(last or first) + 1)
            )
            found.append(Change(line[2:], version, lessons, bool(re.search(r"\ball\b", named))))
    return found


def key(change):
    """Give 8 letters by which a change is known, in whatever version it comes out."""
    return hashlib.sha256(change.words.encode()).hexdigest()[:8]


def up_to(version, changes):
    """Give the changes of a version and of those before it."""
    return [one for one in changes if one.version and number(one.version) <= number(version)]


def number(version):
    """Give a version as numbers, by which versions are in order."""
    return tuple(int(part) for part in re.findall(r"\d+", version))


def about(changes, names):
    """Give those that name one of these files of the course, and then those that concern all lessons."""
    lessons = {int(found[0]) for name in names if (found := re.match(r"\d\d(?=_)", Path(name).name))}
    own = [one for one in changes if one.lessons & lessons]
    return own + [one for one in changes if one.is_general and one not in own]
