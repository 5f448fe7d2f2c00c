"""What a student reads beside a mark: what was right and what slipped, without a solution."""

from ..exercises.bank import exercises
from ..exercises.description import KEPT

MOST = 6  # titles in one sentence
OPENINGS = ("Right: ", "Not yet: ", "Still to be read: ", "Not answered: ", "Nothing was handed in")
SLIPS = {
    "low": "too low",
    "high": "too high",
    "units": "a power of ten",
    "sign": "the sign",
    "type": "no answer of that kind",
    "empty": "",
}


def feedback(marked, student, ids):
    """Give one to four short sentences on some exercises; "" for who handed in nothing."""
    if student not in marked.marks:
        return ""
    marks, codes = marked.marks[student], marked.codes.get(student, {})
    right, slipped, unread, missing = [], [], [], []
    for exercise_id in ids:
        title, code = exercises()[exercise_id].title, codes.get(exercise_id, KEPT)
        if exercise_id not in marks:
            missing.append(title)
        elif marks[exercise_id] is None:
            unread.append(title)
        elif code == "right" or (code == KEPT and marks[exercise_id]):
            right.append(title)
        else:
            words = "" if code == KEPT else SLIPS.get(code, code.replace("-", " "))
            slipped.append(f"{title} ({words})" if words else title)
    found = zip(OPENINGS, (right, slipped, unread, missing), strict=False)
    return " ".join(f"{opening}{_listed(titles)}." for opening, titles in found if titles)


def is_ours(text):
    """Say whether a text is empty or one of :func:`feedback`: a teacher's own words are left alone."""
    return not text.strip() or text.startswith(OPENINGS)


def _listed(titles):
    more = len(titles) - MOST
    return "; ".join([*titles[:MOST], f"{more} more"] if more > 0 else titles)
