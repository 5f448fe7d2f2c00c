"""Recordings as matplotlib figures: in lessons, in exports, and as the explorer's picture."""

from io import BytesIO

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from .quantities import number, shown
from .recording import TRACES, Recording

# One colour per quantity everywhere, from the set of Okabe and Ito (2008) for colour-blind readers.
COLOURS = {
    "v": "#0072b2",
    "i_stim": "#000000",
    "i_density": "#000000",
    "m": "#d55e00",
    "h": "#e69f00",
    "n": "#009e73",
    "gna": "#d55e00",
    "gk": "#009e73",
    "ina": "#d55e00",
    "ik": "#009e73",
    "il": "#cc79a7",
    "i_cap": "#56b4e9",
}
# What a panel shows at least, so that an axis stays put while a slider moves.
LEAST_RANGE = {"voltage": (-90.0, 60.0), "gates": (-0.03, 1.03)}
PANEL_NAMES = {"gates": "gates", "conductances": "conductance", "currents": "current density"}
WIDTH_IN, LIVE_DPI = 7.6, 110


class Drawing(Figure):
    """A matplotlib Figure that shows itself in a notebook once, with or without pyplot."""

    def _repr_png_(self):
        return png(self)


def draw(recording, panels=None, *, start_ms=None, stop_ms=None):
    """Give a figure of a Recording, one axis per panel, time below.

    Parameters
    ----------
    recording : Recording
    panels : sequence of str, optional
        Traces, or panels of several traces ("voltage", "stimulus", "gates", "currents", ...), from top to
        bottom; by default all that was recorded.
    start_ms, stop_ms : float, optional
        The stretch of time to show [ms].

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        `recording` is no Recording, a panel is unknown or was not recorded, or the stretch is empty.
    """
    if not isinstance(recording, Recording):
        raise TypeError(f"draw() needs a Recording, but it is {shown(recording)}.")
    groups = _groups(recording, panels)
    t = recording.t
    start = t[0] if start_ms is None else number("start_ms", start_ms, "ms")
    stop = t[-1] if stop_ms is None else number("stop_ms", stop_ms, "ms")
    if not start < stop:
        raise ValueError(f"start_ms = {start:g} ms must come before stop_ms = {stop:g} ms.")
    heights = [2.6 if panel == "voltage" else 1.5 for panel, _ in groups]
    figure = Drawing(figsize=(WIDTH_IN, sum(heights) + 0.6), layout="constrained")
    axes = figure.subplots(len(groups), 1, sharex=True, squeeze=False, height_ratios=heights)[:, 0]
    for axis, (panel, names) in zip(axes, groups, strict=True):
        for name in names:
            axis.plot(t, recording.traces[name], color=COLOURS[name], lw=1.4, label=TRACES[name][0])
        label, unit = PANEL_NAMES.get(panel, TRACES[names[0]][0]), TRACES[names[0]][1]
        axis.set_ylabel(f"{label}\n[{unit}]" if unit else label)
        axis.set_ylim(_widened(LEAST_RANGE.get(panel), [recording.traces[name] for name in names]))
        axis.grid(alpha=0.25, lw=0.6)
        axis.spines[["top", "right"]].set_visible(False)
        if len(names) > 1:
            # beside the axis, where it hides no trace
            axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False, fontsize="small")
    axes[-1].set_xlim(start, stop)
    axes[-1].set_xlabel("time [ms]")
    figure.align_ylabels()
    return figure


class Picture:
    """A drawing made once and updated in place, with axes that stay put until a trace leaves them."""

    def __init__(self):
        self._names = None

    def png(self, recording):
        """Give the PNG bytes of `recording`, drawn into the axes of the recordings before it."""
        names = tuple(recording.traces)
        if names != self._names:
            self._names = names
            self._figure = draw(recording)
            self._figure.set_dpi(LIVE_DPI)
            self._canvas = FigureCanvasAgg(self._figure)
            self._lines = [line for axis in self._figure.axes for line in axis.lines]
            self._groups = _groups(recording, None)
            self._background = None
        self._move_lines(recording)
        self._fit_axes(recording)
        if self._background is None:
            self._draw_background()
        self._canvas.restore_region(self._background)
        for line in self._lines:
            line.axes.draw_artist(line)
        return _encoded(self._canvas)

    def _move_lines(self, recording):
        names = [name for _, group in self._groups for name in group]
        for line, name in zip(self._lines, names, strict=True):
            line.set_data(recording.t, recording.traces[name])

    def _fit_axes(self, recording):
        for axis, (panel, _) in zip(self._figure.axes, self._groups, strict=True):
            found, data = axis.get_ylim(), [line.get_ydata() for line in axis.lines]
            least = LEAST_RANGE.get(panel)
            # back to the usual range as soon as that holds the trace again; the others only grow
            wanted = least if least and _widened(least, data) == least else _widened(found, data)
            if wanted != found:
                axis.set_ylim(wanted)
                self._background = None
        end = recording.t[-1]
        # a last sample within one step of the old end is the same axis
        if abs(self._figure.axes[-1].get_xlim()[1] - end) > 0.005 * end:
            self._figure.axes[-1].set_xlim(recording.t[0], end)
            self._background = None

    def _draw_background(self):
        for line in self._lines:
            line.set_animated(True)
        self._canvas.draw()
        self._background = self._canvas.copy_from_bbox(self._figure.bbox)


def png(figure):
    """Give the PNG bytes of a matplotlib figure."""
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return _encoded(canvas)


def _encoded(canvas):
    # level 1: a slider waits for these bytes, and a stronger compression costs more time than it saves
    data = BytesIO()
    Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB").save(data, "png", compress_level=1)
    return data.getvalue()


def _groups(recording, panels):
    """Give [(panel, names), ...] from what was asked for, or from all that was recorded."""
    recorded = list(recording.traces)
    if panels is None:
        panels = list(dict.fromkeys(TRACES[name][2] for name in recorded))
    groups = []
    for panel in (panels,) if isinstance(panels, str) else panels:
        names = [name for name in recorded if panel in (name, TRACES[name][2])]
        if not names:
            known = [*recorded, *dict.fromkeys(TRACES[name][2] for name in recorded)]
            raise ValueError(f"Nothing to draw for {shown(panel)}. This Recording has: {', '.join(known)}.")
        groups.append((TRACES[names[0]][2], names))
    if not groups:
        raise ValueError("panels is empty; name at least one, as in panels=['v'].")
    return groups


def _widened(limits, arrays):
    """Give limits that hold every value: those given where they do, else wider ones."""
    least = min(float(array.min()) for array in arrays)
    greatest = max(float(array.max()) for array in arrays)
    if limits and limits[0] <= least and greatest <= limits[1]:
        return limits
    low, high = (min(limits[0], least), max(limits[1], greatest)) if limits else (least, greatest)
    margin = 0.08 * (high - low) or 0.05 * abs(high) or 0.1
    return (
        low - margin if not limits or least < limits[0] else low,
        high + margin if not limits or greatest > limits[1] else high,
    )
