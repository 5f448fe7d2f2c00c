"""What every figure has in common: its size, its axes, and its PNG bytes."""

from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image, ImageChops

from ..descriptions.quantities import minus
from .alternatives import alternative, image

WIDTH_IN = 7.6
MOST_OFF = 16  # of 255: what a palette may change in a colour without being seen
MOST_PIXELS = 40_000_000  # what takes more memory than this was meant otherwise


class Drawing(Figure):
    """A matplotlib Figure that shows itself in a notebook once, with or without pyplot."""

    def _repr_html_(self):
        return pictured(self)

    def __repr__(self):
        return alternative(self)


def pictured(figure):
    """Give the HTML of a matplotlib figure, with words for who cannot see it."""
    return image(small(png(figure)), alternative(figure))


def png(figure):
    """Give the PNG bytes of a matplotlib figure.

    Raises
    ------
    ValueError
        It is larger than any screen, as where somebody gave its size in pixels.
    """
    width, height = figure.get_size_inches()
    if width * height * figure.dpi**2 > MOST_PIXELS:
        raise ValueError(
            f"The figure is {width:g} × {height:g} inches at {figure.dpi:g} dots per inch, more than a page "
            "can show. figsize counts in inches: figsize=(7, 4)."
        )
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    data = BytesIO()
    if figure.get_layout_engine() is None:
        # its labels may stand outside the paper, which grows to hold them, as in a cell
        ink = Bbox.union([figure.bbox_inches, figure.get_tightbbox(canvas.get_renderer())])
        if (np.abs(ink.extents - figure.bbox_inches.extents) > 0.02).any():
            canvas.print_figure(data, format="png", bbox_inches=ink, pil_kwargs={"compress_level": 1})
            return data.getvalue()
    # level 1: a slider may wait for these bytes, and a stronger compression costs more time than it saves
    Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").save(data, "png", compress_level=1)
    return data.getvalue()


def small(data):
    """Give a PNG with a palette of 256 colours, a third of the size, where nobody sees the difference."""
    picture = Image.open(BytesIO(data)).convert("RGB")
    few = picture.quantize(256, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    if max(high for _, high in ImageChops.difference(picture, few.convert("RGB")).getextrema()) > MOST_OFF:
        return data
    found = BytesIO()
    few.save(found, "png", optimize=True)
    return min(found.getvalue(), data, key=len)


def tidy(axis, grid=True):
    """Take from an axis what says nothing."""
    axis.spines[["top", "right"]].set_visible(False)
    if grid:
        axis.grid(alpha=0.25, lw=0.6)


def key(axis):
    """Put the legend beside the axis, where it hides nothing; none where nothing has a label."""
    handles, labels = axis.get_legend_handles_labels()
    if labels:
        axis.legend(
            handles,
            map(minus, labels),
            loc="center left",
            bbox_to_anchor=(1.0, 0.5),
            frameon=False,
            fontsize="small",
        )
