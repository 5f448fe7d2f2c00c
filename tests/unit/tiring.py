"""A soma that tires, by SciPy: the squid's membrane and an M-current.

Sources
-------
Pospischil et al. (2008), Biol. Cybern. 99:427-441: dp/dt = (p∞ - p)/τ, p∞ = 1/(1 + exp(-(v + 35)/10)) and
τ = τmax/(3.3 exp((v + 35)/20) + exp(-(v + 35)/20)).
"""

from functools import cache

import numpy as np
from oracle import density_of
from scipy.integrate import solve_ivp

from hhlab import rates


def open_share(v, half=-35.0):
    """Give p at its steady state, of a gate that is half open at `half` [mV]."""
    return 1 / (1 + np.exp(-(v - half) / 10))


@cache
def spikes_ms(membrane, gmbar, taumax, amp, delay, dur, half=-35.0):
    """Give when the potential rises through 0 mV, under a step of `amp` [nA]; gmbar in S/cm², times in ms."""
    density = density_of(amp, membrane)

    def slope(_, y, density):
        v, m, h, n, p = y
        ionic = (
            membrane.gnabar * m**3 * h * (v - membrane.ena)
            + (membrane.gkbar * n**4 + gmbar * p) * (v - membrane.ek)
            + membrane.gl * (v - membrane.el)
        )
        gates = [
            alpha(v) * (1 - x) - beta(v) * x
            for x, (alpha, beta) in zip((m, h, n), rates.RATES.values(), strict=True)
        ]
        tau = taumax / (3.3 * np.exp((v - half) / 20) + np.exp(-(v - half) / 20))
        return [(density - 1000 * ionic) / membrane.cm, *gates, (open_share(v, half) - p) / tau]

    def rise(_, y, *__):
        return y[0]

    rise.direction = 1
    y = [-65.0, *(float(rates.steady_state(gate, -65.0)) for gate in "mhn"), open_share(-65.0, half)]
    before = solve_ivp(slope, (0, delay), y, args=(0.0,), method="LSODA", rtol=1e-9, atol=1e-9)
    run = {"args": (density,), "method": "LSODA", "rtol": 1e-9, "atol": 1e-9, "events": rise}
    return solve_ivp(slope, (delay, delay + dur), before.y[:, -1], **run).t_events[0]
