"""L07: after an impulse, and after a hyperpolarisation."""

import math
from functools import cache

import numpy as np
import squid

from hhlab.descriptions.parameters import CurrentClamp
from hhlab.protocols.common import amp_nA, rest_mV
from hhlab.protocols.recovery import rebound, refractory_curve
from hhlab.protocols.thresholds import anode_break_uA_per_cm2
from hhlab.simulator.engine import simulate

from . import SCIPY, row

ION = "µA/cm²"
INTERVALS = (10, 12, 15, 16, 18, 19, 20, 30)
refractory = cache(lambda m: dict(zip(INTERVALS, refractory_curve(m, INTERVALS).ratios, strict=True)))
released = cache(rebound)
# guesses only bracket SciPy's search, which fails if the edge lies outside
RATIOS = ((10, 3.5), (12, 2.16), (15, 1.18), (16, 1.02), (19, 0.843), (30, 1.017))
BREAKS = ((20, 2.79), (5, 4.04), (1, 19.3))

HZ = np.arange(1.0, 200.0, 0.05)


def impedances(hz):
    """Give |Z| [kΩ cm²] of the squid's rest by its linearised equations, without hhlab."""
    rest = np.array([squid.rest(), *squid.settled(squid.rest())])
    steps = 1e-5 * np.eye(4)
    columns = [(np.array(squid.slope(0, rest + e)) - squid.slope(0, rest - e)) / 2e-5 for e in steps]
    matrix, push = np.transpose(columns), np.array([1.0, 0, 0, 0])
    return np.array([abs(np.linalg.solve(2j * np.pi * f / 1000 * np.eye(4) - matrix, push)[0]) for f in hz])


@cache
def rung(membrane):
    """Give |Z| [MΩ] at HZ and at 0 Hz from NEURON's answer to a pulse of 0.1 µA/cm² for 0.5 ms."""
    clamp = CurrentClamp(amp=amp_nA(0.1, membrane), delay=0, dur=0.5)
    found = simulate(membrane, clamp, tstop=300, dt=0.025, v_init=rest_mV(membrane))
    v, pulse = found.v - rest_mV(membrane), np.arange(0, 0.5, 0.0005)

    def moved(f):
        turn = -2j * np.pi * f / 1000
        current = clamp.amp * np.trapezoid(np.exp(turn * pulse), pulse)
        return abs(np.trapezoid(v * np.exp(turn * found.t), found.t) / current)

    return [moved(f) for f in (*HZ[::10], 0.0)]


def preferred_hz(membrane):
    return HZ[::10][np.argmax(rung(membrane)[:-1])]


def gain(membrane):
    return max(rung(membrane)[:-1]) / rung(membrane)[-1]


ROWS = [
    row(
        "L07",
        "frequency of the greatest impedance, by SciPy",
        lambda: HZ[impedances(HZ).argmax()],
        0.5,
        preferred_hz,
        "Hz",
        source=SCIPY,
        configuration="E, Crank–Nicolson",
        lost=("gnabar", "gkbar"),
    ),
    row(
        "L07",
        "greatest impedance over that at 0 Hz, by SciPy",
        lambda: impedances(HZ).max() / impedances([0.0])[0],
        0.02,
        gain,
        source=SCIPY,
        configuration="E, Crank–Nicolson",
    ),
    *(
        row(
            "L07",
            f"threshold ratio at {interval} ms, by SciPy",
            lambda interval=interval, guess=guess: squid.refractory_ratio(interval, guess),
            0.002 * guess,
            lambda m, interval=interval: refractory(m)[interval],
            source=SCIPY,
        )
        for interval, guess in RATIOS
    ),
    *(
        row(
            "L07",
            f"threshold ratio at {interval} ms",
            value,
            tolerance,
            lambda m, i=interval: refractory(m)[i],
        )
        for interval, value, tolerance in ((10, 3.50, 0.01), (19, 0.844, 0.001), (30, 1.02, 0.005))
    ),
    *(
        row(
            "L07",
            f"anode break after {dur} ms, by SciPy",
            lambda dur=dur, guess=guess: squid.anode_break(dur, guess),
            0.002 * guess,
            lambda m, dur=dur: anode_break_uA_per_cm2(m, dur),
            ION,
            source=SCIPY,
        )
        for dur, guess in BREAKS
    ),
    row("L07", "anode break after 20 ms", 2.79, 0.005, anode_break_uA_per_cm2, ION),
    row("L07", "rebound after", 4.75, 0.005, lambda m: released(m).latency_ms, "ms"),
    row("L07", "h at release", 0.791, 0.0005, lambda m: released(m).h_end),
    row("L07", "n at release", 0.2185, 0.0005, lambda m: released(m).n_end),
    row("L07", "h at rest", 0.596, 0.0005, lambda m: released(m).h_rest),
    row("L07", "n at rest", 0.318, 0.0005, lambda m: released(m).n_rest),
    row("L07", "rebound after −1 µA/cm²", math.nan, 0, lambda m: rebound(m, -1).latency_ms, "ms", lost=()),
]
