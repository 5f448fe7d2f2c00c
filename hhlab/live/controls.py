"""A slider and a number box for one number, or a list to choose from."""

import inspect
import math

import ipywidgets as widgets
import numpy as np
import traitlets

from ..descriptions.labels import label_and_unit, title
from ..descriptions.parameters import METHODS
from ..descriptions.quantities import number, shown
from .choices import default_among, options_of, same
from .ranges import HALF, Log, as_range, plain

NARROW = {"description_width": "auto", "button_width": "auto"}
LOOKS = {"style": {"description_width": "auto"}, "layout": {"width": "auto"}}


class Control(widgets.HBox):
    """A slider and a number box that show one value; `value` is exact, the slider as near as its steps allow.

    Setting `value` outside the range raises ValueError; such a value in the box is reported and undone.

    Attributes
    ----------
    stops : ndarray, shape (N,)
        Where the handle can stand: values of the slider, on a Log exponents of ten. The browser takes the
        nearest of them, too.
    """

    value = traitlets.Any()

    def __init__(self, name, choices, value, report):
        _, self._unit = label_and_unit(name)
        self._name, self._range, self._report = name, choices, report
        self._kind = int if isinstance(value, int) and getattr(choices, "whole", False) else float
        self.slider = _slider(name, choices, self._kind, value)
        self.stops = _stops(self.slider)
        box = widgets.IntText if self._kind is int else widgets.FloatText
        self.box = box(
            value=value,
            step=choices.step if self._kind is int or not isinstance(choices, Log) else None,
            tooltip=title(name),
            layout=widgets.Layout(width="84px"),
        )
        super().__init__([self.slider, self.box], value=value)
        self.add_class("hhlab-control")
        self.add_class(f"hhlab-of-{name}")
        self.slider.observe(self._on_slider, "value")
        self.box.observe(self._on_box, "value")

    @property
    def places(self):
        """The numbers of the stops."""
        return range(len(self.stops))

    @property
    def place(self):
        """The number of the stop at which the handle stands."""
        value = self.slider.value
        along = math.log10(value) if isinstance(self._range, Log) else value
        return int(np.abs(self.stops - along).argmin())

    def at(self, place):
        """Give the value that the handle gives at a stop."""
        along = self.stops[place].item()
        return self._kind(self._range.nearest(10**along if isinstance(self._range, Log) else along))

    @traitlets.validate("value")
    def _checked(self, proposal):
        low, high = self._range.low, self._range.high
        return self._kind(number(self._name, proposal.value, self._unit, low=low, high=high))

    @traitlets.observe("value")
    def _on_value(self, change):
        self.box.value = change.new
        # a handle under a hand is left alone: setting it, be it by a rounding error, would pull it back
        if self._is_off_the_handle(change.new):
            self.slider.value = change.new

    def _is_off_the_handle(self, value):
        return abs(self._range.place(value) - self._range.place(self.slider.value)) > HALF

    def _on_slider(self, change):
        # the box may hold a value between two steps: the browser answers with the nearest, a hand goes on
        if self._is_off_the_handle(self.value):
            self.value = self._range.nearest(change.new)

    def _on_box(self, change):
        try:
            self.value = change.new
        except (TypeError, ValueError) as error:
            self.box.value = self.value
            self._report(str(error))


def control_for(name, choice, default, report):
    """Give the widget for what a person wrote for one argument, starting at its default.

    Parameters
    ----------
    name : str
    choice : tuple, range, Log, list or whatever else can be chosen from, bool, or ipywidget
    default : number, or inspect.Parameter.empty
    report : callable
        Shows an error to the person at the slider.
    """
    if isinstance(choice, widgets.Widget):
        return _own_widget(name, choice)
    if choice is METHODS:
        return _methods(name, default)
    default = plain(default)
    if isinstance(plain(choice), bool):
        value = default if isinstance(default, bool) else plain(choice)
        return widgets.Checkbox(
            value=value, description=title(name), tooltip=label_and_unit(name)[0], **LOOKS
        )
    if options := options_of(choice, default):
        return widgets.Dropdown(
            options=options,
            value=default_among(options, default),
            equals=same,
            description=title(name),
            tooltip=label_and_unit(name)[0],
            **LOOKS,
        )
    choices = as_range(name, choice)
    if default is inspect.Parameter.empty or default is None:
        default = choices.middle
    number(f"The default of {name}", default, label_and_unit(name)[1], low=choices.low, high=choices.high)
    return Control(name, choices, default, report)


def _methods(name, default):
    # a default that is neither of the two stays in reach
    options = [(words, method) for method, words in METHODS.items() if method in ("neuron", "cvode", default)]
    value = default if default in METHODS else options[0][1]
    return widgets.ToggleButtons(
        options=options, value=value, description=name, tooltip="numerical method", style=NARROW
    )


def _own_widget(name, widget):
    """Give an ipywidget of a person's own, if it holds a value."""
    if not isinstance(widget, widgets.DOMWidget) or not widget.has_trait("value"):
        raise TypeError(
            f"The widget for {name} holds no value that could be given to the function: {shown(widget)}. "
            "Try widgets.Checkbox, widgets.SelectMultiple, or a range as in (0, 1)."
        )
    return widget


def _slider(name, choices, kind, value):
    looks = {"readout": False, "description": title(name), "tooltip": label_and_unit(name)[0], **LOOKS}
    if isinstance(choices, Log):
        low, high = math.log10(choices.low), math.log10(choices.high)
        return widgets.FloatLogSlider(value=value, base=10, min=low, max=high, step=choices.step, **looks)
    slider = widgets.IntSlider if kind is int else widgets.FloatSlider
    low, high = choices.ends
    return slider(value=value, min=low, max=high, step=choices.step, **looks)


def _stops(slider):
    """Give where a handle can stand: at every step from the low end, and at the high end."""
    steps = math.ceil((slider.max - slider.min) / slider.step - 1e-6)
    return np.minimum(slider.min + slider.step * np.arange(steps + 1.0), slider.max)


def watched(controls):
    """Give what a live view needs to follow each control: the widget, the id of its model and its trait."""
    found = []
    for name, control in controls.items():
        if isinstance(control, Control):
            log = isinstance(control.slider, widgets.FloatLogSlider)
            looks = {"slider": True, "log": log, "within": HALF * control.slider.step}
            found.append(_watch(name, control.slider, "value", **looks, share=1 / (len(control.places) - 1)))
            found.append(_watch(name, control.box, "value"))
            continue
        one = _watch(name, control, "index" if control.has_trait("index") else "value")
        # a date, a colour map or a file is nothing that the browser could compare
        if isinstance(seen(one), (bool, int, float, str, list, tuple, type(None))):
            found.append(one)
    return found


def seen(watch):
    """Give what the model of a control in the browser says."""
    return watch["widget"].get_state(watch["trait"])[watch["trait"]]


def _watch(name, widget, trait, **looks):
    usual = {"slider": False, "log": False, "within": 0.0, "share": 0.0}
    return {
        "name": name,
        "title": title(name),
        "widget": widget,
        "id": widget.model_id,
        "trait": trait,
        **usual,
        **looks,
    }
