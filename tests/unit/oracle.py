"""The 1952 equations solved by SciPy, as an oracle that shares nothing with NEURON."""

import math
from itertools import pairwise

import numpy as np
from scipy.integrate import solve_ivp

from hhlab import rates


def solve(t, membrane, density, breaks=(), celsius=6.3, v_init=-65.0, shocks=()):
    """Give v [mV] at the times `t` [ms] of a space-clamped membrane.

    `density` is a function of time, in µA/cm²; it may jump at `breaks` [ms] only. `shocks` are pairs of a
    time and a displacement [mV].
    """
    phi = 3.0 ** ((celsius - 6.3) / 10.0)

    def slope(time, y, middle):
        v, m, h, n = y
        h = h if membrane.inactivation else 1.0
        i = (
            membrane.gnabar * m**3 * h * (v - membrane.ena)
            + membrane.gkbar * n**4 * (v - membrane.ek)
            + membrane.gl * (v - membrane.el)
        )
        gates = [
            phi * (alpha(v) * (1 - x) - beta(v) * x)
            for x, (alpha, beta) in zip(y[1:], rates.RATES.values(), strict=True)
        ]
        # just inside the piece: at a break itself the current is still, or already, another one
        inside = time + 1e-12 * (middle - time)
        return [(density(inside) - 1000 * i) / membrane.cm, *gates]

    y = np.array([v_init, *(float(rates.steady_state(gate, v_init)) for gate in "mhn")])
    edges = sorted({0.0, *breaks, *(time for time, _ in shocks), float(t[-1])})
    edges = [edge for edge in edges if edge <= t[-1]]
    v = np.empty_like(t)
    for start, stop in pairwise(edges):
        y[0] += sum(shift for time, shift in shocks if time == start)
        piece = solve_ivp(
            slope,
            (start, stop),
            y,
            args=((start + stop) / 2,),
            method="DOP853",
            rtol=1e-10,
            atol=1e-10,
            dense_output=True,
        )
        inside = (t > start) & (t <= stop) if start else (t <= stop)
        v[inside] = piece.sol(t[inside])[0]
        y = piece.y[:, -1]
    return v


def density_of(amp, membrane):
    """Give in µA/cm² a current of `amp` nA spread over the membrane."""
    return amp * 1e5 / (math.pi * membrane.diam * membrane.L)


def steps(membrane, *pulses):
    """Give (density, breaks) of rectangular pulses (amp [nA], onset, end [ms])."""

    def density(time):
        return sum(density_of(amp, membrane) for amp, on, off in pulses if on <= time < off)

    return density, [edge for _, on, off in pulses for edge in (on, off)]


def solve_cable(t, axon, amp, dur, celsius, at=None):
    """Give v [mV], shape (segments, N), of a uniform axon under `amp` [nA] for `dur` [ms] at its left end.

    The same segments as NEURON's, each a space-clamped membrane joined to its neighbours, and a solver of
    stiff equations that shares nothing with it. With `at`, the number of a segment, it gives that one's
    potential and its sodium and potassium currents [µA/cm²], each of shape (N,).
    """
    n = axon.segments
    dx_cm = axon.L * 1e-4 / n
    join = 1e6 * axon.diam * 1e-4 / (4 * axon.Ra * dx_cm**2) / 1e3  # µA/cm² per mV
    density = amp * 1e-3 / (math.pi * axon.diam * 1e-4 * dx_cm)
    phi = 3.0 ** ((celsius - 6.3) / 10.0)

    def currents(y):
        v, m, h, n_gate = y
        return 1000 * axon.gnabar * m**3 * h * (v - axon.ena), 1000 * axon.gkbar * n_gate**4 * (v - axon.ek)

    def slope(_, y, current):
        # segment by segment, so that what depends on each other lies close together
        states = y.reshape(n, 4).T
        v = states[0]
        ina, ik = currents(states)
        axial = join * np.diff(np.diff(v, prepend=v[0], append=v[-1]))
        axial[0] += current
        gates = [
            phi * (alpha(v) * (1 - x) - beta(v) * x)
            for x, (alpha, beta) in zip(states[1:], rates.RATES.values(), strict=True)
        ]
        dv = (axial - ina - ik - 1000 * axon.gl * (v - axon.el)) / axon.cm
        return np.stack([dv, *gates]).T.ravel()

    start_state = [-65.0, *(float(rates.steady_state(gate, -65.0)) for gate in "mhn")]
    y, found = np.tile(start_state, n), []
    for start, stop, current in ((0.0, dur, density), (dur, float(t[-1]), 0.0)):
        inside = (t > start) & (t <= stop) if start else (t <= stop)
        piece = solve_ivp(
            slope,
            (start, stop),
            y,
            t_eval=np.unique([*t[inside], stop]),
            args=(current,),
            method="LSODA",
            rtol=1e-8,
            atol=1e-8,
            lband=4,
            uband=4,
        )
        found.append(piece.y[:, : inside.sum()])
        y = piece.y[:, -1]
    states = np.concatenate(found, axis=1).reshape(n, 4, len(t))
    return states[:, 0] if at is None else (states[at, 0], *currents(states[at]))
