"""What a student has done so far, lesson by lesson, and the marks for it by the rules of the course."""

from dataclasses import dataclass
from datetime import datetime

from ..workers import worker
from . import bank, policy
from .course import course
from .judging import judge

_verdicts = {}  # of answers, by the names of their entries, which never change


@dataclass
class Row:
    """One lesson: how many of its exercises are answered, the marks so far, what waits, what came late."""

    lesson: str
    exercises: int = 0
    answered: int = 0
    marks: float = 0.0
    most: float = 0.0
    waiting: int = 0
    late: int = 0


def tally(work):
    """Give a Row for every lesson that counts, or else for every one in which something is answered."""
    rows, here = {}, course()
    for exercise_id in here.counting(bank.exercises()):
        lesson = exercise_id.partition(".")[0]
        row = rows.setdefault(lesson, Row(lesson))
        row.exercises += 1
        row.most += policy.points(here, exercise_id)
        if answers := _answers(work, exercise_id, here):
            _add(row, exercise_id, answers, here)
    return [row for row in rows.values() if row.answered or here.counts]


def judged(exercise_id, entries):
    """Give (code, part of the marks) for some answers as they are kept; each is judged once in a kernel."""
    new = [each for each in entries if each["id"] not in _verdicts]
    if new:
        pairs = [(each["given"], each["answer"]) for each in new]
        verdicts = worker.isolated(judged_each)(exercise_id, pairs)
        _verdicts.update(zip((each["id"] for each in new), verdicts, strict=True))
    return [_verdicts[each["id"]] for each in entries]


def judged_each(exercise_id, answers):
    """Give (code, part of the marks) for pairs of a variant and an answer, in the process that calls it."""
    verdicts = [judge(exercise_id, given, answer, run_code=True) for given, answer in answers]
    return [(verdict.code, verdict.marks / verdict.of) for verdict in verdicts]


def _add(row, exercise_id, answers, here):
    tries = [
        policy.Judged(each["answer"], _moment(each), *verdict)
        for each, verdict in zip(answers, judged(exercise_id, answers), strict=True)
    ]
    found = policy.outcome(bank.find(exercise_id), tries, here, policy.points(here, exercise_id))
    row.answered += 1
    row.marks += found.earned or 0.0
    row.waiting += found.earned is None
    row.late += found.after_deadline


def _answers(work, exercise_id, here):
    one = work["exercises"].get(exercise_id, {"answers": []})
    return [each for each in one["answers"] if each.get("course") in (here.name, *here.also)]


def _moment(each):
    try:
        found = datetime.fromisoformat(each["time"])
        return found if found.tzinfo else None
    except (TypeError, ValueError):
        return None
