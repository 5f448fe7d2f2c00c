"""From the bytes of one file to a student's work, or to the reason why it is none."""

import json
from dataclasses import dataclass

from ..exercises.bank import exercises
from ..exercises.judging import MAX_TEXT
from ..exercises.store import MAX_ATTEMPTS, SCHEMA
from ..exercises.students import MAX_LETTERS
from ..exercises.variants import variant


class OtherCourse(ValueError):
    """A file of answers, for the course named by ``course``."""

    def __init__(self, student, course, asked):
        super().__init__(f"of {student!r}, for the course {course!r}, not {asked!r}")
        self.course = course


@dataclass(frozen=True)
class Work:
    """One student's answers, oldest first, by exercise; and what was left out, with the reason."""

    student: str
    source: str
    answers: dict
    left_out: tuple


def read(found, course):
    """Give the Work in a file.

    Raises
    ------
    ValueError
        It is none, or an OtherCourse; the message says why.
    """
    held = _parsed(found.data)
    if not isinstance(held, dict) or not isinstance(held.get("exercises"), dict):
        raise ValueError("JSON, but not a file of answers")
    student = held.get("student")
    if not isinstance(student, str) or not student.strip() or len(student) > MAX_LETTERS:
        raise ValueError("it names no student")
    if held.get("schema") != SCHEMA:
        raise ValueError(f"of {student!r}, in schema {str(held.get('schema'))[:20]!r}; this is {SCHEMA}")
    if held.get("course") != course:
        raise OtherCourse(student, str(held.get("course"))[:60], course)
    answers, left_out = {}, []
    for exercise_id, one in held["exercises"].items():
        try:
            answers[exercise_id] = _answers(exercise_id, one, student, course)
        except ValueError as problem:
            left_out.append((str(exercise_id)[:60], str(problem)))
    return Work(student, found.name, answers, tuple(left_out))


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


def _answers(exercise_id, one, student, course):
    """Give the answers to one exercise, if they belong to this student's variant."""
    if exercise_id not in exercises():
        raise ValueError("no such exercise")
    if not isinstance(one, dict) or not isinstance(one.get("answers"), list):
        raise ValueError("no list of answers")
    if one["answers"] and one.get("given") != variant(exercises()[exercise_id], student, course):
        raise ValueError("answers to a variant that is not this student's")
    if len(one["answers"]) > MAX_ATTEMPTS:
        raise ValueError(f"more than {MAX_ATTEMPTS} answers, which no card keeps")
    return tuple(_answer(entry) for entry in one["answers"])


def _answer(entry):
    answer = entry.get("answer", entry) if isinstance(entry, dict) else entry
    if (answer is not None and not isinstance(answer, (str, int, float))) or isinstance(answer, bool):
        raise ValueError(f"an answer that is neither number nor text ({type(answer).__name__})")
    if isinstance(answer, str) and len(answer) > MAX_TEXT:
        raise ValueError(f"an answer longer than {MAX_TEXT} characters")
    if isinstance(answer, int):
        try:
            return float(answer)
        except OverflowError:
            raise ValueError("a number of too many digits") from None
    return answer
