"""L04: the batteries; and what NEURON ships with."""

import math

import numpy as np
import squid
from neuron import h
from scipy.optimize import brentq

from hhlab.engine import simulate
from hhlab.integration import configured
from hhlab.parameters import CurrentClamp, Settings
from hhlab.protocols.common import rest_mV

from . import DEFAULT, DOCS, FORMULA, SCIPY, row
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
