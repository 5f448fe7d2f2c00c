"""Made-up classes: what each student answers is planned, and what the plan is worth is known beforehand."""

import json
import random
from functools import cache
from pathlib import Path

from solutions import solutions

from hhlab.exercises.bank import exercises
from hhlab.exercises.description import KEPT
from hhlab.exercises.variants import variant

ROOT = Path(__file__).parents[2]
COURSE = "hhlab"
SOLUTIONS = solutions()
# with some numbers these mistakes give what is right, within its tolerance, or what another mistake gives
COLLIDING = {("L10.q10", "linear"), ("L11.attenuation", "units")}


@cache
def _planted(exercise_id, given, code):
    return SOLUTIONS[exercise_id].planted(code, dict(given), exercises()[exercise_id].unit)


def planted(exercise_id, student, code):
    """Give the answer of one student that earns a code."""
    given = variant(exercises()[exercise_id], student, COURSE)
    return _planted(exercise_id, tuple(given.items()), code)


def plan(students, ids, seed, attempts=3):
    """Give for each student and exercise the codes of some attempts, or none where it was left out."""
    dice = random.Random(seed)
    return {
        student: {x: _codes(dice, x, student, attempts) for x in ids if dice.random() < 0.9}
        for student in students
    }


def _codes(dice, exercise_id, student, attempts):
    exercise = exercises()[exercise_id]
    if exercise.check is None:
        return [KEPT]
    possible = [code for code in exercise.ladders if code not in ("start", KEPT)]
    # an option that is right for this student cannot be wrong for him
    right = planted(exercise_id, student, "right")
    possible = [
        code
        for code in possible
        if code != right
        and planted(exercise_id, student, code) != right
        and (exercise_id, code) not in COLLIDING
    ]
    codes = dice.choices(possible, k=dice.randint(1, attempts))
    return [*codes, "right"] if dice.random() < 0.6 else codes


def answers(student, codes):
    """Give the file of one student who answers as planned."""
    found = {}
    for exercise_id, wanted in codes.items():
        given = variant(exercises()[exercise_id], student, COURSE)
        tried = [planted(exercise_id, student, "right" if code == KEPT else code) for code in wanted]
        found[exercise_id] = {
            "given": given,
            "answers": [{"answer": answer, "time": "2026-11-25T10:00:00+00:00"} for answer in tried],
            "attempts": len(tried),
            "prediction": None,
            "hints": 0,
        }
    return {"schema": 1, "course": COURSE, "student": student, "exercises": found, "hhlab": "0.1.0"}


# what the n-th try earns, of numbers and of choices, as teacher/README.md says
CREDIT = (1.0, 1.0, 0.75, 0.5, 0.25, 0.1, 0.05)
CHOICES = (1.0, 0.5, 0.0)
FREE = ("empty", "type", "units", "other-unit", "no-uncertainty", "no-exclusion")


def worth(codes, run_code=False):
    """Give the marks that a plan earns, by exercise; None where only the teacher can say."""
    # programs that are not run wait for a reader as texts do
    waits = set() if run_code else {x for x in codes if exercises()[x].kind == "code"}
    kept = waits | {x for x, wanted in codes.items() if wanted == [KEPT]}
    return {x: None if x in kept else _earned(exercises()[x], wanted) for x, wanted in codes.items()}


def _earned(exercise, wanted):
    """Give what the codes of one exercise earn. A code is planted with the same answer each time."""
    tries, best, earned = [], 0.0, 0.0
    for code in wanted:
        if code in FREE:
            continue
        if code not in tries:
            tries.append(code)
        part = exercise.credit.get(code, 0.0)
        earned += max(0.0, part - best) * _credit(exercise, tries, code)
        best = max(best, part)
    return earned * exercise.marks


def _credit(exercise, tries, code):
    nth = tries.index(code) + 1
    if exercise.kind == "choice":
        return CHOICES[min(nth, 3) - 1] if nth == 1 or nth <= len(exercise.options) - 2 else 0.0
    if exercise.kind == "both":
        # one wrong name at most is planted, with these codes; the other codes bear the right name
        right = [one for one in tries[:nth] if one not in ("another", "not-excluded")]
        return CHOICES[tries[0] not in right] * CREDIT[len(right) - 1]
    return CREDIT[min(nth, len(CREDIT)) - 1]


def hand_in(folder, planned):
    """Write one file per student into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for student, codes in planned.items():
        path = folder / f"hhlab-answers-{student}.json"
        path.write_text(json.dumps(answers(student, codes), ensure_ascii=False), encoding="utf-8")
