"""One work per student of the class; everything else is listed, nothing is guessed."""

import shlex
from collections import Counter
from dataclasses import dataclass, field

from ..exercises.students import GUEST
from .files import OTHER_FILE, handed_in
from .work import OtherCourse, read


@dataclass
class Collected:
    """Works by student, and irregularities as (file or student, what is wrong).

    ``strangers`` are the ids of files that are not on the roster, ``courses`` those of files for another one.
    """

    works: dict = field(default_factory=dict)
    irregular: list = field(default_factory=list)
    strangers: list = field(default_factory=list)
    courses: list = field(default_factory=list)

    def why_nobody(self, roster, course):
        """Give the reason why no file that was handed in counts, and the likely repair."""
        if self.courses:
            usual = Counter(self.courses).most_common(1)[0][0]
            return (
                f"{len(self.courses)} files are for another course than {course!r}. Did you mean "
                f"--course {shlex.quote(usual)}?"
            )
        if self.strangers and roster:
            there, here = (", ".join(map(repr, list(ids)[:2])) for ids in (roster, self.strangers))
            return (
                f"the roster's ids match none of {len(self.strangers)} files. In the roster: {there}; "
                f"in the files: {here}"
            )
        if self.strangers:
            return f"{len(self.strangers)} files are of {GUEST!r}, who never signed in"
        return "no file of answers is in order; see above"


def collect(path, roster, course):
    """Give what a class handed in.

    Parameters
    ----------
    path : path
        A folder or a zip.
    roster : dict of str to Student, or None
        With None, everyone who handed in is in the class.
    course : str

    Raises
    ------
    FileNotFoundError, ValueError
        There is nothing at `path`, or no file of answers in it.
    """
    found, by_student = Collected(), {}
    for file in handed_in(path):
        problem = file.problem
        if not problem:
            try:
                work = read(file, course)
            except OtherCourse as error:
                problem = str(error)
                found.courses.append(error.course)
            except ValueError as error:
                problem = str(error)
        if problem:
            found.irregular.append((file.name, problem))
        elif work.student == GUEST or (roster is not None and work.student not in roster):
            found.irregular.append((file.name, f"{work.student!r} is not on the roster"))
            found.strangers.append(work.student)
        else:
            by_student.setdefault(work.student, []).append(work)
    if not by_student and all(what.startswith(OTHER_FILE) for _, what in found.irregular):
        raise ValueError(f"There is no file of answers, hhlab-answers-ID.json, in {path}.")
    for student, works in by_student.items():
        _add(found, student, works)
    for student in roster or ():
        if student not in by_student:
            found.irregular.append((student, "nothing handed in"))
    return found


def _add(found, student, works):
    """Take a student's work, if there is one or the others are earlier states of it."""
    works.sort(key=lambda work: sum(map(len, work.answers.values())))
    *earlier, latest = works
    if any(not _continues(latest, work) for work in earlier):
        names = ", ".join(work.source for work in works)
        found.irregular.append(
            (student, f"several files that contradict each other, none is marked: {names}")
        )
        return
    for work in earlier:
        found.irregular.append((work.source, f"an earlier state, or a copy, of {latest.source}"))
    for exercise_id, problem in latest.left_out:
        found.irregular.append((latest.source, f"{exercise_id}: {problem}"))
    found.works[student] = latest


def _continues(latest, earlier):
    return all(
        latest.answers.get(exercise_id, ())[: len(answers)] == answers
        for exercise_id, answers in earlier.answers.items()
    ) and set(earlier.left_out) <= set(latest.left_out)
