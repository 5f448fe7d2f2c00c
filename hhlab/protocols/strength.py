"""Strength and duration: how strong a current must be for how long it lasts.

Sources
-------
Weiss (1901), Arch. Ital. Biol. 35:413-446; Lapicque (1907), J. Physiol. Pathol. Gen. 9:620-635.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..descriptions.defaults import REL, SEARCH_METHOD
from ..descriptions.parameters import CurrentClamp, Membrane, Method, Settings
from ..descriptions.places import runs_in_worker
from .common import ONSET_MS, amp_nA, from_rest, row, search, spiked, window_ms
from .thresholds import LONG_STEP_MS, rheobase_uA_per_cm2, threshold_uA_per_cm2


@dataclass(frozen=True, eq=False)
class Fit:
    """A law of strength and duration fitted to thresholds, and its largest relative deviation from them."""

    rheobase_uA_per_cm2: float
    chronaxie_ms: float
    worst: float


@dataclass(frozen=True, eq=False)
class StrengthDuration:
    """Threshold currents [µA/cm²] of steps of several durations [ms], arrays of shape (N,)."""

    durations_ms: np.ndarray
    thresholds_uA_per_cm2: np.ndarray

    @property
    def charges_nC_per_cm2(self) -> NDArray[np.float64]:
        """The charge each step has carried when it ends, in nC/cm², shape (N,)."""
        return self.durations_ms * self.thresholds_uA_per_cm2

    @property
    def lapicque(self) -> Fit:
        """The Fit of a leaky capacitor that fires at a fixed potential: I = b / (1 - 2^(-d/c))."""
        return self._fit(lambda d, b, c: -b / np.expm1(-np.log(2) * d / c))

    @property
    def weiss(self) -> Fit:
        """The Fit of a charge that grows in proportion to time: I = b (1 + c/d)."""
        return self._fit(lambda d, b, c: b * (1 + c / d))

    def _fit(self, law):
        d, i = self.durations_ms, self.thresholds_uA_per_cm2
        if len(d) < 3:
            raise ValueError(f"A fit of two constants needs at least 3 durations, but there are {len(d)}.")
        from scipy.optimize import curve_fit  # where it is asked for: a lesson without it saves 45 MB

        # relative deviations: thresholds span decades
        found, _ = curve_fit(law, d, i, p0=(i[-1], 1.0), sigma=i, bounds=(1e-9, np.inf))
        return Fit(float(found[0]), float(found[1]), float(np.abs(law(d, *found) / i - 1).max()))


@runs_in_worker
def strength_duration(
    membrane: Membrane | None,
    durations_ms: Iterable[float],
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> StrengthDuration:
    """Give the threshold current for each duration of a step.

    Parameters
    ----------
    membrane : Membrane or None
        None is ``Membrane()``, NEURON's ``hh``.
    durations_ms : sequence of float, rising
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    rel : float
        How far the result may lie above a stimulus that fails, as a fraction of it.

    Returns
    -------
    StrengthDuration

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
    >>> found = hhlab.strength_duration(None, [0.2, 0.5, 1.0], rel=0.01)
    >>> found.thresholds_uA_per_cm2.round(1)
    array([32.7, 13.3,  6.9])
    """
    durations = row("durations_ms", durations_ms, "ms", above=0, low=0.001, high=10_000)

    def threshold(dur):
        return threshold_uA_per_cm2(membrane, dur, celsius=celsius, method=method, rel=rel)

    return StrengthDuration(durations, np.array([threshold(dur) for dur in durations]))


@runs_in_worker
def chronaxie_ms(
    membrane: Membrane | None = None,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the shortest duration at which a step of twice the rheobase fires, in ms.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    rel : float
        How far the result may lie above a stimulus that fails, as a fraction of it.

    Returns
    -------
    float
        In ms.

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
    >>> round(hhlab.chronaxie_ms(rel=0.01), 1)
    1.7

    Sources
    -------
    Lapicque (1907), J. Physiol. Pathol. Gen. 9:620-635.
    """
    strength = 2 * rheobase_uA_per_cm2(membrane, celsius=celsius, method=method, rel=rel)
    membrane, run = from_rest(membrane, celsius, method)

    def fires(dur):
        clamp = CurrentClamp(amp=amp_nA(strength, membrane), delay=ONSET_MS, dur=dur)
        return spiked(run(clamp, tstop=ONSET_MS + dur + window_ms(membrane, celsius)))

    return search(fires, 1.0, LONG_STEP_MS, rel, "duration [ms] of twice the rheobase")


@runs_in_worker
def threshold_charge_nC_per_cm2(
    membrane: Membrane | None = None,
    dur: float = 0.05,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the charge of the weakest step of `dur` [ms] that fires, in nC/cm²; if brief, it is constant.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    dur : float
        Duration of the step [ms].
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    rel : float
        How far the result may lie above a stimulus that fails, as a fraction of it.

    Returns
    -------
    float
        In nC/cm².

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
    >>> round(hhlab.threshold_charge_nC_per_cm2(rel=0.01), 1)
    6.5
    """
    return dur * threshold_uA_per_cm2(membrane, dur, celsius=celsius, method=method, rel=rel)
