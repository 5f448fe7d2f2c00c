"""From an answer to a verdict. The card, ``hhlab.check`` and the teacher's marking all come here."""

import inspect
import math
import textwrap
from dataclasses import dataclass
from numbers import Real

from ..descriptions.parameters import Membrane
from ..descriptions.quantities import shown
from .bank import find
from .description import KEPT, OFF
from .numbers import OtherUnit, read_measured, read_number
from .units import taken_for

MAX_TEXT = 5000  # characters
SIDES = ("low", "high")
# what is said to an answer on which it is not yet said on which side it lies
NO_SIDE = ("That is not within the tolerance.",)


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


def judge(exercise_id, given, answer, *, direction=True, run_code=False):
    """Give the Verdict on one answer to one variant. It simulates in the process that calls it.

    Parameters
    ----------
    exercise_id : str
    given : dict
        The variant's values by name.
    answer
        As :func:`plain` gives it, or as a file holds it.
    direction : bool
        Say of a number that it is too low or too high; otherwise its code is "off".
    run_code : bool
        Run a program that is the answer, as its own card does. Otherwise it waits for the teacher: whoever
        marks a class runs nobody's code unasked.
    """
    exercise = find(exercise_id)
    code, value = understood(exercise, answer)
    if code is None:
        waits = exercise.check is None or (exercise.kind == "code" and not run_code)
        code = KEPT if waits else _code(exercise, value, {**exercise.before, **given})
    # what was run has something to say about this very answer
    words = filter(None, [getattr(code, "words", "")])
    code = str(code)
    marks = exercise.marks * exercise.credit.get(code, 0.0)
    if code in SIDES and not direction:
        return Verdict(exercise.id, OFF, marks, exercise.marks, NO_SIDE)
    return Verdict(exercise.id, code, marks, exercise.marks, (*words, *exercise.ladder(code, given)))


def _code(exercise, value, given):
    """Give the code of an answer; a number in whose place no mistake is known may be one per area."""
    code = exercise.check(value, **given)
    if exercise.kind == "number" and code in SIDES:
        for taken, meant in taken_for(value, exercise.unit, area_um2(given)):
            if taken in exercise.ladders and exercise.check(meant, **given) == "right":
                return taken
    return code


def area_um2(given):
    """Give the area of a variant's soma, by default of the one that every lesson begins with."""
    own = {name: given[name] for name in ("L", "diam") if name in given}
    if "diam" in own:
        own = {"L": own["diam"]} | own
    soma = Membrane(**own)
    return math.pi * soma.L * soma.diam


def prepared(exercise_id, given):
    """Judge some answer, so that what a check compares with is known before the student's comes."""
    exercise = find(exercise_id)
    option = next(iter(exercise.options), "")
    some = {"number": 1.0, "measured": "1 ± 1", "choice": option, "both": f"{option} 1"}
    judge(exercise_id, given, some.get(exercise.kind))


def observed(exercise_id, given):
    """Give what an exercise shows once a prediction has been made."""
    return find(exercise_id).observe(**given)


def understood(exercise, answer):
    """Give (None, the answer as the check takes it), or (a code, None) where it is no answer at all."""
    if answer is None or (isinstance(answer, str) and not answer.strip()):
        return "empty", None
    try:
        value = _READ[exercise.kind](exercise, answer)
    except OtherUnit:
        return ("other-unit" if "other-unit" in exercise.ladders else "type"), None
    return ("type", None) if value is None else (None, value)


def plain(answer):
    """Give an answer as a file can hold it: None, a plain float or a plain text; of a function its source."""
    if inspect.isfunction(answer):
        try:
            answer = textwrap.dedent(inspect.getsource(answer))
        except (OSError, TypeError):
            return shown(answer)
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
    if isinstance(answer, str):
        return read_number(answer, exercise.unit if unit is None else unit)
    if isinstance(answer, bool) or not isinstance(answer, (int, float)):
        return None
    try:
        value = float(answer)
    except OverflowError:
        return None
    return value if math.isfinite(value) else None


def _measured(exercise, answer):
    if isinstance(answer, str):
        return read_measured(answer, exercise.unit)
    value = _number(exercise, answer)
    return None if value is None else (value, None)


def _choice(exercise, answer):
    return answer if isinstance(answer, str) and answer in exercise.options else None


def _both(exercise, answer):
    said, _, evidence = answer.strip().partition(";") if isinstance(answer, str) else ("", "", "")
    option, _, number = said.strip().partition(" ")
    option = _choice(exercise, option)
    if option is None:
        return None
    value = _number(exercise, number, exercise.units.get(option)) if number.strip() else None
    if number.strip() and value is None:
        return None
    return (option, value, _evidence(exercise, evidence)) if exercise.experiments else (option, value)


def _evidence(exercise, text):
    """Give (another option, the experiment that excludes it) from "celsius by rest", or None."""
    rival, _, experiment = (part.strip() for part in text.partition(" by "))
    known = rival in exercise.options and experiment in exercise.experiments
    return (rival, experiment) if known else None


def _text(exercise, answer):
    return answer[:MAX_TEXT] if isinstance(answer, str) else None


_READ = {
    "number": _number,
    "measured": _measured,
    "choice": _choice,
    "both": _both,
    "code": _text,
    "text": _text,
}
