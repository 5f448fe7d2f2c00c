"""Voltage clamp: families of currents under steps of potential; always by CVODE.

The electrode's resistance is scaled to the membrane's area, 0.003 Ω·cm², so that a large patch is clamped as
well as a small one: 5 mA/cm² move the potential by 0.016 mV.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Polynomial

from ..descriptions.parameters import Membrane, Settings, VoltageClamp
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import number
from ..simulator.engine import completed, simulate
from .common import row

RS_MOHM_UM2 = 0.314  # 1 kΩ on the 10 µm soma
LEAST_RS_MOHM = 1e-6
WORST_SETTLING_MS = 0.05  # the sodium current takes ten times as long to rise
BEFORE_MS = 1.0
SODIUM = ("v", "ina", "ik", "gna")


@dataclass(frozen=True, eq=False)
class ClampFamily:
    """Currents under steps of potential; arrays of shape (N,), and the N Recordings for a picture.

    ``peak_ina`` is the sodium current farthest from zero, inward negative, and ``peak_time_ms`` its time
    since the step; ``peak_gna`` is the highest sodium conductance; ``steady_ik`` is the potassium current
    when the step ends. The Recordings hold ``v``, ``ina``, ``ik`` and ``gna``, with the step at 1 ms.
    """

    potentials_mV: np.ndarray
    peak_ina_uA_per_cm2: np.ndarray
    peak_time_ms: np.ndarray
    peak_gna_mS_per_cm2: np.ndarray
    steady_ik_uA_per_cm2: np.ndarray
    recordings: tuple

    @property
    def reversal_mV(self) -> float:
        """Where the peak sodium current turns from inward to outward, by interpolation."""
        return zero_mV(self.potentials_mV, self.peak_ina_uA_per_cm2)

    @property
    def trough(self) -> tuple[float, float]:
        """The potential [mV] of the largest inward sodium current, and that current [µA/cm²].

        It is read off a cubic through the peaks that reach nine tenths of the largest; with potentials 2 mV
        apart that is good to 0.1 mV.
        """
        v, ina = self.potentials_mV, self.peak_ina_uA_per_cm2
        i = int(np.argmin(ina))
        near = ina <= 0.9 * ina[i]
        if not 0 < i < len(ina) - 1 or ina[i] >= 0 or near.sum() < 3:
            raise ValueError(
                f"No trough shows between {v[0]:g} and {v[-1]:g} mV; choose more potentials, on both sides "
                "of the largest inward current."
            )
        line = Polynomial.fit(v[near], ina[near], min(3, near.sum() - 1))
        turns = [float(x.real) for x in line.deriv().roots() if abs(x.imag) < 1e-9]
        lowest = min(turns, key=lambda x: abs(x - v[i]))
        return lowest, float(line(lowest))


@runs_in_worker
def clamp_family(
    membrane: Membrane | None,
    potentials_mV: Iterable[float],
    *,
    hold: float = Settings.v_init,
    dur: float = VoltageClamp.dur2,
    celsius: float = Settings.celsius,
) -> ClampFamily:
    """Give the currents under steps from a holding potential to each of several test potentials.

    Parameters
    ----------
    membrane : Membrane or None
        None is ``Membrane()``, NEURON's ``hh``.
    potentials_mV : sequence of float, rising
        Test potentials.
    hold : float
        Holding potential [mV]; the gates start at their steady state there.
    dur : float
        Duration of the step [ms].
    celsius : float
        Temperature [°C].

    Returns
    -------
    ClampFamily

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> family = hhlab.clamp_family(None, range(-60, 81, 20))
    >>> round(family.reversal_mV, 1)
    49.6
    """
    potentials, dur = commands(potentials_mV), clamp_step_ms("dur", dur)
    membrane, _ = completed(membrane, None)
    recordings, peaks = [], []
    for test in potentials:
        clamp = VoltageClamp(amp1=hold, dur1=BEFORE_MS, amp2=test, dur2=1e9)
        rec = held(membrane, clamp, hold, BEFORE_MS + dur, celsius)
        recordings.append(rec)
        peaks.append((*peak_ina(rec, membrane, BEFORE_MS), 1000 * rec.gna[rec.t > BEFORE_MS].max()))
    times, ina, gna = np.array(peaks).T
    ik = np.array([1000 * rec.ik[-1] for rec in recordings])
    return ClampFamily(potentials, ina, times, gna, ik, tuple(recordings))


def zero_mV(potentials, currents):
    """Give where a curve rises through zero for the last time, by interpolation [mV]."""
    rises = np.flatnonzero((currents[:-1] <= 0) & (currents[1:] > 0))
    if len(rises) == 0:
        low, high = potentials[0], potentials[-1]
        raise ValueError(f"Nothing turns between {low:g} and {high:g} mV; choose potentials on both sides.")
    i = rises[-1]
    fraction = currents[i] / (currents[i] - currents[i + 1])
    return float(potentials[i] + fraction * (potentials[i + 1] - potentials[i]))


def commands(values):
    """Give checked potentials of a clamp, rising [mV], shape (N,)."""
    return row("potentials_mV", values, "mV", low=-200, high=200)


def clamp_step_ms(name, dur):
    """Give the checked duration of a clamp step [ms]."""
    return number(name, dur, "ms", low=0.05, high=10_000)


def settling_ms(membrane):
    """Give in ms the time that charges a membrane to the command: a hundred of the clamp's time constants."""
    return 100 * 1e-5 * max(RS_MOHM_UM2, LEAST_RS_MOHM * membrane.area_um2) * membrane.cm


def held(membrane, clamp, hold, tstop, celsius):
    """Give the Recording of a membrane under a clamp whose electrode suits its area."""
    if settling_ms(membrane) > WORST_SETTLING_MS:
        raise ValueError(
            f"No electrode clamps {membrane.area_um2:.3g} µm² at {membrane.cm:g} µF/cm² fast enough. "
            "Take a smaller patch: current densities stay the same."
        )
    clamp = clamp.but(rs=max(RS_MOHM_UM2 / membrane.area_um2, LEAST_RS_MOHM))
    return simulate(membrane, clamp, tstop=tstop, celsius=celsius, method="cvode", v_init=hold, record=SODIUM)


def peak_ina(recording, membrane, since):
    """Give the time after a step [ms] and the size [µA/cm²] of the sodium current farthest from zero."""
    later = recording.t > since + settling_ms(membrane)
    t, ina = recording.t[later] - since, 1000 * recording.ina[later]
    i = int(np.argmax(np.abs(ina)))
    if not 0 < i < len(ina) - 1:
        return t[i], ina[i]
    # the parabola through three samples: CVODE's are wide apart where the current is flat
    a, b, c = np.polyfit(t[i - 1 : i + 2] - t[i], ina[i - 1 : i + 2], 2)
    return (t[i] - b / (2 * a), c - b * b / (4 * a)) if a else (t[i], ina[i])
