"""Where a slider can stand: even steps, or steps of equal ratio."""

import math
from dataclasses import dataclass
from numbers import Real

import numpy as np

from ..descriptions.quantities import number, shown

STEPS = 100
MOST_PLACES = 100_000  # of one slider
NARROWEST = 1.01  # the ratio of the ends of a Log, whose values have three digits
HALF = 0.501  # of a step: what is no farther from an end, or from the handle, is the same place


@dataclass(frozen=True)
class Log:
    """The range of a logarithmic slider, for a quantity that spans powers of ten.

    Parameters
    ----------
    low, high : float
        The ends, both above 0, and at most a hundred powers of ten apart.

    Raises
    ------
    TypeError, ValueError
        An end is no number or not above 0, they do not rise, or a slider has too few steps for them.

    Examples
    --------
    >>> explore(run, g=Log(1e-5, 1e-2), dur=Log(0.05, 200))
    """

    low: float
    high: float

    def __post_init__(self):
        for name in ("low", "high"):
            end = number(f"Log.{name}", plain(getattr(self, name)), above=0)
            object.__setattr__(self, name, number(f"Log.{name}", end, low=1e-300, high=1e300))
        runs = f"Log runs from {self.low:.4g} to {self.high:.4g}"
        if not self.low < self.high:
            raise ValueError(f"{runs}; the first must be the smaller.")
        if self._decades > STEPS:
            raise ValueError(
                f"{runs}, {self._decades:.0f} powers of ten; a slider has steps for {STEPS} at most."
            )
        if self.high / self.low < NARROWEST:
            raise ValueError(
                f"{runs}, which is less than 1 %; for so narrow a range write ({self.low!r}, {self.high!r})."
            )

    @property
    def _decades(self):
        # their quotient may be more than a float can hold
        return math.log10(self.high) - math.log10(self.low)

    @property
    def step(self) -> float:
        """The step of the exponent of ten: a whole number of them in a decade, so that 10 follows 1."""
        return 1 / max(1, round(STEPS / self._decades))

    @property
    def middle(self) -> float:
        """The value half-way along the slider."""
        return self.at(round(self.place(self.high)) // 2)

    def place(self, value: float) -> float:
        """Give the place of a value along the slider, in steps from its low end."""
        return math.log10(max(value, self.low) / self.low) / self.step

    def at(self, i: int) -> float:
        """Give the value of step `i`, in three digits; the first and the last are the ends as written."""
        if i <= 0 or i >= self.place(self.high) - HALF:
            return self.low if i <= 0 else self.high
        return min(max(float(f"{self.low * 10 ** (i * self.step):.3g}"), self.low), self.high)

    def nearest(self, value: float) -> float:
        """Give the value of the step nearest to `value`."""
        return self.at(_whole(self.place(value)))


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
        return self.low + (self.high - self.low) // 2 if self.whole else self.low / 2 + self.high / 2

    @property
    def ends(self):
        """Where a handle stands for the two ends: a whole number of steps, so that every stop is a value."""
        first, last = math.floor(self.place(self.low) + HALF), math.ceil(self.place(self.high) - HALF)
        return tuple(_tidy(self.origin + i * self.step, self.step) for i in (first, last))

    def place(self, value):
        """Give the place of a value along the slider, in steps from the origin."""
        return (value - self.origin) / self.step

    def at(self, i):
        """Give the value of step `i`; the first and the last are the ends as written."""
        if i <= self.place(self.low) + HALF:
            return self.low
        if i >= self.place(self.high) - HALF:
            return self.high
        return _tidy(self.origin + i * self.step, self.step)

    def nearest(self, value):
        """Give the value of the step nearest to `value`."""
        return self.at(_whole(self.place(value)))


def _whole(place):
    """Give the whole number nearest to a place; of one midway, as from an odd end, always the next."""
    return math.floor(place + 0.5 + 1e-6)


def as_range(name, choice):
    """Give a Log or an Even from what a person wrote for a slider."""
    if isinstance(choice, Log):
        return choice
    if isinstance(choice, range) and len(choice) > 1:
        choice = (*sorted((choice[0], choice[-1])), abs(choice.step))
    if not isinstance(choice, tuple) or len(choice) not in (2, 3):
        raise TypeError(_no_range(name, choice))
    choice = tuple(plain(x) for x in choice)
    for x in choice:
        number(f"The range of {name}", x)
    # beyond this a browser does not tell a whole number from the next
    choice = tuple(float(x) if abs(x) > 2**53 else x for x in choice)
    low, high = choice[:2]
    runs = f"The range of {name} runs from {low:g} to {high:g}"
    if not low < high:
        raise ValueError(f"{runs}; the first must be the smaller.")
    if not math.isfinite(float(high) - float(low)):
        raise ValueError(f"{runs}, which is more than a slider can span.")
    if len(choice) == 3:
        number(f"The step of {name}", choice[2], above=0, high=high - low)
        if (high - low) / choice[2] > MOST_PLACES:
            raise ValueError(
                f"The step of {name} = {choice[2]:g} makes {(high - low) / choice[2]:,.0f} places; a slider "
                f"has at most {MOST_PLACES:,}. The box beside it takes any value, also between two steps."
            )
        return Even(*choice, origin=low)
    if (high - low) / STEPS <= 2 * max(math.ulp(low), math.ulp(high)):
        raise ValueError(f"{runs}: the ends are too close together for a slider to tell them apart.")
    # steps from an odd end read badly
    return Even(low, high, _nice_step(low, high))


def plain(value):
    """Give a number of NumPy, alone or in an array of its own, as Python's; anything else as it is."""
    if isinstance(value, (np.generic, np.ndarray)) and value.shape == ():
        # the shortest text of a float32 is what was meant: 0.1, not 0.10000000149
        return float(str(value)) if value.dtype.kind == "f" else value.item()
    return value


def _no_range(name, choice):
    if isinstance(choice, str):
        hint = f'For one text write a list: ["{choice}", ...].' if len(choice) < 20 else ""
    elif isinstance(choice, tuple) and len(choice) > 3:
        hint = f"For choices write a list: [{choice[0]!r}, {choice[1]!r}, ...]."
    elif isinstance(choice, type):
        hint = f"A class is no choice yet; write {choice.__name__}(...)."
    elif isinstance(plain(choice), Real):
        hint = f"A slider needs two ends, as in {name}=(0, 1)."
    else:
        hint = ""
    return (
        f"The range of {name} must be (least, greatest), (least, greatest, step), Log(least, greatest) "
        f"or a list of choices, but it is {shown(choice)}. {hint}"
    ).strip()


def _tidy(value, step):
    """Give a sum of steps without what binary fractions leave: 0.3, not 0.30000000000000004."""
    if isinstance(value, int):
        return value
    tidy = float(f"{value:.12g}")
    return tidy if abs(tidy - value) < 0.001 * step else value


def _nice_step(low, high):
    """Give 1, 2 or 5 times a power of ten, near a hundredth of the range; 1 for whole numbers up to 500."""
    whole = isinstance(low, int) and isinstance(high, int)
    if whole and high - low <= 500:
        return 1
    rough = (high - low) / STEPS
    power = 10.0 ** math.floor(math.log10(rough))
    step = min((1, 2, 5, 10), key=lambda factor: abs(factor * power - rough)) * power
    return round(step) if whole else step
