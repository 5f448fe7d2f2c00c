"""What a student reads beside a mark: what was right and what slipped, without a solution."""

from ..exercises.bank import exercises
from ..exercises.description import KEPT

MOST = 6  # titles in one sentence
OPENINGS = ("Right: ", "Not yet: ", "Still to be read: ", "Not answered: ", "Nothing was handed in")


def feedback(marked, student, ids):
    """Give one to four short sentences on some exercises; "" for who handed in nothing."""
    if student not in marked.marks:
        return ""
    marks, codes = marked.marks[student], marked.codes.get(student, {})
    right, slipped, unread, missing = [], [], [], []
    for exercise_id in ids:
        exercise, code = exercises()[exercise_id], codes.get(exercise_id, KEPT)
        title = exercise.title
        if exercise_id not in marks:
            missing.append(title)
        elif marks[exercise_id] is None:
            unread.append(title)
        elif code == "right" or (code == KEPT and marks[exercise_id]):
            right.append(title)
        else:
            slipped.append(title if code in (KEPT, "empty") else f"{title} ({exercise.named(code)})")
    found = zip(OPENINGS, (right, slipped, unread, missing), strict=False)
    return " ".join(f"{opening}{_listed(titles)}." for opening, titles in found if titles)


def is_ours(text):
    """Say whether a text is empty or one of :func:`feedback`: a teacher's own words are left alone."""
    return not text.strip() or text.startswith(OPENINGS)


def _listed(titles):
    more = len(titles) - MOST
    return "; ".join([*titles[:MOST], f"{more} more"] if more > 0 else titles)
