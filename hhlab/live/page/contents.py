"""What a page is told of an explorer: its controls, where they stand, and the names of its files."""

import math
from numbers import Real

import ipywidgets as widgets
import numpy as np

from ...descriptions.labels import label_and_unit, title
from ..controls import Control

FORMAT = 1
MOST_STOPS = 1000  # of a slider: more than a screen has pixels for
MOST_TO_CHOOSE = 4  # of which every set is a place of its own


def controls_of(explorer):
    """Give a dict for each control that a page can have, in their order; the others stay as they are."""
    found = [_control(name, control) for name, control in explorer.controls.items()]
    return [one for one in found if one]


def values_at(explorer, data, place):
    """Give the values of an explorer when one control stands at a place."""
    return explorer.values | {data["name"]: _value(explorer.controls[data["name"]], data, place)}


def said(explorer, data, value):
    """Give a value of a control as a page says it: of a slider the number, of a choice its place."""
    return value if data["kind"] == "slider" else _place(explorer.controls[data["name"]], data, value)


def _control(name, control):
    words = {"name": name, "title": title(name), "tooltip": label_and_unit(name)[0], "family": None}
    if isinstance(control, Control):
        return words | _slider(control)
    if isinstance(control, (widgets.Checkbox, widgets.ToggleButton)):
        return words | {"kind": "check", "place": int(control.value)}
    if control.has_trait("index") and hasattr(control, "_options_labels"):
        labels, options = list(control._options_labels), list(control._options_values)
        choice = words | {"options": labels, "means": [_plain(value) for value in options]}
        if isinstance(control.index, tuple):
            many = {"kind": "many", "place": sum(1 << i for i in control.index)}
            return choice | many if len(labels) <= MOST_TO_CHOOSE else None
        return choice | {"kind": "choice", "place": control.index} if control.index is not None else None
    return None


def _slider(control):
    value, places = control.value, control.places
    chosen = range(len(places)) if len(places) <= MOST_STOPS else _spread(len(places), MOST_STOPS)
    stops = sorted({control.at(place) for place in chosen} | {value})
    return {
        "kind": "slider",
        "place": stops.index(value),
        "value": value,
        "stops": stops,
        "low": control._range.low,
        "high": control._range.high,
        "whole": isinstance(value, int),
    }


def _spread(count, most):
    return np.unique(np.linspace(0, count - 1, most).round().astype(int)).tolist()


def _value(control, data, place):
    if data["kind"] == "slider":
        return data["stops"][place]
    if data["kind"] == "check":
        return bool(place)
    options = control._options_values
    if data["kind"] == "choice":
        return options[place]
    return tuple(option for i, option in enumerate(options) if place >> i & 1)


def _place(control, data, value):
    if data["kind"] == "check":
        return int(value)
    options = list(control._options_values)
    if data["kind"] == "choice":
        return next(i for i, option in enumerate(options) if control.equals(option, value))
    return sum(1 << i for i, option in enumerate(options) if option in value)


def _plain(value):
    """Give a value as a page can hold it, or None."""
    if isinstance(value, (bool, str)):
        return value
    return value if isinstance(value, Real) and math.isfinite(value) else None
