"""Sliders that move a picture: any function of numbers that gives a Recording becomes an experiment."""

import asyncio
import time
from contextlib import contextmanager
from functools import cached_property
from html import escape

import ipywidgets as widgets

from . import ahead, export, figures, scripts
from .arguments import checked_presets, defaults_of
from .controls import METHODS, Control, control_for, watched
from .drag import Drag, made_ahead
from .quantities import shown
from .recording import Recording
from .scope import Scope
from .scope.frames import encode, thin
from .scope.panels import sheet_of
from .words import in_words, with_minus_signs

MOST_KEPT = 6
# In a dark theme a still picture is inverted and its hues turned back.
STYLE = """<style>
.hhlab-picture { max-width: 100%; height: auto !important; align-self: flex-start; }
.hhlab-explorer table { line-height: 1.4; }
body[data-jp-theme-light="false"] .hhlab-picture { filter: invert(0.92) hue-rotate(180deg); }
.hhlab-stale .hhlab-still { opacity: 0.25; }
.hhlab-changed .widget-label { font-weight: bold; }
.hhlab-changed .widget-label::after { content: " •"; color: var(--jp-brand-color1, #1976d2); }
</style>"""


def explore(run, *, presets=None, derived=None, **ranges):
    """Give sliders for a function, with the picture of what it returns below them.

    Parameters
    ----------
    run : callable
        From keyword arguments to a Recording, Family, Curves or Profile, a tuple of them (shown one below the
        other), a matplotlib figure, or anything that Jupyter shows as a table. A dict in the tuple holds
        derived quantities, as `derived` gives them.
    presets : dict of str to dict, optional
        Buttons that set several controls at once, and the others to their defaults.
    derived : callable, optional
        From what `run` gave to a dict of numbers that stay in sight below the picture.
    **ranges
        For each argument of `run`: ``(least, greatest)`` or ``(least, greatest, step)`` for a slider with a
        number box, ``Log(least, greatest)`` for a logarithmic one, a list of values to choose from, or an
        ipywidget of your own. A slider starts at the argument's default, else in the middle. Where `run`
        takes ``method``, the numerical method can be chosen without being named here.

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

    >>> explore(
    ...     run, amp=(0.0, 0.3),
    ...     presets={"just enough": {"amp": 0.008}},
    ...     derived=lambda rec: {"rate [Hz]": rate_hz(rec), "peak [mV]": peak_mV(rec)},
    ... )
    """
    return Explorer(run, ranges, {} if presets is None else presets, derived)


