"""What the checks of several lessons try on a membrane at rest. Strengths are densities, in µA/cm²."""

from ..descriptions.parameters import CurrentClamp, Settings
from ..protocols.common import ONSET_MS, SPIKE_TRACES, amp_nA, rest_mV, spiked, window_ms
from ..simulator.engine import simulate

LONG_MS = 200.0
TRAIN_MS = 500.0


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


def fires(membrane, density, dur=LONG_MS, celsius=Settings.celsius):
    """Say whether a step fires a membrane at rest."""
    return spiked(stepped(membrane, density, dur, celsius))


def fires_after(membrane, density, dur, celsius=Settings.celsius):
    """Say whether a membrane fires after the end of a step."""
    return spiked(stepped(membrane, density, dur, celsius), since_ms=ONSET_MS + dur)


def keeps_firing(membrane, density, celsius=Settings.celsius):
    """Say whether a membrane still fires when a step has lasted 400 of its 500 ms."""
    recording = stepped(membrane, density, TRAIN_MS, celsius)
    late = (recording.t >= ONSET_MS + 0.8 * TRAIN_MS) & (recording.t <= ONSET_MS + TRAIN_MS)
    return bool(recording.v[late].max() > 0)
