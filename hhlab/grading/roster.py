"""Who is in the class: a CSV file with a column for the id, and others for name and address if there are."""

from dataclasses import dataclass
from pathlib import Path

from .tables import parsed

# what an LMS calls these columns when it exports its list of students
COLUMNS = {
    "id": ("id", "student", "username", "id number", "sis login id", "sis user id", "login id"),
    "name": ("name", "full name", "student name"),
    "email": ("email", "email address", "e-mail"),
}


@dataclass(frozen=True)
class Student:
    """One line of the roster."""

    id: str
    name: str = ""
    email: str = ""


def read_roster(path):
    """Give the students of a roster, by id, in its order.

    Raises
    ------
    OSError, ValueError
        It cannot be read, has no column for the id, or names a student twice.
    """
    name = Path(path).name
    table = parsed(name, Path(path).read_bytes(), {one for known in COLUMNS.values() for one in known})
    heads = {head.strip().lower(): place for place, head in reversed(list(enumerate(table.head)))}
    found = [next((heads[one] for one in known if one in heads), None) for known in COLUMNS.values()]
    if found[0] is None:
        raise ValueError(f"{name} needs a first line with a column 'id'; it has: {', '.join(table.head)}.")
    students = {}
    for row in table.rows:
        one = Student(*("" if place is None else row[place].strip() for place in found))
        if not one.id:
            continue
        if one.id in students:
            raise ValueError(f"{name} has the id {one.id!r} twice.")
        students[one.id] = one
    if not students:
        raise ValueError(f"{name} has no student in it.")
    return students
