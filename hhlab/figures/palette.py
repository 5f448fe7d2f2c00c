"""Colours, ranges and signs of every picture, live or still, so that a quantity looks the same everywhere."""

from itertools import cycle

import numpy as np

from ..descriptions.traces import BLACK, BLUE, GREEN, ORANGE, PINK, SKY, VERMILION
from ..results.curves import trace_of
from ..results.recording import TRACES

SERIES = (BLUE, VERMILION, GREEN, PINK, ORANGE, SKY, BLACK)  # for what is no trace
KEPT = SERIES[1:]  # for kept traces, beside the blue of a potential
# What a panel shows at least, so that an axis stays put while a slider moves.
LEAST_RANGE = {"voltage": (-90.0, 60.0), "gates": (-0.03, 1.03)}
PANEL_NAMES = {"gates": "gates", "conductances": "conductance", "currents": "current density"}
MARK = BLACK  # a point with a name
# From dark to light with evenly rising lightness, for a number that a colour tells: points of viridis
# (van der Walt and Smith, 2015), without the yellow that vanishes on white.
_RAMP = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98))
MARGIN = 0.08  # of the height of what outgrows its axis


def extent(arrays):
    """Give the least and the greatest number in some arrays, gaps apart, or None where there is none."""
    shown = [array[np.isfinite(array)] for array in arrays]
    shown = [array for array in shown if array.size]
    return (min(float(x.min()) for x in shown), max(float(x.max()) for x in shown)) if shown else None


def widened(least, found, log=False):
    """Give what an axis shows: its least range where that holds what was found, else a wider one.

    Parameters
    ----------
    least, found : (float, float) or None
    log : bool
        The margin is one of the exponents.
    """
    if not found:
        return least or ((1.0, 10.0) if log else (0.0, 1.0))
    if least and least[0] <= found[0] and found[1] <= least[1]:
        return least
    if log:
        exponents = widened(*(limits and tuple(np.log10(limits)) for limits in (least, found)))
        return tuple(float(10.0**exponent) for exponent in exponents)
    low, high = (min(least[0], found[0]), max(least[1], found[1])) if least else found
    margin = MARGIN * (high - low) or 0.05 * abs(high) or 0.1
    return (
        low - margin if not least or found[0] < least[0] else low,
        high + margin if not least or found[1] > least[1] else high,
    )


def held(curves, letter):
    """Give the numbers that an axis of Curves must hold: of lines those in the range of x asked for."""
    i, (low, high) = "xy".index(letter), curves.x_range or (-np.inf, np.inf)
    lines = [pair[i][(pair[0] >= low) & (pair[0] <= high)] for pair in curves.lines.values()]
    marks = [np.array([point[i]]) for point in curves.marks.values()]
    return [*lines, *(pair[i] for pair in curves.dots.values()), *marks]


def colours_of(labels):
    """Give a colour for each label: its trace's where it begins with one, else the next that is free."""
    traces = {label: trace_of(label) for label in labels}
    own = {label: trace and TRACES[trace].colour for label, trace in traces.items()}
    free = cycle([colour for colour in SERIES if colour not in own.values()] or SERIES)
    return {label: colour or next(free) for label, colour in own.items()}


def colours_in(curves):
    """Give a colour for each line and row of dots of Curves; what is faint takes none from the others."""
    labels = [label for label in curves.lines if label not in curves.faint]
    colours = colours_of([*labels, *(label for label in curves.dots if label not in curves.lines)])
    return colours | dict.fromkeys(curves.faint, MARK)


def ramp(fraction):
    """Give the colour that stands for a number between 0 and 1."""
    place = min(max(fraction, 0.0), 1.0) * (len(_RAMP) - 1)
    i = min(int(place), len(_RAMP) - 2)
    mixed = (round(a + (place - i) * (b - a)) for a, b in zip(_RAMP[i], _RAMP[i + 1], strict=True))
    return "#{:02x}{:02x}{:02x}".format(*mixed)
