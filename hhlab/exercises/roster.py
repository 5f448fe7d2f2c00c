"""The class as one signs in: names to choose from, where the course has a list of them."""

import difflib
from functools import cache
from importlib import import_module

from . import bank, students
from .course import course
from .students import normalised


class Unknown(ValueError):
    """What was typed is on the course's list neither as an id nor as a name."""


def labels():
    """Give the names of the course's list, each with its id; none where there is no list."""
    return sorted(_names(), key=str.casefold)


def shown():
    """Give the name of who is signed in: as the course's list has it, or else as it was typed."""
    known = {normalised(one): label for label, one in _names().items()}
    return known.get(students.student(), students.typed())


def id_of(typed, sure=False):
    """Give the id that belongs to what was typed or chosen: an id, a name, or a name with its id.

    Raises
    ------
    Unknown
        It is not on the list, and who typed it is not `sure`.
    """
    listed, name = _read()[0], _names().get(typed.strip(), typed)
    if name in listed:
        return listed[name].id
    if not sure and listed and typed.strip():
        near = difflib.get_close_matches(normalised(typed), _spellings(), n=1)
        asked = f" Did you mean {_spellings()[near[0]]}?" if near else ""
        raise Unknown(
            f"{typed.strip()} is nobody, or more than one, on the list of this course.{asked} Choose your "
            "name, or press Sign in once more to go on as that."
        )
    return typed


def problems():
    """Give what is wrong in the folder of the course, a sentence each."""
    return [*course().problems, *bank.problems(), *filter(None, [_read()[1]])]


def notes():
    """Give the problems, and what a teacher should know besides, a sentence each."""
    folder = course().folder
    found = sorted(path for path in folder.rglob("*") if _is_secret(path.name.lower())) if folder else []
    open_to_all = [
        f"Students can read {path.relative_to(folder)}: move it out of this folder." for path in found
    ]
    return [*problems(), *course().notes, *open_to_all]


def _is_secret(name):
    return name == "keys.toml" or "solution" in name


def _names():
    """Give the ids of the list by what one chooses."""
    people = _read()[0].values()
    return {f"{who.name} ({who.id})" if who.name not in ("", who.id) else who.id: who.id for who in people}


def _spellings():
    """Give what one chooses by the id and the name, as either may be mistyped."""
    return {normalised(part): label for label, one in _names().items() for part in (one, label)}


def _read():
    listed = course().roster
    return _students_of(listed, listed.stat().st_mtime_ns) if listed and listed.is_file() else ({}, None)


@cache
def _students_of(path, _changed):
    """Give the students of a list, and what is wrong with it."""
    # what reads the lists of every LMS lies with the marking, which knows this wing: loaded for a list alone
    reader = import_module("hhlab.grading.roster")
    try:
        return reader.read_roster(path), None
    except (OSError, ValueError, ImportError) as error:
        return {}, f"The list of this course is not read, so type your id: {error}"


if __name__ == "__main__":
    print("\n    ".join(notes()))
