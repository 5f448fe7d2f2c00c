"""What can be set: every default, unit, label and limit of hhlab, written once.

A description such as :class:`Membrane` is frozen and checks itself, so whatever reaches NEURON is possible.
Limits refuse the impossible and what kills, hangs or silently spoils NEURON; odd but possible values pass.
"""

import math
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args

from .currents import KINETICS
from .neurons import PAS
from .quantities import Description, choice, number, quantity, shown

Method = Literal["neuron", "cvode", "cn"]
# and what each is called in a list to choose from
METHODS: dict[Method, str] = {
    "neuron": "D: NEURON's defaults",
    "cvode": "E: the equations",
    "cn": "Crank–Nicolson",
}
MAX_STEPS = 4_000_000  # about five seconds of NEURON and 32 MB per recorded variable


def _conductance_slip(value):
    return f"NEURON counts in S/cm²: {value:g} mS/cm² is {value / 1000:g}." if value > 0 else None


def _current_slip(value):
    return f"NEURON counts in nA: {value:g} pA is {value / 1000:g}."


def _weight_slip(value):
    if value < 0:
        return "A synapse inhibits by its reversal potential: e = -80 mV."
    return f"NEURON counts weights in µS: {value:g} nS is {value / 1000:g}."


def _current(default=0.1, label="amplitude"):
    return quantity(default, "nA", label, low=-1e6, high=1e6, slip=_current_slip)


def _conductance(default, label):
    return quantity(default, "S/cm²", label, low=0, high=10, slip=_conductance_slip)


def _potential(default, label):
    return quantity(default, "mV", label, low=-200, high=200)


def _concentration(default, label):
    return quantity(default, "mM", label, above=0, low=1e-6, high=10_000)


def _duration(default, label="duration"):
    return quantity(default, "ms", label, low=0, high=1e9)


