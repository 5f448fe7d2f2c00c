"""Solutions of lesson 8."""

import math

import numpy as np

from hhlab.descriptions.parameters import CurrentClamp, Membrane
from hhlab.protocols.common import rest_mV
from hhlab.protocols.firing import repetitive_onset_uA_per_cm2
from hhlab.protocols.thresholds import rheobase_uA_per_cm2
from hhlab.results.measures import rate_hz, spike_times_ms
from hhlab.simulator.engine import simulate

from . import Solution

SQUID = Membrane.squid_1952()
AREA = math.pi * 100  # µm²


def onset(celsius, gnabar):
    return repetitive_onset_uA_per_cm2(SQUID.but(gnabar=gnabar), celsius=celsius)


def long_step(density, tstop, celsius=6.3, membrane=SQUID):
    clamp = CurrentClamp(amp=density * AREA / 1e5, delay=0, dur=1e9)
    rest = rest_mV(membrane)
    return simulate(membrane, clamp, tstop=tstop, celsius=celsius, method="cvode", v_init=rest)


def rate(density, celsius):
    return float(rate_hz(long_step(density, 500, celsius), 200, 500))


def state(density):
    recording = long_step(density, 500)
    height = np.ptp(recording.v[recording.t > 400])
    return "full" if height > 60 else "small" if height > 1 else "silent"


def program(level, change=("", "")):
    text = f"""def spikes(v):
    return int(((v[:-1] < {level}) & (v[1:] >= {level})).sum())
"""
    assert change[0] in text
    return text.replace(*change)


SOLUTIONS = {
    "L08.rate": Solution(
        right=rate,
        wrong={"interval": lambda density, celsius: 1000 / rate(density, celsius)},
        method="hhlab.rate_hz over the last half of a long step, or hhlab.f_i_curve.",
    ),
    "L08.onset": Solution(
        right=onset,
        wrong={
            "rheobase": lambda celsius, gnabar: rheobase_uA_per_cm2(
                SQUID.but(gnabar=gnabar), celsius=celsius
            ),
            "low": lambda celsius, gnabar: 0.8 * onset(celsius, gnabar),
        },
        method="hhlab.repetitive_onset_uA_per_cm2, or bisection with a look at the end of the trace.",
    ),
    "L08.latency": Solution(
        right=lambda density, gnabar: float(
            spike_times_ms(long_step(density, 20, membrane=SQUID.but(gnabar=gnabar)))[0]
        ),
        method="hhlab.first_spike_latency_ms, or the first of hhlab.spike_times_ms minus the delay.",
    ),
    "L08.too-much": Solution(right=state, method="hhlab.f_i_curve, amplitudes_mV."),
    "L08.why-not-slow": Solution(
        right=lambda: "A damped oscillation; it would need an A-current.",
        method="Below the onset a step gives a spike or two and then a damped oscillation; the train appears "
        "at once with a rate of its own (a Hopf bifurcation, lesson 9). A slow, outward A-current would "
        "delay the next spike. One mark for each half.",
    ),
    "L08.program": Solution(
        right=program,
        wrong={
            "samples": lambda level: f"def spikes(v):\n    return int((v >= {level}).sum())\n",
            "both": lambda level: (
                f"def spikes(v):\n    above = v >= {level}\n    return int((above[1:] != above[:-1]).sum())\n"
            ),
            "none": lambda level: program(
                level, ("    return", "    if v[0] == v[-1]:\n        return None\n    return")
            ),
            "begins": lambda level: program(level, ("int(", f"int(v[0] >= {level}) + int(")),
            "ends": lambda level: program(level, (".sum())", f".sum()) - int(v[-1] >= {level})")),
            "exact": lambda level: program(level, (">=", ">")),
            "refused": lambda level: program(level, ("int(", "eval(")),
            "error": lambda level: program(level, ("v[1:]", "w[1:]")),
            "lost": lambda level: program(level, ("    return", "    while True:\n        pass\n    return")),
            "wrong": lambda level: program(level, ("int(", "1 + int(")),
        },
        method="((v[:-1] < level) & (v[1:] >= level)).sum()",
    ),
}
