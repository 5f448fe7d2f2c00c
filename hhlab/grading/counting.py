"""The marks that a teacher gives by hand, counted; what was typed into ``texts.csv`` is never lost.

The file is read and written anew in every run. A row in which anything was typed stays in it, whether it
matches somebody or not; one that does not is reported.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from ..exercises.bank import exercises
from ..exercises.whole import write_keeping
from .matching import Students
from .tables import written
from .texts import MARKED_TEXT, OURS, Row, read_texts

WORKBOOKS = (".xlsx", ".xls", ".ods", ".numbers")
MARK = re.compile(r"[0-9]+([.,][0-9]*)?|[.,][0-9]+")


@dataclass
class Counted:
    """What the rows give: marks by (student, exercise id), and the rows of the new file.

    ``notes`` says what matched nobody or was changed on the way, as (where, what); ``kept`` is the path of
    the file as it was before, if that was something else.
    """

    marks: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    kept: Path | None = None


def count_texts(marked, roster, given=None, folder=None, aliases=None):
    """Count the marks given by hand into `marked`, and write ``texts.csv`` anew. One run at a time may do it.

    Parameters
    ----------
    marked : Marked
    roster : dict of str to Student, or None
    given : path, optional
        Another file of marks, whose marks go before those in the folder.
    folder : path, optional
        Where ``texts.csv`` is; without it nothing is written.
    aliases : dict of str to str, optional
        Of the course.

    Returns
    -------
    Counted
    """
    people = Students(marked, roster, aliases)
    if folder is None:
        counted = _counted(read_texts([given] if given else []), marked, people)
    else:
        counted = _renewed(Path(folder, "texts.csv"), given, marked, people)
    for (student, exercise_id), marks in counted.marks.items():
        late = _late(marked, student, exercise_id)
        marked.marks[student][exercise_id] = marks * late
        if late < 1:
            said = f"{marks:g} given by hand; handed in late, {marks * late:g} counts"
            counted.notes.append((f"{student}, {exercise_id}", said))
    return counted


def _late(marked, student, exercise_id):
    """Give the part of the points that was left when an answer was handed in."""
    outcome = marked.outcomes.get(student, {}).get(exercise_id)
    return outcome.counts.late if outcome else 1.0


def _renewed(path, given, marked, people):
    """Give what counts, and write it. What is saved from a spreadsheet meanwhile is read again."""
    while True:
        before = path.read_bytes() if path.exists() else None
        paths = [Path(given)] if given else []
        if before is not None and not (given and path.samefile(given)):
            paths.append(path)
        texts = read_texts(paths)
        counted = _counted(texts, marked, people)
        new = [one for one in (*OURS, MARKED_TEXT) if any(one in row.cells for row in counted.rows)]
        heads = texts.heads | {one: one for one in new if one not in texts.heads}
        lines = [[row.cells.get(column, "") for column in heads] for row in counted.rows]
        data = written([heads.values(), *lines], texts.delimiter)
        if before == (path.read_bytes() if path.exists() else None):
            break
    counted.kept = write_keeping(path, data)
    for other in path.parent.glob("texts.*"):
        if other.suffix.lower() in WORKBOOKS:
            counted.notes.append((other.name, "not read: save it as texts.csv, as CSV UTF-8, or delete it"))
    return counted


def _counted(texts, marked, people):
    counted = Counted()
    waiting = {(student, x): text for x, texts in marked.waiting.items() for student, text in texts.items()}
    placed, others = {key: [] for key in sorted(waiting, key=lambda key: key[::-1])}, {}
    for row in texts.rows:
        key, changed = people.whose(row.plain("id"), row.plain("exercise"))
        if key in waiting:
            placed[key].append(row)
            if changed and row.stays:
                counted.notes.append((row.where, f"{row.plain('id')!r} is taken for {key[0]!r}: {changed}"))
        elif row.stays:
            others.setdefault((row.plain("id"), row.plain("exercise")), []).append(row)
    for key, rows in placed.items():
        most = marked.points.get(key[1], exercises()[key[1]].marks)
        _count(key, waiting[key], most, _folded([row for row in rows if row.stays]), counted)
    for rows in others.values():
        for row in _folded(rows):
            why = people.why_nobody(
                row.plain("id"), row.plain("exercise"), row.plain("answer"), counted.marks
            )
            counted.notes.append((row.named, f"{_said(row)} counts for nobody and stays: {why}"))
            counted.rows.append(row)
    return counted


def _count(key, answer, most, rows, counted):
    """Count what the rows of one answer say, and keep them all."""
    student, exercise_id = key
    name, found = f"{student}, {exercise_id}", {}
    for row in rows:
        marks = _marks(row.plain("marks"), most)
        if marks is not None:
            found.setdefault(row.file, {})[marks] = row.where
        elif row.plain("marks"):
            what = f"{row.plain('marks')!r} is no mark from 0 to {most:g}; it does not count, and stays"
            counted.notes.append((row.named, what))
    # the rows of a file that was named come first, and its marks go before those in the report
    first = next(iter(found.values()), {})
    if len(first) == 1:
        counted.marks[key] = next(iter(first))
    different = {marks: where for one in reversed(found.values()) for marks, where in one.items()}
    if len(different) > 1:
        which = f"{counted.marks[key]:g} counts" if key in counted.marks else "none of them counts"
        said = ", ".join(f"{marks:g} ({where})" for marks, where in different.items())
        counted.notes.append((name, f"different marks, {said}: {which}"))
    for row in rows or [Row({})]:
        row.refresh(student, exercise_id, answer)
        if row.plain(MARKED_TEXT):
            what = f"handed in anew after it was marked; the text from before is under {MARKED_TEXT!r}"
            counted.notes.append((name, what))
        counted.rows.append(row)


def _folded(rows):
    """Give the rows, those of a second file in the rows of the first that say nothing else."""
    found = []
    for row in rows:
        twin = next(
            (one for one in found if one.file != row.file and not one.folded and _agree(one, row)), None
        )
        if twin is None:
            found.append(row)
        else:
            twin.folded = True
            twin.cells = row.cells | {column: cell for column, cell in twin.cells.items() if cell.strip()}
    return found


def _agree(one, other):
    return all(one.typed.get(column, cell) == cell for column, cell in other.typed.items())


def _marks(text, most):
    marks = float(text.replace(",", ".")) if MARK.fullmatch(text) else None
    return marks if marks is not None and marks <= most else None


def _said(row):
    text = row.plain("marks")
    return f"the mark {text!r}" if text else "what is written there"
