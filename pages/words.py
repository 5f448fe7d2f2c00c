"""Names and texts of pages: anchors, links between notebooks, fences around code."""

import re

from hhlab.lab.export import mathml_of

NOTEBOOK = re.compile(r"(\]\([^)\s]*?)\.ipynb\b")
SUMMARY = re.compile(r"(?m)^<details>.*$")
TICKS = re.compile(r"`{3,}")


def anchor(title):
    """Give a heading's anchor, as JupyterLab makes it: with its case, and a hyphen for each space."""
    return title.strip().replace(" ", "-")


def linked(markdown):
    """Give the Markdown of a notebook with its links to notebooks as links to pages."""
    return SUMMARY.sub(lambda line: mathml_of(line[0]), NOTEBOOK.sub(r"\1.md", markdown))


def fenced(kind, text):
    """Give a text between fences that are longer than any in it."""
    fence = "`" * max([2, *(len(ticks) for ticks in TICKS.findall(text))]) + "`"
    return f"{fence}{kind}\n{text}\n{fence}"


def html(text):
    """Give HTML as it is, for a page in Markdown."""
    return fenced("{raw} html", text)
