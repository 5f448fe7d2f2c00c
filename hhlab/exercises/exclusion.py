"""Which experiment excludes which candidate: what it gives with one thing changed, by how much ever.

A candidate is excluded when no value of it that differs noticeably from the usual one gives what was
measured, within the accuracy of the experiment.
"""

import math
from functools import cache

import numpy as np

from ..descriptions.parameters import CurrentClamp, Membrane, VoltageClamp
from ..protocols.common import rest_mV
from ..results.measures import velocity_m_per_s
from ..simulator.engine import simulate
from .mystery import axon_run, own_of

SPIKE = CurrentClamp(amp=0.2, delay=1, dur=0.5)
STEP = VoltageClamp(amp1=-65, dur1=1, amp2=0, dur2=1e9)
SMALL_NA = -0.002
V = ("v",)
# what it is called, and its accuracy: absolute, and relative to what was measured
EXPERIMENTS = {
    "rest": ("the resting potential", 0.3, 0.0),
    "resistance": ("the end of a small, long step of current: the input resistance", 0.0, 0.04),
    "charging": ("the first 0.1 ms of a step of current: how fast it charges", 0.0, 0.06),
    "peak": ("the height of a spike", 1.5, 0.0),
    "width": ("the width of a spike, half-way between rest and peak", 0.0, 0.06),
    "early": ("the greatest inward current under a voltage clamp at 0 mV", 0.0, 0.05),
    "late": ("the last current under a voltage clamp at 0 mV, after 30 ms", 0.0, 0.05),
    "speed": ("the speed of the axon's impulse", 0.0, 0.04),
}
# in times of the usual value, on both sides of it; in mV, °C and times where a factor would mean little
FACTORS = ((0.3, 0.45, 0.65, 0.8), (1.25, 1.6, 2.2, 3.0, 4.5))
OTHERS = {
    "ena": ((20.0, 30.0, 40.0), (60.0, 68.0, 76.0)),
    "celsius": ((1.0, 3.0), (9.5, 12.0, 15.0, 19.0)),
    "damage": ((1.6, 2.5, 4.0, 6.0),),
}


def excludes(experiment, candidate, name, value):
    """Say whether an experiment on a neuron with `name` changed to `value` excludes another candidate."""
    seen = measured(experiment, name, value)
    _, absolute, relative = EXPERIMENTS[experiment]
    close = max(absolute, relative * abs(seen))
    for side in sides(candidate):
        found = [measured(experiment, candidate, one) for one in side]
        if math.isnan(seen):
            if any(map(math.isnan, found)):
                return False
        elif min(found) - close <= seen <= max(found) + close:
            return False
    return True


def sides(candidate):
    """Give the values below, and those above the usual one, that differ from it noticeably."""
    if candidate in OTHERS:
        return OTHERS[candidate]
    usual = getattr(Membrane(), candidate)
    return tuple(tuple(usual * factor for factor in side) for side in FACTORS)


@cache
def measured(experiment, name, value):
    """Give what an experiment gives on a neuron in which one thing was changed; nan where nothing arrives."""
    own, celsius, damage = own_of(name, value)
    if experiment == "speed":
        return float(velocity_m_per_s(axon_run(own, celsius, damage)))
    membrane = Membrane(**own)
    if experiment == "rest":
        return rest_mV(membrane, celsius=celsius)
    return _MEASURES[experiment](membrane, celsius)


def _run(membrane, celsius, clamp, tstop, record):
    start = rest_mV(membrane, celsius=celsius)
    return simulate(
        membrane, clamp, tstop=tstop, celsius=celsius, method="cvode", v_init=start, record=record
    )


def _resistance_Mohm(membrane, celsius):
    rec = _run(membrane, celsius, CurrentClamp(amp=SMALL_NA, delay=0, dur=1e9), 150, V)
    return float((rec.v[-1] - rec.v[0]) / SMALL_NA)


def _charging_mV_per_ms(membrane, celsius):
    rec = _run(membrane, celsius, CurrentClamp(amp=10 * SMALL_NA, delay=1, dur=1e9), 1.2, V)
    return float((np.interp(1.1, rec.t, rec.v) - rec.v[0]) / 0.1)


def _peak_mV(membrane, celsius):
    return float(_run(membrane, celsius, SPIKE, 15, V).v.max())


def _width_ms(membrane, celsius):
    rec = _run(membrane, celsius, SPIKE, 15, V)
    level = (rec.v[0] + rec.v.max()) / 2
    first, last = np.flatnonzero(rec.v > level)[[0, -1]]
    return float(rec.t[last] - rec.t[first])


def _currents(membrane, celsius):
    rec = _run(membrane, celsius, STEP, 31, ("ina", "ik", "il"))
    later = rec.t > 1.05
    return (rec.ina + rec.ik + rec.il)[later]


_MEASURES = {
    "resistance": _resistance_Mohm,
    "charging": _charging_mV_per_ms,
    "peak": _peak_mV,
    "width": _width_ms,
    "early": lambda membrane, celsius: float(_currents(membrane, celsius).min()),
    "late": lambda membrane, celsius: float(_currents(membrane, celsius)[-1]),
}
