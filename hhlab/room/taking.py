"""From what a lab sends to rows: each entry once, under the hub's identity, at this service's time.

Nothing that a lab says of itself is believed: the student is whom the hub names, the time is that of arrival,
and no outcome is read. What is not in order is refused by name, for good.
"""

import json
import re

from sqlalchemy import func, select

from ..exercises.bank import exercises
from ..exercises.judging import MAX_TEXT
from ..exercises.sending import PREDICTED
from ..exercises.store import MAX_ATTEMPTS
from ..exercises.students import normalised
from ..exercises.variants import variant
from .table import added_once, entries

AT_ONCE = 100  # entries in one message
MAX_BYTES = 1_000_000  # of one message
KINDS = ("answers", "predictions", "hints", PREDICTED)
ID = re.compile(r"[0-9a-zA-Z._:-]{1,64}")
NAME = re.compile(r"L\d\d\.[a-z0-9]+(-[a-z0-9]+)*")
MAX_NAME = 80
LARGEST = 10**300
MOST = 10_000  # entries of one student
KEPT, KNOWN = "kept", "had already"


class Refused(ValueError):
    """An entry, or a whole message, that is not in order; the message says why."""


def messages(body):
    """Give the entries of a message.

    Raises
    ------
    Refused
        It is no list of at most ``AT_ONCE`` entries.
    """
    try:
        # what is no number is a text, and refused as an entry, not with all the others
        held = json.loads(body, parse_constant=str)
        sent = held["entries"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise Refused("The message is no JSON with entries.") from None
    if not isinstance(sent, list) or len(sent) > AT_ONCE:
        raise Refused(f"A message holds a list of at most {AT_ONCE} entries.")
    return sent


def take(connection, course, student, sent, time):
    """Keep entries; give by name what became of each: "kept", "had already", or why it is refused."""
    told, own = {}, (entries.c.course == course.name, entries.c.student == student)
    # what one student can fill of the disk
    left = MOST - connection.scalar(select(func.count()).where(*own))
    for raw in sent:
        name = raw.get("id") if isinstance(raw, dict) else None
        try:
            row = _row(raw, course, student)
            told[name] = _kept(connection, row | {"time": time}, left)
            left -= told[name] == KEPT
        except Refused as problem:
            told[str(name)[:64]] = f"refused: {problem}"
    return told


def _kept(connection, row, left):
    one = [entries.c[name] == row[name] for name in ("course", "student", "what", "kind")]
    if left <= 0 or connection.scalar(select(func.count()).where(*one)) >= MAX_ATTEMPTS:
        here = [entries.c[name] == row[name] for name in ("course", "student", "id")]
        if connection.scalar(select(func.count()).where(*here)):
            return KNOWN
        raise Refused(f"{MAX_ATTEMPTS} of these are kept already, or {MOST} of all")
    return KEPT if added_once(connection, entries, row) else KNOWN


def _row(raw, course, student):
    if not isinstance(raw, dict):
        raise Refused("not an entry")
    texts = {name: raw.get(name) for name in ("id", "course", "kind", "what")}
    if not all(isinstance(one, str) for one in texts.values()) or not ID.fullmatch(texts["id"]):
        raise Refused("an entry without a name, a course, a kind or a question")
    if texts["course"] != course.name and texts["course"] not in course.also:
        raise Refused(f"for another course than {course.name!r}")
    if texts["kind"] not in KINDS:
        raise Refused("of no known kind")
    is_card = texts["kind"] != PREDICTED
    given = _given(raw, texts, student) if is_card else _question(raw, texts["what"])
    return {
        "course": course.name,
        "student": student,
        "id": texts["id"],
        "kind": texts["kind"],
        "what": texts["what"],
        "given": json.dumps([texts["course"], given]),
        "value": json.dumps(_value(raw.get("value"))),
        "hhlab": ascii(raw.get("hhlab")).strip("'")[:40],
    }


def _given(raw, texts, student):
    """Give the numbers of the question, if they are those of this student."""
    exercise = exercises().get(texts["what"])
    if exercise is None:
        raise Refused("no such exercise")
    given = raw.get("given")
    if not isinstance(given, dict) or not exercise.is_variant(
        given, variant(exercise, normalised(student), texts["course"])
    ):
        raise Refused("numbers that are not this student's")
    return given


def _question(raw, name):
    question = raw.get("given")
    if len(name) > MAX_NAME or not NAME.fullmatch(name) or not isinstance(question, str):
        raise Refused("no such question")
    return question[:MAX_TEXT]


def _value(value):
    if isinstance(value, bool) or not (value is None or isinstance(value, (str, int, float))):
        raise Refused("neither number nor text")
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise Refused(f"longer than {MAX_TEXT} characters")
    if isinstance(value, (int, float)) and not abs(value) < LARGEST:
        raise Refused("a number of too many digits")
    return value
