"""“I am stuck”: one click on a card tells the teacher alone, and one more takes it back."""

import json

import ipywidgets as widgets

from . import room
from .students import work_folder
from .whole import write_whole

ASK, TAKE_BACK = "I am stuck", "No longer stuck"
NOT_REACHED = "The room does not answer, so that your teacher does not see this. Raise your hand."


class StuckButton(widgets.Button):
    """The button of one card, where `say` shows a sentence; that one is stuck is known after a reload too."""

    def __init__(self, exercise_id, say):
        super().__init__(tooltip="Your teacher alone sees it, and may come to you")
        self._id, self._say = exercise_id, say
        self.on_click(lambda _: self.turn())
        self._show()

    def turn(self):
        """Say that one is stuck, or take it back."""
        is_stuck = self._id not in _kept()
        try:
            room.tell("api/stuck", {"exercise": self._id, "stuck": is_stuck})
            self._keep(is_stuck)
        except OSError:
            return self._say(NOT_REACHED, "error")
        return self._say("Your teacher sees that you are stuck here." if is_stuck else "Taken back.")

    def solved(self):
        """Forget it: the room does as soon as it has the right answer."""
        if self._id in _kept():
            self._keep(False)

    def _keep(self, is_stuck):
        left = [one for one in _kept() if one != self._id] + [self._id] * is_stuck
        _file().parent.mkdir(parents=True, exist_ok=True)
        write_whole(_file(), json.dumps(left).encode())
        self._show()

    def _show(self):
        self.description = TAKE_BACK if self._id in _kept() else ASK


def _kept():
    try:
        held = json.loads(_file().read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return held if isinstance(held, list) else []


def _file():
    return work_folder() / ".hhlab" / "room" / "stuck.json"
