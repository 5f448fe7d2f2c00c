"""Marks as tables: for a spreadsheet, for Moodle's grade import, for Canvas's."""

from ..exercises.bank import exercises
from ..exercises.whole import write_keeping
from .roster import Student
from .tables import safe, written


def write_marks(path, form, roster, marked, ids):
    """Write the marks of a class, and give the path of what was there before, if that was something else.

    Parameters
    ----------
    path : path
    form : {"csv", "moodle", "canvas"}
    roster : dict of str to Student, or None
        With None, those who handed in.
    marked : Marked
    ids : list of str
        The exercises that count.
    """
    students = list(roster.values()) if roster else [Student(name) for name in sorted(marked.marks)]
    lines = FORMS[form](students, marked, ids)
    rows = ([safe(cell) for cell in line] for line in lines)
    # no LMS wants what a spreadsheet needs
    return write_keeping(path, written(rows, mark=form == "csv"))


def total(marked, student, ids):
    """Give a student's marks in all; what waits for the teacher counts nothing yet."""
    return float(sum(marked.marks.get(student, {}).get(exercise_id) or 0.0 for exercise_id in ids))


def out_of(ids):
    """Give the most that can be earned."""
    return float(sum(exercises()[exercise_id].marks for exercise_id in ids))


def _spreadsheet(students, marked, ids):
    yield ["id", "name", "email", *ids, "total", "out of", "waiting"]
    for one in students:
        marks = marked.marks.get(one.id, {})
        cells = ["" if marks.get(exercise_id) is None else float(marks[exercise_id]) for exercise_id in ids]
        waiting = sum(1 for x in ids if one.id in marked.waiting.get(x, ()) and marks.get(x) is None)
        yield [one.id, one.name, one.email, *cells, total(marked, one.id, ids), out_of(ids), waiting]


def _moodle(students, marked, ids):
    yield ["ID number", "Full name", "Email address", "Grade"]
    for one in students:
        yield [one.id, one.name, one.email, total(marked, one.id, ids)]


def _canvas(students, marked, ids):
    yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "hhlab"]
    yield ["    Points Possible", "", "", "", "", out_of(ids)]
    for one in students:
        yield [one.name or one.id, "", "", one.id, "", total(marked, one.id, ids)]


FORMS = {"csv": _spreadsheet, "moodle": _moodle, "canvas": _canvas}
