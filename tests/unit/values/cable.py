"""L11: the passive cable."""

import math
from functools import cache

import numpy as np

from hhlab import Axon
from hhlab.descriptions.parameters import CurrentClamp
from hhlab.simulator.propagation import propagate

from . import FORMULA, row

CABLE = Axon.passive(g=1e-4, e=-70, L=1000, diam=1, Ra=100)
TEN_PA = CurrentClamp(amp=0.01, delay=0, dur=1e9)


@cache
def steady(axon):
    """Give the places [µm] and the changes [mV] that 10 pA into the left end make in a passive cable."""
    found = propagate(axon, {0.0: TEN_PA}, tstop=300, dt=0.1, v_init=axon.el)
    return found.x_um, found.v[:, -1] - axon.el


def at_ends(axon):
    """Give the change at both end nodes: as in the outer segments, but for the drop along half of one."""
    x, v = steady(axon)
    half_Ohm = axon.Ra * x[0] * 1e-4 / (math.pi * (axon.diam * 1e-4 / 2) ** 2)
    return v[0] + TEN_PA.amp * 1e-6 * half_Ohm, v[-1]


def cosh_mV(x_um, axon=CABLE):
    """Give the exact change at a place of that cable."""
    cm = 1e-4
    lam = math.sqrt(axon.diam * cm / (4 * axon.Ra * axon.gl))
    unending = 4 * axon.Ra * lam / (math.pi * (axon.diam * cm) ** 2)
    length = axon.L * cm / lam
    return 1e-6 * TEN_PA.amp * unending * math.cosh(length - x_um * cm / lam) / math.sinh(length)


def lumps_mV(nseg, axon=CABLE):
    """Give the change at the left end and in each of so many lumps between resistors, by Kirchhoff's law."""
    cm = 1e-4
    step = axon.L * cm / nseg
    membrane_S = axon.gl * math.pi * axon.diam * cm * step
    inside_S = math.pi * (axon.diam * cm) ** 2 / (4 * axon.Ra * step)
    neighbours = np.eye(nseg, k=1) + np.eye(nseg, k=-1)
    matrix = membrane_S * np.eye(nseg) + inside_S * (np.diag(neighbours.sum(axis=1)) - neighbours)
    lumps = np.linalg.solve(matrix, np.eye(nseg)[0]) * 1e-6 * TEN_PA.amp
    return lumps[0] + 1e-6 * TEN_PA.amp / (2 * inside_S), lumps


def segments(nseg):
    """Give the change at the end nodes with so many segments, as a measure."""
    return lambda axon: at_ends(axon.but(nseg=nseg))[0]


PAS = {"configuration": "passive, d 1 µm, Ra 100 Ω·cm, g 1e-4 S/cm²", "subject": CABLE}
PASSIVE = {**PAS, "source": FORMULA, "lost": ()}
COSH = {**PAS, "source": "formula: cosh", "lost": ("gl",)}
LUMPS = {**PAS, "source": "formula: Kirchhoff's law for the pieces", "lost": ("gl",)}

ROWS = [
    row("L11", "λ", 500, 1e-9, lambda a: a.lambda_um, "µm", **{**PASSIVE, "lost": ("gl",)}),
    row("L11", "λ at 100 Hz", 282.095, 0.001, lambda a: a.lambda_100_um, "µm", **PASSIVE),
    row("L11", "segments by d_lambda 0.1", 37, 0, lambda a: a.but(d_lambda=0.1).segments, **PASSIVE),
    row("L11", "V(0) by cosh", lambda: cosh_mV(0), 2e-4, segments(201), "mV", **COSH),
    row("L11", "V(0)", 6.604, 0.0005, segments(201), "mV", **PAS, lost=("gl",)),
    row(
        "L11",
        "V(L) over V(0)",
        lambda: cosh_mV(1000) / cosh_mV(0),
        1e-4,
        lambda a: at_ends(a.but(nseg=201))[1] / at_ends(a.but(nseg=201))[0],
        **COSH,
    ),
    row("L11", "V(0) with one segment", lambda: lumps_mV(1)[0], 1e-6, segments(1), "mV", **LUMPS),
    row("L11", "V(0) with 37 segments", lambda: lumps_mV(37)[0], 1e-6, segments(37), "mV", **LUMPS),
    row(
        "L11",
        "last over first of three segments",
        lambda: lumps_mV(3)[1][-1] / lumps_mV(3)[1][0],
        1e-6,
        lambda a: steady(a.but(nseg=3))[1][-1] / steady(a.but(nseg=3))[1][0],
        **LUMPS,
    ),
]
