"""What an impulse or a hyperpolarising step leaves behind: refractoriness, supernormality, rebound."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..descriptions.defaults import REL, SEARCH_METHOD
from ..descriptions.parameters import CurrentClamp, Membrane, Method, PairedPulses, Settings
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import number
from ..results.measures import spike_times_ms
from ..results.spikes import LEVEL_MV
from .common import (
    MAX_DENSITY,
    ONSET_MS,
    NoThreshold,
    amp_nA,
    from_rest,
    row,
    search,
    spike_traces,
    spiked,
    window_ms,
)
from .thresholds import ANODE_MS, step_ms, threshold_uA_per_cm2

PULSE_MS = 0.5
CONDITIONING = 2.0  # the first pulse, in multiples of its threshold
MAX_TEST = 50.0  # the strongest second pulse tried, in the same multiples


@dataclass(frozen=True, eq=False)
class RefractoryCurve:
    """Threshold of a second pulse over that of the first, for several intervals; arrays of shape (N,).

    A ratio is inf where no second pulse fires, and nan where the first spike has not yet risen.
    """

    intervals_ms: np.ndarray
    ratios: np.ndarray
    first_uA_per_cm2: float

    @property
    def supernormal(self) -> tuple[float, float]:
        """The interval [ms] with the lowest ratio, and that ratio."""
        if not np.isfinite(self.ratios).any():
            raise NoThreshold("At none of these intervals does a second pulse fire; take longer ones.")
        i = int(np.nanargmin(self.ratios))
        return float(self.intervals_ms[i]), float(self.ratios[i])


@runs_in_worker
def refractory_curve(
    membrane: Membrane | None,
    intervals_ms: Iterable[float],
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> RefractoryCurve:
    """Give how much stronger a second pulse must be, by its interval from the first.

    Both pulses last 0.5 ms; the first has twice the threshold. Intervals run from onset to onset.

    Parameters
    ----------
    membrane : Membrane or None
        None is ``Membrane()``, NEURON's ``hh``.
    intervals_ms : sequence of float, rising, from 0.5 ms
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    rel : float
        How far the result may lie above a stimulus that fails, as a fraction of it.

    Returns
    -------
    RefractoryCurve

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits.
    SimulationError
        NEURON could not finish a run.
    NoThreshold
        The membrane fires by itself, or nothing makes it fire.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.refractory_curve(None, [8, 15], rel=0.01).ratios.round(1)
    array([6.2, 1.2])
    """
    intervals = row("intervals_ms", intervals_ms, "ms", low=PULSE_MS, high=10_000)
    first = threshold_uA_per_cm2(membrane, PULSE_MS, celsius=celsius, method=method, rel=rel)
    membrane, run = from_rest(membrane, celsius, method)
    amp = CONDITIONING * amp_nA(first, membrane)

    def ratio(interval):
        onset = ONSET_MS + interval

        def fires(test):
            pulses = PairedPulses(
                amp=amp, delay=ONSET_MS, dur=PULSE_MS, interval=interval, ratio=test / CONDITIONING
            )
            return spiked(run(pulses, tstop=onset + window_ms(membrane, celsius)), since_ms=onset)

        if fires(0.0):
            return np.nan
        try:
            return search(fires, 1.0, MAX_TEST, rel, "second pulse [thresholds]")
        except NoThreshold:
            return np.inf

    return RefractoryCurve(intervals, np.array([ratio(interval) for interval in intervals]), first)


@dataclass(frozen=True, eq=False)
class Rebound:
    """What a hyperpolarising step leaves behind: the gates at rest and at its end, and the spike after it.

    ``latency_ms`` runs from the end of the step to the rise through -20 mV; it is nan without a spike.
    """

    latency_ms: float
    h_rest: float
    h_end: float
    n_rest: float
    n_end: float


@runs_in_worker
def rebound(
    membrane: Membrane | None = None,
    density: float = -5.0,
    dur: float = ANODE_MS,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
) -> Rebound:
    """Give what happens after a hyperpolarising step of `density` [µA/cm²] and `dur` [ms].

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    density : float
        Below zero [µA/cm²].
    dur : float
        Duration of the step [ms].
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.

    Returns
    -------
    Rebound

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits.
    SimulationError
        NEURON could not finish a run.
    NoThreshold
        The membrane fires by itself, or nothing makes it fire.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.rebound(density=-5).latency_ms, 1)
    4.7
    """
    density = number("density", density, "µA/cm²", low=-MAX_DENSITY, high=0, slip=_sign_slip)
    dur = step_ms("dur", dur)
    membrane, run = from_rest(membrane, celsius, method)
    end = ONSET_MS + dur
    clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=ONSET_MS, dur=dur)
    rec = run(clamp, tstop=end + window_ms(membrane, celsius), record=(*spike_traces(membrane), "h", "n"))
    times = spike_times_ms(rec, LEVEL_MV)
    fired = spiked(rec, since_ms=end)
    h_end, n_end = (float(np.interp(end, rec.t, gate)) for gate in (rec.h, rec.n))
    latency = float(times[times > end][0] - end) if fired else float("nan")
    return Rebound(latency, float(rec.h[0]), h_end, float(rec.n[0]), n_end)


def _sign_slip(value):
    return f"A rebound follows a hyperpolarising step, such as {-value:g} µA/cm²."
