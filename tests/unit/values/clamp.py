"""L05: what the voltage clamp shows of the membrane."""

from functools import cache

import numpy as np
import squid
from scipy.integrate import solve_ivp
from scipy.optimize import minimize_scalar

from hhlab.descriptions.parameters import VoltageClamp
from hhlab.protocols.clamping import clamp_family
from hhlab.protocols.gating import inactivation_curve, tail_currents
from hhlab.simulator.engine import simulate

from . import SCIPY, SODIUM, SQUID, row

family = cache(lambda membrane: clamp_family(membrane, range(-60, 81, 10)))
inactivation = cache(lambda membrane: inactivation_curve(membrane, range(-120, -9, 5)))
tails = cache(lambda membrane: tail_currents(membrane, range(-100, 101, 20)))


fine = cache(lambda membrane: clamp_family(membrane, np.arange(-30.0, 11.0, 2.0)))


@cache
def exact_trough():
    """Give the potential of the largest inward peak, and that peak, from the rate equations."""
    found = minimize_scalar(lambda v: squid.clamp_peak(v)[0], bounds=(-40, 20), method="bounded")
    return float(found.x), float(found.fun)


def exact_steady_ik(v):
    """Give the potassium current once n has settled."""
    return squid.G_K * squid.settled(v)[2] ** 4 * (v - squid.E_K)


def reported(membrane, test, rs):
    """Give the sodium current that a clamp of `rs` MΩ reports: with and without TTX, subtracted."""
    clamp = VoltageClamp(amp1=-65, dur1=1, amp2=test, dur2=1e9, rs=rs)
    runs = [
        simulate(one, clamp, tstop=9, method="cvode", record=("v", "i_density"))
        for one in (membrane, membrane.but(gnabar=0))
    ]
    return farthest(*([run.t - 1, run.i_density] for run in runs))


def exactly_reported(test, rs, k=1.0):
    """Give the same by SciPy; `k` is the share of potassium channels that are not blocked."""
    runs = []
    for na in (1.0, 0.0):

        def slope(_, y, na=na):
            v = y[0]
            gates = [a * (1 - x) - b * x for x, (a, b) in zip(y[1:], squid.rates(v), strict=True)]
            ina, ik = (
                squid.G_NA * y[1] ** 3 * y[2] * (v - squid.E_NA),
                squid.G_K * y[3] ** 4 * (v - squid.E_K),
            )
            return [through(v) - na * ina - k * ik - squid.G_L * (v - squid.E_L), *gates]

        def through(v):
            return (test - v) / rs * 1e5 / SQUID.area_um2

        start = [-65.0, *squid.settled(-65.0)]
        run = solve_ivp(slope, (0, 8), start, method="LSODA", rtol=1e-8, atol=1e-8, max_step=0.01)
        runs.append([run.t, through(run.y[0])])
    return farthest(*runs)


def farthest(first, second):
    """Give the difference of two currents where it is farthest from zero, once the membrane is charged."""
    times = np.arange(0.3, 7.9, 0.002)
    difference = np.interp(times, *first) - np.interp(times, *second)
    return difference[np.abs(difference).argmax()]


ION, NA, K = "µA/cm²", {"lost": SODIUM}, {"lost": ("gkbar",)}
ROWS = [
    row("L05", "peak I_Na at 0 mV", -1457, 1, lambda m: family(m).peak_ina_uA_per_cm2[6], ION, **NA),
    row(
        "L05",
        "peak I_Na at 0 mV, by the rate equations",
        lambda: squid.clamp_peak(0.0)[0],
        1.5,
        lambda m: family(m).peak_ina_uA_per_cm2[6],
        ION,
        source=SCIPY,
        **NA,
    ),
    row(
        "L05",
        "the same in the 10 µm soma",
        -4.58,
        0.005,
        lambda m: family(m).peak_ina_uA_per_cm2[6] * m.area_um2 / 1e5,
        "nA",
        **NA,
    ),
    row("L05", "its time", 0.62, 0.005, lambda m: family(m).peak_time_ms[6], "ms", **NA),
    row("L05", "peak g_Na at 0 mV", 29.1, 0.06, lambda m: family(m).peak_gna_mS_per_cm2[6], "mS/cm²", **NA),
    row(
        "L05",
        "trough of the I–V, potential",
        lambda: exact_trough()[0],
        0.2,
        lambda m: fine(m).trough[0],
        "mV",
        source=SCIPY,
        **NA,
    ),
    row(
        "L05",
        "trough of the I–V, current",
        lambda: exact_trough()[1],
        2,
        lambda m: fine(m).trough[1],
        ION,
        source=SCIPY,
        **NA,
    ),
    row("L05", "reversal", 50, 0.05, lambda m: family(m).reversal_mV, "mV", **NA),
    row("L05", "reversal of the tails", 50, 0.05, lambda m: tails(m).reversal_mV, "mV", **NA),
    row("L05", "half-inactivation", -62, 0.05, lambda m: inactivation(m).half_mV, "mV", **NA),
    row(
        "L05",
        "available at rest",
        lambda: squid.clamp_peak(0.0, hold=-65.0)[0] / squid.clamp_peak(0.0, hold=-120.0)[0],
        0.001,
        lambda m: inactivation(m).available[11],
        source=SCIPY,
        **NA,
    ),
    *(
        row(
            "L05",
            f"reported at {test:+d} mV through {rs:g} MΩ, {name}",
            lambda test=test, rs=rs, k=k: exactly_reported(test, rs, k),
            2,
            lambda m, test=test, rs=rs, k=k: reported(m.but(gkbar=k * m.gkbar), test, rs),
            ION,
            source=SCIPY,
            **NA,
        )
        for test, rs, k, name in (
            (60, 10.0, 0.0, "TEA"),
            (-40, 10.0, 0.0, "TEA"),
            (50, 10.0, 1.0, "no TEA"),
        )
    ),
    row(
        "L05",
        "steady I_K at 0 mV",
        lambda: exact_steady_ik(0.0),
        2,
        lambda m: family(m).steady_ik_uA_per_cm2[6],
        ION,
        source=SCIPY,
        **K,
    ),
]
