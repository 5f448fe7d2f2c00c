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


@cache
def sodium(celsius):
    """Give the sodium charge of an impulse beyond that at rest [nC/cm²], and its height [mV]."""
    clamp = CurrentClamp(amp=2 * threshold_nA(SQUID, 0.5, celsius=celsius), delay=1, dur=0.5)
    run = simulate(SQUID, clamp, tstop=70, dt=0.005, celsius=celsius, v_init=-64.99638, record=("v", "ina"))
    return float(1000 * np.sum(run.ina[0] - run.ina) * 0.005), float(run.v.max() - run.v[0])


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
        right=lambda: "sodium",
        wrong={name: lambda name=name: name for name in ("potassium", "outflow", "leak")},
        method="Record ina, ik and il: on the rise only ina is inward.",
    ),
    "L03.peak": Solution(
        right=lambda: "balance",
        wrong={name: lambda name=name: name for name in ("none", "greatest", "more")},
        method="dV/dt = 0, so ina + ik + il = 0.",
    ),
    "L03.sodium-cost": Solution(
        right=lambda celsius: sodium(celsius)[0] / sodium(celsius)[1],
        wrong={"least": lambda celsius: 1.0, "charge": lambda celsius: sodium(celsius)[0]},
        method="The sum of ina over time, less that at rest, over C·ΔV; or hhlab.sodium_entry(...).ratio.",
    ),
}
