"""Answers as data: one JSON file per student, which holds answers and never marks.

A change is on the disk before it counts: the new file is written beside the old one and takes its place in
one step, so that a kernel killed at any moment leaves a whole file. The files lie where the file browser does
not show them; what it shows is the file that a student hands in, and that is read too where it was brought
back. Files of an older hhlab are put beside these at the first change.
"""

import json
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import count
from urllib.parse import quote, unquote

from . import entries
from .entries import KINDS, SCHEMA
from .students import GUEST, normalised, typed, work_folder
from .whole import alone, told, write_whole

MAX_ATTEMPTS = 200  # kept for each exercise, and as many predictions and hints
PREFIX = "hhlab-answers-"
# the names of what was kept by this process
made_here = set()


def path_of(student):
    """Give the path of a student's file."""
    return _folder() / name_of(student)


def name_of(student):
    """Give the name of a student's file."""
    name = quote(normalised(student), safe="@+")
    if len(name) > 200:
        # no file's name may be longer than 255
        name = f"{name[:100]}-{sha256(name.encode()).hexdigest()[:16]}"
    return f"{PREFIX}{name}.json"


def load(student):
    """Give what is kept of a student's work, or an empty beginning.

    Raises
    ------
    ValueError
        A file is there but cannot be read as answers.
    """
    work = entries.beginning(student)
    for path in files_of(student):
        held = _held(path)
        if normalised(str(held.get("student", student))) == normalised(student):
            work = held | work
            entries.unite(work, held)
    return work


def files_of(student):
    """Give the files that hold a student's work: the lab's own first, then what was brought or is older."""
    own, name = path_of(student), name_of(student)
    alike = [path for path in _left() if path.name == name or _student_of(path) == normalised(student)]
    return [path for path in (own, *alike) if path.exists()]


def others_than(*those):
    """Whether the answers of anybody else lie here."""
    known = {normalised(one) for one in those}
    return any(_student_of(path) not in known for path in (*_folder().glob(f"{PREFIX}*.json"), *_left()))


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
        if sum(_same(each, new) for each in one[kind]) >= MAX_ATTEMPTS:
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


def make_file_to_hand_in(student):
    """Write all that is kept of a student's work where the file browser shows it; give its path and its text.

    Raises
    ------
    ValueError, NotKept
        As :func:`keep`.
    """
    path = work_folder() / name_of(student)
    with _locked(student):
        _write(student, load(student))
        tidy(student)
        text = path_of(student).read_text(encoding="utf-8")
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
        _put_aside_guest()


def put_aside_guest():
    """Put a guest's file aside; the next guest begins anew."""
    with _locked(GUEST):
        _put_aside_guest()


def _put_aside_guest():
    aside = _folder() / "aside"
    for path in files_of(GUEST):
        _move(path, (aside / f"{path.name}.{number}" for number in count(1)))


def _move(path, places):
    place = next(place for place in places if not place.exists())
    place.parent.mkdir(parents=True, exist_ok=True)
    path.rename(place)


def _folder():
    return work_folder() / ".hhlab" / "answers"


def _left():
    """Give the files that lie where a student sees them, and those of an older hhlab."""
    return [*sorted(work_folder().glob(f"{PREFIX}*.json")), *sorted((_folder() / "earlier").rglob("*.json"))]


def _student_of(path):
    return normalised(unquote(path.stem.removeprefix(PREFIX)))


def _held(path):
    try:
        work = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(work["schema"], int) and work["schema"] > SCHEMA:
            newer = True
        else:
            return entries.read(work)
    except (ValueError, TypeError, KeyError, AttributeError):
        newer = False
    if newer:
        raise ValueError(
            f"Nothing is kept here: {path.name} was written by a newer hhlab, and is left as it is. Go on in "
            "the lab of that version."
        )
    # what the file browser does not show is renamed in a cell
    way = f', in a cell: %mv "{path}" "{path.stem}.damaged"' if path.parent != work_folder() else "."
    raise ValueError(
        f"Nothing is kept here: {path.name} does not hold answers of this hhlab. Rename it to start anew{way}"
    )


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
        tidy(student)


@contextmanager
def _locked(student):
    with told(f"This was NOT kept in {name_of(student)}"):
        _folder().mkdir(parents=True, exist_ok=True)
        with alone(_folder().parent / "answers.lock"):
            yield


def _write(student, work):
    work["student"] = typed() if normalised(typed()) == normalised(student) else student
    text = json.dumps(work, ensure_ascii=False, indent=1) + "\n"
    write_whole(path_of(student), text.encode("utf-8", "backslashreplace"))


def tidy(student):
    """Let the file browser offer no file but what this student hands in: others', and older ones, go away."""
    for path in work_folder().glob(f"{PREFIX}*.json"):
        with suppress(OSError, ValueError, TypeError, KeyError):
            if json.loads(path.read_text(encoding="utf-8"))["schema"] == 1 or path.name != name_of(student):
                _move(path, (_folder() / "earlier" / str(number) / path.name for number in count(1)))
