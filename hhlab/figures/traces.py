"""Recordings as matplotlib axes: one axis per panel, time below."""

from ..descriptions.quantities import minus, number, shown
from ..results.columns import listed, text
from ..results.family import Family
from ..results.recording import TRACES
from .palette import LEAST_RANGE, PANEL_NAMES, extent, ramp, widened
from .paper import key, tidy

MOST_KEYS = 9  # more lines than this are told apart by a colour bar


def draw_recording(paper, recording, panels=None, start_ms=None, stop_ms=None):
    """Draw a Recording on a figure or a part of one."""
    groups = groups_of(recording, panels)
    for axis, (_, names) in zip(_axes(paper, recording, groups, start_ms, stop_ms), groups, strict=True):
        for name in names:
            style = {"color": TRACES[name].colour, "label": TRACES[name].label}
            axis.plot(recording.t, recording.traces[name], lw=1.4, **style)
        if len(names) > 1:
            key(axis)


def draw_family(paper, family, panels=None, start_ms=None, stop_ms=None):
    """Draw a Family: each trace has its own axis, and the colour of a line tells what differs."""
    groups = groups_of(family, panels)
    axes = _axes(paper, family, groups, start_ms, stop_ms)
    low, high = min(family.values), max(family.values)
    for value, recording in zip(family.values, family.recordings, strict=True):
        colour = ramp((value - low) / (high - low) if high > low else 0.0)
        for axis, (_, (name,)) in zip(axes, groups, strict=True):
            axis.plot(recording.t, recording.traces[name], color=colour, lw=1.2, label=f"{value:g}")
    if len(family.values) <= MOST_KEYS:
        key(axes[0])
        axes[0].get_legend().set_title(family.by, prop={"size": "small"})
    else:
        axes[0].set_title(
            minus(f"{family.by}: violet {low:g}, green {high:g}"), fontsize="medium", loc="left"
        )


def heights_of(groups):
    """Give the height of each panel in inches."""
    return [2.6 if panel == "voltage" or len(groups) == 1 else 1.5 for panel, _ in groups]


def groups_of(result, panels):
    """Give [(panel, names), ...] from what was asked for, or from all that was recorded."""
    of_family = isinstance(result, Family)
    recorded = list(result.names if of_family else result.traces)
    if panels is None:
        panels = list(dict.fromkeys(TRACES[name].panel for name in recorded))
    groups = []
    for panel in (panels,) if isinstance(panels, str) else listed("panels", panels):
        names = [name for name in recorded if text("A panel", panel) in (name, TRACES[name].panel)]
        if not names:
            known = [*recorded, *dict.fromkeys(TRACES[name].panel for name in recorded)]
            raise ValueError(f"Nothing to draw for {shown(panel)}. This Recording has: {', '.join(known)}.")
        kind = TRACES[names[0]].panel
        groups += [(kind, [name]) for name in names] if of_family else [(kind, names)]
    if not groups:
        raise ValueError("panels is empty; name at least one, as in panels=['v'].")
    return groups


def _axes(paper, result, groups, start_ms, stop_ms):
    """Give an empty axis for each group, with its title, its unit and its range."""
    recordings = result.recordings if isinstance(result, Family) else [result]
    start, stop = _stretch(recordings, start_ms, stop_ms)
    axes = paper.subplots(len(groups), 1, sharex=True, squeeze=False, height_ratios=heights_of(groups))[:, 0]
    for axis, (panel, names) in zip(axes, groups, strict=True):
        label, unit = TRACES[names[0]].label, TRACES[names[0]].unit
        label = label if len(names) == 1 else PANEL_NAMES.get(panel, label)
        axis.set_ylabel(f"{label}\n[{unit}]" if unit else label)
        traces = [recording.traces[name] for recording in recordings for name in names]
        axis.set_ylim(widened(LEAST_RANGE.get(panel), extent(traces)))
        tidy(axis)
    axes[-1].set_xlim(start, stop)
    axes[-1].set_xlabel("time [ms]")
    (paper.figure or paper).align_ylabels()
    return axes


def _stretch(recordings, start_ms, stop_ms):
    first = min(recording.t[0] for recording in recordings)
    last = max(recording.t[-1] for recording in recordings)
    start = first if start_ms is None else number("start_ms", start_ms, "ms")
    stop = last if stop_ms is None else number("stop_ms", stop_ms, "ms")
    if not start < stop:
        raise ValueError(f"start_ms = {start:g} ms must come before stop_ms = {stop:g} ms.")
    return start, stop
