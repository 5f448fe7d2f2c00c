"""Curves and profiles as matplotlib axes."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from ..descriptions.quantities import minus
from ..results.recording import TRACES
from .palette import LEAST_RANGE, MARK, colours_of, extent, held, ramp, widened
from .paper import key, tidy

MOST_COLUMNS, MOST_ROWS = 1500, 1000  # of a kymograph; a figure has no more pixels
KYMOGRAPH = LinearSegmentedColormap.from_list("kymograph", [ramp(i / 63) for i in range(64)] + ["#fde725"])


def draw_curves(paper, curves):
    """Draw Curves on a figure or a part of one."""
    axis = paper.subplots()
    colours = colours_of([*curves.lines, *(label for label in curves.dots if label not in curves.lines)])
    for label, (x, y) in curves.lines.items():
        style = (0, (4, 3)) if label in curves.dashed else "-"
        axis.plot(x, y, color=colours[label], ls=style, lw=1.6, label=label or "_")
    for label, (x, y) in curves.dots.items():
        name = "_" if label in curves.lines else label or "_"
        axis.plot(x, y, color=colours[label], ls="", marker="o", ms=4.5, label=name)
    for label, (x, y) in curves.marks.items():
        axis.plot([x], [y], color=MARK, marker="D", ms=6, ls="", mfc="white", mew=1.5, zorder=5, gid=label)
        axis.annotate(minus(label), (x, y), (7, 7), textcoords="offset points", fontsize="small", zorder=6)
    for letter in curves.log:
        getattr(axis, f"set_{letter}scale")("log")
        ticks = getattr(axis, f"{letter}axis")
        ticks.set_major_formatter("{x:g}")
        ticks.set_minor_formatter(lambda value, _: f"{value:g}" if f"{value:.0e}"[0] in "25" else "")
    for letter, limits in (("x", curves.x_range), ("y", curves.y_range)):
        if limits:
            getattr(axis, f"set_{letter}lim")(limits_of(curves, letter))
    axis.set_xlabel(curves.x)
    axis.set_ylabel(curves.y)
    tidy(axis)
    key(axis)


def limits_of(curves, letter):
    """Give what an axis of Curves shows: at least its range, and what it must hold; None for nothing."""
    least, log = {"x": curves.x_range, "y": curves.y_range}[letter], letter in curves.log
    found = extent(held(curves, letter))
    return widened(least, found, log) if found else least


def draw_profile(paper, profile):
    """Draw the potential along the cable at one moment, and the kymograph with that moment marked."""
    above, below = paper.subplots(2, 1, sharex=True, height_ratios=(1, 1.3))
    along, (x, unit) = profile.along(profile.at_ms), profile.places()
    above.plot(x, along, color=TRACES["v"].colour, lw=1.6)
    above.set_ylim(widened(profile.v_range or LEAST_RANGE["voltage"], extent([along])))
    above.set_ylabel("{0.label}\n[{0.unit}]".format(TRACES["v"]))
    above.set_title(f"{profile.at_ms:.4g} ms", loc="left", fontsize="medium")
    tidy(above)
    places = slice(None, None, -(-len(x) // MOST_COLUMNS))
    # CVODE gives two samples of one time where a stimulus jumps
    times = np.unique(profile.t, return_index=True)[1][:: -(-len(profile.t) // MOST_ROWS)]
    low, high = profile.v_range or (None, None)
    picture = below.pcolormesh(
        x[places],
        profile.t[times],
        profile.v[places][:, times].T,
        cmap=KYMOGRAPH,
        vmin=low,
        vmax=high,
        shading="nearest",
        rasterized=True,
    )
    below.axhline(profile.at_ms, color="white", lw=1.2, ls="--")
    below.set_xlabel(f"place along the cable [{unit}]")
    below.set_ylabel("time [ms]")
    label = "{0.label} [{0.unit}]".format(TRACES["v"])
    paper.colorbar(picture, ax=below, label=label, pad=0.01, extend="both" if profile.v_range else "neither")
