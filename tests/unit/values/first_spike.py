"""L01: the blog post's run, under NEURON's defaults and exactly."""

from functools import cache

import numpy as np
import squid
from scipy.integrate import solve_ivp

from hhlab.descriptions.parameters import CurrentClamp
from hhlab.protocols.common import rest_mV
from hhlab.results.measures import current_density_uA_per_cm2, rate_hz, spike_count, spike_times_ms
from hhlab.simulator.engine import simulate

from . import DEFAULT, FORMULA, SCIPY, SQUID, row

train = cache(lambda membrane: simulate(membrane, method="neuron"))
exact = cache(lambda membrane: simulate(membrane, method="cvode"))


def blog_spikes(membrane, method="neuron"):
    """Give the spike times of the blog post's run between 50 and 245 ms."""
    run = train(membrane) if method == "neuron" else exact(membrane)
    times = spike_times_ms(run)
    return times[(times >= 50) & (times <= 245)]


@cache
def m_in_the_train(membrane):
    """Give the gate m while the current flows."""
    run = simulate(membrane, method="cvode", record="m")
    return run.m[run.t < 250]


@cache
def m_by_scipy():
    """Give the same by SciPy, for the first 60 ms of the current."""
    y = [-65.0, *squid.settled(-65.0)]
    step = {"args": (1e5 * 0.1 / SQUID.area_um2,), "rtol": 1e-8, "atol": 1e-9, "max_step": 0.02}
    return solve_ivp(squid.slope, (0, 60), y, **step).y[1]


def highest_mV(amp):
    """Give the measure of the highest voltage under a long current [nA], from rest."""
    clamp = CurrentClamp(amp=amp, delay=0, dur=100)
    return lambda membrane: simulate(
        membrane, clamp, tstop=100, method="cvode", v_init=rest_mV(membrane)
    ).v.max()


CURRENT = "µA/cm²"
PLAIN = {"lost": ()}
D = {"configuration": "D", "subject": DEFAULT}
EXACT = {"configuration": "el −54.3, CVODE", "subject": DEFAULT}
DOP853 = "SciPy: DOP853 and Radau at 1e-12 agree"

ROWS = [
    row("L01", "area of the soma", 314.159, 0.01, lambda m: m.area_um2, "µm²", source=FORMULA, **PLAIN),
    row(
        "L01",
        "density of 0.1 nA",
        31.831,
        0.001,
        lambda m: current_density_uA_per_cm2(0.1, m.area_um2),
        CURRENT,
        source=FORMULA,
        **PLAIN,
    ),
    row("L01", "first spike", 50.985, 0.05, lambda m: spike_times_ms(train(m))[0], "ms", **D),
    row(
        "L01", "spikes from 50 to 245 ms", 20, 0, lambda m: len(blog_spikes(m)), lost=("gnabar", "gkbar"), **D
    ),
    row("L01", "steady rate", 100, 1.5, lambda m: rate_hz(train(m), 145, 245), "Hz", **D),
    row("L01", "steady interval", 9.985, 0.01, lambda m: np.diff(blog_spikes(m))[-1], "ms", **D),
    row("L01", "first interval", 10.68, 0.005, lambda m: np.diff(blog_spikes(m))[0], "ms", **D),
    row("L01", "first peak", 41.58, 0.005, lambda m: train(m).v[train(m).t < 55].max(), "mV", **D),
    row(
        "L01",
        "spikes, exactly",
        21,
        0,
        lambda m: spike_count(exact(m)),
        source=DOP853,
        lost=("gnabar", "gkbar"),
        **EXACT,
    ),
    *(
        row(
            "L01",
            f"{which} spike, exactly",
            time_ms,
            0.002,
            lambda m, index=index: spike_times_ms(exact(m))[index],
            "ms",
            source=DOP853,
            **EXACT,
        )
        for which, index, time_ms in (
            ("first", 0, 50.978956048),
            ("20th", 19, 240.386761316),
            ("21st", 20, 250.373487890),
        )
    ),
    row(
        "L01", "first peak, exactly", 42.03, 0.03, lambda m: exact(m).v[exact(m).t < 55].max(), "mV", **EXACT
    ),
    *(
        row(
            "L01",
            f"{which} m in the train",
            lambda of=of: of(m_by_scipy()),
            0.0005,
            lambda m, of=of: of(m_in_the_train(m)),
            source=SCIPY,
            lost=("gkbar",),
        )
        for which, of in (("least", np.min), ("greatest", np.max))
    ),
    *(
        row(
            "L01",
            f"highest voltage with {amp:g} nA",
            lambda amp=amp: squid.run((100, 1e5 * amp / SQUID.area_um2), rtol=1e-9)[1].max(),
            0.05,
            highest_mV(amp),
            "mV",
            source=SCIPY,
            lost=("gnabar", "gkbar"),
        )
        for amp in (0.0065, 0.0075, 0.02)
    ),
    row(
        "L01",
        "rest",
        -64.97405245,
        1e-6,
        rest_mV,
        "mV",
        source=SCIPY,
        configuration="el −54.3",
        subject=DEFAULT,
    ),
]
