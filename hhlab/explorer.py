"""Sliders that move a picture: any function of numbers that gives a Recording becomes an experiment."""

import inspect
from html import escape

import ipywidgets as widgets

from . import figures
from .controls import control_for
from .quantities import shown
from .recording import Recording
from .words import in_words

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


def explore(run, **ranges):
    """Give sliders for a function, with the picture of what it returns below them.

    Parameters
    ----------
    run : callable
        From keyword arguments to a Recording, Family, Curves or Profile, a tuple of them (shown one below the
        other), a matplotlib figure, or anything that Jupyter shows as a table.
    **ranges
        For each argument of `run`: ``(least, greatest)`` or ``(least, greatest, step)`` for a slider with a
        number box, ``Log(least, greatest)`` for a logarithmic one, a list of values to choose from, or an
        ipywidget of your own. A slider starts at the argument's default, else in the middle.

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
    recording : the Recording in it, or None
    error : the message on the status line, or ""
    """

    def __init__(self, run, ranges):
        defaults = _arguments(run, ranges)
        self._run = run
        self._picture = figures.Picture()
        self.result, self.recording, self.error = None, None, ""
        self.controls = {
            name: control_for(name, choice, defaults[name], self._report) for name, choice in ranges.items()
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
        elif figures.is_drawable(result):
            self._image.value = figures.png(figures.draw(result))
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
        parts = result if isinstance(result, (tuple, list)) else (result,)
        self.recording = next((part for part in parts if isinstance(part, Recording)), None)

    def _report(self, error):
        self.error = error
        kind = "hhlab-status hhlab-error" if error else "hhlab-status"
        self._status.value = f'<div class="{kind}" role="status">{escape(self._words())}</div>'

    def _words(self):
        if self.error:
            return self.error
        return in_words(self.result)


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
