"""Students who know nothing and try: 200 blind values, a search by "too low" and "too high", every option."""

import random
from functools import cache

from hhlab.exercises.bank import exercises
from hhlab.exercises.judging import judge
from hhlab.exercises.variants import order, variant

MOST = 200
DECADES = (-5.0, 5.0)


def judged(exercise_id, given, answer):
    """Give the code of an answer, by the real judge."""
    return _code(exercise_id, tuple(given.items()), answer)


@cache
def _code(exercise_id, given, answer):
    return judge(exercise_id, dict(given), answer).code


def given_to(exercise_id, student):
    return variant(exercises()[exercise_id], student, "hhlab")


def values(student, decades=DECADES):
    """Give 200 numbers over some decades, in an order of the student's own."""
    low, high = decades
    found = [10 ** (low + (high - low) * (i + 0.5) / MOST) for i in range(MOST)]
    random.Random(student).shuffle(found)
    return found


def blind(exercise_id, student, decades=DECADES):
    """Give 200 answers that have nothing to do with the question; of options, all of them."""
    exercise = exercises()[exercise_id]
    names, numbers = order(exercise, student, "hhlab"), values(student, decades)
    if exercise.kind == "choice":
        return names
    if exercise.kind == "both":
        pairs = [f"{name} {number!r}" for name in names for number in numbers[: MOST // len(names)]]
        return [*names, *pairs][:MOST]
    if exercise.kind == "measured":
        return [f"{number!r} ± {number / 10!r}" for number in numbers]
    return numbers if exercise.kind == "number" else []


def blind_nearby(exercise_id, student):
    """Give 200 numbers of the sizes that occur most."""
    return blind(exercise_id, student, (-1.5, 2.5))


def search(exercise_id, student):
    """Give the answers of somebody who halves ten decades by what the card says, and tries every option."""
    exercise = exercises()[exercise_id]
    if exercise.kind not in ("number", "both", "measured"):
        return blind(exercise_id, student)
    tried = []
    for name in order(exercise, student, "hhlab") or [""]:
        # the name alone, before its numbers
        tried += [name] if name else []
        tried += _halved(exercise, student, name)
    return tried[:MOST]


def _halved(exercise, student, name):
    (low, high), tried, given = DECADES, [], given_to(exercise.id, student)
    while high - low > 0.003:
        middle = 10 ** ((low + high) / 2)
        answer = f"{name} {middle!r}" if name else middle
        tried.append(f"{middle!r} ± {middle / 10!r}" if exercise.kind == "measured" else answer)
        code = judged(exercise.id, given, tried[-1])
        if code == "right" or (name and code == "another"):
            break
        if code == "high":
            high = (low + high) / 2
        elif code == "low":
            low = (low + high) / 2
        else:
            # a mistake with a name: a step aside lets the card say on which side it lies
            low += 0.02 * (high - low)
    return tried


STRATEGIES = {"blind": blind, "blind, nearby": blind_nearby, "search": search}