class Explorer(widgets.VBox):
    """Controls, a picture and a line of words; ``explorer.amp.value = 0.2`` moves the slider ``amp``.

    Attributes
    ----------
    controls : dict of str to Control or ipywidget
    result : what `run` gave last
    recording : the Recording in it, or None
    derived : dict of str to float, the derived quantities
    error : the message on the status line, or ""
    """

    def __init__(self, run, ranges, presets, derived):
        defaults = defaults_of(run, ranges)
        if "method" not in ranges and "method" in defaults:
            ranges = {**ranges, "method": METHODS}
        self._run, self._derive = run, derived
        self.result, self.recording, self.derived, self.error = None, None, {}, ""
        self.controls = {
            name: control_for(name, choice, defaults[name], self._report) for name, choice in ranges.items()
        }
        self._defaults = self.values
        self._presets = checked_presets(presets, self.controls)
        self._waiting, self._drag, self._calls, self._took_s = False, None, [], 0.0
        self._image = widgets.Image(format="png")
        self._image.add_class("hhlab-picture")
        self._html = widgets.HTML()
        self._view = widgets.VBox([])
        self._view.add_class("hhlab-still")
        self._watched = watched(self.controls)
        self._scope = Scope(
            watched=[{k: v for k, v in one.items() if k != "widget"} for one in self._watched]
        )
        grid = widgets.Box(list(self.controls.values()), layout=widgets.Layout(flex_flow="row wrap"))
        super().__init__([widgets.HTML(STYLE), grid, self._view, self._scope])
        self.add_class("hhlab-explorer")
        for control in self.controls.values():
            control.observe(self._refresh, "value")
        self._scope.on_msg(self._asked)
        self._refresh()

    def __getattr__(self, name):
        controls = self.__dict__.get("controls", {})
        if name in controls:
            return controls[name]
        raise AttributeError(f"This Explorer has no {name!r}; its controls are: {', '.join(controls)}.")

    def __repr__(self):
        values = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        lines = [f"Explorer of {self._run.__name__}({values})", self._words()]
        lines += [f"{name}: {_rounded(value)}" for name, value in self.derived.items()]
        return "\n".join(lines)

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        # where no widget can live, a saved page or a printed one, the picture stands
        if self._parts() or self._image.value:
            bundle["image/png"] = self.png()
        bundle["text/plain"] = repr(self)
        return bundle

    @cached_property
    def _has_script(self):
        return scripts.can_be_had(self._run, self._derive, self.values)

    @property
    def values(self):
        """The present value of each control, by name."""
        return {name: control.value for name, control in self.controls.items()}

    def reset(self):
        """Set every control back to its default."""
        self._set(self._defaults)

    def preset(self, name):
        """Set the controls as a preset says, and those that it does not name to their defaults."""
        if name not in self._presets:
            raise ValueError(f"No preset is called {shown(name)}. There are: {', '.join(self._presets)}.")
        self._set(self._defaults | self._presets[name])

    def keep(self):
        """Leave the present picture in the background, to compare the next ones with; at most six stay."""
        if self._scope.frame and self._scope.frame not in self._scope.kept:
            self._scope.kept = [*self._scope.kept, self._scope.frame][-MOST_KEPT:]
        self._furnish()

    def clear(self):
        """Remove what was kept."""
        self._scope.kept = []
        self._furnish()

    def png(self):
        """Give the picture as the bytes of a PNG, drawn by matplotlib."""
        parts = self._parts()
        return figures.png(figures.draw(parts)) if parts else bytes(self._image.value)

    def csv(self):
        """Give the numbers of the picture as text, comma-separated, one column per trace."""
        return export.csv(self._parts())

    def script(self):
        """Give the smallest plain script that gives the picture: NEURON, or the source of `run`.

        A run that is not plain NEURON is made once more, so that the picture is that of the notebook as it
        is now, which the script repeats.

        Raises
        ------
        ValueError
            The run needs something that only the notebook holds.
        """
        if "hhlab-stale" in self._dom_classes:
            raise ValueError(f"There is no picture of these values, and so no script. {self.error}")
        if plain := scripts.plain(self.result, self._calls):
            return plain
        return scripts.around(self._run, self._derive, self.values, self.result, self._again)

    def _again(self):
        """Make the run once more, show it, and give its result."""
        self._refresh()
        if self.error:
            raise ValueError(self.error)
        return self.result

    def _set(self, values):
        with self._one_run():
            for name, value in values.items():
                self.controls[name].value = value

    @contextmanager
    def _one_run(self):
        """Let many controls move and only then run, once."""
        self._waiting = True
        try:
            yield
        finally:
            self._waiting = False
            self._refresh()

    def _refresh(self, _change=None):
        if self._waiting:
            return
        for name, control in self.controls.items():
            mark = control.add_class if control.value != self._defaults[name] else control.remove_class
            mark("hhlab-changed")
        if self._drag and not self._drag.fits(self._drag.name, self.values):
            self._drag.stop()
        start = time.perf_counter()
        try:
            with ahead.noted() as self._calls:
                result = self._run(**self.values)
            self._took_s = time.perf_counter() - start
            with self._scope.hold_sync():
                self._show(result)
                self._report("")
            if self._drag and not self._drag.stopped:
                self._drag.moved(result)
        except (Exception, SystemExit) as error:
            # a widget's callback has no cell to raise into: this line is where its error appears
            self.add_class("hhlab-stale")
            self._report(str(error) or type(error).__name__)
        else:
            self.remove_class("hhlab-stale")

    def _show(self, result):
        """Show a result: live where there is a live view for it, else as a picture or a table."""
        parts = _pictures(result)
        derived = _derived(result, self._derive)
        if not parts:
            self._show_still(result)
        frame = self._frame(result, derived, self.values)
        self._view.children = () if parts else (self._image if self._image.value else self._html,)
        self.result, self.derived, self._scope.frame = result, derived, frame
        self.recording = next((part for part in parts if isinstance(part, Recording)), None)
        self._furnish()

    def _show_still(self, result):
        if hasattr(result, "savefig"):
            self._image.value = figures.png(result)
            return
        to_html = getattr(result, "_repr_html_", None)
        self._html.value = to_html() if to_html else f"<pre>{escape(str(result))}</pre>"
        self._image.value = b""

    def _frame(self, result, derived, values):
        return encode(
            sheet_of(_pictures(result)),
            words=in_words(result),
            derived=[[name, _rounded(value)] for name, value in derived.items()],
            values={
                name: value if isinstance(value, (int, float)) else str(value)
                for name, value in values.items()
            },
            seen=self._seen(),
        )

    def _seen(self):
        """Give what the models of the controls say, by which the view knows whether a picture is of now."""
        return {one["id"]: getattr(one["widget"], one["trait"]) for one in self._watched}

    def _ready(self, name):
        """Begin the family of a slider that a hand or the keyboard has come to, where the worker makes it."""
        if made_ahead(self._asks_for()):
            self._begin(name)

    def _asks_for(self):
        """Give the functions that the last run asked the worker for."""
        return {call.function for call in self._calls}

    def _grab(self, name):
        """Begin, or go on with, the family of runs of a slider that is held."""
        self._begin(name, held=True)

    def _begin(self, name, held=False):
        control = self.controls.get(name)
        if not isinstance(control, Control) or not self._parts():
            return
        if not (self._drag and self._drag.fits(name, self.values)):
            if self._drag:
                self._drag.stop()
            send = self._scope.send
            self._drag = Drag(self._run, name, control, self.values, self._small_frame, send)
            send({"family": self._drag.number, "name": name, "seen": self._seen()})
        if held:
            self._drag.grab()
        if self._drag.task is None or self._drag.task.done():
            self._drag.task = asyncio.ensure_future(self._drag.go(self._asks_for(), self._took_s))

    def _release(self):
        if self._drag:
            self._drag.held = False

    def _small_frame(self, result, values):
        """Give the frame of a result with as few samples as draw the same picture."""
        return self._frame(thin(result), _derived(result, self._derive), values)

    def _furnish(self):
        tools = {
            "controls": bool(self.controls),
            "presets": list(self._presets),
            "kept": len(self._scope.kept),
            "script": self._has_script,
        }
        if self._scope.tools != tools:
            self._scope.tools = tools

    def _parts(self):
        return _pictures(self.result)

    def _asked(self, _widget, content, _buffers):
        """Do what a button of the toolbar asks for."""
        acts = {
            "reset": self.reset,
            "preset": lambda: self.preset(content.get("name")),
            "ready": lambda: self._ready(content.get("name")),
            "grab": lambda: self._grab(content.get("name")),
            "release": self._release,
            "keep": self.keep,
            "clear": self.clear,
            "png": lambda: self._save("png", "image/png", self.png()),
            "script": lambda: self._scope.send({"script": self.script()}),
            "csv": lambda: self._save("csv", "text/csv", self.csv().encode()),
        }
        act = acts.get(content.get("do"))
        if act:
            try:
                act()
            except Exception as error:
                self._report(str(error))

    def _save(self, ending, kind, data):
        self._scope.send({"file": f"{self._run.__name__}.{ending}", "kind": kind}, buffers=[data])

    def _report(self, error):
        self.error = error
        self._scope.error = error

    def _words(self):
        return self.error or in_words(self.result)


def _pictures(result):
    """Give the parts of a result that can be drawn, as a tuple, without the derived quantities."""
    parts = result if isinstance(result, (tuple, list)) else (result,)
    drawable = tuple(part for part in parts if figures.is_drawable(part))
    return drawable if all(isinstance(part, dict) or part in drawable for part in parts) else ()


def _derived(result, derive):
    """Give the derived quantities: those in the result, and those that a function finds in it."""
    found = {}
    for part in result if isinstance(result, (tuple, list)) else ():
        found |= part if isinstance(part, dict) else {}
    if derive is not None:
        found |= derive(result)
    return found


def _rounded(value):
    return with_minus_signs(f"{value:.4g}") if isinstance(value, (int, float)) else str(value)
