"""Who is in the class: the list that a teacher has, or that an LMS exports, whatever its heads are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..exercises.students import normalised
from .headings import EVERY, grade_place, is_canvas, kinds
from .identity import IDS, full_name, id_place, keys_of, squeezed
from .tables import plain_head, safe_id, tables, unquoted

# the rows of Canvas's gradebook that are of nobody: the test student is the last (lib/gradebook_exporter.rb)
POINTS = "points possible"
QUOTED = re.compile('="[^"]*"')  # what Canvas makes of a name that begins with =
HASH = re.compile("[0-9a-f]{40}")  # the login of the test student, whatever it is called in a language
NOBODY = re.compile(rf"{POINTS}.*|student, test|test student|student test")


@dataclass(frozen=True)
class Student:
    """One person: the id as the list has it, and the row of the list as it stands there."""

    id: str
    name: str = ""
    email: str = ""
    cells: tuple = ()


class Roster(Mapping):
    """The students of a list by id, in its order.

    An id is found however it is written, and by what else names one student alone: another login or number,
    an e-mail address, also without what follows @, a name. ``roster[what was typed].id`` is the list's own.

    Parameters
    ----------
    students : list of Student
    table : Table
        The list as it was read.
    kinds : list of str
        What its columns are: see :data:`.headings.HEADS`.
    id_place : int or None
        The column of the ids; None if the names serve.
    points : list of str, optional
        The row of Canvas's gradebook that says what assignments are worth.
    notes : list of (str, str), optional
        What is odd in it: where, and what.
    """

    def __init__(self, students, table, kinds, id_place, points=(), notes=()):
        self._students = {normalised(one.id): one for one in students}
        self.table, self.kinds, self.id_place = table, kinds, id_place
        self.points, self.notes = points, list(notes)
        claimed = {}
        for key, one in self._students.items():
            for other in keys_of([unquoted(cell).strip() for cell in one.cells], kinds):
                claimed.setdefault(other, set()).add(key)
        self._others = {other: next(iter(keys)) for other, keys in claimed.items() if len(keys) == 1}

    def __getitem__(self, student):
        key = normalised(student)
        if key not in self._students:
            key = self._others.get(key) or self._others[squeezed(student)]
        return self._students[key]

    def __iter__(self):
        return (one.id for one in self._students.values())

    def __len__(self):
        return len(self._students)

    @property
    def is_canvas(self):
        """Whether it is an export of Canvas's gradebook."""
        return is_canvas(self.table.head)

    @property
    def grade_place(self):
        """Where the grades stand in Moodle's offline grading worksheet; None if it is another list."""
        return grade_place(self.table.head)

    @property
    def is_moodle(self):
        """Whether Moodle has written it: a worksheet, or first and last names in columns of their own."""
        return not self.is_canvas and (self.grade_place is not None or {"first", "last"} <= set(self.kinds))

    def row_back(self, student):
        """Give a student's row as the LMS wrote it, for ids must match; names of students run nowhere."""
        return [
            safe_id(cell) if kind in ("name", "first", "last") and not QUOTED.fullmatch(cell) else cell
            for cell, kind in zip(student.cells, self.kinds, strict=True)
        ]

    def uploaded_by(self, uploader):
        """Give the Student whom an LMS names as the Uploader of a file; None if nobody or several may be it.

        The number is Canvas's own ID, or the end of Moodle's "Participant 123", where the list has it.
        """
        internal = [k for k, kind in enumerate(self.kinds) if kind == "internal"]
        for one in self.values():
            if uploader.number and any(re.sub(r"\D", "", one.cells[k]) == uploader.number for k in internal):
                return one
        return self.get(uploader) if uploader else None


def read_roster(path, column=None, signed=None):
    """Give the Roster in a file: CSV with any separator and in any encoding, or a workbook.

    Parameters
    ----------
    path : path
    column : str, optional
        The head of the column that holds the ids. Otherwise it is the one in which most of the ids are found
        with which files are signed; a number of the LMS's own is never taken.
    signed : callable, optional
        Gives those ids; it is called where more than one column could hold them.

    Raises
    ------
    OSError, ValueError
        It cannot be read, has no column for the id or several that could be, or names a student twice.
    """
    name = Path(path).name
    found = tables(name, Path(path).read_bytes(), EVERY)
    whole = max(found, key=lambda one: sum(map(bool, kinds(one.head))))
    table, points = _of_people(whole)
    if not table.rows:
        raise ValueError(f"{name} has no student in it.")
    what = kinds(table.head)
    if grade_place(table.head) is not None:
        what[0] = "internal"  # whatever it is called: "ID" in some languages
    rows = [[unquoted(cell).strip() for cell in row] for row in table.rows]
    place = id_place(name, table.head, what, rows, column, signed or tuple)
    students, notes = _students(name, table, what, rows, place)
    if not students:
        raise ValueError(f"{name} has no student in it.")
    return Roster(students, table, what, place, points, notes)


def _of_people(table):
    """Give the table without the rows of Canvas's that are of nobody, and the one that says the points."""
    if not is_canvas(table.head):
        return table, ()
    named = [plain_head(row[0]) for row in table.rows]
    # the line "Manual Posting" has no name
    logins = [k for k, cell in enumerate(table.head) if plain_head(cell) == "sis login id"]
    kept = [
        k
        for k, one in enumerate(named)
        if one
        and not NOBODY.fullmatch(one)
        and not any(HASH.fullmatch(table.rows[k][place]) for place in logins)
    ]
    points = next((row for row, one in zip(table.rows, named, strict=True) if POINTS in one), ())
    return replace(table, rows=[table.rows[k] for k in kept], lines=[table.lines[k] for k in kept]), points


def _students(name, table, what, rows, place):
    """Give the Students, and notes on who has no id of his own or stands there twice."""
    found, notes, addresses = {}, [], {}
    for row, cells, line in zip(rows, table.rows, table.lines, strict=True):
        who, where = full_name(row, what), f"{name}, line {line}"
        email = next((row[k] for k, kind in enumerate(what) if kind == "email"), "")
        own = who if place is None else row[place]
        if not own:
            own = next((row[k] for kind in IDS for k, one in enumerate(what) if one == kind and row[k]), who)
            if not own:
                continue
            notes.append((where, f"{who or own} has no {table.head[place]!r}; {own!r} serves as the id"))
        key = normalised(own)
        if key in found:
            before, first = found[key]
            if not who or squeezed(who) != squeezed(before.name):
                raise ValueError(f"{name} has the id {own!r} twice, in lines {first} and {line}.")
            notes.append((where, f"{who} ({own}) stands in line {first} already, and counts once"))
            continue
        if email and normalised(email) in addresses:
            notes.append((where, f"{own!r} has the e-mail address of {addresses[normalised(email)]!r}"))
        addresses.setdefault(normalised(email), own)
        found[key] = Student(own, who, email, tuple(cells)), line
    return [one for one, _ in found.values()], notes
