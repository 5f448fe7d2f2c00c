"""The numbers of the report as tables for a spreadsheet: a row for each exercise, a row for each student."""

from .overview import SIDES, SLIPS
from .scores import out_of

OF_EXERCISES = (
    *("exercise", "title", "students", "handed in", "tried", "right at first", "right in the end"),
    *("right at first, of 100 who tried", "right in the end, of 100 who tried"),
    *("stuck", "hints", "unread", "marks on average", "out of"),
    *("too low", "too high", "slips", "misconceptions", "predicted first (right afterwards)"),
)
OF_STUDENTS = (
    *("id", "name", "handed in", "tried", "right at first", "right in the end", "first-try rate"),
    *("tries", "hints", "stuck at", "unread", "marks", "out of", "last activity"),
)


def rows_of_exercises(about, marked):
    """Give the rows of report.csv, the head first; an average of nothing is empty."""
    yield OF_EXERCISES
    for one in about.exercises:
        exercise, marks = one.exercise, one.marks.values()
        judged = len(one.judged)
        first, end = ([100 * len(who) / judged] if judged else [""] for who in (one.first, one.end))
        yield [
            *(exercise.id, exercise.title, about.of, about.handed_in),
            *(len(who) if judged or who is one.tried else "" for who in (one.tried, one.first, one.end)),
            *(round(x, 1) if x != "" else "" for x in (*first, *end)),
            *(len(one.stuck), one.hints, len(one.waiting)),
            round(sum(marks) / len(marks), 3) if marks else "",
            out_of([exercise.id], marked),
            *(len(one.wrong.get(side, ())) for side in SIDES),
            _counted(exercise, {code: one.wrong[code] for code in SLIPS if code in one.wrong}),
            _counted(exercise, one.misconceptions),
            "; ".join(
                f"{text} {len(who)} ({len({*who} & {*one.end})})" for text, who in one.predictions.items()
            ),
        ]


def rows_of_students(about):
    """Give the rows of students.csv, the head first; who handed in nothing has empty cells."""
    yield OF_STUDENTS
    for person, one in about.students:
        if one is None:
            yield [person.id, person.name, "no", *[""] * (len(OF_STUDENTS) - 3)]
            continue
        yield [
            *(person.id, person.name, "yes", one.tried, one.first, one.right),
            "" if one.first_rate is None else round(one.first_rate, 3),
            *(one.tries, one.hints, " ".join(one.stuck), one.waiting, round(one.marks, 4), one.of),
            f"{one.last.astimezone(about.now.tzinfo):%Y-%m-%d %H:%M}" if one.last else "",
        ]


def _counted(exercise, found):
    return "; ".join(f"{exercise.named(code)} {len(who)}" for code, who in found.items())