@dataclass(frozen=True, kw_only=True)
class Membrane(Description):
    """A space-clamped patch: one cylinder of membrane with the Hodgkin-Huxley channels.

    The defaults are those of NEURON's ``hh`` on the 10 µm soma of the first lesson. With ``nernst=True``
    NEURON computes ``ena`` and ``ek`` from the concentrations and the temperature; otherwise they stand as
    given, whatever the concentrations. With ``inactivation=False`` the sodium channels stay open as long as
    m is up, as after pronase: h is 1.

    An A-type potassium current is there where ``gabar`` is above 0. ``kinetics`` says whose rates m, h and n
    have: "squid_1952", or "connor_1977" for those of a class I axon.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.Membrane(gnabar=0.06).gkbar
    0.036
    >>> round(hhlab.Membrane().area_um2, 1)
    314.2

    Sources
    -------
    Hodgkin and Huxley (1952), J. Physiol. 117:500-544; NEURON 9, ``hh.mod``; Connor, Walter and McKown
    (1977), Biophys. J. 18:81-102, for the A-type current.
    """

    L: float = quantity(10.0, "µm", "length", above=0, low=0.1, high=100_000)
    diam: float = quantity(10.0, "µm", "diameter", above=0, low=0.1, high=10_000)
    cm: float = quantity(1.0, "µF/cm²", "capacitance", above=0, low=0.001, high=100)
    gnabar: float = _conductance(0.12, "peak Na⁺ conductance")
    gkbar: float = _conductance(0.036, "peak K⁺ conductance")
    gl: float = _conductance(0.0003, "leak conductance")
    ena: float = _potential(50.0, "Na⁺ reversal potential")
    ek: float = _potential(-77.0, "K⁺ reversal potential")
    el: float = _potential(-54.3, "leak reversal potential")
    nai: float = _concentration(10.0, "Na⁺ inside")
    nao: float = _concentration(140.0, "Na⁺ outside")
    ki: float = _concentration(54.4, "K⁺ inside")
    ko: float = _concentration(2.5, "K⁺ outside")
    nernst: bool = choice(False, "True: NEURON computes ena and ek from concentrations and temperature.")
    inactivation: bool = choice(True, "False: the Na⁺ channels stay open as long as m is up; h is 1.")
    gabar: float = _conductance(0.0, "peak A-type K⁺ conductance")
    ea: float = _potential(-75.0, "A-type reversal potential")
    kinetics: str = choice("squid_1952", 'whose rates m, h and n have: "squid_1952" or "connor_1977".')

    def __post_init__(self):
        super().__post_init__()
        if not (isinstance(self.kinetics, str) and self.kinetics in KINETICS):
            allowed = ", ".join(f'"{name}"' for name in KINETICS)
            raise ValueError(
                f"{type(self).__name__}.kinetics must be one of {allowed}, but it is {shown(self.kinetics)}."
            )

    @classmethod
    def squid_1952(cls, **changes: Any) -> Self:
        """Give the membrane of the 1952 paper: its leak reverses 10.613 mV above rest, at −54.387 mV."""
        return cls(**{"el": -54.387, **changes})

    @classmethod
    def connor_1977(cls, **changes: Any) -> Self:
        """Give the class I axon of 1977, with its A-type current; the paper's temperature is 18 °C.

        From its threshold on it fires as slowly as one likes: run it with ``celsius=18``.
        """
        own: dict[str, Any] = {"gnabar": 0.12, "gkbar": 0.02, "gl": 0.0003, "gabar": 0.0477}
        own |= {"ena": 55.0, "ek": -72.0, "el": -17.0, "ea": -75.0, "kinetics": "connor_1977"}
        return cls(**{**own, **changes})

    @classmethod
    def passive(cls, g: float = PAS["g"], e: float = PAS["e"], **changes: Any) -> Self:
        """Give a membrane with a leak alone, `g` [S/cm²] reversing at `e` [mV]: NEURON's ``pas``."""
        return cls(**{"gnabar": 0.0, "gkbar": 0.0, "gl": g, "el": e, **changes})

    def blocked(self, na: float = 0.0, k: float = 0.0) -> Self:
        """Give this membrane with a fraction `na` of its Na⁺ and `k` of its K⁺ channels blocked, 0 to 1."""
        na, k = (number(f"The blocked fraction {x}", v, low=0, high=1) for x, v in (("na", na), ("k", k)))
        return self.but(gnabar=(1 - na) * self.gnabar, gkbar=(1 - k) * self.gkbar)

    @property
    def area_um2(self) -> float:
        """The area of the cylinder's wall, in µm²; its ends carry no membrane."""
        return math.pi * self.diam * self.L


@dataclass(frozen=True, kw_only=True)
class CurrentClamp(Description):
    """A step of current into the cell, NEURON's ``IClamp``; positive current depolarises.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.CurrentClamp(amp=0.2, delay=5)
    CurrentClamp(amp=0.2, delay=5.0, dur=200.0)
    """

    amp: float = _current()
    delay: float = _duration(50.0, "delay")
    dur: float = _duration(200.0)


@dataclass(frozen=True, kw_only=True)
class PulseTrain(Description):
    """Equal steps of current, `interval` from onset to onset.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.PulseTrain(amp=0.2, count=3).interval
    20.0
    """

    amp: float = _current()
    delay: float = _duration(50.0, "delay")
    dur: float = _duration(1.0)
    interval: float = quantity(20.0, "ms", "interval", above=0, low=0.001, high=1e6)
    count: int = quantity(5, "", "pulses", low=1, high=1000, whole=True)


@dataclass(frozen=True, kw_only=True)
class PairedPulses(Description):
    """A conditioning step and a test step of `ratio` times its amplitude, `interval` from onset to onset.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.PairedPulses(amp=0.3, interval=8)
    PairedPulses(amp=0.3, delay=50.0, dur=0.5, interval=8.0, ratio=1.0)
    """

    amp: float = _current()
    delay: float = _duration(50.0, "delay")
    dur: float = _duration(0.5)
    interval: float = quantity(15.0, "ms", "interval", low=0, high=1e6)
    ratio: float = quantity(1.0, "", "test / conditioning", low=-1000, high=1000)


