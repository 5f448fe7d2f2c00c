"""Solutions of lesson 6."""

import math
from functools import cache

from hhlab.descriptions.parameters import CurrentClamp, Membrane, Shock
from hhlab.protocols.common import rest_mV
from hhlab.protocols.firing import repetitive_onset_uA_per_cm2
from hhlab.protocols.thresholds import (
    rheobase_nA,
    rheobase_uA_per_cm2,
    slowest_ramp_uA_per_cm2_per_ms,
)
from hhlab.simulator.engine import simulate

from . import Solution

SQUID = Membrane.squid_1952()
SHOCK_MV = 6.505  # SciPy's solution of the 1952 equations


def area_um2(diam):
    return math.pi * diam**2


def halved(fires, low, high):
    """Give the least strength that fires, within a thousandth of the range."""
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (low, middle) if fires(middle) else (middle, high)
    return high


@cache
def least_shock_mV(hold, membrane=SQUID):
    def fires(shift):
        run = simulate(membrane, Shock(shift=shift, delay=0), tstop=40, method="cvode", v_init=hold)
        return run.v.max() > 0

    return halved(fires, 0.0, 40.0)


def chronaxie_by_halving(celsius):
    amp = 2 * rheobase_nA(SQUID, celsius=celsius)

    def fires(dur):
        clamp = CurrentClamp(amp=amp, delay=1, dur=dur)
        run = simulate(SQUID, clamp, tstop=60, celsius=celsius, method="cvode", v_init=rest_mV(SQUID))
        return run.v.max() > 0

    return halved(fires, 0.0, 10.0)


def shock_charge(cm):
    """Give the charge [nC/cm²] that a shock brings, if it is just enough."""
    membrane = SQUID.but(cm=cm)
    return cm * least_shock_mV(rest_mV(membrane), membrane)


SOLUTIONS = {
    "L06.rheobase": Solution(
        right=lambda diam: 1.002 * rheobase_uA_per_cm2(SQUID) * area_um2(diam) / 1e5,
        wrong={"repetitive": lambda diam: 1.005 * repetitive_onset_uA_per_cm2(SQUID) * area_um2(diam) / 1e5},
        method="2.24 µA/cm² times the area, π · L · diam; or hhlab.rheobase_nA; or halving by hand.",
    ),
    "L06.charge": Solution(
        # 1 mV on 1 µF/cm² is 1 nC/cm², 0.01 fC/µm²
        right=lambda diam, dur, cm: shock_charge(cm) * area_um2(diam) / 100,
        wrong={
            "density": lambda diam, dur, cm: shock_charge(cm),
            "current": lambda diam, dur, cm: shock_charge(cm) * area_um2(diam) / 1e5 / dur,
        },
        method="The shock threshold, 6.5 mV at 1 µF/cm², times cm times the area. The duration does "
        "not matter.",
    ),
    "L06.chronaxie": Solution(
        right=chronaxie_by_halving,
        wrong={"cold": lambda celsius: 1.654},
        method="Rheobase at that temperature; then halve the duration of a pulse of twice that strength.",
    ),
    "L06.held": Solution(
        right=lambda hold: 1.003 * least_shock_mV(hold),
        wrong={
            "rested": lambda hold: SHOCK_MV,
            "fixed": lambda hold: -58.49 - hold,
            "textbook": lambda hold: -55 - hold,
            "low": lambda hold: 1.0,
        },
        method="shock(shift, hold) of the lesson, and search(); or hhlab.Shock with v_init.",
    ),
    "L06.ramp": Solution(
        right=lambda slope: "fires" if slope > slowest_ramp_uA_per_cm2_per_ms(SQUID) else "accommodates",
        method="Run it. The slowest ramp that fires within 400 ms comes from "
        "hhlab.slowest_ramp_uA_per_cm2_per_ms.",
    ),
    "L06.why-accommodation": Solution(
        right=lambda: "h falls and n rises while the current climbs.",
        method="On a slow rise h has time to fall (Na⁺ channels inactivate) and n to rise (K⁺ channels "
        "open); the threshold runs away from the potential. One mark for each gate with its direction.",
    ),
    "L06.bracket": Solution(
        right=lambda fails, fires: f"{(fails + fires) / 2} ± {(fires - fails) / 2}",
        wrong={
            "whole": lambda fails, fires: f"{(fails + fires) / 2} ± {fires - fails}",
            "upper": lambda fails, fires: f"{fires} ± {fires - fails}",
        },
        method="The middle, and half of the bracket: no value in it is further off.",
    ),
}
