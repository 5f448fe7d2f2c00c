"""L05: what the voltage clamp shows of the membrane."""

from functools import cache

import numpy as np
import squid
from scipy.optimize import minimize_scalar

from hhlab.protocols.clamping import clamp_family
from hhlab.protocols.gating import inactivation_curve, tail_currents

from . import SCIPY, SODIUM, row

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
    row("L05", "available at rest", 0.607, 0.003, lambda m: inactivation(m).available[11], **NA),
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
