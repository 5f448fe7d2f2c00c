"""From a notebook that was run to a page in Markdown, with its pictures beside it."""

import re
import struct
from base64 import b64decode
from html import escape

from hhlab.lab.export import ALIVE, REPR, WIDGET

from .words import fenced, html, linked

CARD = re.compile(r"(hhlab\.)?(predict|exercise|sheet|hand_in)\(")
LIVES = "application/vnd.hhlab.page+json"
# the letters by which a terminal colours its text
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def page(notebook, place, beside, url):
    """Give the text of a notebook's page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    place : str
        Where it lies in the lab, for example ``01_first_spike.ipynb``.
    beside : Path
        The folder of what lies beside the page, pictures and what lives.
    url : str
        The way there from the page.
    """
    pieces = [piece for cell in notebook.cells for piece in pieces_of(cell, beside, url)]
    # below the title
    pieces.insert(1, html(f'<p class="hhlab-to-lab" data-place="{escape(place)}" hidden></p>'))
    return "\n\n".join(pieces) + "\n"


def pieces_of(cell, beside, url):
    """Give the parts of a cell, each a block of Markdown."""
    if cell.cell_type == "markdown":
        yield linked(cell.source)
    elif cell.cell_type == "code" and cell.source.strip():
        yield code_of(cell)
        for number, output in enumerate(cell.outputs):
            shown = output_of(output, f"{cell.id}-{number}", beside, url)
            if LIVES in output.get("data", {}):
                shown = living(shown, output.data[LIVES], url)
            if shown:
                yield html(f'<div class="hhlab-output">{shown}</div>')


def code_of(cell):
    """Give a cell's code, folded where the lab folds it, and above a card, whose questions it repeats."""
    code = fenced("{code-block} python", cell.source)
    if cell.metadata.get("jupyter", {}).get("source_hidden") or CARD.match(cell.source):
        return f'<details class="hhlab-code"><summary>Code</summary>\n\n{code}\n\n</details>'
    return code


def living(still, lives, url):
    """Give what comes to life on the page, with what stands there until then."""
    return f'<div class="hhlab-page-{lives["kind"]}" data-src="{url}/{lives["src"]}">{still}</div>'


def output_of(output, name, beside, url):
    """Give an output as HTML; its picture is written into the folder beside the page."""
    if output.output_type == "stream":
        # what a library warns of while the page is made is not the lesson's
        return preformatted(output.text) if output.name == "stdout" else ""
    if output.output_type == "error":
        return preformatted("\n".join(output.traceback))
    data = output.data
    text = data.get("text/plain", "")
    if "image/png" in data:
        return picture(b64decode(data["image/png"]), words_of(output), name, beside, url)
    if "text/html" in data:
        return f'<div class="hhlab-scrolls">{data["text/html"]}</div>'
    if WIDGET in data:
        return f'<p class="hhlab-alive">{escape(ALIVE if REPR.fullmatch(text or "()") else text)}</p>'
    return preformatted(text)


def words_of(output):
    """Give what a picture says to who cannot see it."""
    of_picture = output.metadata.get("image/png", {})
    return of_picture.get("alt") or output.data.get("text/plain", "")


def picture(png, words, name, beside, url):
    """Give the HTML of a picture that is loaded when it comes into sight."""
    beside.mkdir(parents=True, exist_ok=True)
    (beside / f"{name}.png").write_bytes(png)
    width, height = struct.unpack(">II", png[16:24])
    return (
        f'<img class="hhlab-picture" src="{url}/{name}.png" width="{width}" height="{height}" '
        f'alt="{escape(words)}" loading="lazy" decoding="async">'
    )


def preformatted(text):
    """Give a text as HTML, letter by letter."""
    return f"<pre>{escape(COLOURS.sub('', text.rstrip()))}</pre>" if text.strip() else ""
