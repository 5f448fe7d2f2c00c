"""Signing in and out, and what becomes of the work that a guest did before."""

from datetime import UTC, datetime, timedelta

from ..descriptions.quantities import shown
from . import roster, shelf, store, students
from .course import course
from .entries import KINDS
from .students import GUEST, MAX_LETTERS, normalised

# who sits down at a page that was left open longer ago may be somebody else
ONE_SITTING = timedelta(hours=1)


def sign_in(student: str) -> None:
    """Keep the id of the student who works here, so that exercises give this student's variants.

    Case, accents, width and blanks make no difference. On a hub the hub knows, and nothing needs to be kept.
    What a guest did in this very notebook within the hour is taken along, unless somebody else has signed in
    here before: then the cards ask whose it is.

    Parameters
    ----------
    student : str
        At most 64 characters, as on the teacher's list; or a name of that list, where the course has one.

    Returns
    -------
    None

    Raises
    ------
    TypeError, ValueError, NotKept
        It is no text, empty, or too long; or it could not be kept.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.sign_in("ada")  # doctest: +SKIP
    """
    if not isinstance(student, str):
        raise TypeError(f"The student's id must be a text, but it is {shown(student)}.")
    name = students.legible(roster.id_of(student, sure=True))
    if not normalised(name) or len(name) > MAX_LETTERS or not name.isprintable():
        raise ValueError(f"The student's id must have 1 to {MAX_LETTERS} letters or digits, on one line.")
    before = students.student()
    if before not in (GUEST, normalised(name)):
        # whoever is before the screen now is not the one to be asked
        store.put_aside_guest()
    students.remember(name)
    shelf.tidy(students.student())
    if (guest := waiting()) and _is_of_this_sitting(guest):
        store.take_along(students.student())
    students.renew_all()


def sign_out() -> None:
    """Forget who works here: the next one begins as a guest. The answers stay, and come back with the id.

    Returns
    -------
    None

    Raises
    ------
    ValueError, NotKept
        A hub says who works here; or it could not be kept.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.sign_out()
    """
    if students.on_hub():
        raise ValueError("The hub says who works here. Sign out there: File → Log Out.")
    if students.student() != GUEST:
        store.put_aside_guest()
    students.remember(GUEST)
    students.renew_all()


def waiting():
    """Give a guest's work that may be that of who is signed in now; None where there is none."""
    if students.student() == GUEST:
        return None
    try:
        work = store.load(GUEST)
    except ValueError:
        return None
    return work if any(_done(work)) else None


def told_of(work):
    """Say in words what a guest did, and when."""
    done = list(_done(work))
    exercises = len({name for name, _, _ in done})
    last = max((time for _, time, _ in done if time), default="")
    return f"A guest worked on {exercises} question{'s' * (exercises > 1)} here{_when(last)}."


def _done(work):
    """Give what was done at what, when, and the name by which the store knows that it was done here."""
    for exercise_id, one in work["exercises"].items():
        yield from ((exercise_id, each.get("time"), each["id"]) for kind in KINDS for each in one[kind])
    for name, one in work["predictions"].items():
        yield name, one.get("time"), f"{name} {one.get('time')}"


def _is_of_this_sitting(work):
    now = datetime.now(UTC)
    return not shelf.others_than(students.student(), GUEST) and all(
        name in store.made_here and now - _local(time) < ONE_SITTING for _, time, name in _done(work)
    )


def _when(time):
    try:
        return f", last on {_local(time):%d %B %Y at %H:%M}"
    except ValueError:
        return ""


def _local(time):
    zone = course().timezone
    # without one in the settings it is this machine's
    return datetime.fromisoformat(time).astimezone(None if zone is UTC else zone)
