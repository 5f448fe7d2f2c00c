"""L10: poisons and temperature."""

import math
from functools import cache

import squid

from hhlab.descriptions.parameters import CurrentClamp
from hhlab.protocols.common import amp_nA, rest_mV
from hhlab.protocols.conduction import conduction
from hhlab.protocols.limits import fastest_celsius, hottest_celsius, least_sodium
from hhlab.protocols.thresholds import rheobase_uA_per_cm2
from hhlab.results.measures import half_width_ms, velocity_m_per_s
from hhlab.simulator.engine import simulate
from hhlab.simulator.propagation import propagate

from . import AXON, SCIPY, SODIUM, row

ION = "µA/cm²"
moving = cache(conduction)
exact_half_width = cache(squid.half_width_ms)


@cache
def spike(membrane, celsius=6.3):
    """Give the run after 40 µA/cm² for 0.5 ms."""
    clamp = CurrentClamp(amp=amp_nA(40, membrane), delay=1, dur=0.5)
    rest = rest_mV(membrane, celsius=celsius)
    return simulate(membrane, clamp, tstop=30, celsius=celsius, method="cvode", v_init=rest)


def peak_mV(membrane, celsius=6.3):
    """Give the peak of that run; nan where it is graded."""
    peak = spike(membrane, celsius).v.max()
    return peak if peak > -20 else math.nan


def width(celsius):
    """Give the measure of a half-width."""
    return lambda membrane: half_width_ms(spike(membrane, celsius))


def speed(share=1.0, celsius=18.5):
    """Give the measure of a velocity, with a share of the sodium channels."""
    return lambda axon: moving(axon.blocked(na=1 - share), celsius=celsius).velocity_m_per_s


def steady_speed(share, celsius):
    """Give the measure of a velocity from 30 to 70 mm of an axon of 10 cm that starts at its rest."""

    def measure(axon):
        axon = axon.but(L=100_000).blocked(na=1 - share)
        run = {"tstop": 18, "dt": 0.01, "celsius": celsius, "v_init": rest_mV(axon)}
        return velocity_m_per_s(propagate(axon, at_um=[30_000, 70_000], **run), 30_000, 70_000)

    return measure


def at(celsius):
    """Give what a row on a membrane at some temperature has in common."""
    return {"configuration": f"E, {celsius:g} °C"}


def along(celsius, **more):
    """Give what a row on an axon at some temperature has in common."""
    return {"subject": AXON, "configuration": f"E, {celsius:g} °C" if celsius else "E", **more}


