"""Worked solutions: every exercise with a student's own numbers, the answer, and how one gets there.

.venv/bin/python teacher/worked.py ada            the whole course
.venv/bin/python teacher/worked.py ada L06 L07    two lessons
"""

import sys

from solutions import solutions

from hhlab.exercises.bank import exercises
from hhlab.exercises.judging import judge
from hhlab.exercises.variants import course, variant


def worked(student, lessons=()):
    """Give (id, question, answer, verdict's code, method) for each exercise of a student."""
    for exercise_id, exercise in exercises().items():
        if lessons and exercise_id.split(".")[0] not in lessons:
            continue
        given = variant(exercise, student, course())
        solution = solutions()[exercise_id]
        answer = solution.right(**given)
        yield (
            exercise_id,
            exercise.asked(given),
            answer,
            judge(exercise_id, given, answer).code,
            solution.method,
        )


def main(arguments):
    """Print the worked solutions of the student named first."""
    if not arguments:
        print(__doc__)
        return 2
    student, *lessons = arguments
    unknown = set(lessons) - {exercise_id.split(".")[0] for exercise_id in exercises()}
    if unknown:
        print(
            f"No lesson with exercises is called {', '.join(sorted(unknown))}; they are called L01, L02, ..."
        )
        return 2
    for exercise_id, question, answer, code, method in worked(student, lessons):
        shown = f"{answer:.5g} {exercises()[exercise_id].unit}" if isinstance(answer, float) else answer
        print(f"{exercise_id}\n  {question}\n  {shown}  [{code}]\n  {method}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
