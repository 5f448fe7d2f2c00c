"""Sliders that move a picture: any function of numbers that gives a Recording becomes an experiment."""

import inspect
import math
from html import escape

import ipywidgets as widgets
import traitlets

from . import figures
from .measure import in_words
from .parameters import label_and_unit
from .quantities import number, shown
from .recording import Recording

# In a dark theme the picture is inverted and its hues turned back.
# A picture that no longer fits the sliders fades.
STYLE = """<style>
.hhlab-picture { max-width: 100%; height: auto !important; align-self: flex-start; }
.hhlab-explorer table { line-height: 1.4; }
body[data-jp-theme-light="false"] .hhlab-picture { filter: invert(0.92) hue-rotate(180deg); }
.hhlab-stale { opacity: 0.25; }
.hhlab-status { font-size: var(--jp-ui-font-size2, 15px); line-height: 1.5; padding: 2px 4px; }
.hhlab-status { white-space: pre-wrap; }
.hhlab-error { color: var(--jp-error-color1, #d32f2f); }
</style>"""
LOOKS = {"style": {"description_width": "90px"}, "layout": {"width": "320px"}}


def explore(run, **ranges):
    """Give sliders for a function, with the picture of what it returns below them.

    Parameters
    ----------
    run : callable
        From keyword arguments to a Recording, a matplotlib figure, or anything that Jupyter shows as a table.
    **ranges
        For each argument of `run`: ``(least, greatest)`` or ``(least, greatest, step)`` for a slider with a
        number box, a list of values to choose from, or an ipywidget of your own. A slider starts at the
        argument's default, or in the middle where there is none.

    Returns
    -------
    Explorer

    Raises
    ------
    TypeError, ValueError
        `run` is not a function, a name is not one of its arguments, or a range is not one.

    Examples
    --------
    >>> def run(amp=0.1):
    ...     return simulate(clamp=CurrentClamp(amp=amp))
    >>> explorer = explore(run, amp=(0.0, 0.3))
    >>> explorer.amp.value = 0.2
    """
    return Explorer(run, ranges)


