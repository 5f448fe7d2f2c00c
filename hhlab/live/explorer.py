"""Sliders that move a picture: any function of numbers that gives a Recording becomes an experiment."""

import copy
import math
from collections.abc import Callable, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from html import escape
from numbers import Real
from os import PathLike
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import numpy as np
from IPython.core.getipython import get_ipython

from ..descriptions.parameters import METHODS
from ..descriptions.quantities import minus, shown
from ..figures.alternatives import alternative
from ..figures.drawing import draw
from ..figures.palette import KEPT
from ..figures.paper import pictured, png, with_words
from ..figures.pyplot import figures_of
from ..results import export
from ..results.recording import Recording
from ..results.words import in_words
from ..scripts import smallest
from ..telling.lecture import Lecture
from ..workers.worker import noted
from . import keeping, mishaps
from .arguments import by_name, checked_handles, checked_presets, defaults_of, deriving, name_of
from .choices import same
from .controls import Control, control_for, seen, watched
from .drag import Drag
from .outcomes import checked, derived_in, live_parts, note_on, other_parts
from .scope import Scope
from .scope.frames import bounded, encode, thin
from .scope.panels import sheet_of
from .stills import Still, Stills, content_of, contents_of, preformatted
from .witness import Witness

MOST_KEPT = len(KEPT)
MOST_SHOWN = 50  # figures, or derived quantities
MOST_LETTERS = 200  # of a derived text
MUTABLE = (list, dict, set, np.ndarray)
# In a dark theme a still picture is inverted and its hues turned back.
STYLE = """<style>
.hhlab-picture { max-width: 100%; height: auto !important; }
.hhlab-explorer table { line-height: 1.4; }
body[data-jp-theme-light="false"] .hhlab-picture { filter: invert(0.92) hue-rotate(180deg); }
.hhlab-stale .hhlab-still { opacity: 0.25; }
</style>"""


def explore(
    run: Callable[..., Any],
    /,
    *,
    presets: Mapping[str, Mapping[str, Any]] | None = None,
    derived: Callable[[Any], Mapping[str, float]] | None = None,
    drag: Mapping[str, tuple[str, str]] | None = None,
    **ranges: Any,
) -> "Explorer":
    """Give sliders for a function, with the picture of what it returns beside them.

    Parameters
    ----------
    run : callable
        From its arguments to a Recording, Family, Curves, Profile or Shape, rows of numbers such as
        ``t, v``, a matplotlib figure, or anything else that Jupyter shows; several in a tuple are shown one
        below the other. A dict holds derived quantities, as `derived` gives them. What it draws with
        pyplot is shown too, below what it returns, and then what it prints.
    presets : dict of str to dict, optional
        Buttons that set several controls at once, and the others to their defaults.
    derived : sequence of callables, or callable, optional
        Numbers that stay in sight below the picture: measures, each with its label and its unit, as in
        ``[rate_hz, peak_mV]``; or a function from what `run` gave to a dict of them.
    drag : dict of str to (str, str), optional
        Marks of Curves that a hand can drag in the picture, and the arrow keys move: for each the names of
        the two sliders that are its x and its y, as in ``{"start": ("v", "n")}``.
    **ranges
        For each argument of `run`: ``(least, greatest)`` or ``(least, greatest, step)`` for a slider with a
        number box, ``Log(least, greatest)`` for a logarithmic one; a list of values to choose from, or of
        ``("label", value)``, a dict of label to value, an array, an enum; True or False for a check mark; or
        an ipywidget of your own. A slider starts at the argument's default, else in the middle. Where `run`
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
    ...     derived=[rate_hz, peak_mV],
    ... )
    """
    presets, drag = {} if presets is None else presets, {} if drag is None else drag
    return Explorer(run, ranges, presets, derived, drag)


