"""Solutions of lesson 4, by NEURON's own Nernst and by the eigenvalues of the 1952 equations at rest."""

import math
from functools import cache

import numpy as np
from neuron import h
from scipy.optimize import brentq

from hhlab import rates
from hhlab.descriptions.parameters import Membrane, Settings
from hhlab.protocols.common import rest_mV
from hhlab.simulator.integration import configured

from . import Solution

SQUID = Membrane.squid_1952()


def nernst(inside, outside, celsius):
    with configured(Settings(celsius=celsius)):
        return h.nernst(inside, outside, 1)


def slope(y, ena, ek):
    """Give the rate of change of v, m, h, n of the 1952 equations, per ms."""
    v, m, h_, n = y
    ionic = SQUID.gnabar * m**3 * h_ * (v - ena) + SQUID.gkbar * n**4 * (v - ek) + SQUID.gl * (v - SQUID.el)
    gates = [a(v) * (1 - x) - b(v) * x for x, (a, b) in zip(y[1:], rates.RATES.values(), strict=True)]
    return np.array([-1000 * ionic, *gates])


def growth(ek):
    """Give how fast a small swing about the rest grows, per ms."""
    ena = nernst(SQUID.nai, SQUID.nao, 6.3)
    rest = rest_mV(SQUID.but(ena=ena, ek=ek))
    y = np.array([rest, *(float(rates.steady_state(gate, rest)) for gate in "mhn")])
    steps = 1e-6 * np.eye(4)
    jacobian = np.array([(slope(y + d, ena, ek) - slope(y - d, ena, ek)) / 2e-6 for d in steps]).T
    return np.linalg.eigvals(jacobian).real.max()


@cache
def unstable_ek():
    """Give the reversal potential of potassium [mV] at which the rest loses its stability."""
    return brentq(growth, -72.0, -66.0)


SOLUTIONS = {
    "L04.nernst": Solution(
        right=nernst,
        wrong={
            "decades": lambda inside, outside, celsius: nernst(inside, outside, celsius) / math.log(10),
            "kelvin": lambda inside, outside, celsius: (
                nernst(inside, outside, celsius) * celsius / (273.15 + celsius)
            ),
        },
        method="RT/F · ln(outside/inside), or h.nernst(inside, outside, 1).",
    ),
    "L04.trap": Solution(
        right=lambda nao, more: (
            "same"
            if "ion_style" not in more
            else "higher"
            if nernst(10, nao, 6.3) > nernst(10, 140, 6.3)
            else "lower"
        ),
        method="soma.ena stays at 50 mV until h.ion_style says that NEURON computes it.",
    ),
    "L04.bath": Solution(
        right=lambda nai, ena: brentq(lambda nao: nernst(nai, nao, 6.3) - ena, nai, 100 * nai),
        wrong={
            "inverse": lambda nai, ena: nai * math.exp(-ena / 24.081),
            "decades": lambda nai, ena: nai * 10 ** (ena / 24.081),
            "warm": lambda nai, ena: nai * math.exp(ena / 26.727),
        },
        method="nai · exp(ena / 24.08 mV).",
    ),
    "L04.potassium": Solution(
        right=lambda ki: ki * math.exp(unstable_ek() / 24.081138),
        wrong={"blocked": lambda ki: ki * math.exp(-45.0 / 24.081138)},
        method="Halve the interval between silence and firing; or ask where a small swing about the rest "
        "stops shrinking: at ek = -68.8 mV.",
    ),
    "L04.rundown": Solution(
        # amount over volume, in mol and litres, of 1 cm of axon
        right=lambda entry, diam: (
            1e6 * (entry * 1e-12 * math.pi * diam * 1e-4) / (math.pi * (diam * 1e-4) ** 2 / 4 * 1e-3)
        ),
        wrong={
            "flat": lambda entry, diam: 10 * entry / diam,
            "sphere": lambda entry, diam: 60 * entry / diam,
        },
        method="4 · entry / diam; 1 pmol/cm² per µm is 10 µM.",
    ),
}
