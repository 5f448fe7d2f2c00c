"""One student's history from several files: of the lab and of home, early states and late ones.

What is in one file is added to what is in another; entries that are the same are one. A file that somebody
else uploaded takes nothing away, and adds nothing where the student has handed in one. Where nobody knows who
uploaded which, each exercise counts by the better of two files that differ, and each further file as one try
more: a file that was slipped in costs nothing, and neither does many files bring what one would not.
"""

from dataclasses import dataclass, replace

from ..exercises.students import GUEST
from .work import KINDS


@dataclass(frozen=True)
class Handed:
    """All that a student has handed in, oldest first, by exercise.

    ``histories`` are the answers of each file, where it is not known whose which one is; else there is one.
    ``rejected`` are the names of entries with numbers of somebody else.
    """

    student: str
    sources: tuple
    answers: dict
    predictions: dict
    hints: dict
    histories: tuple
    rejected: tuple = ()


def united(student, works, people, uploads, irregular):
    """Give what a student has handed in; say what is not plainly his.

    Parameters
    ----------
    student : str
    works : list of Work
    people : People
    uploads : dict of str to set of str
        For which students each uploader has handed in.
    irregular : list
        Gets (file or student, what).
    """
    works = [
        _of_student(work, people, irregular) for work in _own(student, works, people, uploads, irregular)
    ]
    latest = _latest(works, irregular)
    lists = {kind: _merged([getattr(work, kind) for work in works]) for kind in KINDS}
    is_known = len({work.uploader for work in latest}) == 1 and latest[0].uploader
    if len(latest) > 1:
        irregular.append((student, _told(latest, is_known)))
    signed = [work for work in works if people.key(work.student) != GUEST]
    theirs = _merged([work.answers for work in signed]).values()
    guest = sum(people.key(one.student) == GUEST for entries in theirs for one in entries)
    if guest:
        irregular.append((student, f"{guest} answers were given as {GUEST!r}, before signing in; they count"))
    histories = (lists["answers"],) if is_known else tuple(work.answers for work in latest)
    sources, rejected = (
        tuple(work.source for work in works),
        tuple(one for work in works for one in work.rejected),
    )
    return Handed(student, sources, histories=histories, rejected=rejected, **lists)


def _own(student, works, people, uploads, irregular):
    """Give the works that the student has uploaded, or all if there is none."""
    own = [work for work in works if not _is_foreign(student, work, works, people, uploads)]
    for work in works:
        if work in own or not work.uploader:
            continue
        said = f"in the name of {student!r}, but uploaded by {str(work.uploader)!r}"
        why = (
            "it does not count, for there is a file of the student's own"
            if own
            else "it counts: there is no other"
        )
        irregular.append((work.source, f"{said}; {why}"))
    return own or works


def _is_foreign(student, work, works, people, uploads):
    uploader = people.uploader(work.uploader)
    if uploader:
        return uploader != student
    # names that the roster does not know: who has handed in for others too is none of those who have not
    handed_in_for_others = work.uploader and uploads[work.uploader] != {student}
    return handed_in_for_others and any(uploads[other.uploader] == {student} for other in works)


def _of_student(work, people, irregular):
    """Give a work without what somebody else did, as far as the file says so."""
    mine, others = {people.key(work.student), GUEST}, {}
    kept = {}
    for kind in KINDS:
        kept[kind] = {}
        for exercise_id, entries in getattr(work, kind).items():
            own = tuple(one for one in entries if people.key(one.student) in mine)
            if own:
                kept[kind][exercise_id] = own
            for one in entries:
                if one not in own and kind == "answers":
                    others[one.student] = others.get(one.student, 0) + 1
    for other, count in others.items():
        said = f"{count} answers of {other!r} in the file of {work.student!r}; they do not count"
        irregular.append((work.source, f"{said}, unless [aliases] says that both are one"))
    return replace(work, **kept)


def _latest(works, irregular):
    """Give the works that no other one continues."""
    items = [_items(work) for work in works]
    order = sorted(range(len(works)), key=lambda i: len(items[i]))
    latest = []
    for place, i in enumerate(order):
        later = next((k for k in order[place + 1 :] if items[i] <= items[k]), None)
        if later is None:
            latest.append(works[i])
        else:
            irregular.append((works[i].source, f"an earlier state, or a copy, of {works[later].source}"))
    return latest


def _items(work):
    return {
        (exercise_id, one.id, one.time, one.value) for exercise_id, es in work.answers.items() for one in es
    }


def _merged(parts):
    """Give the entries of all parts by exercise, each once, in the order of their times."""
    merged = {}
    for part in parts:
        for exercise_id, entries in part.items():
            merged.setdefault(exercise_id, []).append(entries)
    return {exercise_id: _in_order(lists) for exercise_id, lists in merged.items()}


def _in_order(lists):
    if len(lists) == 1:
        return lists[0]
    found = {}
    for entries in lists:
        last = ""
        for place, one in enumerate(entries):
            # a clock that was put back does not change the order of one file
            last = max(last, one.time.isoformat() if one.time else "")
            found.setdefault((one.id, one.time, one.value), (last, place, one))
    return tuple(one for _, _, one in sorted(found.values(), key=lambda each: each[:2]))


def _told(latest, is_known):
    names = ", ".join(work.source for work in latest)
    who = {work.uploader for work in latest if work.uploader}
    by = f", uploaded by {', '.join(sorted(repr(str(one)) for one in who))}" if len(who) > 1 else ""
    how = "all of them count together" if is_known else "each exercise counts by the better one"
    contradiction = _contradiction(latest)
    what = f"that contradict each other in {contradiction}" if contradiction else "with different answers"
    return f"{len(latest)} files {what}{by}; {how}: {names}"


def _contradiction(works):
    """Give an exercise for which two files say different things of one and the same moment, or nothing."""
    known = {}
    for work in works:
        for exercise_id, entries in work.answers.items():
            values = {}
            for one in entries:
                values.setdefault((exercise_id, one.time), set()).add(one.value)
            for moment, said in values.items():
                if moment[1] and known.setdefault(moment, said) != said:
                    return exercise_id
    return ""
