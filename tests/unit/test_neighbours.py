"""What a neighbour's right answer is worth: how often it is right for another student's variant too."""

import itertools

import pytest
from solutions import solutions

from hhlab.exercises.bank import exercises
from hhlab.exercises.judging import judge
from hhlab.exercises.variants import variant

BANK, SOLUTIONS = exercises(), solutions()
MOST = 0.34  # of all pairs of students
STUDENTS = 40
MORE = {
    "L09.stop": 0.6,  # any of many moments is right
    "L10.tea-width": 0.4,  # a tenth of the channels widens a spike by little more than may be off
}


def share_right(exercise_id, students=STUDENTS):
    """Give how often, among pairs of students, the right answer of one is right for the other."""
    exercise = BANK[exercise_id]
    given = [variant(exercise, f"student-{i}", "hhlab") for i in range(students)]
    answers = [SOLUTIONS[exercise_id].planted("right", one, exercise.unit) for one in given]
    pairs = itertools.permutations(range(students), 2)
    right = [judge(exercise_id, given[i], answers[j]).code == "right" for i, j in pairs]
    return sum(right) / len(right)


@pytest.mark.parametrize(
    "exercise_id", [one.id for one in BANK.values() if one.kind in ("number", "measured") and one.check]
)
def test_a_neighbours_number_is_seldom_right(exercise_id):
    assert share_right(exercise_id) <= MORE.get(exercise_id, MOST)
