"""L08: repetitive firing and its two ends."""

from functools import cache

import squid

from hhlab.descriptions.parameters import CurrentClamp
from hhlab.protocols.common import amp_nA, rest_mV
from hhlab.protocols.firing import f_i_curve, first_spike_latency_ms, hysteresis, repetitive_onset_uA_per_cm2
from hhlab.results.measures import spike_count
from hhlab.simulator.engine import simulate

from . import DEFAULT, PREPRINT, SCIPY, SODIUM, row
from .thresholds import tabulated_edge

ION = "µA/cm²"
D = {"configuration": "D", "subject": DEFAULT}
stairs = cache(hysteresis)
DENSITIES = (8, 10, 20, 50, 100, 154, 156)
firing = cache(lambda membrane: f_i_curve(membrane, DENSITIES))


def at(density, what):
    """Give a measure: what the F–I curve says at one density."""
    return lambda membrane: getattr(firing(membrane), what)[DENSITIES.index(density)]


def onset_rate_hz(membrane):
    """Give the rate just above the least current under which firing lasts."""
    density = 1.002 * repetitive_onset_uA_per_cm2(membrane)
    return f_i_curve(membrane, [density]).rates_hz[0]


def spikes_in_1_s(membrane, density):
    """Give the spikes of a long step, with a step so fine that the count no longer depends on it."""
    clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=0, dur=1e9)
    rest = rest_mV(membrane)
    return spike_count(simulate(membrane, clamp, tstop=1000, dt=0.0025, v_init=rest))


def spikes_in_1_s_by_scipy(density):
    """Give the same count, without NEURON."""
    _, v = squid.run((1000, density), rtol=1e-11)
    return ((v[:-1] < 0) & (v[1:] >= 0)).sum()


ROWS = [
    row("L08", "rate at 10 µA/cm²", 68.32, 0.05, at(10, "rates_hz"), "Hz"),
    *(
        row(
            "L08",
            f"rate at {density} µA/cm², by SciPy",
            lambda density=density: squid.rate_hz(density),
            0.05,
            at(density, "rates_hz"),
            "Hz",
            source=SCIPY,
            configuration="E, Crank–Nicolson",
        )
        for density in (10, 20, 50)
    ),
    row("L08", "lasting firing from", 6.26, 0.003, repetitive_onset_uA_per_cm2, ION),
    row(
        "L08",
        "lasting firing from, defaults",
        6.190,
        0.001,
        lambda m: repetitive_onset_uA_per_cm2(m, method="neuron"),
        ION,
        lost=SODIUM,
        **D,
    ),
    row(
        "L08",
        "lasting firing from, tables, CVODE",
        6.178,
        0.006,
        lambda m: tabulated_edge(m, since=401, dur=500, tail=0, guess=6.2),
        ION,
        configuration="plain NEURON, tabulated rates, CVODE",
        subject=DEFAULT,
    ),
    *(
        row(
            "L08",
            f"spikes of 1 s of {density} µA/cm²",
            lambda density=density: spikes_in_1_s_by_scipy(density),
            0,
            lambda m, density=density: spikes_in_1_s(m, density),
            "spikes",
            source=SCIPY,
            configuration="E, Crank–Nicolson at 0.0025 ms",
        )
        for density in (6.25, 6.255)
    ),
    row("L08", "rate where it begins", 51, 1, onset_rate_hz, "Hz"),
    row("L08", "latency at 10 µA/cm²", 1.90, 0.005, lambda m: first_spike_latency_ms(m, 10), "ms"),
    row("L08", "oscillation at 100 µA/cm²", 40, 0.5, at(100, "amplitudes_mV"), "mV"),
    row("L08", "rate at 154 µA/cm²", 169, 1, at(154, "rates_hz"), "Hz", source=PREPRINT),
    row("L08", "rate at 156 µA/cm²", 0, 0, at(156, "rates_hz"), "Hz", source=PREPRINT, lost=()),
    row(
        "L08",
        "period at 8 µA/cm²",
        16.00771280383,
        0.0003,
        lambda m: 1000 / float(f_i_curve(m, [8], dt=0.005).rates_hz[0]),
        "ms",
        source=PREPRINT,
        configuration="E, Crank–Nicolson at 0.005 ms",
    ),
    row(
        "L08",
        "the same on the way down",
        16.0077,
        0.005,
        lambda m: 1000 / float(stairs(m).down_hz[15]),
        "ms",
        source=PREPRINT,
        configuration="E, Crank–Nicolson",
        lost=(),
    ),
    row("L09", "rest at 8 µA/cm²", 4.646624016873 - 65, 1e-8, lambda m: rest_mV(m, 8), "mV", source=PREPRINT),
]
