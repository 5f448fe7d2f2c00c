"""Answers as data: one JSON file per student, which holds answers and never marks.

A change is on the disk before it counts: the new file is written beside the old one and takes its place in
one step, so that a kernel killed at any moment leaves a whole file.
"""

import json
from contextlib import contextmanager

from . import entries, shelf
from .entries import KINDS
from .students import GUEST, normalised, typed, work_folder
from .whole import alone, told, write_whole

MAX_ATTEMPTS = 200  # kept for each exercise, and as many predictions and hints
# the names of what was kept by this process
made_here = set()


def load(student):
    """Give what is kept of a student's work, or an empty beginning.

    Raises
    ------
    ValueError
        A file is there but cannot be read as answers.
    """
    work = entries.beginning(student)
    for path in shelf.files_of(student):
        held = shelf.held(path)
        if normalised(str(held.get("student", student))) == normalised(student):
            work = held | work
            entries.unite(work, held)
    return work


def keep(student, course, exercise_id, given, version, **content):
    """Keep one thing that a student did at an exercise, and give the work on it as it now is.

    Parameters
    ----------
    student, course, exercise_id : str
    given : dict
        The variant's values.
    version : str
        Of hhlab.
    **content
        ``answer=``, ``prediction=`` or ``rung=``, the name of a hint.

    Raises
    ------
    ValueError, NotKept
        The file cannot be read as answers, is full, or cannot be written; it is then as it was.
    """
    (kind,) = (kind for kind in KINDS if KINDS[kind] in content)
    with _changed(student, course, version) as work:
        one = work["exercises"].setdefault(exercise_id, {kind: [] for kind in KINDS})
        new = entries.entry(student, course, given, version, content)
        if len(one[kind]) >= MAX_ATTEMPTS:
            raise ValueError(f"This was NOT kept: {exercise_id} has {MAX_ATTEMPTS} {kind} of yours already.")
        one[kind].append(new)
    made_here.add(new["id"])
    return _view(work, course, exercise_id, given)


def kept(student, course, exercise_id, given):
    """Give a student's work on one variant of an exercise: answers, attempts, prediction, hints seen.

    ``elsewhere`` tells whether the course has answers of the student to other numbers: those of a guest.
    """
    return _view(load(student), course, exercise_id, given)


def keep_prediction(student, course, prediction_id, question, prediction, version):
    """Keep what a student expects, by the question as it was asked.

    Raises
    ------
    ValueError, NotKept
        As :func:`keep`.
    """
    with _changed(student, course, version) as work:
        one = {"question": question, "prediction": prediction, "time": entries.now()}
        work["predictions"] = work["predictions"] | {prediction_id: one}
    made_here.add(f"{prediction_id} {one['time']}")


def kept_prediction(student, prediction_id, question):
    """Give what a student expected, or None: not asked yet, or asked another question."""
    one = load(student)["predictions"].get(prediction_id)
    return one.get("prediction") if isinstance(one, dict) and one.get("question") == question else None


def make_file_to_hand_in(student, course, version):
    """Write all that is kept of a student's work where the file browser shows it; give its path and its text.

    Raises
    ------
    ValueError, NotKept
        As :func:`keep`.
    """
    path = work_folder() / shelf.name_of(student)
    with _changed(student, course, version):
        pass  # what was brought along is in it now
    with _locked(student):
        text = shelf.path_of(student).read_text(encoding="utf-8")
        write_whole(path, text.encode())
    return path, text


def take_along(student):
    """Put what a guest did to a student's work. The guest's file is put aside; the next guest begins anew.

    Raises
    ------
    ValueError, NotKept
        As :func:`keep`; then the guest's file is where it was.
    """
    with _locked(student):
        work = load(student)
        entries.unite(work, load(GUEST))
        _write(student, work)
        shelf.put_aside(GUEST)


def put_aside_guest():
    """Put a guest's file aside; the next guest begins anew."""
    with _locked(GUEST):
        shelf.put_aside(GUEST)


def _view(work, course, exercise_id, given):
    # answers to another variant, of another course or an older version, are answers to another question
    one = work["exercises"].get(exercise_id) or {kind: [] for kind in KINDS}
    here = {"course": course, "given": given}
    mine = {kind: [each for each in one[kind] if _same(each, here)] for kind in KINDS}
    return {
        "given": given,
        "answers": mine["answers"],
        "attempts": len(mine["answers"]),
        "prediction": mine["predictions"][-1]["prediction"] if mine["predictions"] else None,
        "hints": [each["rung"] for each in mine["hints"]],
        "elsewhere": any(each.get("course") == course for each in one["answers"]) and not mine["answers"],
    }


def _same(one, other):
    return all(one.get(name) == other[name] for name in ("course", "given"))


@contextmanager
def _changed(student, course, version):
    """Give a student's work to be changed, by one kernel at a time; keep it or say that it is not kept."""
    with _locked(student):
        work = load(student)
        yield work
        work |= {"course": course, "hhlab": version}
        _write(student, work)
        shelf.tidy(student)


@contextmanager
def _locked(student):
    with told(f"This was NOT kept in {shelf.name_of(student)}"):
        shelf.folder().mkdir(parents=True, exist_ok=True)
        with alone(shelf.folder().parent / "answers.lock"):
            yield


def _write(student, work):
    work["student"] = typed() if normalised(typed()) == normalised(student) else student
    text = json.dumps(work, ensure_ascii=False, indent=1) + "\n"
    write_whole(shelf.path_of(student), text.encode("utf-8", "backslashreplace"))
