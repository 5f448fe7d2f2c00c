"""Answers as data: one JSON file per student, which holds answers and never marks.

A change is on the disk before it counts: the new file is written beside the old one and takes its place in
one step, so that a kernel killed at any moment leaves a whole file.
"""

import fcntl
import json
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote

from .students import replace, saying_when_full, work_folder

SCHEMA = 1
MAX_ATTEMPTS = 200  # kept for each exercise; what is older goes first
PREFIX = "hhlab-answers-"


def path_of(student):
    """Give the path of a student's file."""
    return work_folder() / f"{PREFIX}{quote(student, safe='@+')}.json"


def load(student, course):
    """Give what is kept of a student's work, or an empty beginning.

    Raises
    ------
    ValueError
        The file is there but cannot be read as answers.
    """
    path = path_of(student)
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {"schema": SCHEMA, "course": course, "student": student, "exercises": {}}
    try:
        work = json.loads(text)
        if work["schema"] == SCHEMA and isinstance(work["exercises"], dict):
            return work
    except (ValueError, TypeError, KeyError):
        pass
    raise ValueError(f"{path.name} does not hold answers of this hhlab. Rename it to start a new one.")


def keep(student, course, exercise_id, given, version, **changes):
    """Keep changes to a student's work on one exercise, and give that work as it now is.

    Parameters
    ----------
    student, course, exercise_id : str
    given : dict
        The variant's values.
    version : str
        Of hhlab.
    **changes
        ``answer=`` adds an attempt; ``prediction=`` and ``hints=`` replace what was there.

    Raises
    ------
    ValueError, OSError
        The file cannot be read as answers, the folder cannot be written to, or the disk is full.
    """
    with saying_when_full(), _alone(student):
        work = load(student, course)
        one = _work_on(work, exercise_id, given)
        if "answer" in changes:
            now = datetime.now(UTC).isoformat(timespec="seconds")
            one["answers"] = [*one["answers"], {"answer": changes.pop("answer"), "time": now}][-MAX_ATTEMPTS:]
            one["attempts"] += 1
        one |= changes
        work["exercises"][exercise_id] = one
        work |= {"course": course, "hhlab": version}
        replace(path_of(student), json.dumps(work, ensure_ascii=False, indent=1) + "\n")
    return one


def kept(student, course, exercise_id, given):
    """Give a student's work on one exercise: answers, attempts, prediction, hints seen."""
    return _work_on(load(student, course), exercise_id, given)


def _work_on(work, exercise_id, given):
    one = work["exercises"].get(exercise_id)
    # answers to another variant, of another course or an older version, are answers to another question
    if not isinstance(one, dict) or one.get("given") != given:
        one = {"given": given, "answers": [], "attempts": 0, "prediction": None, "hints": 0}
    return one


@contextmanager
def _alone(student):
    """Let one kernel at a time change a student's file."""
    folder = work_folder() / ".hhlab"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "answers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
