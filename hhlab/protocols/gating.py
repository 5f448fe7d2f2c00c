"""What two clamp steps in a row show of the sodium gates: inactivation, and tails as they close."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..descriptions.parameters import Membrane, Settings, VoltageClamp
from ..descriptions.places import runs_in_worker
from ..simulator.engine import completed
from .clamping import BEFORE_MS, clamp_step_ms, commands, held, peak_ina, settling_ms, zero_mV


@dataclass(frozen=True, eq=False)
class Inactivation:
    """Sodium current left after each conditioning potential, as a fraction of the most; shape (N,)."""

    potentials_mV: np.ndarray
    available: np.ndarray

    @property
    def half_mV(self) -> float:
        """The potential that leaves half, by interpolation."""
        return zero_mV(self.potentials_mV, 0.5 - self.available)


@runs_in_worker
def inactivation_curve(
    membrane: Membrane | None,
    potentials_mV: Iterable[float],
    *,
    test: float = VoltageClamp.amp2,
    dur: float = 100.0,
    hold: float = Settings.v_init,
    celsius: float = Settings.celsius,
) -> Inactivation:
    """Give how much of the sodium current a conditioning step leaves to a test step.

    Parameters
    ----------
    membrane : Membrane or None
        None is ``Membrane()``, NEURON's ``hh``.
    potentials_mV : sequence of float, rising
        Conditioning potentials; the lowest should leave everything available: -120 mV or less.
    test : float
        Test potential [mV].
    dur : float
        Duration of the conditioning step [ms]; the slowest time constant of h is 8.6 ms at 6.3 °C.
    hold : float
        Holding potential [mV]; the gates start at their steady state there.
    celsius : float
        Temperature [°C].

    Returns
    -------
    Inactivation

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> curve = hhlab.inactivation_curve(None, range(-120, -29, 15), dur=40)
    >>> round(curve.half_mV)
    -62
    """
    potentials, dur = commands(potentials_mV), clamp_step_ms("dur", dur)
    membrane, _ = completed(membrane, None)
    peaks = []
    for conditioning in potentials:
        clamp = VoltageClamp(amp1=conditioning, dur1=dur, amp2=test, dur2=1e9)
        rec = held(membrane, clamp, hold, dur + 10.0, celsius)
        peaks.append(abs(peak_ina(rec, membrane, dur)[1]))
    if max(peaks) == 0:
        raise ValueError(f"No sodium current flows at {test:g} mV in {membrane}.")
    return Inactivation(potentials, np.array(peaks) / max(peaks))


@dataclass(frozen=True, eq=False)
class TailCurrents:
    """Sodium current right after a step back from an open state, by return potential; shape (N,)."""

    potentials_mV: np.ndarray
    ina_uA_per_cm2: np.ndarray

    @property
    def reversal_mV(self) -> float:
        """Where the current turns, by interpolation."""
        return zero_mV(self.potentials_mV, self.ina_uA_per_cm2)

    @property
    def conductance_mS_per_cm2(self) -> float:
        """The slope of a straight line through the currents."""
        return float(np.polyfit(self.potentials_mV, self.ina_uA_per_cm2, 1)[0])


@runs_in_worker
def tail_currents(
    membrane: Membrane | None,
    potentials_mV: Iterable[float],
    *,
    test: float = VoltageClamp.amp2,
    dur: float = 0.62,
    hold: float = Settings.v_init,
    celsius: float = Settings.celsius,
) -> TailCurrents:
    """Give the instantaneous current-voltage relation of the sodium channels that a test step has opened.

    Each current is extrapolated to the moment of the return, as the channels begin to close at once.

    Parameters
    ----------
    membrane : Membrane or None
        None is ``Membrane()``, NEURON's ``hh``.
    potentials_mV : sequence of float, rising
        Return potentials; two or more.
    test, dur : float
        The step that opens the channels [mV, ms]; by default it ends at the peak of the current.
    hold : float
        Holding potential [mV]; the gates start at their steady state there.
    celsius : float
        Temperature [°C].

    Returns
    -------
    TailCurrents

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.tail_currents(None, [-80, -40, 0, 40, 80]).reversal_mV)
    50
    """
    potentials, dur = commands(potentials_mV), clamp_step_ms("dur", dur)
    if len(potentials) < 2:
        raise ValueError("potentials_mV holds one return potential; a relation needs at least 2.")
    membrane, _ = completed(membrane, None)
    end = BEFORE_MS + dur
    currents = []
    for back in potentials:
        clamp = VoltageClamp(amp1=hold, dur1=BEFORE_MS, amp2=test, dur2=dur, amp3=back)
        rec = held(membrane, clamp, hold, end + 1.0, celsius)
        first = np.searchsorted(rec.t, end + settling_ms(membrane))
        # the next sample that is not a hair away from the first, or the line through both would be rough
        second = min(np.searchsorted(rec.t, 2 * rec.t[first] - end), len(rec.t) - 1)
        (t1, t2), (i1, i2) = rec.t[[first, second]] - end, rec.ina[[first, second]]
        currents.append(1000 * (i1 - t1 * (i2 - i1) / (t2 - t1)))
    return TailCurrents(potentials, np.array(currents))
