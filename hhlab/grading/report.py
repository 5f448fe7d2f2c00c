"""The report: a page for Monday, its numbers as tables, texts side by side, and what was irregular."""

from html import escape
from pathlib import Path

from ..exercises.bank import exercises
from ..exercises.whole import write_whole
from ..reports.page import page, table
from .export import marks_of
from .monday import monday
from .report_rows import rows_of_exercises, rows_of_students
from .summary import summary
from .tables import safe, written


def write_report(folder, marked, ids, irregular, roster=None, course=None, names=False):
    """Write report.html, report.csv, students.csv, texts.html and irregular.csv into a folder.

    Parameters
    ----------
    folder : path
    marked : Marked
    ids : list of str
        The exercises that count.
    irregular : list of (str, str)
    roster : dict of str to Student, optional
        Without it those who handed in are the class.
    course : Course, optional
        For its name and its clock.
    names : bool
        Say on the page who; else no id, no name and no text of a student is on it.
    """
    about = summary(marked, ids, roster, course)
    language = course.language if course else "en"
    made = {
        "report.html": monday(about, irregular, names).encode("utf-8", "replace"),
        "report.csv": _csv(rows_of_exercises(about, marked), language),
        "students.csv": _csv(rows_of_students(about), language),
        "texts.html": _texts(about, marked).encode("utf-8", "replace"),
        "irregular.csv": _csv([("file or student", "what"), *irregular]),
    }
    for name, data in made.items():
        write_whole(Path(folder, name), data)


def _csv(rows, language="en"):
    mark, delimiter = marks_of(language)
    return written(([safe(cell, mark) for cell in row] for row in rows), delimiter)


def _texts(about, marked):
    """Give the page of the texts, those that are alike beside each other."""
    parts = [
        "<h1>What the class wrote</h1>",
        "<p class='warning'>With names: not for the projector. Marks go into texts.csv, column "
        "<i>marks</i>.</p>",
    ]
    for exercise_id, answers in sorted(about.texts.items()):
        exercise = exercises()[exercise_id]
        title = f"{exercise_id} · {escape(exercise.title)} ({marked.points[exercise_id]:g})"
        parts.append(f"<section class='lesson'><h2>{title}</h2><p>{exercise.prompt}</p>")
        parts.append(f"<p class='small'>{len(answers)} answers, {about.likeness(exercise_id)}</p>")
        for group in about.groups[exercise_id]:
            rows = [(one, _marks(marked, one, exercise_id), answers[one]) for one in group]
            head = "" if len(group) == 1 else f"<h3>{len(group)} are alike</h3>"
            parts.append(head + table(["student", "marks", "answer"], rows))
        parts.append("</section>")
    return page("What the class wrote", parts)


def _marks(marked, student, exercise_id):
    marks = marked.marks[student].get(exercise_id)
    return "" if marks is None else f"{marks:g}"
