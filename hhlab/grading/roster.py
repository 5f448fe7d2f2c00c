"""Who is in the class: a CSV file with a column for the id, and others for name and address if there are."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

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


def csv_rows(path):
    """Give the rows of a CSV file as a spreadsheet or an LMS writes it, with its comma, semicolon or tab."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(
            f"{Path(path).name} is not in UTF-8. In a spreadsheet, save it as CSV UTF-8."
        ) from None
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    return csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)


def read_roster(path):
    """Give the students of a roster, by id, in its order.

    Raises
    ------
    OSError, ValueError
        It cannot be read, has no column for the id, or names a student twice.
    """
    rows = csv_rows(path)
    heads = {str(head).strip().lower(): head for head in rows.fieldnames or ()}
    found = {field: next((heads[a] for a in known if a in heads), None) for field, known in COLUMNS.items()}
    if found["id"] is None:
        raise ValueError(
            f"{Path(path).name} needs a first line with a column 'id'; it has: {', '.join(heads)}."
        )
    students = {}
    for row in rows:
        one = Student(*((row.get(found[field]) or "").strip() if found[field] else "" for field in COLUMNS))
        if not one.id:
            continue
        if one.id in students:
            raise ValueError(f"{Path(path).name} has the id {one.id!r} twice.")
        students[one.id] = one
    if not students:
        raise ValueError(f"{Path(path).name} has no student in it.")
    return students
