"""``hhlab.hand_in``: the one file to hand in, what is in it, and the marks so far."""

from html import escape

import anywidget
import ipywidgets as widgets
import traitlets

from .. import __version__
from ..browser import bundled
from . import appearance as look
from . import roster, store, students, tally
from .students import GUEST
from .variants import course


def hand_in() -> "HandIn":
    """Show what you have done, the marks so far, and a button that makes the file to hand in.

    The file is called ``hhlab-answers-ID.json``. It holds your answers, predictions and hints with their
    times, and no marks: your teacher's program works them out anew.

    Returns
    -------
    HandIn

    Raises
    ------
    ValueError
        The file of answers cannot be read.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.hand_in()
    What you hand in, and your marks so far
    """
    panel = HandIn()
    panel.show()
    return panel


class Download(anywidget.AnyWidget):
    """A link that saves `content` as a file of the name `file`; :meth:`save` does so at once."""

    _esm = bundled.script("download")
    _css = bundled.style("card")
    file = traitlets.Unicode().tag(sync=True)
    content = traitlets.Unicode().tag(sync=True)

    def save(self):
        """Let the browser save the file, as if the link had been clicked."""
        self.send({})


class HandIn(look.Column):
    """The button that makes the file, and below it what the file holds."""

    def __init__(self):
        super().__init__()
        self.button = widgets.Button(
            description="Hand in …", tooltip="Make the file to hand in, and save it", button_style="primary"
        )
        self.button.on_click(lambda _: self.make())
        self._overview, self._link = widgets.VBox([]), widgets.HBox([])
        title = look.words("<b>Hand in</b> · one file holds what you have done in every lesson")
        self._status = look.Status([])
        row = widgets.HBox([self.button, self._link], layout={"flex_flow": "row wrap"})
        self.children = [title, self._overview, row, self._status]
        self.add_class("hhlab-card")
        students.on_the_screen.add(self)

    def renew(self):
        """Show nothing of who was at work before."""
        self._link.children = ()
        self.say("")
        if self._overview.children:
            self.show()

    @look.reported
    def show(self):
        """Show what is done, and the marks so far."""
        self.say("Working out your marks so far …")
        rows = tally.tally(store.load(students.student()))
        self._overview.children = [look.words(_heading() + overview(rows))]
        self.say("")

    @look.reported
    def make(self):
        """Make the file where the file browser shows it, and let the browser save it."""
        self._link.children = ()
        if students.student() == GUEST:
            self.show()
            return self.say("Sign in on a card first: the work of a guest is nobody's.", "error")
        path, content = store.make_file_to_hand_in(students.student(), course(), __version__)
        link = Download(file=path.name, content=content)
        self._link.children = [link]
        self.show()
        link.save()
        return self.say(
            f"Hand in {path.name}. Your browser saves it; it lies in the file browser, too.", "right"
        )

    def say(self, text, kind=""):
        """Show a sentence below the button."""
        self._status.text, self._status.kind = text, kind

    def __repr__(self):
        return "What you hand in, and your marks so far"


def _heading():
    who = f"of {roster.shown()}" if students.student() != GUEST else "of a guest"
    return f"The work {escape(who)}"


def overview(rows):
    """Give a table of what is done, lesson by lesson, in HTML."""
    if not rows:
        return "There is nothing yet."
    heads = ("Lesson", "Answered", "Marks so far", "")
    lines = [f"<tr>{''.join(f'<th>{head}</th>' for head in heads)}</tr>"]
    for row in rows:
        cells = (
            row.lesson,
            f"{row.answered} of {row.exercises}",
            f"{row.marks:g} of {row.most:g}",
            _notes(row),
        )
        lines.append(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>")
    return f'<table class="hhlab-done">{"".join(lines)}</table>'


def _notes(row):
    waits = f"{row.waiting} wait{'s' * (row.waiting == 1)} for your teacher" * bool(row.waiting)
    return ", ".join(filter(None, [waits, f"{row.late} late" * bool(row.late)]))
