"""Solutions of lesson 7."""

from functools import cache

from hhlab.descriptions.parameters import Membrane
from hhlab.protocols.recovery import rebound, refractory_curve
from hhlab.protocols.thresholds import anode_break_uA_per_cm2, threshold_uA_per_cm2

from . import Solution

SQUID = Membrane.squid_1952()


@cache
def ratio(interval):
    return float(refractory_curve(SQUID, [interval]).ratios[0])


def ease(interval):
    found = ratio(interval)
    return "easier" if found < 0.97 else "harder" if found > 1.03 else "same"


SOLUTIONS = {
    "L07.refractory": Solution(
        right=ratio,
        wrong={
            "rested": lambda interval: 1,
            "conditioning": lambda interval: ratio(interval) / 2,
            "low": lambda interval: 0.6,
            "high": lambda interval: 1.6 * ratio(interval),
        },
        method="hhlab.refractory_curve, or bisection over PairedPulses.ratio, times two.",
    ),
    "L07.supernormal": Solution(
        right=ease,
        method="hhlab.refractory_curve at this interval: the least ratio is 0.844 at 19 ms.",
    ),
    "L07.anode-break": Solution(
        right=lambda dur, gkbar: anode_break_uA_per_cm2(SQUID.but(gkbar=gkbar), dur=dur),
        wrong={"depolarising": lambda dur, gkbar: threshold_uA_per_cm2(SQUID.but(gkbar=gkbar), dur)},
        method="hhlab.anode_break_uA_per_cm2, or bisection over a negative CurrentClamp.amp.",
    ),
    "L07.rebound": Solution(
        right=lambda density: "after" if rebound(SQUID, density).latency_ms > 0 else "too-weak",
        method="hhlab.rebound; the limit for 20 ms is 2.79 µA/cm².",
    ),
    "L07.explain": Solution(
        right=lambda strength, dur: "h rose and n fell meanwhile, so the membrane overshoots and may fire.",
        method="Look for: the prediction named, what was seen, h up and n down during the current, "
        "and whether "
        "that is enough for a spike after it. A prediction that failed and is explained earns as much.",
    ),
}
