"""What each student of the class has handed in, from all of his files; what is not in order is listed."""

import shlex
from collections import Counter
from dataclasses import dataclass, field

from ..exercises.students import GUEST, normalised
from .copies import copied
from .files import OTHER_FILE, handed_in
from .histories import Handed, united
from .junk import told
from .people import People
from .work import OtherCourse, read


@dataclass
class Collected:
    """What was handed in by student, and irregularities as (file or student, what is wrong).

    ``strangers`` are the ids of files that are not on the roster, ``uploaders`` who handed these in,
    ``courses`` those of files for another one.
    """

    works: dict[str, Handed] = field(default_factory=dict)
    irregular: list = field(default_factory=list)
    strangers: list = field(default_factory=list)
    uploaders: list = field(default_factory=list)
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
    course : Course

    Raises
    ------
    FileNotFoundError, ValueError
        There is nothing at `path`, or no file of answers in it.
    """
    found, people, by_student, junk = Collected(), People(roster, course.aliases), {}, []
    for file in handed_in(path):
        try:
            if file.problem:
                raise ValueError(file.problem)
            work = read(file, course)
        except ValueError as error:
            junk.append((file, str(error)))
            if isinstance(error, OtherCourse):
                found.courses.append(error.course)
            continue
        student = _whose(work, people, found)
        if student is not None:
            by_student.setdefault(student, []).append(work)
    found.irregular += told(junk)
    if not by_student and not found.strangers and all(what.startswith(OTHER_FILE) for _, what in junk):
        raise ValueError(f"There is no file of answers, hhlab-answers-ID.json, in {path}.")
    uploads = {}
    for student, works in by_student.items():
        for work in works:
            uploads.setdefault(work.uploader, set()).add(student)
    for student, works in by_student.items():
        found.works[student] = united(student, works, people, uploads, found.irregular)
        for work in works:
            _tell_of(work, course, found.irregular)
    found.irregular += copied(found.works)
    # of whom something is listed already, it is not said once more that nothing is there
    uploaders = [*(file.uploader for file, _ in junk), *uploads, *found.uploaders]
    known = {*by_student, *map(people.uploader, uploaders)}
    for student in roster or ():
        if student not in known:
            found.irregular.append((student, "nothing handed in"))
    return found


def _whose(work, people, found):
    """Give whose a file is, or say that it is nobody's."""
    student, uploader = people.whose(work.student), people.uploader(work.uploader)
    is_guest = people.key(work.student) == GUEST
    if is_guest and uploader:
        found.irregular.append((work.source, f"of {GUEST!r}; it counts for {uploader!r}, who uploaded it"))
        return uploader
    if student is None:
        found.irregular.append((work.source, _stranger(work, people, uploader)))
        found.strangers.append(work.student)
        found.uploaders.append(work.uploader)
    return student


def _stranger(work, people, uploader):
    said = f"{work.student!r} is not on the roster"
    if people.key(work.student) == GUEST:
        return f"{said}: whoever answered never signed in{_by(work)}"
    likely = uploader or people.near(work.student)
    if likely is None:
        return f"{said}{_by(work)}"
    line = f'"{normalised(work.student)}" = "{likely}"'
    return f"{said}{_by(work)}; if it is {likely!r}, write {line} below [aliases] into course.toml"


def _by(work):
    return f"; uploaded by {str(work.uploader)!r}" if work.uploader else ""


def _tell_of(work, course, irregular):
    """Say what in a file does not count, each reason once."""
    by_reason = {}
    for exercise_id, problem in work.left_out:
        by_reason.setdefault(problem, []).append(exercise_id)
    for problem, ids in by_reason.items():
        more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
        irregular.append((work.source, f"{', '.join(ids[:3])}{more}: {problem}"))
    for other, count in work.elsewhere.items():
        said = f"{count} answers are for the course {other!r}, not {course.name!r}, and do not count"
        irregular.append((work.source, f'{said}; if they should, write also = ["{other}"] into course.toml'))
    if work.misnamed:
        said = f"the file names the course {work.misnamed!r}; what has the numbers of {course.name!r} counts"
        irregular.append((work.source, said))
