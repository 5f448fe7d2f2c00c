"""Solutions of lesson 2, by NEURON's steps of current and by the steady currents of the 1952 equations."""

import numpy as np

from hhlab import rates
from hhlab.descriptions.parameters import CurrentClamp, Membrane
from hhlab.protocols.common import rest_mV
from hhlab.protocols.passive import time_constant_ms
from hhlab.simulator.engine import simulate

from . import Solution

SQUID = Membrane.squid_1952()


def stepped_Mohm(diam, g):
    membrane = Membrane.passive(g=g, L=diam, diam=diam)
    rec = simulate(membrane, CurrentClamp(amp=0.001, delay=0, dur=1e6), tstop=200, v_init=-70)
    return float((rec.v[-1] - rec.v[0]) / 0.001)


def conductances(v):
    m, h, n = (rates.steady_state(gate, v) for gate in "mhn")
    return SQUID.gnabar * m**3 * h, SQUID.gkbar * n**4, SQUID.gl


def current(v):
    return sum(g * (v - e) for g, e in zip(conductances(v), (SQUID.ena, SQUID.ek, SQUID.el), strict=True))


def slope_Mohm(diam):
    rest = rest_mV(SQUID)
    slope = (current(rest + 1e-3) - current(rest - 1e-3)) / 2e-3  # S/cm²
    return float(1e-6 / (slope * np.pi * diam**2 * 1e-8))


def chord_Mohm(diam):
    return float(1e-6 / (sum(conductances(rest_mV(SQUID))) * np.pi * diam**2 * 1e-8))


def measured_tau_ms(cm, g):
    return time_constant_ms(Membrane.passive(g=g, cm=cm))


SOMAS = ("usual", "capacitor", "leaky", "large")
WORDS = {"usual": "usual", "capacitor": "capacitance", "leaky": "leak", "large": "length"}


def panel_of(name, order):
    return "ABCD"[order.index(str(SOMAS.index(name)))]


def described_soma(described, order):
    (name,) = [name for name, word in WORDS.items() if word in described]
    return panel_of(name, order)


def grown(grows):
    if "cm" in grows:
        return "longer"
    if "g_pas" in grows:
        return "faster"
    return "quarter" if "diam" in grows else "half"


def mean_and_error(measured):
    cells = np.array([float(one) for one in measured.split(", ")])
    return f"{cells.mean():.6g} ± {cells.std(ddof=1) / np.sqrt(len(cells)):.4g}"


def mean_and(measured, spread):
    cells = np.array([float(one) for one in measured.split(", ")])
    return f"{cells.mean():.6g} ± {spread(cells):.4g}"


SOLUTIONS = {
    "L02.resistance": Solution(
        right=stepped_Mohm,
        wrong={
            "ends": lambda diam, g: stepped_Mohm(diam, g) / 1.5,
            "conductance": lambda diam, g: 1000 / stepped_Mohm(diam, g),
        },
        method="1 / (g · π · L · diam), with the area in cm²; or the change of voltage over a small current.",
    ),
    "L02.time-constant": Solution(
        right=measured_tau_ms,
        wrong={
            "halved": lambda cm, g: np.log(2) * measured_tau_ms(cm, g),
            "inverse": lambda cm, g: 1 / measured_tau_ms(cm, g),
        },
        method="cm / g: 1 µF/cm² over 1 mS/cm² is 1 ms.",
    ),
    "L02.design": Solution(
        right=lambda tau, cm: cm / tau / 1000,
        wrong={"ohm": lambda tau, cm: 1000 * tau / cm},
        method="cm / τ, in mS/cm², divided by 1000.",
    ),
    "L02.size": Solution(
        right=grown,
        method="1/(g A) and cm/g: what of g, A and cm has doubled, and where does it stand?",
    ),
    "L02.squid": Solution(
        right=slope_Mohm,
        wrong={"chord": chord_Mohm},
        method="A step of -1 pA for 100 ms, the change at its end over -1 pA; or the slope of the steady "
        "current-voltage curve at rest, 1.1669 mS/cm².",
    ),
    "L02.which": Solution(
        right=described_soma,
        wrong={name: lambda described, order, name=name: panel_of(name, order) for name in SOMAS},
        method="The last height is I / (g A), the time to 63 % of it cm / g.",
    ),
    "L02.scatter": Solution(
        right=mean_and_error,
        wrong={
            "deviation": lambda measured: mean_and(measured, lambda cells: cells.std(ddof=1)),
            "spread": lambda measured: mean_and(measured, lambda cells: np.ptp(cells) / 2),
        },
        method="The mean, and the standard deviation of the six over √6.",
    ),
}
