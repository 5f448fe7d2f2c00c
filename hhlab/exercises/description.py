"""What an exercise is: a question with variants, a check, and words for every answer it knows."""

import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..descriptions.quantities import minus
from .units import mixed_up

KEPT = "kept"  # the code of an answer that only a teacher can judge
OFF = "off"  # too low or too high, where it is not yet said which

# What is said where an exercise has no better words of its own; each rung of a ladder says a little more.
TYPE_HINTS = {
    "number": (
        "One plain number is asked for, with a decimal point, such as 0.25 or 3e-4, in the unit that stands "
        "beside the box.",
        "No sum, and no comma between thousands: 1257, 1 257 or 1.257, but not 1,257. A unit may "
        "stand behind "
        "the number.",
    ),
    "choice": ("Choose one of the answers.",),
    "both": ("Choose one of the names, and give one plain number.",),
    "text": ("Write a sentence or two.",),
    "measured": (
        "A number and its uncertainty are asked for, such as 3.1 ± 0.2 or 3.1 +/- 0.2.",
        "Both in the unit that stands beside the box; 3.1(2) means the same as 3.1 ± 0.2.",
    ),
    "code": ("The text is asked for, from its first line to its last.",),
}
USUAL_HINTS = {
    "empty": ("There is no answer yet.",),
    "units": (
        "The digits are right, but the power of ten is not.",
        "The answer is asked for in {unit}. Which prefix (p, n, µ, m, k) did you drop or add?",
    ),
    "sign": ("Look at its sign: which way do you count?",),
    "low": ("That is too low.",),
    "high": ("That is too high.",),
}
OTHER_UNIT = ("That is a unit of something else. The answer is asked for in {unit}.",)
# of the whole cell, and of each cm² of it; where a unit has both sides, each may be taken for the other
PER_AREA_HINTS = {
    "density": (
        "That is how much falls on each cm². The whole cell is asked for: how much membrane has it?",
    ),
    "total": ("That is the whole cell's. What falls on each cm² is asked for: how much membrane has it?",),
}
# and where the answer has no unit that could stand beside the box
PURE_HINTS = {
    "type": (
        "One plain number is asked for, such as 0.25 or 3e-4, without a unit.",
        TYPE_HINTS["number"][1].partition(" A unit")[0],
    ),
    "units": (
        USUAL_HINTS["units"][0],
        "The answer has no unit. Where did a power of ten come in or get lost?",
    ),
    "other-unit": ("The answer is a pure number. Which unit has cancelled out?",),
}
UNCERTAIN_HINTS = {
    "no-uncertainty": (
        "And how sure are you of it? Give the number as 3.1 ± 0.2.",
        "What does your method leave open: a last digit, half a bracket, the scatter of repetitions?",
    ),
    "vague": ("So wide an uncertainty says nothing: it allows nearly every answer.",),
    "overconfident": ("Your method does not know it as well as that.",),
}
CODE_HINTS = {
    "refused": ("This is not run as it stands.",),
    "error": ("It ends with an error before it gives anything.", "Call it yourself with these values."),
    "lost": (
        "No answer came: it takes too long, or too much memory.",
        "Is there a loop that never ends? Call it yourself first.",
    ),
    "wrong": ("It runs, but does not give what was asked for.",),
}

