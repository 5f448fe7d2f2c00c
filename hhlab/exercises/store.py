"""Answers as data: one JSON file per student, which holds answers and never marks.

A change is on the disk before it counts: the new file is written beside the old one and takes its place in
one step, so that a kernel killed at any moment leaves a whole file.
"""

import fcntl
import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote

from .students import work_folder

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
        The file cannot be read as answers, or the folder cannot be written to.
    """
    with _changed(student, course, version) as work:
        one = _work_on(work, exercise_id, given)
        if "answer" in changes:
            one["answers"] = [*one["answers"], {"answer": changes.pop("answer"), "time": _now()}]
            one["answers"] = one["answers"][-MAX_ATTEMPTS:]
            one["attempts"] += 1
        one |= changes
        work["exercises"][exercise_id] = one
    return one


def kept(student, course, exercise_id, given):
    """Give a student's work on one exercise: answers, attempts, prediction, hints seen."""
    return _work_on(load(student, course), exercise_id, given)


def keep_prediction(student, course, prediction_id, question, prediction, version):
    """Keep what a student expects, by the question as it was asked.

    Raises
    ------
    ValueError, OSError
        As :func:`keep`.
    """
    with _changed(student, course, version) as work:
        one = {"question": question, "prediction": prediction, "time": _now()}
        work["predictions"] = _predictions(work) | {prediction_id: one}


def kept_prediction(student, course, prediction_id, question):
    """Give what a student expected, or None: not asked yet, or asked another question."""
    one = _predictions(load(student, course)).get(prediction_id)
    return one.get("prediction") if isinstance(one, dict) and one.get("question") == question else None


def _predictions(work):
    found = work.get("predictions")
    return found if isinstance(found, dict) else {}


def _now():
    return datetime.now(UTC).isoformat(timespec="seconds")


def _work_on(work, exercise_id, given):
    one = work["exercises"].get(exercise_id)
    # answers to another variant, of another course or an older version, are answers to another question
    if not isinstance(one, dict) or one.get("given") != given:
        one = {"given": given, "answers": [], "attempts": 0, "prediction": None, "hints": 0}
    return one


@contextmanager
def _changed(student, course, version):
    """Give a student's work to be changed, and put it on the disk."""
    with _alone():
        work = load(student, course)
        yield work
        work |= {"course": course, "hhlab": version}
        _replace(path_of(student), json.dumps(work, ensure_ascii=False, indent=1) + "\n")


@contextmanager
def _alone():
    """Let one kernel at a time change a student's file."""
    folder = work_folder() / ".hhlab"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "answers.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _replace(path, text):
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
