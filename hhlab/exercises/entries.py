"""What a file of answers holds: entries, which are only ever added, and how the entries of two files are one.

Schema 2. What an hhlab of schema 1 wrote is read as if it had written entries.
"""

import json
import secrets
from datetime import UTC, datetime
from hashlib import sha256

from . import variants
from .bank import find

SCHEMA = 2
KINDS = {"answers": "answer", "predictions": "prediction", "hints": "rung"}


def entry(student, course, given, version, content):
    """Give a new entry: who did what when, to which variant."""
    about = {"course": course, "student": student, "given": given, "hhlab": version}
    return {"id": secrets.token_hex(8), "time": now()} | about | content


def now():
    """Give this second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def beginning(student):
    """Give the work of who has done nothing yet."""
    return {"schema": SCHEMA, "student": student, "exercises": {}, "predictions": {}}


def read(work):
    """Give what a file holds, of either schema, in schema 2.

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        It holds no answers.
    """
    if work["schema"] == 1:
        work = _of_schema_1(work)
    if work["schema"] != SCHEMA:
        raise ValueError(f"The schema is {work['schema']!r}.")
    for one in work["exercises"].values():
        for kind in KINDS:
            if not all(isinstance(each["id"], str) for each in one.setdefault(kind, [])):
                raise TypeError("An entry has no name.")
    predictions = work.get("predictions")
    known = predictions.items() if isinstance(predictions, dict) else ()
    return work | {"predictions": {name: one for name, one in known if isinstance(one, dict)}}


def unite(work, other):
    """Add to a student's work what another file holds besides; nothing of either is lost."""
    for exercise_id, theirs in other["exercises"].items():
        one = work["exercises"].setdefault(exercise_id, {kind: [] for kind in KINDS})
        for kind in KINDS:
            known = {each["id"] for each in one[kind]}
            if new := [each for each in theirs[kind] if each["id"] not in known]:
                one[kind] = sorted([*one[kind], *new], key=lambda each: each.get("time") or "")
    work["predictions"] = other["predictions"] | work["predictions"]


def has_all(work, other):
    """Whether a student's work has all that another file holds."""
    known = {each["id"] for one in work["exercises"].values() for kind in KINDS for each in one[kind]}
    asked = {each["id"] for one in other["exercises"].values() for kind in KINDS for each in one[kind]}
    return asked <= known and other["predictions"].items() <= work["predictions"].items()


def _of_schema_1(work):
    exercises = {}
    for exercise_id, one in work["exercises"].items():
        lists = exercises[exercise_id] = {kind: [] for kind in KINDS}
        for part in _parts(one):
            course = _course_of(exercise_id, part["given"], work)
            about = {"course": course, "student": work["student"], "given": part["given"]}
            about["hhlab"] = work.get("hhlab")
            for kind, content, time in _contents(part):
                each = {"time": time} | about | content
                lists[kind].append({"id": _digest(exercise_id, each, lists[kind])} | each)
        for kind in KINDS:
            lists[kind].sort(key=lambda each: each["time"] or "")
    return work | {"schema": SCHEMA, "exercises": exercises}


def _parts(one):
    """Give the work on each variant that was ever answered."""
    if not isinstance(one, dict):
        return []
    return [part for part in (*one.get("others", ()), one) if "given" in part]


def _contents(part):
    times = [given.get("time") for given in part["answers"] if isinstance(given, dict)]
    first = min(filter(None, times), default=None)
    for given in part["answers"]:
        held = given if isinstance(given, dict) else {"answer": given}
        yield "answers", {"answer": held["answer"]}, held.get("time")
    if part.get("prediction") is not None:
        # it came before the first answer; when, the file does not say
        yield "predictions", {"prediction": part["prediction"]}, first
    # which hints they were, the file does not say
    for number in range(min(int(part.get("hints") or 0), 200)):
        yield "hints", {"rung": f":{number}"}, first


def _course_of(exercise_id, given, work):
    """Give the course in which a variant was shown: a file of schema 1 names the last one alone."""
    named = work.get("course") or "hhlab"
    for course in (named, variants.course(), "hhlab"):
        try:
            if variants.variant(find(exercise_id), work["student"], course) == given:
                return course
        except ValueError:
            break
    return named


def _digest(exercise_id, each, others):
    """Give an entry of schema 1 the name that it has in every copy of its file."""
    told = {name: each[name] for name in each if name in ("time", "given", *KINDS.values())}
    before = sum(all(other.get(name) == told[name] for name in told) for other in others)
    text = json.dumps([exercise_id, told, before], sort_keys=True)
    return sha256(text.encode()).hexdigest()[:16]