class Explorer(widgets.VBox):
    """Controls, a picture and a line of words; ``explorer.amp.value = 0.2`` moves the slider ``amp``.

    A control with the name of something that every widget has, such as ``layout``, is found in `controls`.

    Attributes
    ----------
    controls : dict of str to Control or ipywidget
    result : what `run` gave last
    recording : the Recording in it, or None
    derived : dict of str to float, the derived quantities
    error : the message on the status line, or ""
    """

    def __init__(
        self,
        run: Callable[..., Any],
        ranges: Mapping[str, Any],
        presets: Mapping[str, Mapping[str, Any]],
        derived: Any,
        drag: Mapping[str, tuple[str, str]],
    ) -> None:
        defaults, derived = defaults_of(run, ranges), deriving(derived)
        if "method" not in ranges and "method" in defaults:
            ranges = {**ranges, "method": METHODS}
        self._function, self._name = run, name_of(run)
        self._run, self._derive = Witness(by_name(run)), derived and Witness(derived)
        self.result, self.recording, self.derived, self.error = None, None, {}, ""
        self._said, self._printed = "", ""
        self.controls = {
            name: control_for(name, choice, defaults[name], self._report) for name, choice in ranges.items()
        }
        self._defaults = self.values
        self._presets = checked_presets(presets, self.controls)
        handles = checked_handles(drag, self.controls)
        self._handles = {minus(label): names for label, names in handles.items()}
        self._waiting, self._drag, self._calls = False, None, []
        self._view, self._below = Stills(), Stills()
        self._image, self._html = self._view.images[0], self._view.texts[0]
        self._view.add_class("hhlab-still")
        self._below.add_class("hhlab-printed")
        self._watched = watched(self.controls)
        name = f"{self._name}({', '.join(self.controls)})"
        self._lecture = Lecture(name, lambda: self.values, self._follow, lambda: self._furnish())
        self._scope = Scope(
            watched=[{k: v for k, v in one.items() if k != "widget"} for one in self._watched],
            handles=[{"label": label} for label in self._handles],
        )
        style = widgets.HTML(STYLE, layout=widgets.Layout(display="none"))
        controls = _box(widgets.Box, "hhlab-controls", self.controls.values())
        pictures = _box(widgets.VBox, "hhlab-pictures", [self._scope, self._view, self._below])
        super().__init__([style, _box(widgets.Box, "hhlab-bench", [controls, pictures])])
        self.add_class("hhlab-explorer")
        for control in self.controls.values():
            control.observe(self._refresh, "value")
        self._scope.on_msg(self._asked)
        self._furnish()
        self._refresh()

    def __getattr__(self, name: str) -> Any:
        controls = self.__dict__.get("controls", {})
        if name in controls:
            return controls[name]
        raise AttributeError(f"This Explorer has no {name!r}; its controls are: {', '.join(controls)}.")

    def __repr__(self):
        values = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        lines = [f"Explorer of {self._name}({values})", self._words()]
        lines += [f"{name}: {_rounded(value)}" for name, value in self.derived.items()]
        return "\n".join(lines)

    def _repr_mimebundle_(self, **kwargs):
        bundle = super()._repr_mimebundle_(**kwargs)
        # where no widget can live, a saved page or a printed one, the picture stands
        shown, metadata = self._pictured()
        return bundle | shown | {"text/plain": repr(self)}, metadata

    @property
    def _plain(self):
        """The two functions as they were given, without their witnesses."""
        return self._function, self._derive and self._derive.function

    @cached_property
    def _has_script(self):
        return smallest.can_be_had(*self._plain, self.values)

    @property
    def values(self) -> dict[str, Any]:
        """The present value of each control, by name; a list is a copy, which a run may change."""
        return {
            name: copy.deepcopy(control.value) if isinstance(control.value, MUTABLE) else control.value
            for name, control in self.controls.items()
        }

    def reset(self) -> None:
        """Set every control back to its default."""
        self._set(self._defaults)

    def preset(self, name: str) -> None:
        """Set the controls as a preset says, and those that it does not name to their defaults."""
        if name not in self._presets:
            raise ValueError(f"No preset is called {shown(name)}. There are: {', '.join(self._presets)}.")
        self._set(self._defaults | self._presets[name])

    def keep(self) -> None:
        """Leave the present picture in the background, to compare the next ones with; at most six stay."""
        if self._scope.frame and self._scope.frame not in self._scope.kept:
            frames, looks = (list(old[1 - MOST_KEPT :]) for old in (self._scope.kept, self._scope.kept_as))
            colour = next(one for one in KEPT if one not in [look["colour"] for look in looks])
            with self._scope.hold_sync():
                self._scope.kept = [*frames, self._scope.frame]
                self._scope.kept_as = [*looks, {"colour": colour, "name": ""}]
            keeping.keep(
                explorer=self,
                name=self._name,
                values=self.values,
                words=self._words(),
                derived=self.derived,
                result=self.result,
                still=bytes(self._image.value),
                plain=smallest.plain(self.result, self._calls),
                functions=self._plain,
            )
        self._furnish()

    def clear(self) -> None:
        """Remove what was kept."""
        self._scope.kept = self._scope.kept_as = []
        keeping.forget(self)
        self._furnish()

    def _rename(self, number, name):
        """Call a kept trace as a student wants it; without a name, by what it differs in."""
        looks = list(self._scope.kept_as)
        if number in range(len(looks)):
            looks[number] = looks[number] | {"name": str(name).strip()[:MOST_LETTERS]}
            self._scope.kept_as = looks

    def png(self) -> bytes:
        """Give the picture as the bytes of a PNG, drawn by matplotlib; empty where there is none."""
        parts = self._parts()
        return png(draw(bounded(parts))) if parts else bytes(self._image.value)

    def _pictured(self):
        """Give the picture with words for who cannot see it, and its metadata; nothing where none is."""
        if parts := self._parts():
            return pictured(draw(bounded(parts)))
        data, words = self._image.still
        return with_words(data, words) if data else ({}, {})

    def sound(self, on: bool = True) -> None:
        """Play the potential that is shown, once, or end that; where none is shown, nothing sounds."""
        self._scope.send({"sound": bool(on)})

    def csv(self) -> str:
        """Give the numbers of the picture as text, comma-separated, one column per trace."""
        return export.csv(self._parts())

    def script(self) -> str:
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
        if plain := smallest.plain(self.result, self._calls):
            return plain
        run, derive = self._plain
        return smallest.around(run, derive, self.values, self.result, self._again)

    def page(self, path: str | PathLike[str] | None = None, title: str = "") -> Path:
        """Save this explorer as one HTML file that lives in any browser, without a kernel or a network.

        Where the run is NEURON's alone, and NEURON for pages is here, all controls move at once there.
        Else the pictures are made now, in about ten seconds, and one control moves at a time, with the
        others where they stand now.

        Parameters
        ----------
        path : str or Path, optional
            Without one, the name of the function, in the present folder.
        title : str
            What stands above it; without one, the function with its arguments.

        Returns
        -------
        Path

        Raises
        ------
        OSError
            The file cannot be written, or this system gives no second process to make pictures in.
        ValueError
            There is no picture of the present values.

        Examples
        --------
        >>> explorer.page("my_experiment.html")
        """
        path = Path(f"{self._name}.html" if path is None else path)
        if not path.parent.is_dir():
            raise FileNotFoundError(f"There is no folder {str(path.parent)!r} to save {path.name!r} in.")
        path.write_text(self._page(title), encoding="utf-8")
        return path

    def _page(self, title=""):
        if "hhlab-stale" in self._dom_classes:
            raise ValueError(f"There is no picture of these values, and so no page. {self.error}")
        from .page.one_file import page_of

        return page_of(self, title or f"{self._name}({', '.join(self.controls)})")

    def _again(self):
        """Make the run once more, show it, and give its result."""
        self._answer()
        if self.error:
            raise ValueError(self.error)
        return self.result

    def _set(self, values):
        with self._one_run():
            for name, value in values.items():
                self.controls[name].value = value

    def _follow(self, values):
        """Set the controls as the teacher's are; what is no value here stays as it was."""
        with self._one_run():
            for name in values.keys() & self.controls.keys():
                with suppress(Exception):
                    self.controls[name].value = values[name]

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
            mark = control.remove_class if same(control.value, self._defaults[name]) else control.add_class
            mark("hhlab-changed")
        if self._drag and self._drag.fits(self._drag.name, self.values):
            self._drag.moved()
            if self._drag.postpones(self._answer):
                return
        elif self._drag:
            self._drag.stop()
        self._answer()

    def _answer(self):
        """Run and show the result, or say what is wrong."""
        try:
            with noted() as calls:
                result = self._called()
            self._calls = calls
            with self._scope.hold_sync():
                self._show(result)
                self._report("")
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            if isinstance(error, KeyboardInterrupt) and _in_a_cell():
                raise
            # a widget's callback has no cell to raise into: this line is where its error appears
            self.add_class("hhlab-stale")
            self._report(mishaps.sentence(error, self._name), mishaps.place(error))
        else:
            self.remove_class("hhlab-stale")
        self._lecture.moved()

    def _called(self):
        """Give what the run gives for the present values, and keep what it printed."""
        try:
            return checked(self._run(**self.values), self._name)
        finally:
            self._printed = self._run.printed

    def _show(self, result):
        """Show a result: live where there is a live view for it, and pictures, tables and texts below."""
        derived, live = _derived(result, self._derive), live_parts(result)
        if self._derive and self._derive.printed:
            self._printed = f"{self._printed}\n{self._derive.printed}".strip()
        own = list(dict.fromkeys((*self._run.figures, *figures_of(result))))[:MOST_SHOWN]
        stills = [Still(png(figure), alternative(figure)) for figure in own]
        for part in other_parts(result):
            stills += contents_of(part)
        stills += [content_of(bundle) for bundle in self._run.displayed[:MOST_SHOWN]]
        said = _sentence(result, live) or in_words(own)
        if not (said or live or stills or derived or self._printed):
            said = f"{self._name}() gives nothing to show. Let it end with return, as in: return rec."
        frame = self._frame(live, said, derived, self.values)
        self._view.show(stills)
        self.result, self.derived, self._said, self._scope.frame = result, derived, said, frame
        self.recording = next((part for part in live if isinstance(part, Recording)), None)
        self._furnish()

    def _frame(self, live, words, derived, values):
        return encode(
            sheet_of(bounded(live)),
            words=words,
            derived=[[str(name), _rounded(value)] for name, value in list(derived.items())[:MOST_SHOWN]],
            values={name: _in_json(value) for name, value in values.items()},
            seen=self._seen(),
        )

    def _seen(self):
        """Give what the models of the controls say, by which the view knows whether a picture is of now."""
        return {one["id"]: seen(one) for one in self._watched}

    def _begin(self, name, step_px):
        """Begin, or go on with, the family of a slider that a hand or the keyboard has come to."""
        control = self.controls.get(name)
        if not isinstance(control, Control) or not self._parts():
            return
        if not (self._drag and self._drag.fits(name, self.values)):
            if self._drag:
                self._drag.stop()
            send, values = self._scope.send, self.values
            # a double is silent by itself: it needs no witness
            self._drag = Drag(self._run.function, name, control, values, self.result, self._small_frame, send)
            begun = {"family": self._drag.number, "name": name, "seen": self._seen()}
            send(begun, [control.stops.astype("<f8").tobytes()])
        self._drag.go(step_px)

    def _leave(self):
        """End what is made for a hand that has gone."""
        if self._drag:
            self._drag.pause()

    def close(self) -> None:
        """Close the widgets, and end what is made for them."""
        if "_drag" in self.__dict__:  # where the ranges were wrong there is none
            self._leave()
        super().close()

    def _small_frame(self, result, values):
        """Give the frame of a result with as few samples as draw the same picture."""
        live = live_parts(result)
        derived = _derived(result, self._plain[1])
        return self._frame(thin(live), _sentence(result, live), derived, values)

    def _furnish(self):
        tools = {
            "controls": bool(self.controls),
            "presets": list(self._presets),
            "kept": len(self._scope.kept),
            "script": self._has_script,
            "lecture": self._lecture.label if self.controls else "",
            "picture": bool(self._image.value),
            "page": bool(self.controls),
        }
        if self._scope.tools != tools:
            self._scope.tools = tools

    def _parts(self):
        return live_parts(self.result)

    def _asked(self, _widget, content, _buffers):
        """Do what a button of the toolbar asks for."""
        acts = {
            "reset": self.reset,
            "preset": lambda: self.preset(content.get("name")),
            "ready": lambda: self._begin(content.get("name"), content.get("px") or 1.0),
            "leave": self._leave,
            "lecture": self._lecture.turn,
            "point": lambda: self._move(**{k: v for k, v in content.items() if k != "do"}),
            "keep": self.keep,
            "clear": self.clear,
            "rename": lambda: self._rename(content.get("number"), content.get("name")),
            "png": lambda: self._save("png", "image/png", self.png()),
            "script": lambda: self._scope.send({"script": self.script()}),
            "page": self._save_page,
            "csv": lambda: self._save("csv", "text/csv", self.csv().encode()),
        }
        act = acts.get(content.get("do"))
        if act:
            if self._drag:
                self._drag.settle()
            try:
                act()
            except Exception as error:
                self._report(str(error))

    def _move(self, label, to=None, by=(0, 0)):
        """Move the two sliders of a point: to where a hand has dragged it, or by steps of theirs."""
        try:
            controls = {name: self.controls[name] for name in self._handles[label]}
            places = zip(controls.items(), to or by, strict=True)
            self._set(
                {name: one.nearest(place) if to else one.beyond(int(place)) for (name, one), place in places}
            )
        finally:
            self._scope.send({"moved": label})

    def _save_page(self):
        self._scope.error = "The pictures of the page are being made. It takes about ten seconds."
        try:
            self._save("html", "text/html", self._page().encode())
        finally:
            self._scope.error = self.error

    def _save(self, ending, kind, data):
        self._scope.send({"file": f"{self._name}.{ending}", "kind": kind}, buffers=[data])

    def _report(self, error, place=None):
        """Say what went wrong on the line of words, and below the picture where, and what the run printed."""
        self.error = error
        self._scope.error = error
        below = []
        if place:
            where, lines = place
            below.append(f"<details><summary>{escape(where)}</summary>{preformatted(lines)}</details>")
        self._below.show([*below, preformatted(self._printed)] if self._printed else below)

    def _words(self):
        return self.error or self._said


def _box(kind, name, children):
    box = kind(list(children))
    box.add_class(name)
    return box


def _derived(result, derive):
    """Give the derived quantities: those in the result, and those that a function finds in it."""
    found = derived_in(result)
    if derive:
        given = derive(result)
        if not isinstance(given, Mapping):
            raise TypeError(f"derived must give a dict of numbers, but it gave {shown(given)}.")
        found |= given
    return found


def _sentence(result, live):
    return " ".join(filter(None, (in_words(live), note_on(result))))


def _rounded(value):
    if isinstance(value, Real) and not isinstance(value, bool):
        return minus(f"{value:.4g}")
    return str(value)[:MOST_LETTERS]


def _in_json(value):
    """Give a value of a control as the page can read it: nan and inf it cannot."""
    plain = isinstance(value, (int, float)) and math.isfinite(value)
    return value if plain else str(value)[:MOST_LETTERS]


def _in_a_cell():
    """Say whether a cell or a script is running, and not a widget's callback."""
    header = getattr(get_ipython(), "parent_header", None) or {}
    return header.get("msg_type") != "comm_msg"
