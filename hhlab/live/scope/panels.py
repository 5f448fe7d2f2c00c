"""From a result to the panels of the live view: what is drawn where, in which colour, with which unit."""

from functools import singledispatch

import numpy as np

from ...descriptions.quantities import minus
from ...figures.palette import LEAST_RANGE, MARK, PANEL_NAMES, colours_in, extent, held, ramp, widened
from ...results.columns import title_and_unit
from ...results.curves import Curves
from ...results.family import Family
from ...results.profile import Profile
from ...results.recording import TRACES, Recording
from ...results.shape import Shape

MOST_PLACES, MOST_TIMES = 300, 300  # of a kymograph: as many true samples as a screen shows
MOST_MOMENTS = 120  # of a shape, whose every segment is sent for each
GREATEST = float(np.finfo(np.float32).max)  # a number beyond it is sent as a gap


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

    def of(self, series, letter):
        """Give the arrays of x or of y of some series."""
        return [self.arrays[number] for number in {one[letter] for one in series}]


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
        series = [_trace(sheet, recording, name, TRACES[name].label, TRACES[name].colour) for name in names]
        sheet.panels.append(_in_time(sheet, panel, names, series))


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
        sheet.panels.append(_in_time(sheet, name, [name], series) | {"by": family.by})


@add.register
def _(curves: Curves, sheet):
    colours = colours_in(curves)
    series = [
        _series(sheet, label, colours[label], x, y, _style(curves, label))
        for label, (x, y) in curves.lines.items()
    ]
    series += [_series(sheet, label, colours[label], x, y, "dots") for label, (x, y) in curves.dots.items()]
    series += [
        _series(sheet, label, MARK, np.array([x]), np.array([y]), "mark")
        for label, (x, y) in curves.marks.items()
    ]
    axes = {}
    for letter, words, least in (("x", curves.x, curves.x_range), ("y", curves.y, curves.y_range)):
        title, unit = title_and_unit(words)
        arrays = held(curves, letter)
        axes[letter] = _axis(title, unit, arrays, least, letter in curves.log)
        if curves.dots and not unit and all(map(_is_whole, arrays)):
            axes[letter]["whole"] = True  # cells of a raster have no halves
    sheet.panels.append({"key": f"{curves.y} against {curves.x}", "kind": "plot", **axes, "series": series})


@add.register
def _(profile: Profile, sheet):
    potential = TRACES["v"]
    places, unit = profile.places()
    places = places[:: -(-len(places) // MOST_PLACES)]
    times = np.unique(profile.t, return_index=True)[1][:: -(-len(profile.t) // MOST_TIMES)]
    v = profile.v[:: -(-len(profile.x_um) // MOST_PLACES)][:, times]
    sheet.panels.append(
        {
            "key": "profile",
            "kind": "profile",
            "x": _axis("place along the cable", unit, [places], (places[0], places[-1])),
            "y": _axis(potential.label, potential.unit, [v], profile.v_range or LEAST_RANGE["voltage"]),
            "t": _axis("time", "ms", [profile.t], (profile.t[0], profile.t[-1])),
            "at": profile.at_ms,
            "ramp": [ramp(i / 63) for i in range(64)],
            "series": [_series(sheet, potential.label, potential.colour, places, v.T.ravel(), "line")],
            "times": sheet.array(profile.t[times]),
        }
    )


@add.register
def _(shape: Shape, sheet):
    potential = TRACES["v"]
    times = np.unique(shape.t, return_index=True)[1]
    # those that are nearest to evenly spaced ones, the moment shown first among them
    even = np.linspace(shape.t[0], shape.t[-1], MOST_MOMENTS)
    chosen = np.searchsorted(shape.t[times], [*even, shape.at_ms]).clip(max=len(times) - 1)
    times = times[np.unique(chosen)]
    axis = _axis(potential.label, potential.unit, [shape.v])
    sheet.panels.append(
        {
            "key": "shape",
            "kind": "shape",
            "x": _axis("time", "ms", [shape.t]),
            "y": axis | {"title": "cell", "limits": list(shape.colours_mV)},
            "at": shape.at_ms,
            "ramp": [ramp(i / 63) for i in range(64)],
            "series": [],
            "pieces": sheet.array(shape.pieces.ravel()),
            "of": sheet.array(shape.of.astype(float)),
            "times": sheet.array(shape.t[times]),
            "v": sheet.array(shape.v[:, times].T.ravel()),
            "names": list(shape.names),
            "marks": [[label, *place.tolist()] for label, place in shape.marks.items()],
        }
    )


def _by_panel(names):
    groups = {}
    for name in names:
        groups.setdefault(TRACES[name].panel, []).append(name)
    return groups


def _in_time(sheet, key, names, series):
    first = TRACES[names[0]]
    title = first.label if len(names) == 1 else PANEL_NAMES.get(first.panel, first.label)
    x = _axis("time", "ms", sheet.of(series, "x"))
    y = _axis(title, first.unit, sheet.of(series, "y"), LEAST_RANGE.get(first.panel))
    return {"key": key, "kind": "plot", "x": x, "y": y, "group": "time", "series": series}


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


def _is_whole(array):
    numbers = array[np.isfinite(array)]
    return bool((numbers == np.rint(numbers)).all())


def _style(curves, label):
    if label in curves.faint:
        return "faint"
    return "dash" if label in curves.dashed else "line"


def _axis(title, unit, arrays, least=None, log=False):
    """Give an axis: its words, and what it shows of what is drawn on it."""
    found = extent([array[np.abs(array) <= GREATEST] for array in arrays])
    limits = {
        "least": least,
        "found": found,
        "limits": widened(least, found, log),
        "tight": widened(None, found or least, log),
    }
    plain = {name: pair and [float(x) for x in pair] for name, pair in limits.items()}
    return {"title": title, "unit": unit, "log": log, **plain}
