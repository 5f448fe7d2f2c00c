"""Solutions of lesson 12."""

import math
from functools import cache

from hhlab.axons import Axon
from hhlab.protocols.conduction import conduction, hottest_celsius

from . import Solution


@cache
def squid_speed(celsius):
    return conduction(Axon(), celsius=celsius).velocity_m_per_s


def by_the_root(diam, celsius):
    """Scale the squid's speed: the travelling-wave equation holds the speed squared over the diameter."""
    return squid_speed(celsius) * math.sqrt(diam / 476)


@cache
def limit_celsius():
    return hottest_celsius()


SOLUTIONS = {
    "L12.velocity": Solution(
        right=by_the_root,
        wrong={
            "proportional": lambda diam, celsius: squid_speed(celsius) * diam / 476,
            "unchanged": lambda diam, celsius: squid_speed(celsius),
            "low": lambda diam, celsius: 1,
            "high": lambda diam, celsius: 60,
        },
        method="hhlab.conduction(hhlab.Axon(diam=...)), or the squid's speed times sqrt(diam / 476 µm).",
    ),
    "L12.warm-nerve": Solution(
        right=lambda low, high: "blocked" if high > limit_celsius() else "faster",
        method="hhlab.conduction at both temperatures; the limit is hhlab.hottest_celsius().",
    ),
    "L12.collision": Solution(
        right=lambda delay: "die" if 1e-3 * delay < 0.05 / squid_speed(18.5) else "late",
        method="The first needs 50 mm / 18.7 m/s = 2.7 ms. If the second starts before that, they meet and "
        "die.",
    ),
    "L12.myelin": Solution(
        right=lambda: "capacitance",
        method="Ten times the leak of the myelin hardly slows the impulse; ten times its capacitance does.",
    ),
}
