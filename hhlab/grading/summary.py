"""What there is to say of a class, in numbers, before it is a page or a table."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from ..exercises.bank import exercises
from .likeness import alike, identical
from .overview import at_exercise, at_student
from .roster import Student
from .scores import by_student


@dataclass(frozen=True)
class Summary:
    """What stands in the report of a class.

    Parameters
    ----------
    course : str
        Its name.
    now : datetime
        When the report was made, by the course's clock.
    has_roster : bool
    exercises : list of AtExercise
        Those that count.
    students : list of (Student, AtStudent or None)
        Those of the roster if there is one, else those who handed in; None for who has handed in nothing.
    texts : dict of str to dict
        By exercise the answers of students that a teacher reads, and those that wait for a key.
    groups : dict of str to list of list of str
        The same students, those with like texts together.
    unchecked : int
    """

    course: str
    now: datetime
    has_roster: bool
    exercises: list
    students: list
    texts: dict = field(default_factory=dict)
    groups: dict = field(default_factory=dict)
    unchecked: int = 0

    @property
    def of(self):
        """How many students there are."""
        return len(self.students)

    @property
    def handed_in(self):
        """How many of them have handed in."""
        return sum(one is not None for _, one in self.students)

    @property
    def mean(self):
        """The mean of the students' shares of the points; None where nothing is marked."""
        shares = [one.share for _, one in self.students if one and one.share is not None]
        return sum(shares) / len(shares) if shares else None

    def likeness(self, exercise_id):
        """Say how much there is to read at an exercise, in words."""
        if exercises()[exercise_id].kind == "choice":
            return "they wait for --key"
        same, groups = identical(self.texts[exercise_id].values()), len(self.groups[exercise_id])
        more = f"; {same} stand there word for word more than once" if same else ""
        return f"{groups} of them unlike each other{more}" if groups > 1 else f"all alike{more}"


def summary(marked, ids, roster=None, course=None):
    """Give the Summary of a class: see :func:`.report.write_report`."""
    here, _ = by_student(marked, roster)
    people = list(roster.values()) if roster else [Student(one) for one in here]
    texts = {one: _answers(marked, one) for one in ids if one in marked.waiting}
    return Summary(
        course=course.name if course else "",
        now=datetime.now(course.timezone if course else UTC),
        has_roster=bool(roster),
        exercises=[at_exercise(marked, one) for one in ids],
        students=[(one, at_student(marked, here.get(one.id, one.id), ids)) for one in people],
        texts=texts,
        groups={one: alike(answers) for one, answers in texts.items()},
        unchecked=marked.unchecked,
    )


def _answers(marked, exercise_id):
    return {student: str(answer) for student, answer in marked.waiting[exercise_id].items()}
