"""Who has what somebody else wrote before: the same entries, the same moments, the same texts."""

from ..exercises.bank import exercises

MOST_OF = 0.8  # of the shorter history, before two are called the same
FEWEST = 3  # moments or entries: fewer may be chance
SHORTEST = 20  # letters of a text: a shorter one two students may well write
SHARED_BY = 0.25  # of the class, at least three: what so many wrote stands in the lesson, or was said there


def copied(works):
    """Give (student, what) for each pair of students of whom one seems to have copied; the later one first.

    Parameters
    ----------
    works : dict of str to Handed
    """
    evidence = {}
    for what, found in (
        ("answers", _same_entries),
        ("times of answers", _same_moments),
        ("texts", _same_texts),
    ):
        for one, other, count, is_sure in found(works):
            evidence.setdefault(frozenset((one, other)), []).append((one, other, count, what, is_sure))
    for each in evidence.values():
        # the direction is told by the strongest evidence that tells it
        first, later, *_ = next((one for one in each if one[-1]), each[0])
        said = ", ".join(f"{count} {what}" for _, _, count, what, _ in each)
        if any(one[-1] for one in each):
            yield later, f"{said} as in the work of {first!r}, who had them first"
        else:
            yield later, f"{said} as in the work of {first!r}; nothing tells who had them first"


def _same_entries(works):
    """Give pairs in whose files the same entries are, with the numbers of the first or of both."""
    holders, rejected = {}, {}
    for student, work in works.items():
        for entry in _answers(work):
            if entry.id:
                holders.setdefault(entry.id, {}).setdefault(student, entry)
    for student, work in works.items():
        for name in work.rejected:
            for owner in holders.get(name, ()):
                if owner != student:
                    rejected[owner, student] = rejected.get((owner, student), 0) + 1
    for (owner, student), count in rejected.items():
        yield owner, student, count, True
    shared = [held for held in holders.values() if len(held) > 1]
    for one, other, count, tells in _pairs(shared):
        if count >= FEWEST and not {(one, other), (other, one)} & set(rejected):
            yield one, other, count, tells


def _same_moments(works):
    """Give pairs whose answers were given in the same seconds, most of them."""
    moments = {}
    for student, work in works.items():
        moments[student] = {(name, one.time) for name, es in work.answers.items() for one in es if one.time}
    holders = {}
    for student, these in moments.items():
        if len({time for _, time in these}) >= FEWEST:
            for moment in these:
                holders.setdefault(moment, []).append(student)
    counts = {}
    for students in holders.values():
        for i, one in enumerate(students):
            for other in students[i + 1 :]:
                counts[one, other] = counts.get((one, other), 0) + 1
    for (one, other), count in counts.items():
        if count >= max(FEWEST, MOST_OF * min(len(moments[one]), len(moments[other]))):
            # who has more than what is shared had it first
            more = len(moments[one]) - len(moments[other])
            yield (one, other, count, bool(more)) if more >= 0 else (other, one, count, True)


def _same_texts(works):
    """Give pairs who wrote the same words; who wrote them first is the first."""
    holders = {}
    for student, work in works.items():
        for name, entries in work.answers.items():
            if exercises()[name].kind != "text":
                continue
            for entry in entries:
                words = "".join(filter(str.isalnum, str(entry.value).casefold()))
                if len(words) >= SHORTEST:
                    holders.setdefault((name, words), {}).setdefault(student, entry)
    most = max(3, SHARED_BY * len(works))
    yield from _pairs([held for held in holders.values() if 1 < len(held) <= most])


def _pairs(groups):
    """Give (first, later, how many moments, whether their times tell) of students who hold the same entries."""
    moments, earlier = {}, {}
    for held in groups:
        first, *others = sorted(held, key=lambda student: _moment(held[student]))
        for other in others:
            moments.setdefault((first, other), set()).add(_moment(held[first]))
            if _moment(held[first]) < _moment(held[other]):
                earlier[first, other] = earlier.get((first, other), 0) + 1
    for (one, other), these in moments.items():
        back = moments.get((other, one), set())
        if (len(these), one) > (len(back), other) or not back:
            tells = earlier.get((one, other), 0) != earlier.get((other, one), 0)
            yield one, other, len(these | back), tells


def _moment(entry):
    return entry.time.isoformat() if entry.time else "9999"


def _answers(work):
    return (one for entries in work.answers.values() for one in entries)
