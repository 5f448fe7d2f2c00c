"""How a card looks: its style, its words, its status line and its picture."""

from html import escape

import ipywidgets as widgets

from .. import figures
from .description import KEPT

STYLE = """<style>
.hhlab-card { border: 1px solid var(--jp-border-color1, #bdbdbd); border-radius: 4px; padding: 4px 12px; }
.hhlab-card .hhlab-words { font-size: var(--jp-ui-font-size2, 15px); line-height: 1.5; max-width: 46em; }
.hhlab-card .hhlab-words { white-space: normal; }
.hhlab-card .hhlab-answer { margin-top: 6px; }
.hhlab-card .hhlab-attempts { color: var(--jp-ui-font-color2, #616161); padding: 0 8px; }
.hhlab-card img { max-width: min(100%, 46em); height: auto !important; }
body[data-jp-theme-light="false"] .hhlab-card img { filter: invert(0.92) hue-rotate(180deg); }
.hhlab-status { font-size: var(--jp-ui-font-size2, 15px); line-height: 1.5; padding: 2px 8px; }
.hhlab-status { max-width: 46em; white-space: normal; border-left: 4px solid transparent; }
.hhlab-status.hhlab-right { border-color: var(--jp-success-color1, #388e3c); }
.hhlab-status.hhlab-wrong { border-color: var(--jp-warn-color1, #f57c00); }
.hhlab-error { color: var(--jp-error-color1, #d32f2f); }
</style>"""


def headed(exercise, given):
    """Give the heading and the question of one variant, in HTML."""
    title = f"<b>{exercise.id} · {escape(exercise.title)}</b> ({marks(exercise)})"
    return f"{title}<br>{exercise.asked(given)}"


def marks(exercise):
    """Give in words how many marks an exercise has."""
    return f"{exercise.marks} mark" + "s" * (exercise.marks > 1)


def attempts(number):
    """Give in HTML how often an answer was tried."""
    text = "no attempt yet" if number == 0 else f"{number} attempt" + "s" * (number > 1)
    return f'<span class="hhlab-attempts">{text}</span>'


def status(text, kind=""):
    """Give the status line in HTML; `kind` is "right", "wrong", "error", or nothing."""
    css = f"hhlab-status hhlab-{kind}" if kind else "hhlab-status"
    return f'<div class="{css}" role="status">{escape(text)}</div>'


def kind_of(verdict):
    """Give which kind of status line a verdict has."""
    if verdict:
        return "right"
    return "" if verdict.code in (KEPT, "empty") else "wrong"


def words(html):
    """Give a widget that shows words, broken where a line gets too long to read."""
    box = widgets.HTML(html)
    box.add_class("hhlab-words")
    return box


def pictured(result):
    """Give a widget that shows what an exercise lets a student observe."""
    if figures.is_drawable(result):
        return widgets.Image(value=figures.png(figures.draw(result)), format="png")
    return widgets.HTML(result._repr_html_())
