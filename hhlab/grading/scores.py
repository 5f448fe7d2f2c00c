"""What stands in a column of marks for an LMS: which exercises, how much for whom, out of how much."""

import re
from dataclasses import dataclass

from ..exercises.bank import exercises
from .tables import plain_head

AS_POINTS = "points"
# in what an LMS calls a column of feedback, in any of its languages
COMMENTS = re.compile(r"feedback|comment|kommentar|comentário|comentario|commenti|rückmeldung|opmerking")


@dataclass(frozen=True)
class Wishes:
    """What the teacher wants of a file.

    Parameters
    ----------
    column : str, optional
        For an LMS, one column of that name for everything; without it there is one for each lesson.
    out_of : float or "points", optional
        What full marks are worth; without it what the LMS's own export says, or else what is usual there.
    zeros : bool
        0 for who has answered nothing, where there would be no grade.
    language : str
        In which a spreadsheet reads numbers; an LMS's import reads a decimal point in all of them.
    """

    column: str | None = None
    out_of: float | str | None = None
    zeros: bool = False
    language: str = "en"


@dataclass(frozen=True)
class Column:
    """One column of marks.

    Parameters
    ----------
    name : str
        Its head.
    ids : tuple of str
        The exercises that are counted in it.
    full : float
        What full marks are worth in it.
    place : int, optional
        Where it stands in the LMS's own export, if it does.
    """

    name: str
    ids: tuple
    full: float
    place: int | None = None


def columns(ids, wishes, head=()):
    """Give (name, exercises, place) of each column in which some exercises are counted: one for each lesson.

    `head` is that of the LMS's own export. A column there that is called as the teacher says, or that alone
    has the lesson in its name, such as "L01 Spike (1234)", is taken with its name.
    """
    by_name = {}
    for exercise_id in ids:
        by_name.setdefault(wishes.column or exercise_id.partition(".")[0], []).append(exercise_id)
    for word, these in by_name.items():
        place = _fitting(head, word)
        usual = wishes.column or f"{word} hhlab"
        yield (usual if place is None else head[place]), tuple(these), place


def wanted(wishes, points, usual):
    """Give what full marks are to be worth."""
    return points if wishes.out_of == AS_POINTS else float(wishes.out_of or usual)


def number(cell):
    """Give the number in a cell, with a decimal point or comma; 0 if there is none."""
    try:
        return float(cell.strip().replace(",", "."))
    except ValueError:
        return 0.0


def out_of(ids, marked=None):
    """Give the most that can be earned, in points."""
    worth = getattr(marked, "points", {})
    return float(sum(worth.get(exercise_id, exercises()[exercise_id].marks) for exercise_id in ids))


def earned(marked, student, ids, zeros=False):
    """Give a student's points for some exercises; None where there is nothing to say yet.

    That is so while one of the answers waits for a reader or a key, and where nothing was handed in or
    answered, unless these are `zeros`.
    """
    marks = marked.marks.get(student, {})
    here = [marks[exercise_id] for exercise_id in ids if exercise_id in marks]
    if None in here:
        return None
    return float(sum(here)) if here or zeros else None


def scaled(points, most, to):
    """Give a grade out of `to`, as a text with two decimals at most; never above it, and never below 0."""
    if most <= 0:
        return "0"
    return f"{min(max(round(to * points / most, 2), 0), to):.2f}".rstrip("0").rstrip(".")


def by_student(marked, roster):
    """Give under which id each student of the roster, or everyone, is marked; and the ids of nobody there."""
    if roster is None:
        return {student: student for student in sorted(marked.marks)}, []
    found, strangers = {}, []
    for student in marked.marks:
        one = roster.get(student)
        if one is None:
            strangers.append(student)
        else:
            found.setdefault(one.id, student)
    return found, strangers


def _fitting(head, word):
    """Give the place of the one head that is a word, or else of the one that holds it by itself; or None."""
    heads, word = [plain_head(one) for one in head], plain_head(word)
    exact = [k for k, one in enumerate(heads) if re.sub(r" \((\d+|real)\)$", "", one) == word or one == word]
    whole = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    found = exact or [k for k, one in enumerate(heads) if whole.search(one) and not COMMENTS.search(one)]
    return found[0] if len(found) == 1 else None
