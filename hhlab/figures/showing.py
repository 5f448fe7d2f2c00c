"""How a notebook shows a matplotlib figure: as a picture with words for who cannot see it.

The words are metadata of the picture. Exported pages read them there, and so does the lab, by its extension
hhlab-pictures. HTML would carry them everywhere, but a page that is not trusted yet shows no picture in it.
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
        if own:
            return thing._repr_mimebundle_()
        return _described(thing, *usual(thing, include, exclude))

    setattr(format, MARK, True)
    return format


def _described(figure, data, metadata):
    """Give a bundle of MIME types in which the PNG has words."""
    from .alternatives import alternative
    from .paper import with_words

    picture = data.get("image/png")
    if not picture:
        return data, metadata
    picture = b64decode(picture) if isinstance(picture, str) else picture
    bundle, words = with_words(picture, alternative(figure), metadata.get("image/png"))
    return data | bundle, metadata | words
