"""How a notebook shows a matplotlib figure: as a picture with words for who cannot see it.

JupyterLab's renderer of images takes no words; HTML carries them.
"""

import sys
from base64 import b64decode

MARK = "_hhlab_describes"


def describe_figures():
    """Let this notebook give every figure its words from now on; elsewhere, and a second time, do nothing."""
    ipython = sys.modules.get("IPython.core.getipython")
    shell = ipython and ipython.get_ipython()
    displays = getattr(shell, "display_formatter", None)
    if displays is not None and not getattr(displays.format, MARK, False):
        displays.format = _with_words(displays.format)


def _with_words(usual):
    """Give what IPython shall call to show a thing."""

    def format(thing, include=None, exclude=None):
        module = sys.modules.get("matplotlib.figure")
        if module is None or not isinstance(thing, module.Figure):
            return usual(thing, include, exclude)
        paper = sys.modules.get(f"{__package__}.paper")
        own = paper is not None and isinstance(thing, paper.Drawing)  # shows itself with words
        data, metadata = usual(thing, include, {*(exclude or ()), "image/png"} if own else exclude)
        return (data, metadata) if own else _described(thing, data, metadata)

    setattr(format, MARK, True)
    return format


def _described(figure, data, metadata):
    """Give a bundle of MIME types in which HTML with words stands for the PNG."""
    from .alternatives import alternative, image
    from .paper import small

    picture = data.get("image/png")
    if not picture:
        return data, metadata
    picture = b64decode(picture) if isinstance(picture, str) else picture
    words = alternative(figure)
    width = metadata.get("image/png", {}).get("width")
    data = {kind: value for kind, value in data.items() if kind != "image/png"}
    metadata = {kind: value for kind, value in metadata.items() if kind != "image/png"}
    return data | {"text/html": image(small(picture), words, width), "text/plain": words}, metadata
