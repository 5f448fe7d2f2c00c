"""From a result to the panels of the live view: what is drawn where, in which colour, with which unit."""

from functools import singledispatch

import numpy as np

from ...figures.palette import COLOURS, LEAST_RANGE, PANEL_NAMES, colours_of, minus, ramp
from ...results.columns import title_and_unit
from ...results.curves import Curves
from ...results.family import Family
from ...results.profile import Profile
from ...results.recording import TRACES, Recording

MOST_PLACES, MOST_TIMES = 300, 300  # of a kymograph: as many true samples as a screen shows


class Sheet:
    """Panels, and the arrays that their series point into by number."""

    def __init__(self):
        self.panels, self.arrays, self._numbers = [], [], {}

    def array(self, values):
        """Give the number of an array, kept once however many series share it."""
        if id(values) not in self._numbers:
            self._numbers[id(values)] = len(self.arrays)
            self.arrays.append(values)
        return self._numbers[id(values)]


def sheet_of(result):
    """Give the Sheet of a result, or of a tuple of results one below the other."""
    sheet = Sheet()
    for part in result if isinstance(result, (tuple, list)) else (result,):
        add(part, sheet)
    seen = {}
    for panel in sheet.panels:
        # two panels of one kind in a tuple are told apart, so that each keeps its own axes
        seen[panel["key"]] = count = seen.get(panel["key"], 0) + 1
        panel["key"] += f" {count}" if count > 1 else ""
    return sheet


@singledispatch
def add(result, sheet):
    """Add the panels of a result to a Sheet; what has no live view, such as derived quantities, adds none."""


@add.register
def _(recording: Recording, sheet):
    for panel, names in _by_panel(recording.traces).items():
        series = [_trace(sheet, recording, name, TRACES[name][0], COLOURS[name]) for name in names]
        sheet.panels.append(_in_time(panel, names, series))


@add.register
def _(family: Family, sheet):
    low, high = min(family.values), max(family.values)
    colours = [ramp((value - low) / (high - low) if high > low else 0.0) for value in family.values]
    unit = title_and_unit(family.by)[1]
    for name in family.names:
        series = [
            _trace(sheet, recording, name, f"{value:g} {unit}".strip(), colour)
            for value, recording, colour in zip(family.values, family.recordings, colours, strict=True)
        ]
        sheet.panels.append(_in_time(name, [name], series) | {"by": family.by})


@add.register
def _(curves: Curves, sheet):
    colours = colours_of([*curves.lines, *(label for label in curves.dots if label not in curves.lines)])
    series = [
        _series(sheet, label, colours[label], x, y, "dash" if label in curves.dashed else "line")
        for label, (x, y) in curves.lines.items()
    ]
    series += [_series(sheet, label, colours[label], x, y, "dots") for label, (x, y) in curves.dots.items()]
    series += [
        _series(sheet, label, COLOURS["i_stim"], np.array([x]), np.array([y]), "mark")
        for label, (x, y) in curves.marks.items()
    ]
    axes = {}
    for letter, words, limits in (("x", curves.x, curves.x_range), ("y", curves.y, curves.y_range)):
        title, unit = title_and_unit(words)
        axes[letter] = _axis(title, unit, limits, letter in curves.log)
    sheet.panels.append({"key": f"{curves.y} against {curves.x}", "kind": "plot", **axes, "series": series})


@add.register
def _(profile: Profile, sheet):
    places = profile.x_um[:: -(-len(profile.x_um) // MOST_PLACES)]
    times = np.unique(profile.t, return_index=True)[1][:: -(-len(profile.t) // MOST_TIMES)]
    v = profile.v[:: -(-len(profile.x_um) // MOST_PLACES)][:, times]
    sheet.panels.append(
        {
            "key": "profile",
            "kind": "profile",
            "x": _axis("place along the axon", "µm", (places[0], places[-1])),
            "y": _axis("membrane potential", "mV", profile.v_range or LEAST_RANGE["voltage"]),
            "t": _axis("time", "ms", (profile.t[0], profile.t[-1])),
            "at": profile.at_ms,
            "ramp": [ramp(i / 63) for i in range(64)],
            "series": [_series(sheet, "membrane potential", COLOURS["v"], places, v.T.ravel(), "line")],
            "times": sheet.array(profile.t[times]),
        }
    )


def _by_panel(names):
    groups = {}
    for name in names:
        groups.setdefault(TRACES[name][2], []).append(name)
    return groups


def _in_time(key, names, series):
    label, unit, panel = TRACES[names[0]]
    title = label if len(names) == 1 else PANEL_NAMES.get(panel, label)
    axes = {"x": _axis("time", "ms"), "y": _axis(title, unit, LEAST_RANGE.get(panel))}
    return {"key": key, "kind": "plot", **axes, "group": "time", "series": series}


def _trace(sheet, recording, name, label, colour):
    return _series(sheet, label, colour, recording.t, recording.traces[name], "line") | {"rising": True}


def _series(sheet, label, colour, x, y, style):
    return {
        "label": minus(label),
        "colour": colour,
        "style": style,
        "x": sheet.array(x),
        "y": sheet.array(y),
    }


def _axis(title, unit, limits=None, log=False):
    return {"title": title, "unit": unit, "least": limits and [float(x) for x in limits], "log": log}
