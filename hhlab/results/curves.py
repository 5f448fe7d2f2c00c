"""Curves of one quantity against another: F-I, I-V, strength-duration, a phase plane."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from ..descriptions.quantities import ends, number, shown
from .columns import column, listed, text
from .recording import TRACES

LOGS = ("", "x", "y", "xy")


@dataclass(frozen=True, eq=False, kw_only=True)
class Curves:
    """Labelled lines, dots and marks on one pair of axes; an explorer draws them anew for each slider value.

    The arrays are copies and cannot be written to. A label that begins with the name of a trace ("m", "n
    nullcline", "ina at 0 mV") takes the colour of that trace; the others take colours of their own.

    Parameters
    ----------
    x, y : str
        What the axes say, with the unit in brackets: "current density [µA/cm²]", "rate [Hz]".
    lines : dict of str to (x, y)
        Two rows of numbers of equal length for each label; nan leaves a gap.
    dots : dict of str to (x, y)
        The same, drawn as separate points: what was measured, spikes of a raster, eigenvalues.
    marks : dict of str to (x, y)
        Single named points: "rheobase", "rest".
    dashed : str or sequence of str
        Labels of lines that are dashed: unstable branches, comparisons, asymptotes.
    log : {"", "x", "y", "xy"}
        Which axes are logarithmic; all that they show must be above 0.
    x_range, y_range : (least, greatest), optional
        What an axis shows at least, so that it stays put while a slider moves. Lines may run out of the
        range of x; points and marks never get lost.

    Raises
    ------
    TypeError, ValueError
        There is nothing to show, lengths differ, a value is infinite, or a logarithmic axis meets a value
        of 0 or less.

    Examples
    --------
    F-I, with the onset of repetitive firing marked:

    >>> Curves(
    ...     x="current density [µA/cm²]", y="rate [Hz]",
    ...     lines={"from rest": (densities, rates)}, marks={"onset": (6.26, 50.3)},
    ... )

    I-V from a family of voltage clamps: ``ina`` and ``ik`` have the colours that they have everywhere:

    >>> Curves(x="test potential [mV]", y="current [µA/cm²]",
    ...        lines={"ina, peak": (v, ina), "ik, steady": (v, ik)})

    Strength-duration, measured and fitted, on two logarithmic axes:

    >>> Curves(x="duration [ms]", y="threshold [µA/cm²]", dots={"measured": (dur, threshold)},
    ...        lines={"Lapicque": (dur, fit)}, dashed="Lapicque", log="xy")

    A phase plane with both nullclines and the trajectory of a Recording:

    >>> Curves(
    ...     x="v [mV]", y="n", x_range=(-90, 60), y_range=(0, 1), dashed=("v nullcline", "n nullcline"),
    ...     lines={"v nullcline": (v, n_of_v), "n nullcline": (v, n_inf), "trajectory": (rec.v, rec.n)},
    ...     marks={"rest": (-65, 0.318)},
    ... )
    """

    x: str
    y: str
    lines: Mapping = field(default_factory=dict)
    dots: Mapping = field(default_factory=dict)
    marks: Mapping = field(default_factory=dict)
    dashed: tuple = ()
    log: str = ""
    x_range: tuple | None = None
    y_range: tuple | None = None

    def __post_init__(self):
        if not (isinstance(self.log, str) and self.log in LOGS):
            raise ValueError(f'Curves.log must be "", "x", "y" or "xy", but it is {shown(self.log)}.')
        checked = {
            "x": text("Curves.x", self.x),
            "y": text("Curves.y", self.y),
            "lines": self._pairs("lines"),
            "dots": self._pairs("dots"),
            "marks": self._marks(),
            "dashed": (self.dashed,)
            if isinstance(self.dashed, str)
            else tuple(listed("Curves.dashed", self.dashed)),
            "x_range": ends("Curves.x_range", self.x_range, log="x" in self.log),
            "y_range": ends("Curves.y_range", self.y_range, log="y" in self.log),
        }
        for name, value in checked.items():
            object.__setattr__(self, name, value)
        if not (self.lines or self.dots or self.marks):
            raise ValueError("Curves has nothing to show; give lines, dots or marks.")
        for label in self.dashed:
            if label not in self.lines:
                known = ", ".join(self.lines)
                raise ValueError(f"Curves.dashed names {shown(label)}; the lines are: {known}.")

    def __repr__(self):
        parts = [
            f"{len(shapes)} {kind if len(shapes) > 1 else kind[:-1]}"
            for kind, shapes in (("lines", self.lines), ("dots", self.dots), ("marks", self.marks))
            if shapes
        ]
        return f"Curves of {self.y} against {self.x}: {', '.join(parts)}"

    def _pairs(self, kind):
        shapes = {}
        for label, x, y in self._items(kind):
            name = f"{kind}[{label!r}]"
            x, y = column(f"The x of {name}", x, gaps=True), column(f"The y of {name}", y, gaps=True)
            if len(x) != len(y):
                raise ValueError(f"{name} has {len(x)} values of x and {len(y)} of y.")
            for letter, values in (("x", x), ("y", y)):
                if letter in self.log and (values <= 0).any():
                    raise ValueError(f"{name} holds a {letter} of 0 or less, which a logarithmic axis lacks.")
            shapes[label] = (x, y)
        return MappingProxyType(shapes)

    def _marks(self):
        above = [0 if letter in self.log else -float("inf") for letter in "xy"]
        return MappingProxyType(
            {
                label: tuple(
                    number(f"The {letter} of marks[{label!r}]", value, above=limit)
                    for letter, value, limit in zip("xy", point, above, strict=True)
                )
                for label, *point in self._items("marks")
            }
        )

    def _items(self, kind):
        given = getattr(self, kind)
        if not isinstance(given, Mapping):
            raise TypeError(f'Curves.{kind} must be a dict {{"label": (x, y)}}, but it is {shown(given)}.')
        for label, pair in given.items():
            if not isinstance(pair, (tuple, list)) or len(pair) != 2:
                raise TypeError(f"{kind}[{label!r}] must be a pair (x, y), but it is {shown(pair)}.")
            yield text(f"A label of Curves.{kind}", label), *pair


def trace_of(label):
    """Give the trace whose name a label begins with, or None."""
    words = re.match(r"\w+", label)
    letters = re.match(r"[a-zA-Z]+", label)
    return next((found[0] for found in (words, letters) if found and found[0] in TRACES), None)
