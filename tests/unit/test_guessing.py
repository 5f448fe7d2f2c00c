"""What guessing earns is what guessing should earn: at most 15 % of all marks, by each of three ways.

So it is in a course without settings of its own. All options are among the answers of each way.

HHLAB_GUESSERS=12 plays it with twelve students.
"""

import os

import guessing
import pytest

from hhlab.exercises.bank import exercises
from hhlab.exercises.policy import Judged, outcome, points
from hhlab.exercises.settings import Course

STUDENTS = [f"guesser-{i}" for i in range(int(os.environ.get("HHLAB_GUESSERS", "1")))]
MOST = 0.15


@pytest.fixture(scope="module")
def earned():
    """Give by way, student and exercise what the answers earn, by the real judge."""
    found = {}
    for way, answers_of in guessing.STRATEGIES.items():
        for student in STUDENTS:
            for name in exercises():
                found[way, student, name] = _earned(name, student, answers_of(name, student), Course())
    return found


def _earned(name, student, answers, course):
    exercise = exercises()[name]
    if exercise.check is None or not answers:
        return 0.0  # a key or a reader marks the last answer alone
    given = guessing.given_to(name, student)
    codes = [guessing.judged(name, given, answer) for answer in answers]
    tries = [
        Judged(answer, None, code, exercise.credit.get(code, 0.0))
        for answer, code in zip(answers, codes, strict=True)
    ]
    return outcome(exercise, tries, course, points(course, name)).earned or 0.0


@pytest.mark.parametrize("way", guessing.STRATEGIES)
def test_guessing_earns_a_seventh_at_most(way, earned, capsys):
    every = len(STUDENTS) * sum(points(Course(), name) for name in exercises())
    share = sum(marks for (one, _, _), marks in earned.items() if one == way) / every
    with capsys.disabled():
        print(f"\n{way}: {share:.1%} of all marks")
    assert 0 < share <= MOST


def test_without_the_policy_it_would_earn_most_of_them(earned):
    # the search finds nearly every number: the policy, and no weakness of the guesser, keeps it low
    student, course = STUDENTS[0], Course(credit=(1.0,), choices=(1.0,))
    numbers = [name for name in exercises() if exercises()[name].kind == "number"]
    found = sum(
        _earned(name, student, guessing.search(name, student), course) / points(course, name)
        for name in numbers
    )
    assert found > 0.8 * len(numbers)
