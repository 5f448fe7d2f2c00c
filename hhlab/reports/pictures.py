"""The pictures that a student has kept in this notebook, as pieces of a page."""

from html import escape

from ..figures.alternatives import image
from ..live.keeping import kept
from .page import folded, table

WITHOUT_SCRIPT = "Only the notebook holds what makes this picture."


def pictures():
    """Give a piece of HTML for each picture that was kept, the oldest first."""
    return [_figure(one, number) for number, one in enumerate(kept, 1)]


def _figure(one, number):
    said = f"Picture {number}. {one.name}: {one.words}".strip()
    rows = [(name, _in_words(value)) for name, value in {**one.values, **one.derived}.items()]
    data = one.png()
    picture = image(data, said) if data else ""
    script = one.script()
    return (
        f"<figure>{picture}<figcaption>{escape(said)}</figcaption>"
        f"{table(('What', 'Value'), rows, texts=False)}"
        f"{folded('The script that makes it', script, code=True) if script else f'<p>{WITHOUT_SCRIPT}</p>'}"
        "</figure>"
    )


def _in_words(value):
    return f"{value:.6g}" if isinstance(value, float) else str(value)
