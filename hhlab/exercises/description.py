"""What an exercise is: a question with variants, a check, and words for every answer it knows."""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..descriptions.quantities import minus

KEPT = "kept"  # the code of an answer that only a teacher can judge

# What is said where an exercise has no better words of its own; each rung of a ladder says a little more.
TYPE_HINTS = {
    "number": (
        "One plain number is asked for, with a decimal point, such as 0.25 or 3e-4, in the unit that stands "
        "beside the box.",
        "No sum, no other unit, and no comma between thousands: 1257, 1 257 or 1.257, but not 1,257.",
    ),
    "choice": ("Choose one of the answers.",),
    "both": ("Choose one of the names, and give one plain number.",),
    "text": ("Write a sentence or two.",),
}
USUAL_HINTS = {
    "empty": ("There is no answer yet.",),
    "units": (
        "The digits are right, but the power of ten is not.",
        "The answer is asked for in {unit}. Which prefix (p, n, µ, m, k) did you drop or add?",
    ),
    "sign": ("The size is right. Look at its sign.",),
    "low": ("That is too low.",),
    "high": ("That is too high.",),
}
# and where the answer has no unit that could stand beside the box
PURE_HINTS = {
    "type": (
        "One plain number is asked for, such as 0.25 or 3e-4, without a unit.",
        TYPE_HINTS["number"][1],
    ),
    "units": (
        USUAL_HINTS["units"][0],
        "The answer has no unit. Where did a power of ten come in or get lost?",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise.

    Parameters
    ----------
    id : str
        ``LNN.short-name``, where NN is the lesson.
    title : str
    prompt : str
        The question, in HTML; ``{diam}`` stands for the variant's value of ``diam``.
    given : dict of str to tuple
        What differs from student to student, and the values to choose from.
    unit : str, optional
        The unit of the answer; where it is given ("" for a pure number), the answer is a number.
    options : dict of str to str
        The texts to choose from, by short names; where they are given, one is chosen. With a unit too the
        answer is both, an option and a number; with neither it is free text.
    units : dict of str to str
        By option, the unit in which its number may be typed, where an answer is both.
    check : callable, optional
        From the answer and the variant's values by name to a code; it runs in the worker process. Without
        it an answer is kept for the teacher.
    hints : dict of str to tuple of str
        For each code a ladder of hints; the first is the answer to Check, the Hint button gives the next.
        ``right`` holds what is said to the right answer, ``start`` the hints before the first answer and at
        the end of every other ladder. An empty ladder takes a usual code away that cannot occur.
    credit : dict of str to float
        Which fraction of the marks a code earns; by default ``right`` earns them all.
    marks : int
    predict : str
        A question to answer before anything is shown.
    expected : tuple of str
        Answers to choose from in a prediction; without them it is free text.
    observe : callable, optional
        From the variant's values by name to a Recording, a Table or what else ``hhlab.draw`` draws; it is
        shown once a prediction has been made.
    """

    id: str
    title: str
    prompt: str
    given: Mapping = field(default_factory=dict)
    unit: str | None = None
    options: Mapping = field(default_factory=dict)
    units: Mapping = field(default_factory=dict)
    check: Callable | None = None
    hints: Mapping = field(default_factory=dict)
    credit: Mapping = field(default_factory=lambda: {"right": 1.0})
    marks: int = 1
    predict: str = ""
    expected: tuple = ()
    observe: Callable | None = None

    @property
    def ladders(self):
        """Every code of this exercise with its ladder of hints."""
        usual = USUAL_HINTS if self.kind == "number" else {"empty": USUAL_HINTS["empty"]}
        kept = {} if self.check else {KEPT: ()}
        usual = usual | {"type": TYPE_HINTS[self.kind]}
        if self.kind == "number" and not self.unit:
            usual |= PURE_HINTS
        ladders = usual | kept | dict(self.hints)
        return {code: ladder for code, ladder in ladders.items() if ladder or code == KEPT}

    @property
    def kind(self):
        """What an answer is: "number", "choice", "both" (as in "gl 0.001", or "gl" alone), or "text"."""
        if self.options:
            return "choice" if self.unit is None else "both"
        return "text" if self.unit is None else "number"

    def asked(self, given):
        """Give the question for one variant."""
        return minus(self.prompt.format(**given))

    def ladder(self, code, given):
        """Give the hints of a code for one variant."""
        return tuple(minus(hint.format(unit=self.unit, **given)) for hint in self.ladders.get(code, ()))

    def variants(self):
        """Give every variant."""
        found = [{}]
        for name, values in self.given.items():
            found = [one | {name: value} for one in found for value in values]
        return found

    def __post_init__(self):
        texts = self.prompt + self.predict
        names = {name for _, name, _, _ in string.Formatter().parse(texts) if name}
        if not names <= set(self.given):
            raise ValueError(f"{self.id}: the prompt asks for {sorted(names - set(self.given))}.")
        if self.check is not None and "right" not in self.hints:
            raise ValueError(f"{self.id}: hints['right'] says what the right answer teaches; it is missing.")
