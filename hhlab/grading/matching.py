"""Whose mark a row is: by the id that stands there, or by the one that a spreadsheet made it from."""

import difflib
import re
from decimal import Decimal

from ..exercises.bank import exercises
from ..exercises.students import normalised

NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?([eE][+-]?\d{1,3})?")


class Students:
    """The students that there are, by their ids, and what can be asked about them."""

    def __init__(self, marked, roster, aliases=None):
        self.marked, self.roster = marked, roster or {}
        self.ids = {*marked.marks, *self.roster}
        self.aliases, self.numbers = aliases or {}, {}
        self.by_key = {normalised(one): one for one in sorted(self.ids)}
        for one in self.ids:
            if _number(one) is not None:
                self.numbers.setdefault(_number(one), []).append(one)

    def whose(self, student, exercise_id):
        """Give (student, exercise id) of a row, and what a spreadsheet did to the id, or nothing."""
        exercise_id = _exercise(exercise_id)
        if student not in self.ids:
            key = normalised(student)
            student = self.by_key.get(normalised(self.aliases.get(key, key)), student)
        fits = self.numbers.get(_number(student), [])
        if student not in self.ids and len(fits) == 1:
            return (fits[0], exercise_id), "a spreadsheet has taken it for a number"
        return (student, exercise_id), ""

    def why_nobody(self, student, exercise_id, answer, marks):
        """Give the reason why a row counts for nobody, and the likely repair.

        Parameters
        ----------
        student, exercise_id, answer : str
            As they stand in the row.
        marks : dict
            The marks that count, by (student, exercise id).
        """
        (student, known), _ = self.whose(student, exercise_id)
        if not student or not exercise_id:
            return "it names no student and exercise"
        if known not in exercises():
            near = difflib.get_close_matches(exercise_id, exercises(), n=1)
            return f"there is no exercise {exercise_id!r}" + (f"; did you mean {near[0]!r}?" if near else "")
        if exercises()[known].check is not None:
            return f"the card marks {known}, not the teacher"
        if student in self.marked.marks:
            answered = known in self.marked.marks[student]
            return "the key or the card marks this answer" if answered else "nothing was answered there"
        if student in self.roster:
            return "nothing of this student was marked this time"
        return f"nobody of that id was marked or is on the roster{self._guess(student, known, answer, marks)}"

    def _guess(self, student, exercise_id, answer, marks):
        fits = self.numbers.get(_number(student), [])
        if len(fits) > 1:
            return f"; it may be {' or '.join(map(repr, sorted(fits)))}: write which"
        texts = self.marked.waiting.get(exercise_id, {})
        same = [one for one in texts if answer and texts[one] == answer and (one, exercise_id) not in marks]
        if len(same) == 1:
            return f"; {same[0]!r} wrote this very text: is it this student's mark?"
        near = self._rounded(student) or difflib.get_close_matches(student, self.ids, n=1, cutoff=0.75)
        return f"; did you mean {near[0]!r}?" if len(near) == 1 else ""

    def _rounded(self, student):
        """Give the ids that a spreadsheet may have shown as 1.23457E+16."""
        number = _number(student)
        if number is None or "e" not in student.lower():
            return []
        return [
            one
            for value, ids in self.numbers.items()
            for one in ids
            if abs(value - number) < abs(number) / 10**4
        ]


def _exercise(name):
    """Give an exercise's id, however its letters are written."""
    return next((one for one in exercises() if one.lower() == name.lower()), name)


def _number(text):
    text = normalised(text)
    return Decimal(text.replace(",", ".")) if text.isascii() and NUMBER.fullmatch(text) else None
