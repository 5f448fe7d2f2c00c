"""From the bytes of one file to a student's work, or to the reason why it is none."""

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256

from ..exercises.bank import exercises
from ..exercises.judging import MAX_TEXT
from ..exercises.settings import USUAL_NAME
from ..exercises.store import MAX_ATTEMPTS
from ..exercises.students import MAX_LETTERS, normalised
from ..exercises.variants import variant

SCHEMA = 2  # and 1, which is read for ever
KINDS = {"answers": "answer", "predictions": "prediction", "hints": "rung"}


class OtherCourse(ValueError):
    """A file of answers, for the course named by ``course`` alone."""

    def __init__(self, student, course, asked):
        super().__init__(f"of {student!r}, for the course {course!r}, not {asked!r}")
        self.course = course


class NotTheirs(ValueError):
    """An entry, called ``id``, with numbers that are not its student's."""

    def __init__(self, name):
        super().__init__("answers to a variant that is not this student's")
        self.id = name


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that a student did: what, when, as whom, with which numbers."""

    id: str
    time: datetime | None
    course: str
    student: str
    given: tuple
    value: float | str | None


@dataclass(frozen=True)
class Work:
    """What one file holds, oldest first, by exercise.

    Parameters
    ----------
    student : str
        The id in the file, as it stands there.
    source, uploader : str
        The name of the file, and who handed it in, where an LMS says so.
    answers, predictions, hints : dict of str to tuple of Entry
    left_out : tuple of (str, str)
        Exercise and reason of what is not in order.
    elsewhere : Counter of str
        How many answers are for other courses.
    rejected : tuple of str
        Entries with numbers that are not this student's.
    misnamed : str
        The other course that an old file names, though it has answers to numbers of this one.
    """

    student: str
    source: str
    uploader: str = ""
    answers: dict = field(default_factory=dict)
    predictions: dict = field(default_factory=dict)
    hints: dict = field(default_factory=dict)
    left_out: tuple = ()
    elsewhere: Counter = field(default_factory=Counter)
    rejected: tuple = ()
    misnamed: str = ""


def read(found, course):
    """Give the Work in a file.

    Parameters
    ----------
    found : Found
    course : Course

    Raises
    ------
    ValueError
        It is none, or an OtherCourse; the message says why.
    """
    held = _parsed(found.data)
    if not isinstance(held, dict) or not isinstance(held.get("exercises"), dict):
        raise ValueError("JSON, but not a file of answers")
    student, schema = held.get("student"), held.get("schema")
    if not isinstance(student, str) or not student.strip() or len(student) > MAX_LETTERS:
        raise ValueError("it names no student")
    if schema not in (1, SCHEMA) or isinstance(schema, bool):
        newer = isinstance(schema, int) and schema > SCHEMA
        who = "; a newer hhlab wrote it: mark with that one" if newer else ""
        raise ValueError(f"of {student!r}, in schema {str(schema)[:20]!r}; this is {SCHEMA}{who}")
    lists, problems = {kind: {} for kind in KINDS}, []
    for exercise_id, one in held["exercises"].items():
        try:
            for kind, entry in _entries(exercise_id, one, held, course, problems):
                lists[kind].setdefault(exercise_id, []).append(entry)
        except ValueError as problem:
            problems.append((exercise_id, problem))
    return _of_this_course(Work(student, found.name, found.uploader), lists, problems, held, course)


def _of_this_course(work, lists, problems, held, course):
    """Give the work with what belongs to this course; what belongs to another one is counted."""
    named = str(held.get("course") or USUAL_NAME)[:MAX_LETTERS]
    ours = {course.name, *course.also}
    every = [one for by_exercise in lists.values() for each in by_exercise.values() for one in each]
    if named in ours or any(one.course in ours for one in every):
        ours.add("")  # an old file that holds something of this course, and does not say what
    elsewhere, found = Counter(), {}
    for kind, by_exercise in lists.items():
        here = {name: tuple(one for one in each if one.course in ours) for name, each in by_exercise.items()}
        found[kind] = {name: each for name, each in here.items() if each}
    for each in lists["answers"].values():
        elsewhere.update(one.course or named for one in each if one.course not in ours)
    if not found["answers"] and (elsewhere or (not every and named not in ours)):
        raise OtherCourse(work.student, max(elsewhere, key=elsewhere.get, default=named), course.name)
    misnamed = named if held["schema"] == 1 and named not in ours and found["answers"] else ""
    left_out = tuple(dict.fromkeys((str(name)[:60], str(problem)) for name, problem in problems))
    rejected = tuple(str(problem.id) for _, problem in problems if isinstance(problem, NotTheirs))
    work = replace(work, left_out=left_out, rejected=rejected, misnamed=misnamed)
    return replace(work, elsewhere=elsewhere, **found)


def _entries(exercise_id, one, held, course, problems):
    """Give (kind, Entry) of what is in order in the work on one exercise; what is not goes to `problems`."""
    if exercise_id not in exercises():
        raise ValueError("no such exercise")
    if not isinstance(one, dict) or not isinstance(one.get("answers"), list):
        raise ValueError("no list of answers")
    if len(one["answers"]) > MAX_ATTEMPTS:
        raise ValueError(f"more than {MAX_ATTEMPTS} answers, which no card keeps")
    for kind, raw in _of_schema_1(exercise_id, one, held) if held["schema"] == 1 else _of_schema_2(one):
        try:
            yield kind, _entry(exercise_id, kind, raw, held, course)
        except ValueError as problem:
            problems.append((exercise_id, problem))


def _of_schema_2(one):
    for kind in KINDS:
        entries = one.get(kind, [])
        for raw in entries if isinstance(entries, list) else ():
            if not isinstance(raw, dict):
                raise ValueError("an entry that is none")
            yield kind, raw


def _of_schema_1(exercise_id, one, held):
    """Give what an older hhlab kept as entries, under the names that they have in every copy of the file."""
    seen = Counter()
    others = one.get("others", [])
    for part in [*(others if isinstance(others, list) else ()), one]:
        if not isinstance(part, dict) or not isinstance(part.get("answers"), list):
            raise ValueError("no list of answers")
        for kind, value, time in _contents(part):
            told = {"time": time, "given": part.get("given"), KINDS[kind]: value}
            text = json.dumps(told, sort_keys=True)
            name = json.dumps([exercise_id, told, seen[kind, text]], sort_keys=True)
            seen[kind, text] += 1
            yield kind, told | {"id": sha256(name.encode()).hexdigest()[:16], "student": held["student"]}


def _contents(part):
    answers = [one if isinstance(one, dict) else {"answer": one} for one in part["answers"]]
    first = min((one["time"] for one in answers if isinstance(one.get("time"), str)), default=None)
    for one in answers:
        yield "answers", one.get("answer"), one.get("time")
    if part.get("prediction") is not None:
        # it came before the first answer; when, the file does not say
        yield "predictions", part["prediction"], first
    hints = part.get("hints")
    for number in range(min(hints, MAX_ATTEMPTS) if isinstance(hints, int) else 0):
        # which hints they were, the file does not say
        yield "hints", f":{number}", first


def _entry(exercise_id, kind, raw, held, course):
    """Give an entry, if its numbers are those of its student in its course."""
    if KINDS[kind] not in raw:
        raise ValueError(f"an entry without its {KINDS[kind]}")
    exercise, is_old = exercises()[exercise_id], held["schema"] == 1
    value, student = _value(raw[KINDS[kind]]), raw.get("student", held["student"])
    if not isinstance(student, str) or len(student) > MAX_LETTERS:
        raise ValueError("an entry that names no student")
    # an old file names the course in which it was last written alone
    courses = (held.get("course"), course.name, *course.also, USUAL_NAME)
    for one in dict.fromkeys(courses if is_old else [raw.get("course", held.get("course"))]):
        for spelled in dict.fromkeys((student, normalised(student))):
            given = variant(exercise, spelled, one) if isinstance(one, str) else None
            shown = raw.get("given")
            if given is not None and exercise.is_variant(shown, given):
                return Entry(
                    id=str(raw.get("id", ""))[:64],
                    time=_time(raw.get("time")),
                    course="" if is_old and not given else one[:MAX_LETTERS],
                    student=student,
                    # the numbers that were shown: what an exercise asks for besides by now counts for nobody
                    given=tuple((name, x) for name, x in given.items() if name in shown),
                    value=value,
                )
    raise NotTheirs(raw.get("id"))


def _time(text):
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError):
        return None


def _value(value):
    if (value is not None and not isinstance(value, (str, int, float))) or isinstance(value, bool):
        raise ValueError(f"an answer that is neither number nor text ({type(value).__name__})")
    if isinstance(value, str) and len(value) > MAX_TEXT:
        raise ValueError(f"an answer longer than {MAX_TEXT} characters")
    if isinstance(value, int):
        try:
            return float(value)
        except OverflowError:
            raise ValueError("a number of too many digits") from None
    return value


def _parsed(data):
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refused, object_pairs_hook=_unique)
    except RecursionError:
        raise ValueError("JSON nested too deep") from None
    except UnicodeDecodeError:
        raise ValueError("not a text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON, or cut off ({error.msg} in line {error.lineno})") from None


def _refused(name):
    raise ValueError(f"{name} is not a number")


def _unique(pairs):
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name that occurs twice")
    return found
