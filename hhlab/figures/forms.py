"""The form of a cell as matplotlib axes, with the potential at one moment as its colour."""

import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.colors import LinearSegmentedColormap, Normalize

from ..descriptions.quantities import minus
from ..results.recording import TRACES
from ..results.words import in_words
from .palette import MARK, ramp
from .paper import tidy

COLOURS = LinearSegmentedColormap.from_list("potential", [ramp(i / 63) for i in range(64)])
THIN, THICK = 0.8, 14.0  # points: a line that is seen, and one that hides no other


def draw_shape(paper, shape):
    """Draw a Shape as it is seen from the front: x to the right, y upwards."""
    axis = paper.subplots()
    span = np.ptp(shape.pieces[..., :2].reshape(-1, 2), axis=0).max() or 1.0
    widths = shape.pieces[..., 3].mean(axis=1) / span * 300  # the axis is about so many points long
    lines = LineCollection(
        shape.pieces[..., :2],
        array=shape.when(shape.at_ms)[shape.of],
        cmap=COLOURS,
        norm=Normalize(*shape.colours_mV),
        linewidths=np.clip(widths, THIN, THICK),
        capstyle="round",
    )
    axis.add_collection(lines)
    for label, (x, y, _) in shape.marks.items():
        axis.scatter([x], [y], s=36, marker="D", facecolor="white", edgecolor=MARK, linewidth=1.5, zorder=5)
        axis.annotate(minus(label), (x, y), (7, 7), textcoords="offset points", fontsize="small", zorder=6)
    axis.set_aspect("equal", "datalim")
    axis.autoscale_view()
    axis.set_title(in_words(shape), loc="left", fontsize="small")
    axis.set_xlabel("x [µm]")
    axis.set_ylabel("y [µm]")
    tidy(axis)
    extend = "both" if shape.v_range else "neither"
    paper.colorbar(lines, ax=axis, label="{0.label} [{0.unit}]".format(TRACES["v"]), pad=0.01, extend=extend)
