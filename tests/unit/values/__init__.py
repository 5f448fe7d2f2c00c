"""The values that hhlab is held to: each with its source, its configuration and how to compute it.

A module of this package holds the rows of one subject in a list called ``ROWS``; a new module, or a new row,
is found by itself. ``test_values.py`` checks every row, and ``make values`` writes them all into
``docs/values.md``.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from hhlab import Axon, Membrane

CHANNELS = ("gnabar", "gkbar", "gl")
SODIUM = ("gnabar",)
SQUID, DEFAULT, AXON = Membrane.squid_1952(), Membrane(), Axon.squid_1952()

# sources that several rows share
REFERENCE = "reference computation: a NEURON script, and SciPy"
SCIPY = "SciPy, computed anew"
FORMULA = "formula"
PREPRINT = "Hendrick 2026, hh-dynamics (preprint with programs)"
PULSE = "Hendrick 2026, hh-pulse, theorem 1 (preprint with programs)"
DOCS = "NEURON's documentation"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One value that hhlab must reproduce.

    Parameters
    ----------
    lesson : str
        The lesson that it belongs to, such as "L06".
    name, unit : str
        What it is; no two rows of a lesson have the same name.
    value : float, or a function that computes it without NEURON
        nan where there is none: no spike, no impulse.
    tolerance : float
        Largest deviation, in the same unit.
    measure : callable
        From `subject` to the value, by hhlab.
    source : str
        Where the value comes from.
    configuration : str
        "E" or "D", as the table explains them, and whatever else matters.
    subject : Membrane or Axon
    lost : tuple of str
        Channels without which the value must not come out; none for what has nothing to do with them.
    """

    lesson: str
    name: str
    value: float | Callable[[], float]
    tolerance: float
    measure: Callable
    unit: str = ""
    source: str = REFERENCE
    configuration: str = "E"
    subject: Membrane = SQUID
    lost: tuple = CHANNELS

    @property
    def key(self):
        """What tells it from every other row."""
        return f"{self.lesson} {self.name}"

    def agrees(self, found):
        """Say whether a number is the value, within the tolerance."""
        value = expected(self)
        if math.isnan(value) or math.isnan(found):
            return math.isnan(value) and math.isnan(found)
        return abs(found - value) <= self.tolerance


def row(lesson, name, value, tolerance, measure, unit="", **more):
    """Give a Row, shorter to write."""
    return Row(lesson=lesson, name=name, value=value, tolerance=tolerance, measure=measure, unit=unit, **more)


@cache
def expected(item):
    """Give the value of a Row, computed where it is to be computed."""
    return float(item.value() if callable(item.value) else item.value)


@cache
def measured(item):
    """Give what hhlab finds for a Row."""
    return float(item.measure(item.subject))


def all_rows():
    """Give every Row of every module, by lesson."""
    modules = [name for _, name, _ in iter_modules(__path__) if not name.startswith("_")]
    rows = [item for name in sorted(modules) for item in import_module(f"{__name__}.{name}").ROWS]
    return sorted(rows, key=lambda item: item.lesson)
