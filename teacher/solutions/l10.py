"""Solutions of lesson 10."""

import math

import numpy as np

from hhlab.engine import simulate
from hhlab.parameters import CurrentClamp, Membrane
from hhlab.protocols.common import rest_mV
from hhlab.protocols.thresholds import rheobase_uA_per_cm2

from . import Solution


def pulse(celsius, membrane=None):
    """Give a run on a fine grid, from where a membrane without a stimulus came to rest."""
    silent = simulate(membrane, CurrentClamp(amp=0), tstop=200, celsius=celsius)
    clamp = CurrentClamp(amp=30 * math.pi / 1000, delay=1, dur=1)
    v_init = float(silent.v[-1])
    return simulate(membrane, clamp, tstop=62, celsius=celsius, dt=0.005, v_init=v_init)


def warmed(what, low, high):
    if what == "resting potential":
        return "same"  # a steady state does not depend on how fast it is reached
    if what == "rheobase":
        return "higher" if rheobase_uA_per_cm2(celsius=high) > rheobase_uA_per_cm2(celsius=low) else "lower"
    if what == "width of its spike":
        return "lower" if half_width(0.0, high) < half_width(0.0, low) else "higher"
    return "lower" if pulse(high).v.max() < pulse(low).v.max() else "higher"


def time_above(recording, level):
    return float((recording.v > level).sum() * np.diff(recording.t)[0])


def half_width(block, celsius):
    recording = pulse(celsius, Membrane(gkbar=(1 - block) * 0.036))
    return time_above(recording, (recording.v[0] + recording.v.max()) / 2)


def width_at_zero(block, celsius):
    return time_above(pulse(celsius, Membrane(gkbar=(1 - block) * 0.036)), 0)


SOLUTIONS = {
    "L10.ttx-rheobase": Solution(
        right=lambda block: rheobase_uA_per_cm2(Membrane(gnabar=(1 - block) * 0.12)),
        wrong={"intact": lambda block: rheobase_uA_per_cm2()},
        method="hhlab.rheobase_uA_per_cm2(hhlab.Membrane().blocked(na=...)), or bisection.",
    ),
    "L10.ttx-rest": Solution(
        right=lambda block: float(
            simulate(Membrane(gnabar=(1 - block) * 0.12), CurrentClamp(amp=0), tstop=300).v[-1]
        ),
        wrong={
            "untouched": lambda block: rest_mV(),
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
}
