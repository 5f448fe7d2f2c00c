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


def values(student):
    """Give 200 numbers over ten decades, in an order of the student's own."""
    low, high = DECADES
    found = [10 ** (low + (high - low) * (i + 0.5) / MOST) for i in range(MOST)]
    random.Random(student).shuffle(found)
    return found


def blind(exercise_id, student):
    """Give 200 answers that have nothing to do with the question; of options, all of them."""
    exercise = exercises()[exercise_id]
    if exercise.kind == "text":
        return []
    names = order(exercise, student, "hhlab")
    if exercise.kind == "choice":
        return names
    if exercise.kind == "both":
        numbers = values(student)[: MOST // len(names)]
        return [*names, *(f"{name} {number!r}" for name in names for number in numbers)][:MOST]
    return values(student)


def search(exercise_id, student):
    """Give the answers of somebody who halves ten decades by what the card says, and tries every option."""
    exercise = exercises()[exercise_id]
    names = order(exercise, student, "hhlab")
    if exercise.kind in ("choice", "text"):
        return names
    given, tried = given_to(exercise_id, student), []
    for name in names or [""]:
        low, high = DECADES
        for _ in range(MOST // max(1, len(names))):
            answer = 10 ** ((low + high) / 2)
            tried.append(f"{name} {answer!r}" if name else answer)
            code = judged(exercise_id, given, tried[-1])
            if code == "right":
                return tried
            if high - low < 0.003 or (name and code == "another"):
                break
            if code == "low":
                low = (low + high) / 2
            elif code == "high":
                high = (low + high) / 2
            else:
                # a mistake with a name: a step aside says on which side it lies
                low, high = low + 0.02 * (high - low), high
    return tried


STRATEGIES = {"blind": blind, "search": search}