ROWS = [
    row("L10", "peak at half gNa", 29.1, 0.1, lambda m: peak_mV(m.blocked(na=0.5)), "mV"),
    row("L10", "rheobase at half gNa", 5.36, 0.005, lambda m: rheobase_uA_per_cm2(m.blocked(na=0.5)), ION),
    row("L10", "rest at half gNa", -65.47, 0.005, lambda m: rest_mV(m.blocked(na=0.5)), "mV"),
    row("L10", "peak", 40.75, 0.01, peak_mV, "mV"),
    row("L10", "peak at 16.3 °C", 34.69, 0.01, lambda m: peak_mV(m, 16.3), "mV", **at(16.3)),
    *(
        row(
            "L10",
            f"half-width at {celsius:g} °C",
            lambda celsius=celsius: exact_half_width(celsius)[0],
            0.001,
            width(celsius),
            "ms",
            source=SCIPY,
            **at(celsius),
        )
        for celsius in (6.3, 16.3)
    ),
    row(
        "L10",
        "half-width at 6.3 over that at 16.3 °C",
        lambda: exact_half_width(6.3)[0] / exact_half_width(16.3)[0],
        0.005,
        lambda m: width(6.3)(m) / width(16.3)(m),
        source=SCIPY,
        configuration="E, 6.3 and 16.3 °C",
    ),
    # reference values were found with tabulated rates, which lower them by up to 0.5 %
    row("L10", "rheobase at 10 °C", 2.85, 0.015, lambda m: rheobase_uA_per_cm2(m, celsius=10), ION, **at(10)),
    row("L10", "rheobase at 20 °C", 6.22, 0.03, lambda m: rheobase_uA_per_cm2(m, celsius=20), ION, **at(20)),
    *(
        row(
            "L10",
            f"rheobase at {celsius} °C, by SciPy",
            lambda celsius=celsius, guess=guess: squid.threshold(200, guess, celsius),
            0.005,
            lambda m, celsius=celsius: rheobase_uA_per_cm2(m, celsius=celsius),
            ION,
            source=SCIPY,
            **at(celsius),
        )
        for celsius, guess in ((10, 2.86), (20, 6.24))
    ),
    row(
        "L10",
        "rheobase at 20 over that at 10 °C",
        2.18,
        0.015,
        lambda m: rheobase_uA_per_cm2(m, celsius=20) / rheobase_uA_per_cm2(m, celsius=10),
        configuration="E, 10 and 20 °C",
    ),
    row("L10", "rheobase at 30 °C", 18.96, 0.1, lambda m: rheobase_uA_per_cm2(m, celsius=30), ION, **at(30)),
    # so near its limit the impulse is not steady yet: it runs at 6.4 to 5.9 m/s, and at 11.7 to 10.8
    row(
        "L10",
        "speed with 25 % of gNa, cold",
        6.3,
        0.4,
        speed(0.25, 6.3),
        "m/s",
        **along(6.3, lost=("gnabar", "gkbar")),
    ),
    row("L10", "speed with 20 % of gNa, cold", math.nan, 0, speed(0.20, 6.3), "m/s", **along(6.3, lost=())),
    row(
        "L10",
        "speed with 40 % of gNa, warm",
        11.3,
        0.5,
        speed(0.40),
        "m/s",
        **along(18.5, lost=("gnabar", "gkbar")),
    ),
    row("L10", "speed with 35 % of gNa, warm", math.nan, 0, speed(0.35), "m/s", **along(18.5, lost=())),
    # from its own rest, and far from the stimulus, it is steady
    *(
        row(
            "L10",
            f"steady speed with {100 * share:.0f} % of gNa at {celsius:g} °C",
            lambda celsius=celsius, more=more: squid.velocity_m_per_s(celsius=celsius, **more),
            0.05,
            steady_speed(share, celsius),
            "m/s",
            source=SCIPY,
            **along(celsius, lost=("gnabar", "gkbar")),
        )
        for share, celsius, more in (
            (0.25, 6.3, {"share": 0.25, "low": 1.0, "high": 1.45}),
            (0.40, 18.5, {"share": 0.4, "low": 3.3, "high": 4.2}),
        )
    ),
    row(
        "L10",
        "least share of gNa, cold",
        0.225,
        0.025,
        lambda a: least_sodium(a, celsius=6.3, tolerance=0.01),
        **along(6.3, lost=SODIUM),
    ),
    row(
        "L10",
        "least share of gNa, warm",
        0.375,
        0.025,
        lambda a: least_sodium(a, tolerance=0.01),
        **along(18.5, lost=SODIUM),
    ),
    row("L10", "propagation ends at", 33.5, 0.5, hottest_celsius, "°C", **along(None, lost=SODIUM)),
    row("L10", "speed at 33 °C", 22, 0.3, speed(1.0, 33), "m/s", **along(33)),
    row("L10", "speed at 34 °C", math.nan, 0, speed(1.0, 34), "m/s", **along(34, lost=())),
    row(
        "L10",
        "fastest at",
        30,
        0.5,
        lambda a: fastest_celsius(a.but(d_lambda=0.02))[0],
        "°C",
        **along(None, lost=SODIUM),
    ),
    row(
        "L10",
        "speed at 30 °C",
        23.40,
        0.06,
        lambda a: conduction(a.but(d_lambda=0.02), celsius=30).velocity_m_per_s,
        "m/s",
        **along(30),
    ),
]
