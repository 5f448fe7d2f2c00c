"""From answers to marks: each distinct answer to a variant is judged once, in the worker process."""

from dataclasses import dataclass, field, replace

from tqdm.auto import tqdm

from ..exercises.bank import exercises
from ..exercises.description import KEPT
from ..exercises.judging import judge
from ..exercises.policy import Judged, outcome, points
from ..workers import worker


@dataclass
class Marked:
    """What a class has earned, and everything from which it follows.

    Parameters
    ----------
    marks : dict
        ``marks[student][exercise_id]`` are points; None where only the teacher can say. Marks given by hand
        are put in here.
    waiting : dict
        ``waiting[exercise_id][student]`` is an answer that waits for a reader or a key, as it counts.
    codes, attempted : dict
        By student and exercise the code of the answer that decides, and those of all answers, oldest first.
    outcomes : dict
        ``outcomes[student][exercise_id]`` is an :class:`.policy.Outcome`: every try with its time and code,
        the try that decides, predictions, hints, lateness, right at first, right in the end.
    points : dict
        What each exercise is worth, by its id.
    irregular : list of (str, str)
        Student, exercise or file, and what is not in order.
    unchecked : int
        How many answers could not be checked.
    """

    marks: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    attempted: dict = field(default_factory=dict)
    waiting: dict = field(default_factory=dict)
    outcomes: dict = field(default_factory=dict)
    points: dict = field(default_factory=dict)
    irregular: list = field(default_factory=list)
    unchecked: int = 0


def mark(works, course, keys=None, progress=True, run_code=False):
    """Give what a class has earned, by the rules of :mod:`.policy`.

    Parameters
    ----------
    works : dict of str to Handed
    course : Course
    keys : dict, optional
        Of :func:`.keys.read_keys`.
    progress : bool
        Show a bar.
    run_code : bool
        Run the programs that are answers; otherwise they wait for a reader, as texts do.

    Returns
    -------
    Marked
    """
    found, keys = Marked(points={one: points(course, one) for one in exercises()}), keys or {}
    codes = _codes(works, found.irregular, progress, run_code)
    found.unchecked = sum(code is None for code in codes.values())
    for student, work in works.items():
        found.marks[student], outcomes = {}, found.outcomes.setdefault(student, {})
        for exercise_id in work.answers:
            one = _best(work, exercise_id, course, found.points[exercise_id], codes, keys)
            if one is None:
                continue
            outcomes[exercise_id] = one
            found.marks[student][exercise_id] = one.earned
            if one.earned is None:
                found.waiting.setdefault(exercise_id, {})[student] = one.counts.answer
        found.codes[student] = {name: one.counts.code for name, one in outcomes.items()}
        found.attempted[student] = {name: [each.code for each in one.tries] for name, one in outcomes.items()}
        late = [one for one in course.counting(outcomes) if outcomes[one].after_deadline]
        if late:
            found.irregular.append((student, f"after the deadline: {', '.join(late)}"))
    return found


def _best(work, exercise_id, course, worth, codes, keys):
    """Give the Outcome of an exercise; of several histories the better one counts, as histories.py says."""
    exercise = exercises()[exercise_id]

    def of(answers, before=0):
        coded = [(one, codes[exercise_id, one.given, one.value]) for one in answers]
        judged = [_judged(exercise, one, code, keys) for one, code in coded if code]
        return outcome(exercise, judged, course, worth, before) if judged else None

    whole = of(work.answers[exercise_id])
    if whole is None:
        return None
    histories = [answers[exercise_id] for answers in work.histories if exercise_id in answers]
    earned = whole.earned
    if earned is not None and len(histories) > 1:
        each = [of(answers, before=len(histories) - 2) for answers in histories]
        earned = max(earned, *(one.earned or 0.0 for one in each if one))
    return replace(
        whole,
        earned=earned,
        predictions=tuple((one.time, one.value) for one in work.predictions.get(exercise_id, ())),
        hints=tuple(one.value for one in work.hints.get(exercise_id, ())),
    )


def judged_together(exercise_id, given, answers, run_code=False):
    """Give the codes of many answers to one variant, in the process that calls it."""
    return [judge(exercise_id, given, answer, run_code=run_code).code for answer in answers]


def _codes(works, irregular, progress, run_code):
    """Give the code by (exercise, variant, answer)."""
    asked = {}
    for work in works.values():
        for exercise_id, entries in work.answers.items():
            for one in entries:
                asked.setdefault((exercise_id, one.given), {})[one.value] = None
    futures = {key: _submitted(key, list(answers), run_code) for key, answers in asked.items()}
    found = {}
    for key, future in tqdm(futures.items(), unit="variant", desc="marking", disable=not progress):
        answers = list(asked[key])
        try:
            codes = worker.result(future)
        except Exception:
            # another answer may have ended the process, so that each has its own turn now
            codes = [_alone(key, answer, irregular, run_code) for answer in answers]
        found |= {(*key, answer): code for answer, code in zip(answers, codes, strict=True)}
    return found


def _submitted(key, answers, run_code):
    # in one process: each one more takes 120 MB, and a class of 120 is marked within a minute
    return worker.submit(judged_together, key[0], dict(key[1]), answers, run_code)


def _alone(key, answer, irregular, run_code):
    """Give the code of one answer, when those of several could not be had together; or None."""
    try:
        return worker.result(_submitted(key, [answer], run_code))[0]
    except Exception as error:
        said = f"could not be checked for the variant {dict(key[1])}: {error}"
        irregular.append((key[0], f"{str(answer)[:60]!r} {said}"))
        return None


def _judged(exercise, entry, code, keys):
    """Give an answer as it was judged, by the teacher's key where a choice was kept."""
    part = exercise.credit.get(code, 0.0)
    if code == KEPT and exercise.kind == "choice" and exercise.id in keys:
        key = keys[exercise.id]
        right = entry.value == key["right"]
        code, part = ("right", 1.0) if right else (key.get("codes", {}).get(entry.value, entry.value), 0.0)
    return Judged(entry.value, entry.time, code, part)
