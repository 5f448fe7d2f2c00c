"""The equations of the 1977 axon written out and solved by SciPy, with nothing of hhlab.

Connor, Walter and McKown (1977), Biophys. J. 18:81-102. In µA/cm², mS/cm², mV and ms, at 18 °C.
"""

import numpy as np
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

G_NA, G_K, G_L, G_A = 120.0, 20.0, 0.3, 47.7
E_NA, E_K, E_L, E_A = 55.0, -72.0, -17.0, -75.0


def steady(v):
    """Give m, h, n, a, b settled at `v`, and their time constants."""
    am, bm = -0.1 * (v + 29.7) / np.expm1(-(v + 29.7) / 10), 4 * np.exp(-(v + 54.7) / 18)
    ah, bh = 0.07 * np.exp(-(v + 48) / 20), 1 / (1 + np.exp(-(v + 18) / 10))
    an, bn = -0.01 * (v + 45.7) / np.expm1(-(v + 45.7) / 10), 0.125 * np.exp(-(v + 55.7) / 80)
    settled = [
        am / (am + bm),
        ah / (ah + bh),
        an / (an + bn),
        (0.0761 * np.exp((v + 94.22) / 31.84) / (1 + np.exp((v + 1.17) / 28.93))) ** (1 / 3),
        (1 + np.exp((v + 53.3) / 14.54)) ** -4.0,
    ]
    taus = [
        1 / (3.8 * (am + bm)),
        1 / (3.8 * (ah + bh)),
        2 / (3.8 * (an + bn)),
        0.3632 + 1.158 / (1 + np.exp((v + 55.96) / 20.12)),
        1.24 + 2.678 / (1 + np.exp((v + 50) / 16.027)),
    ]
    return settled, taus


def ionic(v, m, h, n, a, b, g_a=G_A):
    """Give the ionic current, outward positive."""
    rest = G_NA * m**3 * h * (v - E_NA) + G_K * n**4 * (v - E_K) + G_L * (v - E_L)
    return rest + g_a * a**3 * b * (v - E_A)


def at_rest(v):
    """Give the current once the gates have settled."""
    return ionic(v, *steady(v)[0])


def rest_mV():
    """Give the potential of rest."""
    return brentq(at_rest, -75, -60, xtol=1e-12)


def threshold_uA_per_cm2():
    """Give the current at which rest disappears: the local maximum of the steady current."""
    return -minimize_scalar(lambda v: -at_rest(v), bounds=(-65, -50), method="bounded").fun


def solved(density, tstop, v_init, g_a=G_A, speed=1.0):
    """Give the solution of SciPy under a steady current, with its rises through 0 mV as events."""

    def slope(_, y):
        settled, taus = steady(y[0])
        gates = [speed * (end - x) / tau for x, end, tau in zip(y[1:], settled, taus, strict=True)]
        return [density - ionic(*y, g_a=g_a), *gates]

    def rise(_, y):
        return y[0]

    rise.direction = 1
    start = [v_init, *steady(v_init)[0]]
    return solve_ivp(
        slope, (0, tstop), start, method="LSODA", rtol=1e-10, atol=1e-10, events=rise, dense_output=True
    )


def spikes_ms(density, tstop, v_init=-68.0, **more):
    """Give the times of the rises through 0 mV."""
    return solved(density, tstop, v_init, **more).t_events[0]


def rate_hz(density, tstop):
    """Give the rate from the mean interval."""
    return 1000 / np.diff(spikes_ms(density, tstop)).mean()
