"""L04: the batteries; and what NEURON ships with."""

import math

import numpy as np
import squid
from neuron import h
from scipy.integrate import solve_ivp
from scipy.optimize import brentq

from hhlab.descriptions.parameters import CurrentClamp, Settings
from hhlab.protocols.common import rest_mV
from hhlab.simulator.engine import simulate
from hhlab.simulator.integration import configured

from . import DEFAULT, DOCS, FORMULA, SCIPY, SODIUM, row
from .heat import peak_mV


def shipped(name, x=None):
    """Give a measure of what NEURON's own section has after its mechanisms are inserted."""

    def read(_):
        section = h.Section(name="new")
        section.insert("hh")
        section.insert("pas")
        return getattr(section if x is None else section(x), name)

    return read


def neurons(expression, celsius=6.3):
    """Give a measure that asks NEURON for a number at a temperature."""

    def ask(_):
        with configured(Settings(celsius=celsius)):
            return expression()

    return ask


def least_firing_ko(membrane):
    """Give the potassium outside at which a disturbance of rest grows instead of fading [mM]."""

    def grows(ko):
        batteries = membrane.but(nernst=True, ko=ko)
        run = simulate(
            batteries, CurrentClamp(amp=0), tstop=300, method="cvode", v_init=rest_mV(batteries) + 0.1
        )
        early, late = (np.ptp(run.v[(run.t > a) & (run.t < a + 50)]) for a in (50, 250))
        return late > early

    low, high = 2.5, 5.0
    if grows(low) or not grows(high):
        return math.nan
    while high - low > 1e-3:
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) else (middle, high)
    return high


def most_firing_ko(membrane):
    """Give the potassium outside at which the swings have shrunk to nothing [mM]."""
    # the square of their size falls evenly
    near, nearer = (np.ptp(swing(membrane, ko)) ** 2 for ko in (6.6, 6.7))
    return 6.7 + 0.1 * nearer / (near - nearer)


def swing(membrane, ko):
    """Give the lowest and the highest voltage of what rest turns into, without a stimulus."""
    batteries = membrane.but(nernst=True, ko=ko)
    start = rest_mV(batteries) + 1
    run = simulate(batteries, CurrentClamp(amp=0), tstop=500, method="cvode", v_init=start)
    return run.v[run.t > 400].min(), run.v[run.t > 400].max()


def exact_swing(ko):
    """Give the same by SciPy."""
    potentials = {"e_na": RT_F * math.log(140 / 10), "e_k": RT_F * math.log(ko / 54.4)}
    v = squid.rest(0.0, **potentials) + 1
    arguments = (0.0, 1.0, potentials["e_na"], potentials["e_k"])
    start = [v, *squid.settled(v)]
    run = solve_ivp(squid.slope, (0, 500), start, args=arguments, rtol=1e-8, atol=1e-8, max_step=0.1)
    late = run.y[0][run.t > 400]
    return late.min(), late.max()


def permeability(v):
    """Give the p with which GHK has its rest at `v`, with NEURON's own concentrations."""
    ratio = math.exp(v / RT_F)
    return (54.4 * ratio - 2.5) / (140 - 10 * ratio)


RT_F = 1e3 * 8.31446 * (273.15 + 6.3) / 96485.3  # mV
PLAIN = {"lost": ()}
NERNST = {**PLAIN, "source": FORMULA, "configuration": "6.3 °C"}
SHIPPED = {**PLAIN, "source": DOCS, "configuration": "as shipped"}

