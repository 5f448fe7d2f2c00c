"""The class I axon of 1977, with its A-type current: lesson 8."""

from functools import cache

import crab
import numpy as np
from scipy.optimize import minimize_scalar

from hhlab.descriptions.parameters import CurrentClamp, Membrane
from hhlab.dynamics.equations import at_rest, ionic
from hhlab.protocols.common import amp_nA, rest_mV
from hhlab.results.measures import rate_hz, spike_count, spike_times_ms
from hhlab.simulator.engine import simulate

from . import CHANNELS, SCIPY, row

CRAB = Membrane.connor_1977()
ION = "µA/cm²"
threshold = cache(crab.threshold_uA_per_cm2)


@cache
def under(membrane, above, tstop):
    """Give the run under a steady current so far above the threshold [µA/cm²]."""
    clamp = CurrentClamp(amp=amp_nA(threshold() + above, membrane), delay=0, dur=1e9)
    return simulate(membrane, clamp, tstop=tstop, celsius=18, method="cvode", v_init=-68)


def fold(membrane):
    """Give the local maximum of the steady current of hhlab's own equations."""
    found = minimize_scalar(
        lambda v: -float(ionic(membrane, at_rest(v, membrane))), bounds=(-65, -50), method="bounded"
    )
    return -found.fun


HERE = {
    "subject": CRAB,
    "source": SCIPY,
    "configuration": "1977, CVODE, 18 °C",
    "lost": (*CHANNELS, "gabar"),
}


def rate(above, tstop, tolerance):
    """Give the row of a steady rate."""
    return row(
        "Membrane.connor_1977()",
        f"rate {above:g} {ION} above threshold",
        lambda: crab.rate_hz(threshold() + above, tstop),
        tolerance,
        lambda membrane: rate_hz(under(membrane, above, tstop)),
        "Hz",
        **HERE,
    )


def share(part, density, expected_hz):
    """Give the row of the rate that a part of the A-type current leaves, from -68 mV."""

    def here(membrane):
        clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=0, dur=1e9)
        run = simulate(membrane, clamp, tstop=1000, celsius=18, v_init=-68)
        return 1000 / np.diff(spike_times_ms(run))[-1]

    return row(
        "L08",
        f"class I axon, rate at {density:g} {ION} with {100 * part:g} % of its A-type current",
        lambda: 1000 / np.diff(crab.spikes_ms(density, 1000, g_a=part * crab.G_A))[-1],
        0.01 * expected_hz,
        here,
        "Hz",
        subject=CRAB.but(gabar=part * CRAB.gabar),
        source=SCIPY,
        configuration="1977, Crank–Nicolson, 18 °C",
        lost=CHANNELS,
    )


ROWS = [
    share(1.0, 8.2, 3.6),
    share(0.5, 1.2, 38.6),
    share(0.0, -8.0, 75.6),
    row("Membrane.connor_1977()", "rest", crab.rest_mV, 1e-6, rest_mV, "mV", **HERE),
    row("Membrane.connor_1977()", "threshold current", threshold, 1e-6, fold, ION, **HERE),
    row(
        "Membrane.connor_1977()",
        f"spikes in 2 s, 0.01 {ION} below threshold",
        0,
        0,
        lambda membrane: spike_count(under(membrane, -0.01, 2000)),
        **HERE | {"lost": ()},
    ),
    rate(0.01, 2500, 0.02),
    rate(0.1, 1000, 0.02),
    rate(2.0, 500, 0.02),
    rate(50.0, 200, 0.1),
    row(
        "Membrane.connor_1977()",
        f"first spike 2 {ION} above threshold",
        lambda: crab.spikes_ms(threshold() + 2, 60)[0],
        0.02,
        lambda membrane: spike_times_ms(under(membrane, 2.0, 500))[0],
        "ms",
        **HERE,
    ),
]
