"""Marks as tables: for a spreadsheet, for Moodle's grade import, for Canvas's."""

from ..exercises.whole import write_keeping
from . import canvas, moodle
from .feedback import feedback
from .roster import Student
from .scores import Wishes, by_student, out_of
from .tables import safe, written

FORMS = ("csv", "moodle", "canvas")
POINT = {"en", "ja", "zh", "ko", "he", "hi", "th"}  # languages in which spreadsheets take 0.5, and not 0,5


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
        How columns are called, and what full marks are worth, for an LMS; the language of a spreadsheet.
    notes : list, optional
        Gets (student, what) for everyone who is not in the file.
    """
    notes, wishes = [] if notes is None else notes, wishes or Wishes()
    if form == "csv":
        mark, delimiter = marks_of(wishes.language)
        rows = [[safe(cell, mark) for cell in line] for line in _spreadsheet(roster, marked, ids)]
        return write_keeping(path, written(rows, delimiter))
    if form == "canvas":
        fill = canvas.gradebook
    else:
        fill = moodle.worksheet if _is_worksheet(roster) else moodle.gradebook
    rows, delimiter = fill(roster, marked, ids, wishes, notes)
    # no LMS wants what a spreadsheet needs
    return write_keeping(path, written(rows, delimiter, mark=False))


def marks_of(language):
    """Give what a spreadsheet of that language takes before the decimals, and between two cells."""
    return (".", ",") if language in POINT else (",", ";")


def to_import(form, roster, wishes):
    """Give what a teacher has to know when an LMS imports the file, as sentences."""
    return list(moodle.to_import(roster, wishes)) if form == "moodle" and not _is_worksheet(roster) else []


def total(marked, student, ids):
    """Give a student's marks in all; what waits for the teacher counts nothing yet."""
    return float(sum(marked.marks.get(student, {}).get(exercise_id) or 0.0 for exercise_id in ids))


def _is_worksheet(roster):
    return getattr(roster, "grade_place", None) is not None


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
