"""``hhlab.report``: one page that stands alone, of what a student has done."""

from datetime import datetime
from html import escape
from importlib.metadata import version
from platform import python_version

import ipywidgets as widgets

from .. import __version__
from ..exercises import appearance as look
from ..exercises import roster, shelf, store, students, tally
from ..exercises.course import course
from ..exercises.handing_in import Download, overview
from ..exercises.whole import write_whole
from . import work
from .page import page, table
from .pictures import pictures

EXPECTED = ("Question", "Prediction")


def report() -> "Report":
    """Make one HTML file of what you have done, which stands alone and prints well.

    It holds your name, the course, every answer with its time and what became of it, your predictions and
    your own words, and the pictures that you have kept in this notebook, each with the values of its sliders
    and the script that makes it. The file is called ``hhlab-report-ID.html``; it asks for nothing from
    anywhere.

    Returns
    -------
    Report

    Raises
    ------
    ValueError
        The file of answers cannot be read.
    NotKept
        The file cannot be written.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.report()  # doctest: +SKIP
    """
    return Report(students.work_folder() / f"hhlab-report-{shelf.in_a_name(students.student())}.html")


class Report(look.Column):
    """The file and a link to it; ``path`` is where it lies, ``text`` what it holds."""

    def __init__(self, path):
        super().__init__()
        self.path, self.text = path, _page()
        write_whole(path, self.text.encode())
        link = Download(file=path.name, content=self.text)
        title = look.words("<b>Report</b> · one page of what you have done, to print or to hand in")
        said = look.words(f"It lies in the file browser as {escape(path.name)}.")
        self.children = [title, widgets.HBox([link]), said]
        self.add_class("hhlab-card")

    def __repr__(self):
        return f"Report {self.path.name}"


def _page():
    held = store.load(students.student())
    title = f"{course().name}: the work of {roster.shown()}"
    made = f"{datetime.now(course().timezone):%d %B %Y, %H:%M}"
    versions = f"hhlab {__version__}, NEURON {version('neuron')}, Python {python_version()}"
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="small">{made} · {versions}</p>',
        overview(tally.tally(held)),
    ]
    for lesson, exercises in work.lessons(held):
        parts += [f'<section class="lesson"><h2>{escape(lesson)}</h2>', *exercises, "</section>"]
    if expected := work.expected(held):
        parts += [
            "<h2>Expected, in the text of the lessons</h2>",
            table(("Question", "Prediction"), expected),
        ]
    if kept := pictures():
        parts += ["<h2>Pictures kept in this notebook</h2>", *kept]
    return page(title, parts)
