"""Marks as tables: for a spreadsheet, for Moodle's grade import, for Canvas's."""

from ..exercises.whole import write_keeping
from . import canvas, moodle
from .feedback import feedback
from .roster import Student
from .scores import Wishes, by_student, out_of
from .tables import safe, written

FORMS = ("csv", "moodle", "canvas")


def write_marks(path, form, roster, marked, ids, wishes=None, notes=None):
    """Write the marks of a class, and give the path of what was there before, if that was something else.

    Parameters
    ----------
    path : path
    form : {"csv", "moodle", "canvas"}
        What an LMS gets holds ids as the LMS has them, and is not for spreadsheets.
    roster : Roster, dict of str to Student, or None
        With None, those who handed in.
    marked : Marked
    ids : list of str
        The exercises that count.
    wishes : Wishes, optional
        For an LMS: how columns are called, and what full marks are worth.
    notes : list, optional
        Gets (student, what) for everyone who is not in the file, and what to choose when it is imported.
    """
    notes, wishes = [] if notes is None else notes, wishes or Wishes()
    if form == "csv":
        rows = [[safe(cell) for cell in line] for line in _spreadsheet(roster, marked, ids)]
        return write_keeping(path, written(rows))
    if form == "canvas":
        fill = canvas.gradebook
    else:
        fill = moodle.gradebook if getattr(roster, "grade_place", None) is None else moodle.worksheet
    rows, delimiter = fill(roster, marked, ids, wishes, notes)
    # no LMS wants what a spreadsheet needs
    return write_keeping(path, written(rows, delimiter, mark=False))


def total(marked, student, ids):
    """Give a student's marks in all; what waits for the teacher counts nothing yet."""
    return float(sum(marked.marks.get(student, {}).get(exercise_id) or 0.0 for exercise_id in ids))


def _spreadsheet(roster, marked, ids):
    yield ["id", "name", "email", *ids, "total", "out of", "waiting", "feedback"]
    here, _ = by_student(marked, roster)
    for one in roster.values() if roster else map(Student, here):
        student = here.get(one.id, one.id)
        marks = marked.marks.get(student, {})
        cells = ["" if marks.get(exercise_id) is None else float(marks[exercise_id]) for exercise_id in ids]
        waiting = sum(1 for x in ids if student in marked.waiting.get(x, ()) and marks.get(x) is None)
        figures = [total(marked, student, ids), out_of(ids, marked), waiting]
        yield [one.id, one.name, one.email, *cells, *figures, feedback(marked, student, ids)]
