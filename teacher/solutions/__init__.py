"""Solved answers and planted wrong ones: a module per lesson, each with a ``SOLUTIONS`` dict by exercise id.

They are held against the code that checks students' answers. Keep this folder from students.
"""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module

# What a student does wrong with any number; an exercise's own slips replace these.
USUAL_WRONG = {
    "empty": lambda right: "",
    "type": lambda right: "about half",
    "other-unit": lambda right: f"{right} V A",
    "units": lambda right: 1000 * right,
    "sign": lambda right: -right,
    "low": lambda right: right - 0.37 * abs(right),
    "high": lambda right: right + 0.37 * abs(right),
}
# and with a number and its uncertainty, written "3.1 ± 0.2"
USUAL_WRONG_PAIRS = {
    "type": lambda x, spread: "± 3",
    "other-unit": lambda x, spread: f"{x} ± {spread} V A",
    "no-uncertainty": lambda x, spread: f"{x}",
    "vague": lambda x, spread: f"{x} ± {10 * spread}",
    "overconfident": lambda x, spread: f"{x} ± {spread / 50}",
    "low": lambda x, spread: f"{x - 5 * spread} ± {spread}",
    "high": lambda x, spread: f"{x + 5 * spread} ± {spread}",
}


# what 1 of a whole cell's is on each cm² of it, and the other way round, on an area of 1 cm²
PER_CM2 = {
    "nA": 1e-3,
    "pA": 1e-6,
    "fC": 1e-6,
    "nS": 1e-9,
    "MΩ": 1e6,  # in µA, µA, nC, S per cm², and Ω cm²
    "µA/cm²": 1e3,
    "S/cm²": 1e9,
    "mS/cm²": 1e6,  # in nA, nS and nS
}


def per_cm2(unit, diam=10.0, L=None, **others):
    """Give what an answer in `unit` is multiplied by to be per area, or no longer; µm of a cylinder."""
    area_cm2 = 3.141592653589793 * diam * (diam if L is None else L) * 1e-8
    return PER_CM2[unit] * (1 / area_cm2 if unit in ("nA", "pA", "fC", "nS") else area_cm2)


@dataclass(frozen=True, kw_only=True)
class Solution:
    """How an exercise is solved.

    Parameters
    ----------
    right : callable
        From the variant's values by name to the answer; where it can be, by another way than the check's.
    wrong : dict of str to callable
        For each code of the exercise a function from the variant's values to an answer that earns it. The
        codes of ``USUAL_WRONG`` are there already, and so are those of a choice: an option is its own code.
    method : str
        How a student gets there, for the worked solutions.
    """

    right: Callable
    wrong: Mapping = field(default_factory=dict)
    method: str = ""

    def __post_init__(self):
        object.__setattr__(self, "right", cache(self.right))

    def planted(self, code, given, unit=None):
        """Give an answer to one variant that earns a code; `unit` is that of the exercise."""
        if code == "right":
            return self.right(**given)
        if code in self.wrong:
            return self.wrong[code](**given)
        if code in USUAL_WRONG_PAIRS and "±" in str(self.right(**given)):
            return USUAL_WRONG_PAIRS[code](*map(float, self.right(**given).split("±")))
        if code in ("density", "total") and unit in PER_CM2:
            return float(self.right(**given)) * per_cm2(unit, **given)
        if code == "type" and isinstance(self.right(**given), str):
            return 1.5  # neither an option nor a sentence
        return USUAL_WRONG[code](self.right(**given)) if code in USUAL_WRONG else code


def solutions():
    """Give every solution, by the exercise's id."""
    found = {}
    for module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        found |= import_module(f"{__name__}.{module}").SOLUTIONS
    return found
