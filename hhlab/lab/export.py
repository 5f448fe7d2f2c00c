"""A notebook as one HTML page, formulas and pictures inside, to read and to print without a network."""

import argparse
import re
import sys
from pathlib import Path

import nbformat
from jinja2 import pass_context
from latex2mathml.converter import convert
from markupsafe import Markup, escape
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbconvert.preprocessors import Preprocessor
from traitlets.config.loader import PyFileConfigLoader

from . import places

WIDGET = "application/vnd.jupyter.widget-view+json"
ALIVE = "This part is alive in the lab only: open the notebook there and run it."
# how Python writes a widget that has no words of its own
REPR = re.compile(r"(?s)\w*\(.*\)\s*")
IMAGE = re.compile(r"""(<img\b[^>]*?\bsrc=["'])([^"']+)""")
TEX = re.compile(r"(?s)(?<!\\)\$\$(?P<block>.+?)(?<!\\)\$\$|(?<![\\$])\$(?P<inline>[^$]+?)(?<!\\)\$")


def page(path):
    """Give the text of a notebook's HTML page.

    Raises
    ------
    OSError, ValueError
        The file cannot be read, or is no notebook.
    """
    settings = places.settings()
    config = PyFileConfigLoader("jupyter_nbconvert_config.py", path=str(settings)).load_config()
    try:
        notebook = nbformat.read(path, as_version=4)
    except (ValueError, AttributeError, nbformat.ValidationError) as problem:
        raise ValueError("it is no notebook") from problem
    where = {"name": path.stem, "path": str(path.parent)}
    return HTMLExporter(config=config).from_notebook_node(notebook, {"metadata": where})[0]


class OutsideTheLab(Preprocessor):
    """In place of each widget: its picture, or what it says as text, or a sentence."""

    def preprocess(self, nb, resources):
        """Give a notebook without widgets."""
        nb.metadata.pop("widgets", None)
        for output in (output for cell in nb.cells for output in cell.get("outputs", [])):
            data = output.get("data", {})
            if data.pop(WIDGET, None) is None:
                continue
            if set(data) <= {"text/plain"} and REPR.fullmatch(data.get("text/plain", "()")):
                data["text/plain"] = ALIVE
        return nb, resources


def as_it_is(html):
    """Give HTML as text, unchanged."""
    return Markup(html.decode() if isinstance(html, bytes) else html)


@pass_context
def markdown2html(context, source):
    """Give Markdown as HTML, as nbconvert does, with formulas that a browser sets by itself."""
    resources = context.get("resources", {})
    renderer = Renderer(
        escape=False,
        embed_images=True,
        attachments=context.get("cell", {}).get("attachments", {}),
        path=resources.get("metadata", {}).get("path", ""),
        anchor_link_text="¶",
    )
    return MarkdownWithMath(renderer=renderer).render(source)


class Renderer(IPythonRenderer):
    """Markdown's parts as HTML."""

    def block_math(self, body):
        return mathml(body, "block")

    def inline_math(self, body):
        return mathml(body, "inline")

    def latex_environment(self, name, body):
        return mathml(rf"\begin{{{name}}}{body}\end{{{name}}}", "block")

    def _html_embed_images(self, html):
        # nbconvert reads each piece as a whole page, and would close a <details> where it opens
        return IMAGE.sub(lambda image: image[1] + (self._src_to_base64(image[2]) or image[2]), html)

    def block_html(self, html):
        return super().block_html(mathml_of(html))


def mathml_of(text):
    """Give a text with each formula between dollars in it as MathML."""
    return Markup(
        TEX.sub(
            lambda tex: mathml(tex["block"] or tex["inline"], "block" if tex["block"] else "inline"), text
        )
    )


def mathml(tex, display):
    """Give a formula as MathML; what is not understood stays as it was written."""
    try:
        return convert(tex.replace("{aligned}", "{align*}"), display=display)
    except Exception:  # what the converter raises has no class of its own
        mark = "$$" if display == "block" else "$"
        return f"<code>{escape(mark + tex + mark)}</code>"


def main(words):
    """Write the page of each notebook beside it; give an exit status."""
    parser = argparse.ArgumentParser(
        prog="hhlab export",
        description="Write a notebook as one HTML page beside it, with formulas and pictures inside. It "
        "needs no network. A browser prints it, and saves it as PDF.",
    )
    parser.add_argument("notebook", nargs="+", type=Path, help="for example 01_first_spike.ipynb")
    failed = 0
    for notebook in parser.parse_args(words).notebook:
        target = notebook.with_suffix(".html")
        try:
            if notebook.suffix != ".ipynb":
                raise ValueError("its name does not end in .ipynb")
            text = page(notebook)
            target.write_text(text, encoding="utf-8")
        except (OSError, ValueError) as problem:
            why = getattr(problem, "strerror", None) or problem
            print(f"{notebook} was not exported: {why}.", file=sys.stderr)
            failed = 1
        else:
            print(target)
    return failed
