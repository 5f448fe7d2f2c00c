"""What a card says of who is at work: a line beside its buttons, and a door to sign in by."""

from html import escape

import ipywidgets as widgets

from . import roster, signing, store, students
from .appearance import words
from .inputs import Link, SignInBox
from .students import GUEST

HIDDEN, SHOWN = "none", ""
POINT = "\u00a0·"  # before the link; on a narrow page it stays with the last word


class Identity:
    """Who is at work, as one card shows it.

    ``line`` stands beside the card's buttons, ``above`` over its question: the door, open where `is_open`
    asks a guest to sign in at once, and what must be asked or told before.

    Parameters
    ----------
    is_open : bool
    say : callable
        Shows a sentence on the card, and which kind of sentence it is.
    """

    def __init__(self, is_open, say):
        self._say, self._unknown = say, None
        is_guest = students.student() == GUEST
        out = None if is_guest else self._act(signing.sign_out, "Signed out. The next one begins as a guest.")
        self._door = SignInBox(roster.labels(), self.sign_in, out)
        self._door.layout.display = SHOWN if is_open and is_guest and not students.on_hub() else HIDDEN
        self.boxes = self._door.boxes
        self.line = widgets.HBox([words(f'<span class="hhlab-who">{escape(self._told())}</span>')])
        if not students.on_hub():
            asked = "sign in" if is_guest else "not you?"
            self.line.children += (Link(asked, self.turn, "Sign in under your own id"),)
        self.line.add_class("hhlab-identity")
        self.above = widgets.VBox([*self._notes(is_open), self._door])

    def turn(self):
        """Open the door, or close it."""
        is_hidden = self._door.layout.display == HIDDEN
        self._door.layout.display = SHOWN if is_hidden else HIDDEN
        if is_hidden:
            self.boxes[0].focus()

    def sign_in(self, typed):
        """Keep the id of who is at work, and show every card with this student's numbers."""
        try:
            name = roster.id_of(typed, sure=typed == self._unknown)
            signing.sign_in(name)
        except roster.Unknown as error:
            self._unknown = typed
            return self._say(str(error), "error")
        except (ValueError, TypeError, OSError) as error:
            return self._say(str(error), "error")
        return self._say(f"Signed in as {roster.shown()}. These are your own numbers.")

    def _told(self):
        if students.student() == GUEST:
            return f"Guest: nothing is handed in under a name{POINT}"
        return f"Signed in as {roster.shown()}" + POINT * (not students.on_hub())

    def _notes(self, is_first):
        if is_first and (problems := roster.problems()):
            yield words(f'<span class="hhlab-problem">{escape(" ".join(problems))}</span>')
        if is_first and (guest := signing.waiting()):
            take = self._act(
                lambda: store.take_along(students.student()),
                "It is yours now, and is handed in with your work.",
            )
            leave = self._act(store.put_aside_guest, "It is put aside, and not handed in.")
            links = [Link("it is mine", take), Link("it is not mine", leave)]
            offer = widgets.HBox([words(escape(signing.told_of(guest))), *links])
            offer.layout.flex_flow = "row wrap"
            yield offer

    def _act(self, act, said):
        def do():
            try:
                act()
            except (ValueError, OSError) as error:
                return self._say(str(error), "error")
            students.renew_all()
            return self._say(said)

        return do
