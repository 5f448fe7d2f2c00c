"""A run in slow motion, which a student steers while it goes on."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import numpy as np

from ..descriptions.quantities import number
from ..figures.drawing import draw
from ..figures.palette import KEPT
from ..figures.paper import png
from ..results import export
from . import mishaps
from .arguments import by_name, defaults_of, name_of
from .controls import control_for
from .explorer import MOST_KEPT, MOST_LETTERS, _in_json, _rounded
from .outcomes import checked, derived_in, live_parts
from .scope import Scope
from .scope.frames import bounded, encode
from .scope.panels import sheet_of

LEAST_PAUSE_S = 0.005  # for what a hand has done meanwhile


def by_hand(run: Callable[..., Any], /, *, steps: int, step_s: float = 0.08, **ranges: Any) -> "ByHand":
    """Give sliders that steer a run while it goes on, in slow motion.

    The time of the run begins when a slider is moved. With each step it adds to what `run` is given, and the
    picture grows.

    Parameters
    ----------
    run : callable
        From one array for each range, of what its slider was in each step so far, shape (N,), to a Recording,
        Curves, or a tuple of them; a dict among them holds derived quantities. N grows from 1 to `steps`.
    steps : int
        From 2 to 1000.
    step_s : float
        How long a step lasts for the student, from 0.02 to 2 [s].
    **ranges
        For each argument of `run`, as for :func:`explore`.

    Returns
    -------
    ByHand

    Raises
    ------
    TypeError, ValueError
        `run` is not a function, has no such argument, or a range or a number is not one.

    Examples
    --------
    >>> def steered(amp):
    ...     return Curves(x="step", y="amp [nA]", lines={"amp": (range(len(amp)), amp)}, x_range=(0, 100))
    >>> game = by_hand(steered, steps=100, amp=(-1.0, 1.0))
    """
    if not ranges:
        raise TypeError("by_hand() needs something to steer: give it a range, as in amp=(-1.0, 1.0).")
    number("by_hand's steps", steps, low=2, high=1000)
    number("by_hand's step_s", step_s, "s", low=0.02, high=2)
    return ByHand(run, ranges, int(steps), float(step_s))


class ByHand(widgets.VBox):
    """Controls, a button to begin anew, and the picture of the run so far.

    Attributes
    ----------
    controls : dict of str to Control or ipywidget
    past : dict of str to list, what each control was in each step
    result : what `run` gave last
    error : what went wrong, or ""
    """

    def __init__(self, run: Callable[..., Any], ranges: dict[str, Any], steps: int, step_s: float) -> None:
        defaults = defaults_of(run, ranges)
        self._run, self._name, self._steps, self._step_s = by_name(run), name_of(run), steps, step_s
        self.controls = {
            name: control_for(name, choice, defaults[name], self._report) for name, choice in ranges.items()
        }
        self._first = {name: control.value for name, control in self.controls.items()}
        self.past: dict[str, list[Any]] = {}
        self.result, self.error, self._timer, self._live = None, "", None, ()
        self._scope, self._tries = Scope(), 0
        self._scope.on_msg(self._asked)
        anew = widgets.Button(description="Begin anew", tooltip="all sliders back, and time at 0")
        anew.on_click(lambda _: self.anew())
        row = widgets.Box([*self.controls.values(), anew])
        row.add_class("hhlab-controls")  # without it a slider has no width
        super().__init__([row, self._scope])
        self.add_class("hhlab-by-hand")
        self.anew()
        for control in self.controls.values():
            control.observe(self._begin, "value")

    def __repr__(self):
        return f"By hand: {self._name}({', '.join(self.controls)}), {self._steps} steps"

    def anew(self) -> None:
        """Stop, set every control back, and show the first step."""
        self._stop()
        self.past = {name: [] for name in self.controls}
        self._tries += 1
        for name, control in self.controls.items():
            control.value = self._first[name]
        self._stop()  # a control that went back is no hand that begins
        self.step()

    def step(self) -> bool:
        """Let one step pass under the controls as they are; say whether there is a next one."""
        for name, control in self.controls.items():
            self.past[name].append(control.value)
        try:
            result = self._run(**{name: np.array(values) for name, values in self.past.items()})
            self._show(checked(result, self._name))
        except (Exception, SystemExit, KeyboardInterrupt) as error:
            # a timer's callback has no cell to raise into: the line of words is where its error appears
            self._report(mishaps.sentence(error, self._name))
            return False
        self._report("")
        return self._passed < self._steps

    @property
    def _passed(self):
        return len(next(iter(self.past.values())))

    def close(self) -> None:
        """Close the widgets, and stop."""
        self._stop()
        super().close()

    def _show(self, result):
        self._live = bounded(live_parts(result))
        derived = [[str(name), _rounded(value)] for name, value in derived_in(result).items()]
        found = "; ".join(f"{name} {value}" for name, value in derived)
        over = f"The time is over. {found + '. ' if found else ''}Press Begin anew to try again."
        self._scope.frame = encode(
            sheet_of(self._live),
            words=over if self._passed == self._steps else "",  # read aloud once, and not with every step
            derived=derived,
            values={name: _in_json(control.value) for name, control in self.controls.items()},
            seen={},
        )
        self.result = result

    def _begin(self, _change):
        """Let time pass from the first move of a hand on, where there is a loop that can wake us."""
        if self._timer or self._passed >= self._steps:
            return
        try:
            self._timer = asyncio.get_running_loop().call_later(self._step_s, self._tick)
        except RuntimeError:
            self._timer = None  # a script steps by itself

    def _tick(self):
        began_s = time.monotonic()
        goes_on, self._timer = self.step(), None
        if goes_on:
            pause_s = max(LEAST_PAUSE_S, self._step_s - (time.monotonic() - began_s))
            self._timer = asyncio.get_running_loop().call_later(pause_s, self._tick)

    def _stop(self):
        if self.__dict__.get("_timer"):
            self._timer.cancel()
        self._timer = None

    def _asked(self, _widget, content, _buffers):
        """Do what a button of the toolbar asks for."""
        scope, asked = self._scope, content.get("do")
        if asked == "keep" and scope.frame not in scope.kept:
            free = [colour for colour in KEPT if colour not in [one["colour"] for one in scope.kept_as]]
            looks = {"colour": (free or KEPT)[0], "name": f"try {self._tries}"}
            with scope.hold_sync():
                scope.kept = [*scope.kept, scope.frame][-MOST_KEPT:]
                scope.kept_as = [*scope.kept_as, looks][-MOST_KEPT:]
        elif asked == "clear":
            scope.kept = scope.kept_as = []
        elif asked == "rename" and content.get("number") in range(len(scope.kept_as)):
            looks = list(scope.kept_as)
            name = str(content.get("name", "")).strip()[:MOST_LETTERS]
            looks[content["number"]] = looks[content["number"]] | {"name": name}
            scope.kept_as = looks
        elif asked == "png":
            self._save("png", "image/png", png(draw(self._live)))
        elif asked == "csv":
            self._save("csv", "text/csv", export.csv(self._live).encode())
        scope.tools = {**scope.tools, "kept": len(scope.kept)}

    def _save(self, ending, kind, data):
        self._scope.send({"file": f"{self._name}.{ending}", "kind": kind}, buffers=[data])

    def _report(self, error):
        self.error = error
        self._scope.error = error
