"""An extension of Sphinx: formulas as MathML, which a browser sets without a script."""

from docutils.nodes import SkipNode

from hhlab.lab.export import mathml


def inline(translator, node):
    """Write a formula in a line of text."""
    translator.body.append(mathml(node.astext(), "inline"))
    raise SkipNode


def block(translator, node):
    """Write a formula on a line of its own, which scrolls where the page is narrow."""
    translator.body.append(f'<div class="hhlab-formula">{mathml(node.astext(), "block")}</div>')
    raise SkipNode


def setup(app):
    """Tell Sphinx of it."""
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
