"""L03: what was measured in 1952, and channels that open and close by chance."""

import math
from functools import cache

import numpy as np
import squid
from scipy.optimize import curve_fit

from hhlab.descriptions.measured import fitted_1952, measured_1952
from hhlab.descriptions.parameters import CurrentClamp, VoltageClamp
from hhlab.dynamics.noise import noisy, noisy_trials
from hhlab.results.measures import spike_times_ms

from . import FORMULA, SCIPY, SQUID, row

TABLES = "Hodgkin and Huxley 1952, table 1"
HELD_MV, LATER_MS, TRIALS = -40.0, 1.0, 10_000
(OPENING, CLOSING) = squid.rates(HELD_MV)[2]
N = OPENING / (OPENING + CLOSING)
OPEN = N**4
POTASSIUM = round(1000 * 36 / 156)  # of 1000 channels
AGAIN = (N * (N + (1 - N) * math.exp(-LATER_MS * (OPENING + CLOSING)))) ** 4  # open now and later


@cache
def fitted(step):
    """Give the plateau [mS/cm²] and the time constant [ms] of n⁴ on the points of figure 3."""

    def gk(t, end, tau):
        return (end**0.25 - (end**0.25 - 0.24**0.25) * np.exp(-t / tau)) ** 4

    return curve_fit(gk, *measured_1952("gk")[step], p0=(15, 2))[0]


def of_table(step):
    """Give n and its time constant [ms] by the rates of table 1."""
    steps, alpha, beta = fitted_1952("n")
    k = list(steps).index(step)
    return alpha[k] / (alpha[k] + beta[k]), 1 / (alpha[k] + beta[k])


@cache
def open_potassium(membrane):
    """Give which share of held potassium channels is open, now and later; (trials, 2)."""
    clamp = VoltageClamp(amp1=HELD_MV, dur1=1e9)
    run = {"v_init": HELD_MV, "tstop": LATER_MS, "dt": 0.05, "record": ("gk",)}
    family = noisy_trials(membrane, clamp, channels=1000, trials=TRIALS, **run)
    return np.array([rec.gk[[0, -1]] for rec in family.recordings]) / SQUID.gkbar


def memory(membrane):
    """Give the covariance of what is open now and later."""
    now, later = (open_potassium(membrane) - OPEN).T
    return (now * later).mean()


def second_spike_ms(membrane):
    """Give when the second spike under 0.1 nA comes, of so many channels that chance has no say."""
    clamp = CurrentClamp(amp=0.1, delay=0, dur=1e9)
    times = spike_times_ms(noisy(membrane, clamp, channels=1e12, tstop=25, dt=0.005))
    return times[1]


def second_rise_ms():
    """Give the same by SciPy."""
    t, v = squid.run((25, 1e5 * 0.1 / SQUID.area_um2), v=-65.0, rtol=1e-9)
    i = np.flatnonzero((v[:-1] < 0) & (v[1:] >= 0))[1]
    return squid.crossing(t, v, i, 0.0)


HELD = f"{TRIALS:,} patches of {POTASSIUM} channels, held at −40 mV"
VARIANCE = OPEN * (1 - OPEN) / POTASSIUM

ROWS = [
    *(
        row(
            "L03",
            f"time constant of n⁴ on the points at {step} mV",
            lambda step=step: of_table(step)[1],
            0.06,
            lambda _, step=step: fitted(step)[1],
            "ms",
            source=TABLES,
            configuration="figure 3, from 0.24 mS/cm²",
            lost=(),
        )
        for step in (109, 63, 51)
    ),
    row(
        "L03",
        "plateau of n⁴ on the points at 88 mV, over n⁴",
        24.3,
        0.2,
        lambda _: fitted(88)[0] / of_table(88)[0] ** 4,
        "mS/cm²",
        source="the same of the points at 109 mV",
        configuration="figure 3 and table 1",
        lost=(),
    ),
    row(
        "L03",
        "open K⁺ channels, mean share",
        OPEN,
        4 * math.sqrt(VARIANCE / TRIALS),
        lambda m: open_potassium(m)[:, 0].mean(),
        source=FORMULA + " n⁴",
        configuration=HELD,
        lost=("gkbar",),
    ),
    row(
        "L03",
        "open K⁺ channels, variance of the share",
        VARIANCE,
        4 * VARIANCE * math.sqrt(2 / TRIALS),
        lambda m: open_potassium(m)[:, 0].var(),
        source=FORMULA + " n⁴(1 − n⁴)/N",
        configuration=HELD,
        lost=("gkbar",),
    ),
    row(
        "L03",
        "open K⁺ channels, covariance after 1 ms",
        (AGAIN - OPEN**2) / POTASSIUM,
        4 * VARIANCE / math.sqrt(TRIALS),
        memory,
        source=FORMULA + " of independent gates",
        configuration=HELD,
        lost=(),
    ),
    row(
        "L03",
        "second spike under 0.1 nA of 10¹² channels",
        second_rise_ms,
        0.05,
        second_spike_ms,
        "ms",
        source=SCIPY,
        configuration="0.005 ms, from −65 mV",
    ),
]
