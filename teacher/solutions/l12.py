"""Solutions of lesson 12."""

import math
from functools import cache

from scipy.optimize import brentq

from hhlab.descriptions.axons import Axon, MyelinatedAxon
from hhlab.protocols.conduction import collision, conduction
from hhlab.protocols.energetics import ion_exchange
from hhlab.protocols.limits import hottest_celsius
from hhlab.results.measures import velocity_m_per_s
from hhlab.simulator.propagation import propagate

from . import Solution

SQUID = Axon.squid_1952


@cache
def squid_speed(celsius):
    return conduction(Axon(), celsius=celsius).velocity_m_per_s


def by_the_root(diam, celsius):
    """Scale the squid's speed: the travelling-wave equation holds the speed squared over the diameter."""
    return squid_speed(celsius) * math.sqrt(diam / 476)


@cache
def limit_celsius():
    return hottest_celsius()


def meeting(later, L):
    return collision(SQUID(L=1000 * L), later, dt=0.01).meeting_um / 1000


def percent_off(dt):
    axon = SQUID(L=80_000, nseg=401)
    profile = propagate(axon, at_um=[0.4 * axon.L, 0.6 * axon.L], tstop=7, method="neuron", dt=dt)
    return 100 * (velocity_m_per_s(profile) / 18.7319 - 1)


def hottest(times):
    """Give the lowest temperature, to 0.1 °C, that the damaged axon does not stand."""
    axon = MyelinatedAxon.squid_1952(L=41_042, damaged=3, damage=times)

    def height(celsius):
        profile = propagate(axon, at_um=0.9 * axon.L, celsius=celsius, dt=0.01)
        return profile.v.max() + 40

    return brentq(height, 5, 45, xtol=0.05) + 0.05


def sodium(celsius):
    moved = ion_exchange(SQUID(d_lambda=0.02), celsius=celsius)
    return moved.potassium_pmol_per_cm2 + 1000 * moved.leak_nC_per_cm2 / 96485  # what leaves, entered


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
    "L12.meeting": Solution(
        right=meeting,
        wrong={
            "mirrored": lambda later, L: L - meeting(later, L),
            "middle": lambda later, L: L / 2,
            "alone": lambda later, L: L / 2 + 18.73 * later,
            "low": lambda later, L: 2.0,
            "high": lambda later, L: L + 20,
        },
        method="(L + v · later) / 2, with v = 18.73 mm/ms; or read it off the map.",
    ),
    "L12.step": Solution(
        right=percent_off,
        wrong={
            "speed": lambda dt: 18.7319 * (1 + percent_off(dt) / 100),
            "share": lambda dt: 100 + percent_off(dt),
            "low": lambda dt: -20.0,
            "high": lambda dt: 20.0,
            "units": lambda dt: percent_off(dt) / 100,
        },
        method="percent_off(compute('backward Euler', dt)) of section 6.",
    ),
    "L12.warmth": Solution(
        right=hottest,
        method="Bisection with myelinated(lost=3, times=times, celsius=...).",
    ),
    "L12.sodium": Solution(
        right=sodium,
        wrong={
            "least": lambda celsius: 1000 * conduction(SQUID(), celsius=celsius, dt=0.01).height_mV / 96485
        },
        method="Section 8 at that temperature.",
    ),
}
