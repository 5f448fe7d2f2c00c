"""What becomes of a file of the course in a student's folder. Only this is a question here; nothing is done.

A file says something: `mine` is the digest of the student's, `now` that of the course's. None is a file that
is not there.
"""

from . import lesson_files, shipped
from .record import Entry

BRING, RENEW, WITHDRAW = "bring", "renew", "withdraw"
LAY_BESIDE, LEAVE, SETTLE, GIVE_UP, FORGET = "lay beside", "leave", "settle", "give up", "forget"
# what is announced before it is done
MOVES = {BRING, RENEW, WITHDRAW}


def first_sight(name, mine, now, path, source):
    """Give the entry of a file of which nothing is recorded, as far as it can be guessed.

    Parameters
    ----------
    name : str
        Of the file, within the course.
    mine, now : str or None
    path, source : Path
        Of the student's file and the course's.
    """
    if mine is None:
        return Entry(coming="")
    if mine == now or mine in shipped.versions(name):
        return Entry(delivered=mine)
    if mine == lesson_files.CLOSED:
        return Entry()
    cells, cells_now = (lesson_files.cells_of(one.read_bytes()) for one in (path, source))
    return Entry(delivered=now if shipped.was_edited_from(cells, cells_now) else None)


def left_behind(course, work):
    """Give the entries of what hhlab shipped once and ships no more, where nothing is recorded yet."""
    found = {name: lesson_files.seen(work / name) for name in shipped.names() - course.files.keys()}
    return {name: Entry(delivered=mine) for name, mine in found.items() if mine in shipped.versions(name)}


def take_up(entry, mine, was_moved):
    """Note in an entry how far a start got that was killed, if one was.

    Parameters
    ----------
    entry : Entry
    mine : str or None
    was_moved : bool
        Whether that start had moved the student's file away, to bring another.
    """
    if entry.coming and mine == entry.coming:
        entry.delivered = mine
    elif entry.coming is not None and mine is None and was_moved:
        # it was not the student who deleted it
        entry.delivered = None


def step(entry, mine, now):
    """Say what becomes of a file.

    What a student deleted stays deleted. What they did not edit follows the course. What they edited, or made
    themselves, stays where it is, and what the course has of that name is laid beside it, once.
    """
    if mine is None:
        if entry.coming is None or entry.delivered is not None:
            return LEAVE
        return FORGET if now is None else BRING
    if mine == now:
        return SETTLE
    # what lay beside may have been taken over
    if mine in (entry.delivered, entry.beside):
        return WITHDRAW if now is None else RENEW
    if now is None:
        return LEAVE if entry.left else GIVE_UP
    return LEAVE if now in (entry.delivered, entry.beside) else LAY_BESIDE
