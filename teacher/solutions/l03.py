"""Solutions of lesson 3, read off NEURON's hh."""

from functools import cache

import numpy as np
from neuron import h

from hhlab.descriptions.parameters import CurrentClamp, Membrane, Settings
from hhlab.protocols.thresholds import threshold_nA
from hhlab.simulator.engine import simulate
from hhlab.simulator.integration import configured

from . import Solution

SQUID = Membrane.squid_1952()


def held(v):
    """Give NEURON's m, h, n and their rates α [1/ms] where the membrane is held at `v` [mV]."""
    with configured(Settings()):
        soma = h.Section(name="solved")
        soma.insert("hh")
        h.finitialize(v)
        hh = soma(0.5).hh
        return {gate: (getattr(hh, gate), getattr(hh, gate) / getattr(hh, f"{gate}tau")) for gate in "mhn"}


def gna(v):
    return 120 * held(v)["m"][0] ** 3 * held(v)["h"][0]


def open_potassium(v):
    return held(v)["n"][0] ** 4


@cache
def sodium(celsius):
    """Give the sodium charge of an impulse beyond that at rest [nC/cm²], and its height [mV]."""
    clamp = CurrentClamp(amp=2 * threshold_nA(SQUID, 0.5, celsius=celsius), delay=1, dur=0.5)
    run = simulate(SQUID, clamp, tstop=70, dt=0.005, celsius=celsius, v_init=-64.99638, record=("v", "ina"))
    return float(1000 * np.sum(run.ina[0] - run.ina) * 0.005), float(run.v.max() - run.v[0])


def gates_at_peak(amp, celsius):
    """Give v at its peak, and the gates there and at the start, from a run of fixed steps."""
    clamp = CurrentClamp(amp=amp, delay=1, dur=0.5)
    run = simulate(SQUID, clamp, tstop=12, dt=0.005, celsius=celsius, record=("v", "m", "h", "n"))
    k = int(run.v.argmax())
    return float(run.v[k]), {gate: float(run.traces[gate][k]) for gate in "mhn"}, run


def program(a, s, v0, change=("", "")):
    text = f"""import math


def rate(v):
    x = (v - {v0}) / {s}
    if x == 0:
        return {a} * {s}
    return {a} * {s} * x / -math.expm1(-x)
"""
    assert change[0] in text
    return text.replace(*change)


SOLUTIONS = {
    "L03.steady-state": Solution(
        right=lambda gate, v: held(v)[gate][0],
        wrong={
            "closed": lambda gate, v: 1 - held(v)[gate][0],
            "rate": lambda gate, v: held(v)[gate][1],
            "units": lambda gate, v: 100 * held(v)[gate][0],
        },
        method="α/(α + β), or h.finitialize(v) and soma(0.5).hh.m.",
    ),
    "L03.gap": Solution(
        right=lambda a, s, v0: a * 1e-6 / -np.expm1(-1e-6 / s),
        wrong={
            "slope": lambda a, s, v0: a,
            "zero": lambda a, s, v0: 0.0,
            "inverse": lambda a, s, v0: a / s,
        },
        method="Near v0 the denominator is (v - v0)/s, so the limit is a · s.",
    ),
    "L03.conductance": Solution(
        right=gna,
        wrong={
            "uninactivated": lambda v: 120 * held(v)["m"][0] ** 3,
            "single": lambda v: 120 * held(v)["m"][0] * held(v)["h"][0],
        },
        method="120 · m³ · h, with m and h where they settle.",
    ),
    "L03.upstroke": Solution(
        right=lambda part: "sodium" if "rise" in part else "outflow",
        method="Record ina, ik and il: on the rise only ina is inward; on the fall ik is the "
        "largest, outward.",
    ),
    "L03.peak": Solution(
        right=lambda moment: "more" if "rise" in moment else "less" if "fall" in moment else "balance",
        method="C dV/dt = −(ina + ik + il): at the peak they cancel, on the rise ina is larger, on "
        "the fall smaller.",
    ),
    "L03.sodium-cost": Solution(
        right=lambda celsius: sodium(celsius)[0] / sodium(celsius)[1],
        wrong={"least": lambda celsius: 1.0, "charge": lambda celsius: sodium(celsius)[0]},
        method="The sum of ina over time, less that at rest, over C·ΔV; or hhlab.sodium_entry(...).ratio.",
    ),
    "L03.noise": Solution(
        right=lambda sd, v: sd**2 / (open_potassium(v) * (1 - open_potassium(v))),
        wrong={
            "single": lambda sd, v: sd**2 / (held(v)["n"][0] * (1 - held(v)["n"][0])),
            "rare": lambda sd, v: sd**2 / open_potassium(v),
            "root": lambda sd, v: sd / (open_potassium(v) * (1 - open_potassium(v))),
            "open": lambda sd, v: sd**2 / (1 - open_potassium(v)),
        },
        method="sd² = N·p·(1 − p) with p = n⁴ where n has settled.",
    ),
    "L03.read": Solution(
        right=lambda gate, amp, celsius: gates_at_peak(amp, celsius)[1][gate],
        wrong={
            "line": lambda gate, amp, celsius: gates_at_peak(amp, celsius)[1]["h" if gate == "m" else "m"],
            "rest": lambda gate, amp, celsius: gates_at_peak(amp, celsius)[2].traces[gate][0],
            "panel": lambda gate, amp, celsius: gates_at_peak(amp, celsius)[0],
            "units": lambda gate, amp, celsius: 100 * gates_at_peak(amp, celsius)[1][gate],
            "low": lambda gate, amp, celsius: 0.15,
            "high": lambda gate, amp, celsius: 1.3,
        },
        method="Down from the peak to the line of the gate; a small division is 0.04.",
    ),
    "L03.program": Solution(
        right=program,
        wrong={
            "flipped": lambda a, s, v0: program(a, s, v0, (f"(v - {v0}) / {s}", f"({v0} - v) / {s}")).replace(
                "* x /", "* -x /"
            ),
            "slope": lambda a, s, v0: program(a, s, v0, (f") / {s}", ")")).replace(f"* {s}", ""),
            "hole": lambda a, s, v0: program(a, s, v0, ("if x == 0", "if False")),
            "near-hole": lambda a, s, v0: program(a, s, v0, ("-math.expm1(-x)", "(1 - math.exp(-x))")),
            "refused": lambda a, s, v0: program(a, s, v0, ("import math", "import os")),
            "error": lambda a, s, v0: program(a, s, v0, ("x ==", "y ==")),
            "lost": lambda a, s, v0: program(a, s, v0, ("    x =", "    while True:\n        pass\n    x =")),
            "wrong": lambda a, s, v0: program(a, s, v0, ("x /", "2 * x /")),
            "type": lambda a, s, v0: 1.5,
        },
        method="a · s · x / −expm1(−x) with x = (v − v0) / s, and a · s where x is 0.",
    ),
}