class Explorer(widgets.VBox):
    """Controls, a picture and a line of words; ``explorer.amp.value = 0.2`` moves the slider ``amp``.

    Attributes
    ----------
    controls : dict of str to Control or ipywidget
    result : what `run` gave last
    recording : the last Recording, or None
    error : the message on the status line, or ""
    """

    def __init__(self, run, ranges):
        defaults = _arguments(run, ranges)
        self._run = run
        self._picture = figures.Picture()
        self.result, self.recording, self.error = None, None, ""
        self.controls = {
            name: _control(name, choice, defaults[name], self._report) for name, choice in ranges.items()
        }
        self._image = widgets.Image(format="png")
        self._image.add_class("hhlab-picture")
        self._html = widgets.HTML()
        self._view = widgets.VBox([])
        self._status = widgets.HTML()
        grid = widgets.Box(list(self.controls.values()), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([widgets.HTML(STYLE), grid, self._view, self._status])
        self.add_class("hhlab-explorer")
        for control in self.controls.values():
            control.observe(self._refresh, "value")
        self._refresh()

    def __getattr__(self, name):
        controls = self.__dict__.get("controls", {})
        if name in controls:
            return controls[name]
        raise AttributeError(f"This Explorer has no {name!r}; its controls are: {', '.join(controls)}.")

    def __repr__(self):
        values = ", ".join(f"{name}={control.value!r}" for name, control in self.controls.items())
        return f"Explorer of {self._run.__name__}({values})\n{self._words()}"

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        # where no widget can live, a saved page or a printed one, the picture stands
        if self._image.value:
            bundle["image/png"] = bytes(self._image.value)
        bundle["text/plain"] = repr(self)
        return bundle

    def _refresh(self, _change=None):
        try:
            self._show(self._run(**{name: control.value for name, control in self.controls.items()}))
        except (Exception, SystemExit) as error:
            # a widget's callback has no cell to raise into: this line is where its error appears
            self._view.add_class("hhlab-stale")
            self._report(str(error) or type(error).__name__)
        else:
            self._view.remove_class("hhlab-stale")
            self._report("")

    def _show(self, result):
        if isinstance(result, Recording):
            self._image.value = self._picture.png(result)
        elif hasattr(result, "savefig"):
            self._image.value = figures.png(result)
        else:
            to_html = getattr(result, "_repr_html_", None)
            self._html.value = to_html() if to_html else f"<pre>{escape(str(result))}</pre>"
            self._image.value = b""
        shown_in = self._image if self._image.value else self._html
        if self._view.children != (shown_in,):
            self._view.children = (shown_in,)
        self.result = result
        self.recording = result if isinstance(result, Recording) else None

    def _report(self, error):
        self.error = error
        kind = "hhlab-status hhlab-error" if error else "hhlab-status"
        self._status.value = f'<div class="{kind}" role="status">{escape(self._words())}</div>'

    def _words(self):
        if self.error:
            return self.error
        return in_words(self.recording) if self.recording else ""


class Control(widgets.HBox):
    """A slider and a number box that show one value; `value` is exact, the slider as near as its steps allow.

    Setting `value` outside the range raises ValueError; such a value in the box is reported and undone.
    """

    value = traitlets.Any()

    def __init__(self, name, low, high, step, value, report):
        label, unit = label_and_unit(name)
        self._name, self._unit, self._report = name, unit, report
        self._low, self._high = low, high
        whole = all(isinstance(x, int) for x in (low, high, step, value))
        self._kind = int if whole else float
        slider, box = (
            (widgets.IntSlider, widgets.IntText) if whole else (widgets.FloatSlider, widgets.FloatText)
        )
        title = f"{name} [{unit}]" if unit else name
        self.slider = slider(
            value=value,
            min=low,
            max=high,
            step=step,
            readout=False,
            description=title,
            tooltip=label,
            **LOOKS,
        )
        self.box = box(value=value, step=step, tooltip=title, layout=widgets.Layout(width="90px"))
        self._decimals = max(0, 1 - math.floor(math.log10(step)))
        super().__init__([self.slider, self.box], value=value)
        self.add_class("hhlab-control")
        self.slider.observe(self._on_slider, "value")
        self.box.observe(self._on_box, "value")

    @traitlets.validate("value")
    def _checked(self, proposal):
        return self._kind(number(self._name, proposal.value, self._unit, low=self._low, high=self._high))

    @traitlets.observe("value")
    def _on_value(self, change):
        self.box.value = change.new
        # a handle under a hand is left alone: setting it, be it by a rounding error, would pull it back
        if self._is_off_the_handle(change.new):
            self.slider.value = change.new

    def _is_off_the_handle(self, value):
        return abs(value - self.slider.value) > 0.501 * self.slider.step

    def _on_slider(self, change):
        # the box may hold a value between two steps: the browser answers with the nearest, a hand goes on
        if self._is_off_the_handle(self.value):
            # multiples of the step read better than steps counted from an odd end such as 0.1
            on_grid = round(round(change.new / self.slider.step) * self.slider.step, self._decimals)
            self.value = min(max(on_grid, self._low), self._high)

    def _on_box(self, change):
        try:
            self.value = change.new
        except (TypeError, ValueError) as error:
            self.box.value = self.value
            self._report(str(error))


def _arguments(run, ranges):
    """Give the default of each argument that a range was given for."""
    if not callable(run):
        raise TypeError(f"explore() needs a function that gives a Recording, but it is {shown(run)}.")
    arguments = inspect.signature(run).parameters
    takes_any = any(argument.kind is argument.VAR_KEYWORD for argument in arguments.values())
    for name in ranges:
        if name not in arguments and not takes_any:
            raise TypeError(f"{run.__name__}() has no argument {name!r}; it has: {', '.join(arguments)}.")
    for name, argument in arguments.items():
        if argument.default is argument.empty and name not in ranges and "VAR" not in argument.kind.name:
            raise TypeError(f"{run.__name__}() needs {name!r}: give it a range, as in {name}=(0, 1).")
    return {
        name: arguments[name].default if name in arguments else inspect.Parameter.empty for name in ranges
    }


def _control(name, choice, default, report):
    if isinstance(choice, widgets.Widget):
        return choice
    if isinstance(choice, list) and choice:
        value = default if default in choice else choice[0]
        label, unit = label_and_unit(name)
        return widgets.Dropdown(
            options=choice,
            value=value,
            description=f"{name} [{unit}]" if unit else name,
            tooltip=label,
            **LOOKS,
        )
    if not isinstance(choice, tuple) or len(choice) not in (2, 3):
        raise TypeError(
            f"The range of {name} must be (least, greatest), (least, greatest, step) or a list of choices, "
            f"but it is {shown(choice)}."
        )
    for x in choice:
        number(f"The range of {name}", x)
    low, high = choice[:2]
    if not low < high:
        raise ValueError(f"The range of {name} runs from {low:g} to {high:g}; the first must be the smaller.")
    step = choice[2] if len(choice) == 3 else _nice_step(low, high)
    number(f"The step of {name}", step, above=0, high=high - low)
    if default is inspect.Parameter.empty:
        default = low + (high - low) // 2 if isinstance(low + high, int) else (low + high) / 2
    number(f"The default of {name}", default, label_and_unit(name)[1], low=low, high=high)
    return Control(name, low, high, step, default, report)


def _nice_step(low, high):
    """Give 1, 2 or 5 times a power of ten, near a hundredth of the range; 1 for whole numbers up to 500."""
    if isinstance(low, int) and isinstance(high, int) and high - low <= 500:
        return 1
    rough = (high - low) / 100
    power = 10.0 ** math.floor(math.log10(rough))
    return min((1, 2, 5, 10), key=lambda factor: abs(factor * power - rough)) * power
