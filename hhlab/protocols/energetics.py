"""What an impulse costs: the sodium that it lets in."""

from dataclasses import dataclass

import numpy as np

from ..parameters import CurrentClamp
from .common import ONSET_MS, amp_nA, from_rest, window_ms
from .thresholds import threshold_uA_per_cm2

PULSE_MS = 0.5
FARADAY = 96485.33212  # C/mol


@dataclass(frozen=True)
class SodiumEntry:
    """The sodium that one impulse lets in, beyond what leaks in at rest.

    ``ratio`` is its charge over the least that could do, C·ΔV, where ΔV runs from rest to the peak.
    """

    charge_nC_per_cm2: float
    amplitude_mV: float
    ratio: float

    @property
    def pmol_per_cm2(self):
        """The amount of sodium, in pmol/cm²."""
        return 1000 * self.charge_nC_per_cm2 / FARADAY  # 1 nC is 1000 pC, and 1 pC is 1/F pmol


def sodium_entry(membrane=None, *, celsius=6.3, method="cvode"):
    """Give the sodium that enters in one impulse, evoked by 0.5 ms of twice the threshold current.

    Parameters
    ----------
    membrane, celsius, method
        As for :func:`hhlab.protocols.thresholds.threshold_uA_per_cm2`, as are the errors.

    Returns
    -------
    SodiumEntry
    """
    density = 2 * threshold_uA_per_cm2(membrane, PULSE_MS, celsius=celsius, method=method)
    membrane, run = from_rest(membrane, celsius, method)
    clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=ONSET_MS, dur=PULSE_MS)
    rec = run(clamp, tstop=ONSET_MS + window_ms(membrane, celsius), record=("v", "ina"))
    inward = rec.ina[0] - rec.ina
    charge = float(1000 * np.trapezoid(inward, rec.t))  # 1 mA/cm² for 1 ms is 1000 nC/cm²
    amplitude = float(rec.v.max() - rec.v[0])
    return SodiumEntry(charge, amplitude, charge / (membrane.cm * amplitude))
