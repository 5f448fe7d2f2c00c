"""An impulse under myelin by SciPy: the axon cut anew, and finer, from the numbers that describe it.

Sources
-------
Hodgkin and Huxley (1952), J. Physiol. 117:500-544, for the nodes; FitzHugh (1962), Biophys. J. 2:11-21, for a
myelin that is a capacitance and a leak.
"""

import math
from functools import cache

import numpy as np
from scipy.integrate import solve_ivp

from hhlab import rates

MYELIN_EL = -65.0  # mV
PIECES = 15  # of an internode: half as many change a speed by less than 0.1 %
PUSH_NA, PUSH_MS = 5.0, 0.2  # starts an impulse whichever the myelin


def pieces_of(axon):
    """Give the pieces' lengths [cm], capacitances [µF/cm²], leaks [mS/cm²], potentials [mV], and nodes."""
    middle = (axon.internodes - axon.damaged) // 2
    found = []
    for i in range(axon.internodes + 1):
        found.append((axon.node, axon.cm, axon.density * axon.gl, axon.el, True))
        loss = axon.damage if middle <= i < middle + axon.damaged else 1.0
        cm, gl = min(loss * axon.cm_myelin, axon.cm), min(loss * axon.gl_myelin, axon.gl)
        found += PIECES * [(axon.internode / PIECES, cm, gl, MYELIN_EL, False)]
    length, cm, gl, el, nodes = (np.array(x) for x in zip(*found[:-PIECES], strict=True))
    return length * 1e-4, cm, 1000 * gl, el, nodes


@cache
def impulse(axon, celsius=18.5, tstop=8.0):
    """Give t [ms], and v [mV] at every node, shape (nodes, N), of an impulse from the left end."""
    length, cm, gl, el, nodes = pieces_of(axon)
    radius = axon.diam * 1e-4 / 2
    area = 2 * math.pi * radius * length
    join = 1000 * math.pi * radius**2 / (axon.Ra * (length[1:] + length[:-1]) / 2)  # mS
    phi = 3.0 ** ((celsius - 6.3) / 10.0)
    # piece by piece, so that what depends on each other lies close together
    at_v = np.concatenate([[0], np.cumsum(np.where(nodes, 4, 1))[:-1]])
    at_gates = at_v[nodes] + np.arange(1, 4)[:, None]

    def slope(_, y, amp):
        v = y[at_v]
        m, h, n = y[at_gates]
        here = v[nodes]
        current = -gl * (v - el)  # into the cell, µA/cm²
        current[nodes] -= 1000 * axon.density * axon.gnabar * m**3 * h * (here - axon.ena)
        current[nodes] -= 1000 * axon.density * axon.gkbar * n**4 * (here - axon.ek)
        along = join * np.diff(v)
        inward = np.diff(along, prepend=0, append=0)
        inward[0] += amp * 1e-3
        found = np.empty_like(y)
        found[at_v] = (current + inward / area) / cm
        for place, x, (alpha, beta) in zip(at_gates, (m, h, n), rates.RATES.values(), strict=True):
            found[place] = phi * (alpha(here) * (1 - x) - beta(here) * x)
        return found

    y = np.full(at_v[-1] + 4, -65.0)
    for place, gate in zip(at_gates, "mhn", strict=True):
        y[place] = rates.steady_state(gate, -65.0)
    t, found = [], []
    for start, stop, amp in ((0.0, PUSH_MS, PUSH_NA), (PUSH_MS, tstop, 0.0)):
        piece = solve_ivp(
            slope,
            (start, stop),
            y,
            t_eval=np.linspace(start, stop, round((stop - start) / 0.002)),
            args=(amp,),
            method="LSODA",
            rtol=1e-7,
            atol=1e-7,
            lband=4,
            uband=4,
        )
        t.append(piece.t)
        found.append(piece.y[at_v[nodes]])
        y = piece.y[:, -1]
    return np.concatenate(t), np.concatenate(found, axis=1)


def speed_m_per_s(axon, first, last, **run):
    """Give the speed from one node to another, timed at half the height; nan where the impulse fails."""
    t, v = impulse(axon, **run)
    times = []
    for trace in (v[first], v[last]):
        if trace.max() < 0:
            return math.nan
        level = (trace[0] + trace.max()) / 2
        i = np.flatnonzero((trace[:-1] < level) & (trace[1:] >= level))[0]
        times.append(t[i] + (level - trace[i]) / (trace[i + 1] - trace[i]) * (t[i + 1] - t[i]))
    return 1e-3 * (last - first) * (axon.node + axon.internode) / (times[1] - times[0])
