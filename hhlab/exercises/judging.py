"""From an answer to a verdict. The card, ``hhlab.check`` and the teacher's marking all come here."""

import math
import re
import unicodedata
from dataclasses import dataclass
from numbers import Real

from ..descriptions.quantities import shown
from .bank import find
from .description import KEPT

MAX_TEXT = 5000  # characters
# over a thousand to some, hardly more than one to others
THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")
# a space between thousands, as the lessons print 12 001, means one thing only
SPACED = re.compile(r"[-+]?[1-9]\d{0,2}( \d{3})+(?![\d ])")


@dataclass(frozen=True)
class Verdict:
    """What an answer earned and what is said to it; true where it earned every mark.

    ``hints`` is the ladder: the first one is said at once.
    """

    id: str
    code: str
    marks: float
    of: int
    hints: tuple

    def __bool__(self):
        return self.marks == self.of

    def __str__(self):
        words = {"right": "Right.", KEPT: "Kept for your teacher.", "empty": ""}.get(self.code, "Not yet.")
        return " ".join([words, *self.hints[:1]]).strip()

    def __repr__(self):
        return f"{self.id} ({self.code}): {self}"


def judge(exercise_id, given, answer):
    """Give the Verdict on one answer to one variant. It simulates in the process that calls it.

    Parameters
    ----------
    exercise_id : str
    given : dict
        The variant's values by name.
    answer
        As :func:`plain` gives it, or as a file holds it.
    """
    exercise = find(exercise_id)
    code, value = understood(exercise, answer)
    if code is None:
        code = exercise.check(value, **given) if exercise.check else KEPT
    marks = exercise.marks * exercise.credit.get(code, 0.0)
    return Verdict(exercise.id, code, marks, exercise.marks, exercise.ladder(code, given))


def prepared(exercise_id, given):
    """Judge some answer, so that what a check compares with is known before the student's comes."""
    exercise = find(exercise_id)
    option = next(iter(exercise.options), "")
    judge(exercise_id, given, {"number": 1.0, "choice": option, "both": f"{option} 1"}[exercise.kind])


def observed(exercise_id, given):
    """Give what an exercise shows once a prediction has been made."""
    return find(exercise_id).observe(**given)


def understood(exercise, answer):
    """Give (None, the answer as the check takes it), or (a code, None) where it is no answer at all."""
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return "empty", None
    value = _READ[exercise.kind](exercise, answer)
    return ("type", None) if value is None else (None, value)


def plain(answer):
    """Give an answer as a file can hold it: None, a plain float or a plain text."""
    if answer is None or isinstance(answer, str):
        return answer and str(answer)[:MAX_TEXT]
    # a number of NumPy, or of a class of the student's own, becomes a float here and nothing else
    if isinstance(answer, Real) and not isinstance(answer, bool):
        try:
            value = float(answer)
        except OverflowError:
            value = math.inf
        if math.isfinite(value):
            return value
    return shown(answer)


def _number(exercise, answer, unit=None):
    if isinstance(answer, bool) or not isinstance(answer, (int, float, str)):
        return None
    if isinstance(answer, str):
        # a decimal comma is no mistake, and neither is the unit that was asked for
        unit = exercise.unit if unit is None else unit
        answer = _typed(answer).strip().removesuffix(_typed(unit)).strip()
        if THOUSANDS.fullmatch(answer):
            return None
        if SPACED.match(answer):
            answer = answer.replace(" ", "")
        answer = answer.replace(",", ".")
    try:
        value = float(answer)
    except (ValueError, OverflowError):
        return None
    return value if math.isfinite(value) else None


def _typed(text):
    """Give a text as any keyboard has it: um2 for µm², whichever µ it is, and a hyphen for a minus."""
    return unicodedata.normalize("NFKC", text).replace("μ", "u").replace("−", "-")


def _choice(exercise, answer):
    return answer if isinstance(answer, str) and answer in exercise.options else None


def _both(exercise, answer):
    option, _, number = answer.strip().partition(" ") if isinstance(answer, str) else ("", "", "")
    option = _choice(exercise, option)
    if option is None:
        return None
    if not number.strip():
        return option, None
    value = _number(exercise, number, exercise.units.get(option))
    return None if value is None else (option, value)


def _text(exercise, answer):
    return answer[:MAX_TEXT] if isinstance(answer, str) else None


_READ = {"number": _number, "choice": _choice, "both": _both, "text": _text}
