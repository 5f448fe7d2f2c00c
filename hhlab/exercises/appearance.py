"""How a card looks: its words, the line that answers back, and its picture."""

from functools import wraps
from html import escape

import anywidget
import ipywidgets as widgets
import traitlets

from ..browser import bundled
from ..figures.alternatives import image
from ..figures.drawing import draw, is_drawable
from ..figures.paper import png
from ..results.words import in_words
from .description import KEPT
from .pictures import Picture


class Status(anywidget.AnyWidget):
    """The line that answers back; by it, what is typed or chosen in `boxes` arrives before it is checked.

    ``kind`` is "right", "wrong", "error", or nothing.
    """

    _esm = bundled.script("card")
    _css = bundled.style("card")
    text = traitlets.Unicode("").tag(sync=True)
    kind = traitlets.Unicode("").tag(sync=True)
    boxes = traitlets.List().tag(sync=True)

    def __init__(self, boxes):
        super().__init__(boxes=[box.model_id for box in boxes])
        self.on_msg(lambda _, content, __: take(content["held"]))

        def take(held):
            for box, what in zip(boxes, held, strict=True):
                # as what the page has sent: it is not sent back, over what was typed meanwhile
                box.set_state({"index" if "index" in box.keys else "value": what})


class Column(widgets.VBox):
    """Widgets one below the other; a notebook keeps their repr, the same for every student."""

    def _repr_mimebundle_(self, **kwargs):
        return super()._repr_mimebundle_(**kwargs) | {"text/plain": repr(self)}


def reported(callback):
    """Show on the status line what goes wrong in a callback: it has no cell to raise into."""

    @wraps(callback)
    def report(card, *_):
        try:
            callback(card)
        except Exception as error:
            card.say(str(error) or type(error).__name__, "error")

    return report


def headed(exercise, given):
    """Give the heading and the question of one variant, in HTML."""
    title = f"<b>{exercise.id} · {escape(exercise.title)}</b> ({marks(exercise)})"
    return f"{title}<br>{exercise.asked(given)}"


def link(address, text):
    """Give in HTML a link to a page, in a tab of its own."""
    return f'<a href="{escape(address)}" target="_blank" rel="noopener">{escape(text)}</a>'


def marks(exercise):
    """Give in words how many marks an exercise has."""
    return f"{exercise.marks} mark" + "s" * (exercise.marks > 1)


def attempts(number):
    """Give in HTML how often an answer was tried."""
    text = "no attempt yet" if number == 0 else f"{number} attempt" + "s" * (number > 1)
    return f'<span class="hhlab-attempts">{text}</span>'


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
    """Give a widget that shows what an exercise lets a student observe, and says it to who cannot see it."""
    data, said = picture(result)
    return widgets.HTML(said if data is None else image(data, said))


def picture(result):
    """Give the PNG of what a student observes with its words; of a table None with its HTML."""
    if isinstance(result, Picture):
        return png(result.drawn()), result.words
    if not is_drawable(result):
        return None, result._repr_html_()
    return png(draw(result)), in_words(result)