# How a teacher reads a code, and what serves in class where the exercise says nothing better.
USUAL_NAMES = {
    "right": "right",
    KEPT: "waits for a reader",
    "empty": "no answer",
    "type": "no answer of the kind asked for",
    "units": "wrong by a power of ten",
    "other-unit": "a unit of something else",
    "sign": "the wrong sign",
    "low": "too low",
    "high": "too high",
    OFF: "not within the tolerance",
    "density": "per cm² in place of the whole cell",
    "total": "the whole cell in place of per cm²",
    "no-uncertainty": "no uncertainty given",
    "vague": "an uncertainty that allows nearly anything",
    "overconfident": "more certain than the method",
    "refused": "a program that is not run",
    "error": "a program that ends with an error",
    "lost": "a program that does not end",
    "wrong": "a program that gives something else",
}
USUAL_SAYINGS = {
    "empty": "Who has not tried it, and what would a first step be?",
    "type": "An answer is one number with its unit, or one of the choices; a calculation stays on paper.",
    "units": "Write the units through the whole calculation: the prefix that goes missing shows "
    "itself there.",
    "other-unit": "The unit of an answer says what kind of thing it is; compare it with what was asked for.",
    "sign": "Say first which way it goes, in words, and only then compute how much.",
    "density": "A cell has a current; a membrane has a current per area. Multiply by π · L · diam.",
    "total": "A cell has a current; a membrane has a current per area. Divide by π · L · diam.",
    "no-uncertainty": "A measured number without its uncertainty cannot be compared with anything.",
    "vague": "An uncertainty as wide as the value itself says that nothing was measured.",
    "overconfident": "Ask what would come out if it were done again: the scatter is the uncertainty.",
    "refused": "Run it in a cell first: the first sentence of the message says where it stops.",
    "error": "Read the last line of the message first, then the line it points to.",
    "lost": "Ask of every loop what ends it.",
    "wrong": "Try a program where the answer is known by hand, before you trust it where it is not.",
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
        shown once a prediction has been made, or at once where none is asked for.
    names : dict of str to str
        How a teacher reads each of the exercise's own codes: "counted the ends as membrane". An option of a
        choice is named by its text.
    say : dict of str to str
        For a code one sentence for the whole class; without it the one that the right answer teaches.
    before : dict of str to object
        Names that were added to the end of `given` after students had answered, with what stood there
        before. Answers without them are judged as they were then.
    uncertain : bool
        The number is asked for with its uncertainty; `check` gets both, as a pair.
    source : str
        The answer is a program, and this is how it begins; `check` gets its text.
    lettered : bool
        The options are panels of the picture: they stay in their order.
    experiments : dict of str to str
        Where an answer is both: what must exclude another option before anything is said, by short names.
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
    names: Mapping = field(default_factory=dict)
    say: Mapping = field(default_factory=dict)
    before: Mapping = field(default_factory=dict)
    uncertain: bool = False
    source: str = ""
    lettered: bool = False
    experiments: Mapping = field(default_factory=dict)

    @property
    def ladders(self):
        """Every code of this exercise with its ladder of hints."""
        kept = {} if self.check else {KEPT: ()}
        usual = self._usual() | {"type": TYPE_HINTS[self.kind]}
        if self.unit == "" and self.kind in ("number", "measured"):
            usual |= {code: ladder for code, ladder in PURE_HINTS.items() if code in usual}
        ladders = usual | kept | dict(self.hints)
        return {code: ladder for code, ladder in ladders.items() if ladder or code == KEPT}

    def _usual(self):
        """Give the usual ladders of an exercise of this kind."""
        empty = {"empty": USUAL_HINTS["empty"]}
        if self.kind == "measured":
            sides = {code: USUAL_HINTS[code] for code in ("low", "high")}
            return empty | sides | UNCERTAIN_HINTS | {"other-unit": OTHER_UNIT}
        if self.kind == "code":
            return empty | CODE_HINTS
        if self.kind != "number":
            return empty
        sides = {code: PER_AREA_HINTS[code] for code in mixed_up(self.unit)}
        return USUAL_HINTS | {"other-unit": OTHER_UNIT} | sides

    @property
    def kind(self):
        """What an answer is.

        "number", "measured" (a number with its uncertainty), "choice", "both" (as in "gl 0.001", or "gl"
        alone), "code" or "text".
        """
        if self.options:
            return "choice" if self.unit is None else "both"
        if self.unit is not None:
            return "measured" if self.uncertain else "number"
        return "code" if self.source else "text"

    def asked(self, given):
        """Give the question for one variant."""
        return minus(self.prompt.format(**given))

    def ladder(self, code, given):
        """Give the hints of a code for one variant."""
        given = {**self.before, **given}
        return tuple(minus(hint.format(unit=self.unit, **given)) for hint in self.ladders.get(code, ()))

    def named(self, code):
        """Give how a teacher reads a code."""
        chosen = self.options.get(code, "").rstrip(".")
        return self.names.get(code) or chosen or USUAL_NAMES.get(code, code)

    def said(self, code):
        """Give one sentence for the whole class about a code."""
        if code in self.say or code in USUAL_SAYINGS:
            return minus(self.say.get(code) or USUAL_SAYINGS[code])
        taught = self.say.get("right") or next(iter(self.hints.get("right", ())), "")
        return minus(taught or "Read some of these aloud, and let the class say what is missing.")

    def is_variant(self, given, own):
        """Say whether `given` is the variant `own`, as it is now or as it was before something was added."""
        return given in (own, {name: value for name, value in own.items() if name not in self.before})

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
        if list(self.before) != list(self.given)[len(self.given) - len(self.before) :]:
            raise ValueError(
                f"{self.id}: what was added to `given` stands at its end, or old variants change."
            )
