"""Answers as data: one JSON file per student, which holds answers and never marks.

A change is on the disk before it counts: the new file is written beside the old one and takes its place in
one step, so that a kernel killed at any moment leaves a whole file.
"""

import json
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import quote

from .students import work_folder
from .whole import alone, told, write_whole

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
        work = json.loads(path.read_text(encoding="utf-8"))
        if work["schema"] == SCHEMA and isinstance(work["exercises"], dict):
            return work
        newer = isinstance(work["schema"], int) and work["schema"] > SCHEMA
    except FileNotFoundError:
        return {"schema": SCHEMA, "course": course, "student": student, "exercises": {}}
    except (ValueError, TypeError, KeyError):
        newer = False
    if newer:
        raise ValueError(
            f"Nothing is kept here: {path.name} was written by a newer hhlab, and is left as it is. Go on in "
            "the lab of that version."
        )
    raise ValueError(
        f"Nothing is kept here: {path.name} does not hold answers of this hhlab. Rename it to start anew."
    )


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
    ValueError, NotKept
        The file cannot be read as answers, or cannot be written; it is then as it was.
    """
    with _changed(student, course, version) as work:
        one = _work_on(work, exercise_id, given)
        if others := [other for other in _variants(work, exercise_id) if other["given"] != given]:
            one["others"] = others
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
    ValueError, NotKept
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
    # answers to another variant, of another course or an older version, are answers to another question
    new = {"given": given, "answers": [], "attempts": 0, "prediction": None, "hints": 0}
    return next((one for one in _variants(work, exercise_id) if one["given"] == given), new)


def _variants(work, exercise_id):
    """Give the work on each variant of an exercise that was ever answered: the last one, then the others."""
    one = work["exercises"].get(exercise_id)
    if not isinstance(one, dict):
        return []
    last = {name: one[name] for name in one if name != "others"}
    return [other for other in (last, *one.get("others", ())) if "given" in other]


@contextmanager
def _changed(student, course, version):
    """Give a student's work to be changed, by one kernel at a time; keep it or say that it is not kept."""
    folder = work_folder() / ".hhlab"
    with told(f"This was NOT kept in {path_of(student).name}"):
        folder.mkdir(parents=True, exist_ok=True)
        with alone(folder / "answers.lock"):
            work = load(student, course)
            yield work
            work |= {"course": course, "hhlab": version}
            text = json.dumps(work, ensure_ascii=False, indent=1) + "\n"
            write_whole(path_of(student), text.encode("utf-8", "backslashreplace"))