@dataclass(frozen=True, kw_only=True)
class Ramp(Description):
    """A current that rises from 0 by `slope` for `dur`, and then ends.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.Ramp(slope=0.002).dur
    200.0
    """

    slope: float = quantity(0.001, "nA/ms", "slope", low=-1000, high=1000)
    delay: float = _duration(50.0, "delay")
    dur: float = quantity(200.0, "ms", "duration", above=0, low=0.001, high=1e6)


@dataclass(frozen=True, kw_only=True)
class Shock(Description):
    """An instantaneous displacement of the membrane potential, as by a brief strong shock.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.Shock(shift=10)
    Shock(shift=10.0, delay=50.0)
    """

    shift: float = _potential(15.0, "displacement")
    delay: float = _duration(50.0, "delay")


@dataclass(frozen=True, kw_only=True)
class VoltageClamp(Description):
    """Three commands one after the other, NEURON's ``SEClamp``; then the electrode lets go.

    The holding potential is the run's ``v_init``: the gates start at their steady state there.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.VoltageClamp(amp2=20).dur1
    5.0
    """

    amp1: float = _potential(-65.0, "first command")
    dur1: float = _duration(5.0, "its duration")
    amp2: float = _potential(0.0, "second command")
    dur2: float = _duration(20.0, "its duration")
    amp3: float = _potential(-65.0, "third command")
    dur3: float = _duration(1e9, "its duration")
    rs: float = quantity(0.001, "MΩ", "series resistance", above=0, low=1e-6, high=1e6)


@dataclass(frozen=True, kw_only=True)
class Synapse(Description):
    """A synapse on the membrane and the spikes that reach it, NEURON's ``NetStim`` and ``ExpSyn``.

    Its conductance jumps by `weight` with each spike and decays with `tau`. With `tau1` above 0 it rises
    with that time constant first, and `weight` is its peak: NEURON's ``Exp2Syn``.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.Synapse(weight=2e-4, e=-80).tau
    2.0
    """

    weight: float = quantity(1e-4, "µS", "synaptic weight", low=0, high=10, slip=_weight_slip)
    tau: float = quantity(2.0, "ms", "synaptic decay time", above=0, low=0.01, high=1000)
    tau1: float = quantity(0.0, "ms", "synaptic rise time", low=0, high=1000)
    e: float = quantity(0.0, "mV", "synaptic reversal potential", low=-200, high=200)
    delay: float = _duration(50.0, "delay")
    interval: float = quantity(10.0, "ms", "interval", above=0, low=0.001, high=1e6)
    count: int = quantity(1, "", "spikes", low=1, high=1000, whole=True)

    def __post_init__(self):
        super().__post_init__()
        if self.tau1 > 0.999 * self.tau:
            raise ValueError(
                f"Synapse.tau1 = {self.tau1:g} ms, but a synapse must rise faster than it decays, with "
                f"tau = {self.tau:g} ms."
            )


Clamp = CurrentClamp | PulseTrain | PairedPulses | Ramp | Shock | VoltageClamp | Synapse
CLAMPS: tuple[type[Clamp], ...] = get_args(Clamp)


@dataclass(frozen=True, kw_only=True)
class Settings(Description):
    """How one run is made: its end, its temperature, its start and its numerical method.

    ``method`` is ``"cn"`` (Crank-Nicolson, exact rates), ``"neuron"`` (NEURON's defaults: backward Euler,
    tabulated rates) or ``"cvode"`` (variable steps with an error bound, exact rates; ``dt`` is not used).

    Examples
    --------
    >>> import hhlab
    >>> hhlab.Settings(tstop=50, method="cvode").celsius
    6.3
    """

    tstop: float = quantity(300.0, "ms", "end of the run", above=0, high=100_000)
    celsius: float = quantity(6.3, "°C", "temperature", low=-10, high=60)
    dt: float = quantity(0.025, "ms", "time step", above=0, low=1e-4, high=1)
    v_init: float = _potential(-65.0, "starting potential")
    method: Method = choice("cn", "The numerical method, as above.")

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
