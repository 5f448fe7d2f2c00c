"""Pictures, tables and texts that do not move, in widgets that stay while their contents change."""

from base64 import b64decode
from functools import cache
from html import escape
from numbers import Number
from types import SimpleNamespace
from typing import NamedTuple

import anywidget
import ipywidgets as widgets
import numpy as np
import traitlets
from IPython.core.formatters import DisplayFormatter
from IPython.core.getipython import get_ipython

from ..browser import bundled
from .witness import held_back

MOST_LETTERS = 20_000  # of a text
MOST_HTML = 1_000_000  # letters: what a page takes without delay


class Still(NamedTuple):
    """The bytes of a PNG, and what a screen reader says of it."""

    png: bytes = b""
    words: str = ""


class Picture(anywidget.AnyWidget):
    """A PNG with words for who cannot see it; ipywidgets' Image takes none."""

    _esm = bundled.script("picture")
    value = traitlets.Bytes(b"").tag(sync=True)
    words = traitlets.Unicode("").tag(sync=True)

    @property
    def still(self):
        """What it shows."""
        return Still(self.value, self.words)

    @still.setter
    def still(self, still):
        with self.hold_sync():
            self.value, self.words = still


class Stills(widgets.VBox):
    """Contents one below the other: a Still, a str as HTML, a widget that stands for itself."""

    def __init__(self):
        super().__init__()
        self.images, self.texts = [Picture()], [widgets.HTML()]

    def show(self, contents):
        """Show these contents, and nothing else."""
        stills = [one for one in contents if isinstance(one, Still)]
        images = _filled(self.images, Picture, "still", Still(), stills)
        html = [one for one in contents if isinstance(one, str)]
        texts = _filled(self.texts, widgets.HTML, "value", "", html)
        children = tuple(
            next(images) if isinstance(one, Still) else next(texts) if isinstance(one, str) else one
            for one in contents
        )
        if self.children != children:
            self.children = children


def contents_of(thing, quietly=held_back):
    """Give what Jupyter would show of a thing, as contents of Stills.

    `quietly` keeps what is displayed meanwhile from the page, as :func:`hhlab.live.witness.held_back` does.
    """
    if isinstance(thing, widgets.Widget):
        return [thing]
    if isinstance(thing, (str, Number, np.generic)):
        return [preformatted(str(thing))]
    seen = SimpleNamespace()
    with quietly(seen):
        shell = get_ipython()
        bundle, _ = (shell.display_formatter if shell else _formatter()).format(thing)
    return [content_of(one) for one in ([bundle] if bundle else seen.displayed)]


def content_of(bundle):
    """Give the best of a dict of MIME type to data, as a content of Stills."""
    picture = bundle.get("image/png")
    if picture:
        data = b64decode(picture) if isinstance(picture, str) else picture
        return Still(data, f"A picture: {bundle.get('text/plain', '')}")
    html = bundle.get("text/html") or bundle.get("image/svg+xml")
    if html and len(html) <= MOST_HTML:
        return html
    text = preformatted(bundle.get("text/plain", ""))
    return (
        f"<p>This is too long for a page: {len(html):,} letters of HTML. Its beginning:</p>{text}"
        if html
        else text
    )


def preformatted(text):
    """Give a text as HTML, without its end where it is long."""
    if len(text) > MOST_LETTERS:
        text = f"{text[:MOST_LETTERS]}\n… {len(text) - MOST_LETTERS:,} letters more"
    return f"<pre>{escape(text)}</pre>"


def _filled(pool, make, trait, empty, values):
    """Give an iterator of the widgets of a pool that hold these values; the others are emptied."""
    pool += [make() for _ in range(len(values) - len(pool))]
    for i, widget in enumerate(pool):
        setattr(widget, trait, values[i] if i < len(values) else empty)
    return iter(pool)


@cache
def _formatter():
    return DisplayFormatter()
