"""Solutions of lesson 10."""

import math
from functools import cache

import numpy as np

from hhlab.descriptions.axons import Axon
from hhlab.descriptions.parameters import CurrentClamp, Membrane
from hhlab.protocols.common import rest_mV
from hhlab.protocols.thresholds import rheobase_uA_per_cm2
from hhlab.simulator.engine import simulate
from hhlab.simulator.propagation import propagate

from . import Solution

SQUID = Membrane.squid_1952()


def pulse(celsius, membrane=SQUID):
    """Give a run on a fine grid, from where a membrane without a stimulus came to rest."""
    silent = simulate(membrane, CurrentClamp(amp=0), tstop=200, celsius=celsius)
    clamp = CurrentClamp(amp=30 * math.pi / 1000, delay=1, dur=1)
    v_init = float(silent.v[-1])
    return simulate(membrane, clamp, tstop=62, celsius=celsius, dt=0.005, v_init=v_init)


def warmed(what, low, high):
    if what == "resting potential":
        return "same"  # a steady state does not depend on how fast it is reached
    if what == "rheobase":
        cold, warm = (rheobase_uA_per_cm2(SQUID, celsius=celsius) for celsius in (low, high))
        return "higher" if warm > cold else "lower"
    if what == "width of its spike":
        return "lower" if half_width(0.0, high) < half_width(0.0, low) else "higher"
    return "lower" if pulse(high).v.max() < pulse(low).v.max() else "higher"


def time_above(recording, level):
    return float((recording.v > level).sum() * np.diff(recording.t)[0])


@cache
def half_width(block, celsius):
    recording = pulse(celsius, SQUID.but(gkbar=(1 - block) * 0.036))
    return time_above(recording, (recording.v[0] + recording.v.max()) / 2)


def width_at_zero(block, celsius):
    return time_above(pulse(celsius, SQUID.but(gkbar=(1 - block) * 0.036)), 0)


@cache
def least_percent(celsius):
    """Give how many per cent of its channels an axon needs that starts at its rest, seen at 54 mm."""
    low, high = 10.0, 80.0
    while high - low > 0.5:
        middle = (low + high) / 2
        axon = Axon.squid_1952(L=60_000).blocked(na=1 - middle / 100)
        run = {"tstop": 25 * 3 ** ((6.3 - celsius) / 20), "dt": 0.02, "celsius": celsius}
        rest = rest_mV(axon)
        arrives = propagate(axon, at_um=54_000, v_init=rest, **run).v.max() > rest + 30
        low, high = (low, middle) if arrives else (middle, high)
    return high


SPIKES = ("plain", "ttx", "cold", "warm")
WORDS = {
    "plain": "neither",
    "ttx": "tetrodotoxin",
    "cold": "a bath 5 °C colder",
    "warm": "a bath 5 °C warmer",
}


def panel_of(name, order):
    return "ABCD"[order.index(str(SPIKES.index(name)))]


def described_spike(described, celsius, order):
    (name,) = [name for name, words in WORDS.items() if described.startswith(words)]
    return panel_of(name, order)


SOLUTIONS = {
    "L10.ttx-rheobase": Solution(
        right=lambda block: rheobase_uA_per_cm2(SQUID.but(gnabar=(1 - block) * 0.12)),
        wrong={"intact": lambda block: rheobase_uA_per_cm2(SQUID)},
        method="hhlab.rheobase_uA_per_cm2(hhlab.Membrane.squid_1952().blocked(na=...)), or bisection.",
    ),
    "L10.ttx-rest": Solution(
        right=lambda block: float(
            simulate(SQUID.but(gnabar=(1 - block) * 0.12), CurrentClamp(amp=0), tstop=300).v[-1]
        ),
        wrong={
            "untouched": lambda block: rest_mV(SQUID),
            "collapsed": lambda block: -77,
            "low": lambda block: -70,
            "high": lambda block: -60,
        },
        method="The end of a long run without a stimulus, or hhlab.rest_mV.",
    ),
    "L10.warmth": Solution(
        right=warmed, method="Measure it at both temperatures. The rest stays: steady states know no speed."
    ),
    "L10.tea-width": Solution(
        right=half_width,
        wrong={"base": width_at_zero},
        method="Samples above (rest + peak) / 2, times dt.",
    ),
    "L10.q10": Solution(
        right=lambda low, high: math.exp(math.log(3) * (high - low) / 10),
        wrong={
            "linear": lambda low, high: 0.3 * (high - low),
            "inverse": lambda low, high: 3 ** ((low - high) / 10),
            "high": lambda low, high: 2 * 3 ** ((high - low) / 10),
        },
        method="3 ** ((high − low) / 10).",
    ),
    "L10.narrower": Solution(
        right=lambda cold: half_width(0.0, cold) / half_width(0.0, cold + 10),
        wrong={
            "q10": lambda cold: 3.0,
            "inverse": lambda cold: half_width(0.0, cold + 10) / half_width(0.0, cold),
        },
        method="Both widths half-way between rest and peak; their ratio is below 3.",
    ),
    "L10.safety": Solution(
        right=least_percent,
        wrong={
            "blocked": lambda celsius: 100 - least_percent(celsius),
            "units": lambda celsius: least_percent(celsius) / 100,
        },
        method="Block more and more until the far end stays silent: hhlab.least_sodium(axon, celsius=...).",
    ),
    "L10.which": Solution(
        right=described_spike,
        wrong={name: lambda described, celsius, order, name=name: panel_of(name, order) for name in SPIKES},
        method="TTX lowers, cold widens, warmth narrows.",
    ),
    "L10.control": Solution(
        right=lambda cause, lower: "back" if "depolarised" in cause else "warm",
        method="Undo one of the two causes, and leave the other: what comes back was due to it.",
    ),
}