ROWS = [
    row("L04", "RT/F", 24.08, 0.005, neurons(lambda: h.nernst(1, math.e, 1)), "mV", **NERNST),
    row("L04", "per decade", 55.45, 0.005, neurons(lambda: h.nernst(1, 10, 1)), "mV", **NERNST),
    row("L04", "ENa of 10 and 140 mM", 63.55, 0.005, neurons(lambda: h.nernst(10, 140, 1)), "mV", **NERNST),
    row(
        "L04", "EK of 54.4 and 2.5 mM", -74.17, 0.005, neurons(lambda: h.nernst(54.4, 2.5, 1)), "mV", **NERNST
    ),
    row(
        "L04",
        "Na⁺ outside for +50 mV",
        79.8,
        0.05,
        neurons(lambda: brentq(lambda nao: h.nernst(10, nao, 1) - 50, 10, 200)),
        "mM",
        **NERNST,
    ),
    row(
        "L04",
        "rest with Nernst's potentials",
        -63.81,
        0.005,
        lambda m: rest_mV(m.but(nernst=True)),
        "mV",
        configuration="el −54.3, Nernst",
        subject=DEFAULT,
    ),
    row(
        "L04",
        "K⁺ outside at which the cell fires by itself",
        lambda: brentq(squid.growth, 2.5, 5),
        0.005,
        least_firing_ko,
        "mM",
        source=SCIPY,
        configuration="E, Nernst",
    ),
    row(
        "L04",
        "K⁺ outside at which it rests again",
        lambda: brentq(squid.growth, 5, 9),
        0.02,
        most_firing_ko,
        "mM",
        source=SCIPY,
        lost=SODIUM,
        configuration="E, Nernst",
    ),
    *(
        row(
            "L04",
            f"{which} voltage at 5.5 mM K⁺",
            lambda i=i: exact_swing(5.5)[i],
            0.1,
            lambda m, i=i: swing(m, 5.5)[i],
            "mV",
            lost=("gnabar", "gkbar"),
            source=SCIPY,
            configuration="E, Nernst",
        )
        for i, which in enumerate(("lowest", "highest"))
    ),
    *(
        row(
            "L04",
            f"highest voltage at {ko:g} mM K⁺",
            lambda ko=ko: exact_swing(ko)[1],
            0.1,
            lambda m, ko=ko: swing(m, ko)[1],
            "mV",
            lost=("gnabar", "gkbar"),
            source=SCIPY,
            configuration="E, Nernst",
        )
        for ko in (3.2, 4.0)
    ),
    row(
        "L04",
        "p of GHK at 2.5 mM K⁺",
        lambda: permeability(squid.rest(0.0, e_na=RT_F * math.log(14), e_k=RT_F * math.log(2.5 / 54.4))),
        1e-5,
        lambda m: permeability(rest_mV(m.but(nernst=True))),
        source=SCIPY,
        configuration="E, Nernst",
    ),
    *(
        row("L04", f"peak at ENa {ena} mV", value, 0.1, lambda m, ena=ena: peak_mV(m.but(ena=ena)), "mV")
        for ena, value in ((20, 12.2), (30, 21.8), (40, 31.3), (50, 40.8))
    ),
    row(
        "L04",
        "peak per mV of ENa",
        0.95,
        0.01,
        lambda m: (peak_mV(m.but(ena=50)) - peak_mV(m.but(ena=20))) / 30,
    ),
    *(
        row("NEURON", f"default {label}", value, 1e-9, shipped(name, x), unit, **SHIPPED)
        for label, name, x, value, unit in (
            ("L", "L", None, 100, "µm"),
            ("diam", "diam", 0.5, 500, "µm"),
            ("Ra", "Ra", None, 35.4, "Ω·cm"),
            ("cm", "cm", 0.5, 1, "µF/cm²"),
            ("gnabar", "gnabar_hh", 0.5, 0.12, "S/cm²"),
            ("gkbar", "gkbar_hh", 0.5, 0.036, "S/cm²"),
            ("gl", "gl_hh", 0.5, 0.0003, "S/cm²"),
            ("el", "el_hh", 0.5, -54.3, "mV"),
            ("ena", "ena", 0.5, 50, "mV"),
            ("ek", "ek", 0.5, -77, "mV"),
            ("g of pas", "g_pas", 0.5, 0.001, "S/cm²"),
            ("e of pas", "e_pas", 0.5, -70, "mV"),
            ("nai", "nai", 0.5, 10, "mM"),
            ("nao", "nao", 0.5, 140, "mM"),
            ("ki", "ki", 0.5, 54.4, "mM"),
            ("ko", "ko", 0.5, 2.5, "mM"),
        )
    ),
]
