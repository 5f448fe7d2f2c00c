"""L10: impulses while TTX is washed in, in NEURON and by an axon of NumPy's own."""

from functools import cache

import numpy as np
import squid
from neuron import h
from scipy.linalg import solve_banded

from hhlab.descriptions.parameters import Settings
from hhlab.protocols.common import rest_mV
from hhlab.simulator.integration import configured

from . import AXON, SODIUM, row

h.load_file("stdrun.hoc")

LENGTH_UM, PIECES, STOP_MS, DT_MS = 30_000, 61, 200, 0.025
STARTS_MS = 5 + 20 * np.arange(10)
STRENGTH_NA, SHOCK_MS, DOSE = 20_000, 0.2, 0.8
FAR = round(0.9 * PIECES - 0.5)  # the piece at 27 mm


def left(t):
    """Give the share of the sodium channels that is left at a time [ms]."""
    return 1 - DOSE * (1 - np.exp(-np.clip(t - 30, 0, None) / 40))


def arrivals(t, v):
    """Give when the potential rises through −40 mV [ms]."""
    i = np.flatnonzero((v[:-1] < -40) & (v[1:] >= -40))
    return t[i] + (-40 - v[i]) / (v[i + 1] - v[i]) * (t[i + 1] - t[i])


@cache
def by_neuron(axon, celsius):
    """Give the arrivals at 27 mm, by the lesson's own lines."""
    section = h.Section(name="washed")
    section.L, section.diam, section.nseg, section.Ra = LENGTH_UM, axon.diam, PIECES, axon.Ra
    section.insert("hh")
    section.el_hh, section.gkbar_hh, section.gl_hh = axon.el, axon.gkbar, axon.gl
    times = np.arange(STOP_MS + 1.0)
    conductance, when = h.Vector(axon.gnabar * left(times)), h.Vector(times)
    for piece in section:
        conductance.play(piece.hh._ref_gnabar, when, True)
    shocks = [h.IClamp(section(0)) for _ in STARTS_MS]
    for shock, start in zip(shocks, STARTS_MS, strict=True):
        shock.delay, shock.dur, shock.amp = start, SHOCK_MS, STRENGTH_NA
    t, v = h.Vector().record(h._ref_t), h.Vector().record(section(0.9)._ref_v)
    with configured(Settings(celsius=celsius, dt=DT_MS)):
        h.finitialize(rest_mV(axon, celsius=celsius))
        h.continuerun(STOP_MS)
    return arrivals(np.array(t), np.array(v))


@cache
def by_numpy(celsius):
    """Give the same: gates by their exponentials, and the potential by a band of equations, each step."""
    radius_cm, piece_cm = AXON.diam / 2e4, LENGTH_UM / PIECES / 1e4
    coupling = radius_cm / (2 * AXON.Ra * piece_cm**2) * 1e3  # mS/cm²
    area_cm2 = 2 * np.pi * radius_cm * piece_cm
    neighbours = np.full(PIECES, 2 * coupling)
    neighbours[[0, -1]] = coupling
    band = np.empty((3, PIECES))
    band[0], band[2] = -coupling, -coupling
    v = np.full(PIECES, squid.rest())
    gates = [np.full(PIECES, x) for x in squid.settled(v[0])]
    speed, trace = 3.0 ** ((celsius - 6.3) / 10), [v[FAR]]
    times = DT_MS * np.arange(round(STOP_MS / DT_MS) + 1)
    for t in times[:-1]:
        for i, (opening, closing) in enumerate(rates(v)):
            steady, rate = opening / (opening + closing), speed * (opening + closing)
            gates[i] = steady + (gates[i] - steady) * np.exp(-DT_MS * rate)
        m, n_h, n = gates
        g_na, g_k = squid.G_NA * left(t + DT_MS / 2) * m**3 * n_h, squid.G_K * n**4
        # Crank-Nicolson as half a step of backward Euler, and as much again
        band[1] = 2 / DT_MS + g_na + g_k + squid.G_L + neighbours
        drive = 2 / DT_MS * v + g_na * squid.E_NA + g_k * squid.E_K + squid.G_L * squid.E_L
        if ((t >= STARTS_MS - 1e-9) & (t < STARTS_MS + SHOCK_MS - 1e-9)).any():
            drive[0] += STRENGTH_NA * 1e-3 / area_cm2
        v = 2 * solve_banded((1, 1), band, drive) - v
        trace.append(v[FAR])
    return arrivals(times, np.array(trace))


def rates(v):
    """Give (opening, closing) of m, h and n along the axon [1/ms]."""
    u = v + 65.0
    a, b = (25.0 - u) / 10.0, (10.0 - u) / 10.0
    return (
        (a / np.expm1(a), 4.0 * np.exp(-u / 18.0)),
        (0.07 * np.exp(-u / 20.0), 1.0 / (np.exp((30.0 - u) / 10.0) + 1.0)),
        (0.1 * b / np.expm1(b), 0.125 * np.exp(-u / 80.0)),
    )


OWN = {"source": "an axon in NumPy, computed anew", "subject": AXON, "lost": SODIUM}
ROWS = [
    row(
        "L10",
        f"{name}, {celsius:g} °C",
        lambda of=of, celsius=celsius: of(by_numpy(celsius)),
        tolerance,
        lambda axon, of=of, celsius=celsius: (
            of(by_neuron(axon, celsius)) if len(by_neuron(axon, celsius)) else np.nan
        ),
        unit,
        configuration=f"E, {celsius:g} °C, 3 cm, 80 % of gNa washed out",
        **OWN,
    )
    for celsius in (6.3, 18.5)
    for name, of, tolerance, unit in (
        ("impulses that arrive", len, 0, ""),
        ("the last of them arrives", lambda times: times[-1], 0.15, "ms"),
        ("share of gNa left then", lambda times: left(times[-1]), 0.002, ""),
    )
]
