"""Where a slider can stand: even steps, or steps of equal ratio."""

import math
from dataclasses import dataclass

from .quantities import number, shown

STEPS = 100
HALF = 0.501  # of a step: what is no farther from an end, or from the handle, is the same place


@dataclass(frozen=True)
class Log:
    """The range of a logarithmic slider, for a quantity that spans powers of ten.

    Parameters
    ----------
    low, high : float
        The ends, both above 0.

    Raises
    ------
    TypeError, ValueError
        An end is no number or not above 0, or they do not rise.

    Examples
    --------
    >>> explore(run, g=Log(1e-5, 1e-2), dur=Log(0.05, 200))
    """

    low: float
    high: float

    def __post_init__(self):
        for name in ("low", "high"):
            object.__setattr__(self, name, number(f"Log.{name}", getattr(self, name), above=0))
        if not self.low < self.high:
            raise ValueError(f"Log runs from {self.low:g} to {self.high:g}; the first must be the smaller.")

    @property
    def step(self):
        """The step of the exponent of ten: a whole number of them in a decade, so that 10 follows 1."""
        return 1 / max(1, round(STEPS / math.log10(self.high / self.low)))

    @property
    def middle(self):
        """The value half-way along the slider."""
        return self.at(round(self.place(self.high)) // 2)

    def place(self, value):
        """Give the place of a value along the slider, in steps from its low end."""
        return math.log10(max(value, self.low) / self.low) / self.step

    def at(self, i):
        """Give the value of step `i`, in three digits; the first and the last are the ends as written."""
        if i <= 0 or i >= self.place(self.high) - HALF:
            return self.low if i <= 0 else self.high
        return min(max(float(f"{self.low * 10 ** (i * self.step):.3g}"), self.low), self.high)

    def nearest(self, value):
        """Give the value of the step nearest to `value`."""
        return self.at(round(self.place(value)))


@dataclass(frozen=True)
class Even:
    """A range of even steps, counted from `origin`, and both of its ends."""

    low: float
    high: float
    step: float
    origin: float = 0

    @property
    def whole(self):
        """Whether the slider gives whole numbers only."""
        return all(isinstance(x, int) for x in (self.low, self.high, self.step))

    @property
    def middle(self):
        """The value half-way along the slider."""
        return self.low + (self.high - self.low) // 2 if self.whole else (self.low + self.high) / 2

    def place(self, value):
        """Give the place of a value along the slider, in steps from the origin."""
        return (value - self.origin) / self.step

    def at(self, i):
        """Give the value of step `i`; the first and the last are the ends as written."""
        if i <= self.place(self.low) + HALF:
            return self.low
        return self.high if i >= self.place(self.high) - HALF else _tidy(self.origin + i * self.step)

    def nearest(self, value):
        """Give the value of the step nearest to `value`."""
        return self.at(round(self.place(value)))


def as_range(name, choice):
    """Give a Log or an Even from what a person wrote for a slider."""
    if isinstance(choice, Log):
        return choice
    if not isinstance(choice, tuple) or len(choice) not in (2, 3):
        raise TypeError(
            f"The range of {name} must be (least, greatest), (least, greatest, step), Log(least, greatest) "
            f"or a list of choices, but it is {shown(choice)}."
        )
    for x in choice:
        number(f"The range of {name}", x)
    low, high = choice[:2]
    if not low < high:
        raise ValueError(f"The range of {name} runs from {low:g} to {high:g}; the first must be the smaller.")
    if len(choice) == 2:
        # steps from an odd end read badly
        return Even(low, high, _nice_step(low, high))
    number(f"The step of {name}", choice[2], above=0, high=high - low)
    return Even(*choice, origin=low)


def _tidy(value):
    """Give a sum of steps without what binary fractions leave: 0.3, not 0.30000000000000004."""
    return float(f"{value:.12g}") if isinstance(value, float) else value


def _nice_step(low, high):
    """Give 1, 2 or 5 times a power of ten, near a hundredth of the range; 1 for whole numbers up to 500."""
    if isinstance(low, int) and isinstance(high, int) and high - low <= 500:
        return 1
    rough = (high - low) / STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    return min((1, 2, 5, 10), key=lambda factor: abs(factor * power - rough)) * power
