"""What is kept is sent on to the class's room, by a thread, so that no card waits for it.

The file of answers is the outbox: what is in it and was not yet taken by the room is sent, oldest first. The
room takes each entry once, by its name, so that what is sent again, because a kernel ended between two steps,
does not count twice.
"""

import json
import random
import threading
from hashlib import sha256

from . import room, store, students
from .entries import KINDS
from .students import normalised, work_folder
from .whole import write_whole

AT_ONCE = 50  # entries in one message, and about as many bytes; the room's limit is above
BYTES = 200_000
PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0)  # after the room did not answer; the last one again and again
PREDICTED = "predicted"  # a prediction that belongs to no card

_wake = threading.Event()
_lock = threading.Lock()
_thread = None


def soon():
    """Let what is kept be sent, if there is a room; give at once."""
    global _thread
    if room.address() is None:
        return
    with _lock:
        # a fork has no threads of its own
        if _thread is None or not _thread.is_alive():
            _thread = threading.Thread(target=_work, name="to the room", daemon=True)
            _thread.start()
    _wake.set()


def send_some():
    """Send the oldest entries that the room has not taken; give how many are left.

    Raises
    ------
    OSError, ValueError
        The room does not answer, or a file cannot be read.
    """
    student = students.student()
    taken = _taken(student)
    unsent = [one for one in _in_order(store.load(student), student) if one["id"] not in taken]
    if not unsent:
        return 0
    message, size = [], 0
    for one in unsent[:AT_ONCE]:
        size += len(json.dumps(one))
        if message and size > BYTES:
            break
        message.append(one)
    told = room.tell("api/entries", {"entries": message})["entries"]
    # an entry that the room has no word for, by a file that somebody has edited, keeps no other one waiting
    _note(student, taken | {one["id"]: told.get(one["id"], "refused") for one in message})
    return len(unsent) - len(message)


def _work():
    failures = 0
    while True:
        if not failures:
            _wake.wait()
        _wake.clear()
        try:
            while send_some():
                pass
            failures = 0
        except Exception:  # whatever it is, the file still has it
            pause = PAUSES_S[min(failures, len(PAUSES_S) - 1)]
            failures += 1
            # a class whose room comes back does not come back all at once
            _wake.wait(pause * random.uniform(0.5, 1.5))


def _in_order(work, student):
    """Give all of a student's own entries as the room takes them, oldest first."""
    found = []
    for what, one in work["exercises"].items():
        for kind, content in KINDS.items():
            last = ""
            for each in one[kind]:
                # a clock that was put back does not change the order in one list
                last = max(last, each.get("time") or "")
                if normalised(str(each.get("student"))) == student:
                    sent = {name: each.get(name) for name in ("id", "course", "given", "hhlab")}
                    found.append((last, sent | {"kind": kind, "what": what, "value": each.get(content)}))
    for what, one in work["predictions"].items():
        sent = {"kind": PREDICTED, "what": what, "given": one.get("question"), "value": one.get("prediction")}
        sent |= {"course": one.get("course") or work.get("course"), "hhlab": work.get("hhlab")}
        name = json.dumps([what, one.get("time"), sent["given"], sent["value"]])
        found.append((one.get("time") or "", sent | {"id": sha256(name.encode()).hexdigest()[:16]}))
    return [sent for _, sent in sorted(found, key=lambda each: each[0])]


def _taken(student):
    """Give what became of each entry that the room has answered to, by its name."""
    try:
        held = json.loads(_file(student).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return held if isinstance(held, dict) else {}


def _note(student, taken):
    _file(student).parent.mkdir(parents=True, exist_ok=True)
    write_whole(_file(student), json.dumps(taken).encode())


def _file(student):
    return work_folder() / ".hhlab" / "room" / f"{sha256(student.encode()).hexdigest()[:16]}.json"
