"""What a class did with an exercise, and what a student did with all of them: who, not only how many."""

from dataclasses import dataclass, field, replace

from ..exercises.bank import exercises
from ..exercises.description import KEPT
from .scores import out_of
from .stuck import is_stuck

SIDES = ("low", "high")
SLIPS = ("units", "sign", "other-unit", "type")  # of writing, not of understanding
NO_MISTAKE = ("right", KEPT, "empty")
OTHER, TYPED = "something else", "typed freely"


@dataclass(frozen=True)
class AtExercise:
    """What the students did with one exercise; each list names them.

    Parameters
    ----------
    exercise : Exercise
    tried, judged : list of str
        Gave an answer that is not empty; and of these, those of whom a card or a key can say right or wrong.
    first, end : list of str
        Were right at the first try that could be right or wrong; were right in the end.
    waiting : list of str
        Have an answer that nobody has marked yet.
    marks : dict of str to float
        Points of those that are marked.
    wrong : dict of str to list of str
        By code of a wrong answer those who gave it at least once; the most frequent code first.
    predictions : dict of str to list of str
        By what was predicted first those who predicted it, of all who answered afterwards.
    stuck : list of str
    hints : int
        Hints that were asked for, by all together.
    """

    exercise: object
    tried: list = field(default_factory=list)
    judged: list = field(default_factory=list)
    first: list = field(default_factory=list)
    end: list = field(default_factory=list)
    waiting: list = field(default_factory=list)
    marks: dict = field(default_factory=dict)
    wrong: dict = field(default_factory=dict)
    predictions: dict = field(default_factory=dict)
    stuck: list = field(default_factory=list)
    hints: int = 0

    @property
    def misconceptions(self):
        """The wrong answers that say how somebody thinks, by code."""
        return {code: who for code, who in self.wrong.items() if code not in (*SIDES, *SLIPS)}


@dataclass(frozen=True)
class AtStudent:
    """What one student did with the exercises that count; None for an average of nothing."""

    tried: int = 0
    right: int = 0
    first: int = 0
    judged: int = 0
    tries: int = 0
    hints: int = 0
    stuck: tuple = ()
    waiting: int = 0
    marks: float = 0.0
    of: float = 0.0
    last: object = None

    @property
    def first_rate(self):
        """The part of the exercises tried, as far as they are judged, that was right at first."""
        return self.first / self.judged if self.judged else None

    @property
    def share(self):
        """The part of the points; what nobody has read yet is left out, not counted as nothing."""
        return self.marks / self.of if self.of else None


def at_exercise(marked, exercise_id):
    """Give the AtExercise of one exercise."""
    found, hints = AtExercise(exercises()[exercise_id]), 0
    for student, outcomes in marked.outcomes.items():
        if exercise_id in outcomes:
            _add(found, student, outcomes[exercise_id], marked.marks[student].get(exercise_id))
            hints += len(set(outcomes[exercise_id].hints))
    codes = sorted(found.wrong, key=lambda code: (-len(found.wrong[code]), code))
    said = [one for one in (*found.exercise.expected, TYPED, OTHER) if one in found.predictions]
    return replace(
        found,
        wrong={code: found.wrong[code] for code in codes},
        predictions={one: found.predictions[one] for one in said},
        hints=hints,
    )


def _add(found, student, outcome, marks):
    """Put a student where he belongs."""
    tried = _tried(outcome)
    where = {
        "tried": tried,
        "judged": tried and outcome.right is not None,
        "first": outcome.right_first,
        "end": outcome.right,
        "stuck": is_stuck(found.exercise, outcome),
        "waiting": marks is None,
    }
    for name, belongs in where.items():
        if belongs:
            getattr(found, name).append(student)
    if marks is not None:
        found.marks[student] = marks
    for code in {one.code for one in outcome.tries} - set(NO_MISTAKE):
        found.wrong.setdefault(code, []).append(student)
    if outcome.predictions:
        found.predictions.setdefault(_predicted(found.exercise, outcome), []).append(student)


def at_student(marked, student, ids):
    """Give the AtStudent of one student, or None for somebody who handed in nothing."""
    if student not in marked.marks:
        return None
    marks = marked.marks[student]
    here = {one: marked.outcomes[student][one] for one in ids if one in marked.outcomes[student]}
    tried = {name: one for name, one in here.items() if _tried(one)}
    unread = [name for name in here if marks.get(name) is None]
    times = [each.time for one in here.values() for each in one.tries if each.time]
    times += [time for one in here.values() for time, _ in one.predictions if time]
    return AtStudent(
        tried=len(tried),
        right=sum(bool(one.right) for one in tried.values()),
        first=sum(bool(one.right_first) for one in tried.values()),
        judged=sum(one.right is not None for one in tried.values()),
        tries=sum(each.code != "empty" for one in here.values() for each in one.tries),
        hints=sum(len(set(one.hints)) for one in here.values()),
        stuck=tuple(name for name, one in here.items() if is_stuck(exercises()[name], one)),
        waiting=len(unread),
        marks=float(sum(marks[name] for name in here if marks.get(name) is not None)),
        of=out_of([name for name in ids if name not in unread], marked),
        last=max(times, default=None),
    )


def _tried(outcome):
    return any(one.code != "empty" for one in outcome.tries)


def _predicted(exercise, outcome):
    """Give what was predicted first, as the card offered it."""
    _, first = outcome.predictions[0]
    if not exercise.expected:
        return TYPED
    return first if first in exercise.expected else OTHER
