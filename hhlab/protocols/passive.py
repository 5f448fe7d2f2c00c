"""What a small current shows of a membrane: its resistance and its time constant."""

from dataclasses import dataclass

import numpy as np

from ..descriptions.currents import currents_of
from ..descriptions.parameters import CurrentClamp, Membrane, Settings
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import number
from .common import ONSET_MS, from_rest

SMALL_NA = 0.001


@dataclass(frozen=True)
class InputResistance:
    """Two resistances of one membrane at rest, in MΩ.

    ``slope_Mohm`` is the change of potential over a small current that causes it; ``chord_Mohm`` is the
    inverse of all conductance open at rest. They agree where no channel depends on the potential.
    """

    slope_Mohm: float
    chord_Mohm: float


@runs_in_worker
def input_resistance(
    membrane: Membrane | None = None,
    *,
    amp: float = SMALL_NA,
    dur: float = 100.0,
    celsius: float = Settings.celsius,
) -> InputResistance:
    """Give the resistance of a membrane at rest, from two small steps of opposite sign.

    The mean of both is the slope at rest; either alone is not: the squid's rest answers -1 pA with 2 % more
    and +1 pA with 2 % less.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    amp : float
        Strength of both steps [nA].
    dur : float
        Their duration [ms]; the change is read at the end.
    celsius : float
        Temperature [°C].

    Returns
    -------
    InputResistance

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, the membrane has no rest, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> found = hhlab.input_resistance()
    >>> round(found.slope_Mohm), round(found.chord_Mohm)
    (272, 469)
    """
    amp = number("amp", amp, "nA", above=0, low=1e-9, high=1000)
    dur = number("dur", dur, "ms", above=0, low=0.1, high=10_000)
    membrane, run = from_rest(membrane, celsius, "cn")
    up, down = (
        run(
            CurrentClamp(amp=sign * amp, delay=ONSET_MS, dur=dur),
            tstop=ONSET_MS + dur,
            record=_traces(membrane),
        )
        for sign in (1, -1)
    )
    slope = float(up.v[-1] - down.v[-1]) / (2 * amp)
    return InputResistance(slope, 1 / _conductance_uS(up, membrane))


def _traces(membrane):
    return ("v", *(one.conductance for one in currents_of(membrane) if one.conductance))


def _conductance_uS(recording, membrane):
    """Give in µS the conductance of the whole membrane at the start."""
    density = sum(
        recording.traces[one.conductance][0] if one.conductance else getattr(membrane, one.gbar)
        for one in currents_of(membrane)
    )
    return float(density * membrane.area_um2 / 100)  # 1 S/cm² is 0.01 µS/µm²


@runs_in_worker
def time_constant_ms(
    membrane: Membrane | None = None, *, amp: float = SMALL_NA, celsius: float = Settings.celsius
) -> float:
    """Give the time in which a small hyperpolarising step brings 63 % of its change, in ms.

    For a leak alone that is the time constant cm/gl. Where channels answer to the potential, the charging is
    no exponential, and the change is the largest one, not the last.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    amp : float
        Strength of the step [nA].
    celsius : float
        Temperature [°C].

    Returns
    -------
    float
        In ms.

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.
    NoThreshold
        The membrane fires by itself.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.time_constant_ms(hhlab.Membrane.passive()), 2)
    1.0
    """
    amp = number("amp", amp, "nA", above=0, low=1e-9, high=1000)
    membrane, run = from_rest(membrane, celsius, "cn")
    silent = run(CurrentClamp(amp=0), tstop=1.0, record=_traces(membrane))
    # 1 pF/µS is 1 µs, and 1 µF/cm² is 0.01 pF/µm²
    expected = 1e-3 * membrane.cm * membrane.area_um2 / 100 / _conductance_uS(silent, membrane)
    dt = min(max(expected / 200, 1e-4), 1.0)
    rec = run(CurrentClamp(amp=-amp, delay=0, dur=1e9), tstop=max(15 * expected, dt), dt=dt)
    fall = rec.v[0] - rec.v
    last = int(np.argmax(fall))
    return float(np.interp((1 - np.exp(-1)) * fall[last], fall[: last + 1], rec.t[: last + 1]))
