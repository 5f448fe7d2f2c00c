"""What the checks of several lessons try on a membrane at rest. Strengths are densities, in µA/cm²."""

from ..descriptions.parameters import CurrentClamp, Settings
from ..protocols.common import ONSET_MS, SPIKE_TRACES, amp_nA, rest_mV, window_ms
from ..simulator.engine import simulate

LONG_MS = 200.0
TRAIN_MS = 500.0
# a train that lasts still fires when a step of 500 ms has lasted 400
LASTS = {"level_mV": 0.0, "since_ms": ONSET_MS + 0.8 * TRAIN_MS, "until_ms": ONSET_MS + TRAIN_MS}


def stepped(membrane, density, dur=LONG_MS, celsius=Settings.celsius, record=SPIKE_TRACES):
    """Give the Recording of a step from rest, 1 ms after the start, and of what follows it."""
    clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=ONSET_MS, dur=dur)
    return simulate(
        membrane,
        clamp,
        tstop=ONSET_MS + dur + window_ms(membrane, celsius),
        celsius=celsius,
        method="cvode",
        v_init=rest_mV(membrane, celsius=celsius),
        record=record,
    )
