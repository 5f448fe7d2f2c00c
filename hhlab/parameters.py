"""What can be set: every default, unit, label and limit of hhlab, written once.

A description such as :class:`Membrane` is frozen and checks itself, so whatever reaches NEURON is possible.
Limits refuse the impossible and what kills, hangs or silently spoils NEURON; odd but possible values pass.
"""

import math
from dataclasses import dataclass, field, fields, replace
from numbers import Real

METHODS = ("cn", "neuron", "cvode")
MAX_STEPS = 4_000_000  # about five seconds of NEURON and 32 MB per recorded variable


def number(name, value, unit="", *, above=-math.inf, low=-math.inf, high=math.inf, slip=None):
    """Give `value` as a float, or raise an error that says what, value, unit and limit.

    Parameters
    ----------
    name : str
        What the value is, as the reader knows it: ``"Membrane.diam"``.
    value : real number
    unit : str
    above, low, high : float
        The value must be greater than `above`, at least `low`, at most `high`.
    slip : callable, optional
        From the refused value to a sentence that names the likely mistake, or to None.

    Raises
    ------
    TypeError
        `value` is not a real number.
    ValueError
        `value` is not finite or outside its limits.
    """
    unit = f" {unit}" if unit else ""
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be a number{unit and ' in' + unit}, but it is {shown(value)}.")
    try:
        result = float(value)
    except OverflowError:
        raise ValueError(f"{name} has too many digits; it must be at most {high:g}{unit}.") from None
    hint = slip(result) if slip else None
    hint = f" {hint}" if hint else ""
    if not math.isfinite(result):
        raise ValueError(f"{name} = {result}{unit}, but it must be a finite number.")
    if result <= above:
        raise ValueError(f"{name} = {result:g}{unit}, but it must be above {above:g}{unit}.{hint}")
    if result < low:
        raise ValueError(f"{name} = {result:g}{unit}, but it must be at least {low:g}{unit}.{hint}")
    if result > high:
        raise ValueError(f"{name} = {result:g}{unit}, but it must be at most {high:g}{unit}.{hint}")
    return result


def shown(value):
    """Give a value as an error message shows it: its repr, cut to 60 characters, and its type."""
    try:
        text = repr(value)
    except Exception:
        text = "a value"
    text = text if len(text) <= 60 else text[:57] + "..."
    return f"{text} ({type(value).__name__})"


def quantity(default, unit, label, **limits):
    """Give a dataclass field that holds one number with its unit, its label and its limits."""
    return field(default=default, metadata={"unit": unit, "label": label, "limits": limits})


class Description:
    """The base of frozen descriptions: each quantity is checked, and kept as a float."""

    def __post_init__(self):
        for item in fields(self):
            if item.metadata:
                name = f"{type(self).__name__}.{item.name}"
                value = number(
                    name, getattr(self, item.name), item.metadata["unit"], **item.metadata["limits"]
                )
                object.__setattr__(self, item.name, value)

    def but(self, **changes):
        """Give a copy with some values changed, checked like a new one."""
        return replace(self, **changes)


def _conductance_slip(value):
    return f"NEURON counts in S/cm²: {value:g} mS/cm² is {value / 1000:g}." if value > 0 else None


def _current_slip(value):
    return f"NEURON counts in nA: {value:g} pA is {value / 1000:g}." if abs(value) > 0 else None


@dataclass(frozen=True, kw_only=True)
class Membrane(Description):
    """A space-clamped patch: one cylinder of membrane with the Hodgkin-Huxley channels.

    The defaults are those of NEURON's ``hh`` on the 10 µm soma of the first lesson.

    Sources
    -------
    Hodgkin and Huxley (1952), J. Physiol. 117:500-544; NEURON 9, ``hh.mod``.
    """

    L: float = quantity(10.0, "µm", "length", low=0.1, high=100_000)
    diam: float = quantity(10.0, "µm", "diameter", above=0, low=0.1, high=10_000)
    cm: float = quantity(1.0, "µF/cm²", "capacitance", low=0.001, high=100)
    gnabar: float = quantity(0.12, "S/cm²", "peak Na⁺ conductance", low=0, high=10, slip=_conductance_slip)
    gkbar: float = quantity(0.036, "S/cm²", "peak K⁺ conductance", low=0, high=10, slip=_conductance_slip)
    gl: float = quantity(0.0003, "S/cm²", "leak conductance", low=0, high=10, slip=_conductance_slip)
    ena: float = quantity(50.0, "mV", "Na⁺ reversal potential", low=-200, high=200)
    ek: float = quantity(-77.0, "mV", "K⁺ reversal potential", low=-200, high=200)
    el: float = quantity(-54.3, "mV", "leak reversal potential", low=-200, high=200)

    @classmethod
    def squid_1952(cls, **changes):
        """Give the membrane of the 1952 paper: its leak reversal is 10.613 mV above rest, so −54.387 mV."""
        return cls(**{"el": -54.387, **changes})

    @property
    def area_um2(self):
        """The area of the cylinder's wall, in µm²; its ends carry no membrane."""
        return math.pi * self.diam * self.L


@dataclass(frozen=True, kw_only=True)
class CurrentClamp(Description):
    """A step of current into the cell, NEURON's ``IClamp``; positive current depolarises."""

    amp: float = quantity(0.1, "nA", "amplitude", low=-1000, high=1000, slip=_current_slip)
    delay: float = quantity(50.0, "ms", "delay", low=0, high=1e9)
    dur: float = quantity(200.0, "ms", "duration", low=0, high=1e9)


@dataclass(frozen=True, kw_only=True)
class Settings(Description):
    """How one run is made: its end, its temperature, its start and its numerical method.

    ``method`` is ``"cn"`` (Crank-Nicolson, exact rates), ``"neuron"`` (NEURON's defaults: backward Euler,
    tabulated rates) or ``"cvode"`` (variable steps with an error bound, exact rates; ``dt`` is not used).
    """

    tstop: float = quantity(300.0, "ms", "end of the run", above=0, high=100_000)
    celsius: float = quantity(6.3, "°C", "temperature", low=-10, high=60)
    dt: float = quantity(0.025, "ms", "time step", above=0, low=1e-4, high=1)
    v_init: float = quantity(-65.0, "mV", "starting potential", low=-200, high=200)
    method: str = "cn"

    def __post_init__(self):
        super().__post_init__()
        if not (isinstance(self.method, str) and self.method in METHODS):
            allowed = ", ".join(f'"{method}"' for method in METHODS)
            raise ValueError(f"method must be one of {allowed}, but it is {shown(self.method)}.")
        if self.tstop < self.dt:
            raise ValueError(f"tstop = {self.tstop:g} ms is shorter than one time step, dt = {self.dt:g} ms.")
        if self.tstop / self.dt > MAX_STEPS:
            raise ValueError(
                f"tstop = {self.tstop:g} ms at dt = {self.dt:g} ms takes {self.tstop / self.dt:.3g} steps, "
                f"but a run has at most {MAX_STEPS:,}. Shorten tstop or lengthen dt."
            )


def label_and_unit(name):
    """Give the label and the unit of a parameter by its name, or its bare name and no unit."""
    for description in (Membrane, CurrentClamp, Settings):
        for item in fields(description):
            if item.name == name and item.metadata:
                return item.metadata["label"], item.metadata["unit"]
    return name, ""
