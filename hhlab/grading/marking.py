"""From answers to marks: each distinct answer to a variant is judged once, in the worker processes."""

from dataclasses import dataclass, field

import loky
from tqdm.auto import tqdm

from ..exercises.bank import exercises
from ..exercises.description import KEPT
from ..exercises.judging import judge
from ..exercises.variants import variant
from ..workers import worker


@dataclass
class Marked:
    """Marks and codes by student and exercise, the codes of all attempts, and texts that wait for a reader.

    ``marks[student][exercise_id]`` is None where only the teacher can say.
    """

    marks: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    attempted: dict = field(default_factory=dict)
    waiting: dict = field(default_factory=dict)
    irregular: list = field(default_factory=list)


def mark(works, course, keys=None, progress=True):
    """Give the marks of a class.

    An exercise that answers back counts by its best answer: what a card called right stays right. One that is
    kept for the teacher counts by the last.

    Parameters
    ----------
    works : dict of str to Work
    course : str
    keys : dict, optional
        Of :func:`.keys.read_keys`.
    progress : bool
        Show a bar.

    Returns
    -------
    Marked
    """
    found, keys = Marked(), keys or {}
    verdicts = _verdicts(works, course, found.irregular, progress)
    for student, work in works.items():
        marks, codes, attempted = {}, {}, {}
        for exercise_id, answers in work.answers.items():
            exercise = exercises()[exercise_id]
            given = _frozen(variant(exercise, student, course))
            judged = [_keyed(exercise, verdicts.get((exercise_id, given, x)), x, keys) for x in answers]
            judged = [pair for pair in judged if pair is not None]
            if not judged:
                continue
            attempted[exercise_id] = [code for code, _ in judged]
            code, earned = judged[-1] if exercise.check is None else _best(judged)
            if earned is None:
                found.waiting.setdefault(exercise_id, {})[student] = answers[-1]
            codes[exercise_id], marks[exercise_id] = code, earned
        found.marks[student], found.codes[student], found.attempted[student] = marks, codes, attempted
    return found


def judged_together(exercise_id, given, answers):
    """Give (code, marks) for many answers to one variant, in the process that calls it."""
    verdicts = [judge(exercise_id, given, answer) for answer in answers]
    return [(verdict.code, verdict.marks) for verdict in verdicts]


def _verdicts(works, course, irregular, progress):
    """Give (code, marks) by (exercise, variant, answer)."""
    asked = {}
    for student, work in works.items():
        for exercise_id, answers in work.answers.items():
            given = variant(exercises()[exercise_id], student, course)
            asked.setdefault((exercise_id, _frozen(given)), {}).update(dict.fromkeys(answers))
    futures = {
        key: worker.submit(judged_together, key[0], dict(key[1]), list(answers), workers=loky.cpu_count())
        for key, answers in asked.items()
    }
    found = {}
    for key, future in tqdm(futures.items(), unit="variant", desc="marking", disable=not progress):
        try:
            verdicts = worker.result(future)
        except Exception as error:
            irregular.append((key[0], f"could not be checked for the variant {dict(key[1])}: {error}"))
            continue
        for answer, verdict in zip(asked[key], verdicts, strict=True):
            found[(*key, answer)] = verdict
    return found


def _keyed(exercise, verdict, answer, keys):
    """Give (code, marks), by the teacher's key where a choice was kept; the marks are None without one."""
    if verdict is None or verdict[0] != KEPT:
        return verdict
    key = keys.get(exercise.id)
    if exercise.kind != "choice" or key is None:
        return KEPT, None
    if answer == key["right"]:
        return "right", float(exercise.marks)
    return key.get("codes", {}).get(answer, answer), 0.0


def _best(judged):
    return max(judged, key=lambda pair: pair[1])


def _frozen(given):
    return tuple(given.items())
