"""Solutions of lesson 5. The currents come from one voltage clamp run each, read off the trace."""

import math

from hhlab import rates
from hhlab.descriptions.parameters import Membrane, VoltageClamp
from hhlab.simulator.engine import simulate

from . import Solution


def trough(test, block):
    membrane = Membrane(gnabar=(1 - block) * 0.12)
    clamp = VoltageClamp(amp1=-65, dur1=1, amp2=test, dur2=1e9)
    ina = simulate(membrane, clamp, tstop=11, method="cvode", record=("v", "ina")).ina
    return float(1000 * ina.min())


def left(conditioning):
    h_rest, h_most = (rates.steady_state("h", v) for v in (conditioning, -120.0))
    return float(h_rest / h_most)


def total_nA(diam):
    n = rates.steady_state("n", 40.0)
    return 36 * n**4 * (40 + 77) * math.pi * diam**2 / 1e5  # sodium has long gone


BATHS = ("plain", "ttx", "tea", "both")
WORDS = {"plain": "nothing but", "ttx": "tetrodotoxin", "tea": "tetraethyl", "both": "a little of both"}


def panel_of(name, order):
    return "ABCD"[order.index(str(BATHS.index(name)))]


def described_bath(described, test, order):
    (name,) = [name for name, words in WORDS.items() if described.startswith(words)]
    return panel_of(name, order)


SOLUTIONS = {
    "L05.peak-current": Solution(
        right=trough,
        wrong={
            "soma": lambda test, block: trough(test, block) * 314.159 / 1e5,
            "unblocked": lambda test, block: trough(test, 0) if block else 0,
            "units": lambda test, block: trough(test, block) / 1000,
        },
        method="hhlab.clamp_family, or the least ina of a run with a VoltageClamp, times 1000.",
    ),
    "L05.direction": Solution(
        right=lambda test: "none" if test == 50 else "inward" if test < 50 else "outward",
        method="The sign of v − ENa, with ENa = +50 mV.",
    ),
    "L05.available": Solution(
        right=left,
        wrong={
            "lost": lambda conditioning: 1 - left(conditioning),
            "units": lambda conditioning: 100 * left(conditioning),
            "low": lambda conditioning: 0.001,
            "high": lambda conditioning: 1.2,
        },
        method="hhlab.inactivation_curve, or two runs with a VoltageClamp of two steps. It is close to h∞ "
        "there over h∞ at −120 mV.",
    ),
    "L05.electrode": Solution(
        right=lambda error, diam: error / total_nA(diam),
        wrong={"sodium": lambda error, diam: error / (425 * math.pi * diam**2 / 1e5)},
        method="At the end of the step 3.7 mA/cm² of potassium current flow; the error over that, in nA.",
    ),
    "L05.which": Solution(
        right=described_bath,
        wrong={name: lambda described, test, order, name=name: panel_of(name, order) for name in BATHS},
        method="TTX takes the early inward current, TEA the late outward one.",
    ),
}
