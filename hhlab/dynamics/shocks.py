"""A shock to a membrane that fires: on which side of the boundary between firing and rest does it land?"""

import numpy as np
from scipy.integrate import solve_ivp

from ..descriptions.parameters import Membrane, Settings
from ..descriptions.quantities import number
from ..results.recording import Recording
from .cycles import limit_cycle
from .equations import checked, slope, traces_of

CROSSING_MV = -45.0  # time is counted from the upward crossing of this potential
STEP_MS = 0.05
# a shock that stops the membrane of 1952: rest and firing are both stable under this current [µA/cm²]
FIRING, SHIFT_MV, AT_MS = 8.0, 4.0, 9.5
LONG_MS = 250.0


def shocked_cycle(
    membrane: Membrane | None = None,
    density: float = FIRING,
    *,
    shift_mV: float = SHIFT_MV,
    at_ms: float = AT_MS,
    tstop: float = LONG_MS,
    celsius: float = Settings.celsius,
) -> Recording:
    """Give the Recording of a membrane that fires and is displaced once, at a chosen moment of its cycle.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    density : float
        The steady current under which it fires [µA/cm²].
    shift_mV : float
        The displacement [mV].
    at_ms : float
        When, counted from the first upward crossing of -45 mV, which is at time 0 [ms].
    tstop : float
        End of the run [ms].
    celsius : float
        Temperature [°C].

    Returns
    -------
    Recording of ``v`` and the gates

    Raises
    ------
    NoCycle
        Without the shock it comes to rest.
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> hit = hhlab.shocked_cycle(hhlab.Membrane.squid_1952(), tstop=20)
    >>> round(float(hit.v[0]), 1)
    -45.0
    """
    membrane, density = checked(membrane, density)
    shift = number("shift_mV", shift_mV, "mV", low=-200, high=200)
    tstop = number("tstop", tstop, "ms", above=0, high=2000)
    at = number("at_ms", at_ms, "ms", low=0, high=tstop)
    cycle = limit_cycle(membrane, density, celsius=celsius).recording
    states = np.stack(list(cycle.traces.values()))
    # from peak to peak: the only rise through it
    i = int(np.flatnonzero((cycle.v[:-1] < CROSSING_MV) & (cycle.v[1:] >= CROSSING_MV))[0])
    share = (CROSSING_MV - cycle.v[i]) / (cycle.v[i + 1] - cycle.v[i])
    y = states[:, i] + share * (states[:, i + 1] - states[:, i])
    times, found = [], []
    for start, stop, jump in ((0.0, at, 0.0), (at, tstop, shift)):
        y = y + jump * (np.arange(len(y)) == 0)
        t = np.unique([start, *np.arange(np.ceil(start / STEP_MS) * STEP_MS, stop, STEP_MS), stop])
        run = solve_ivp(
            lambda _, y: slope(membrane, density, celsius, y),
            (start, max(stop, start + 1e-9)),
            y,
            method="LSODA",
            rtol=1e-8,
            atol=1e-8,
            dense_output=True,
        )
        times.append(t)
        found.append(run.sol(t))
        y = run.y[:, -1]
    traces = traces_of(membrane, np.concatenate(found, axis=1))
    return Recording(np.concatenate(times), configuration="LSODA, rtol 1e-8, exact rates", **traces)


def stops_firing(
    membrane: Membrane | None = None,
    density: float = FIRING,
    *,
    shift_mV: float = SHIFT_MV,
    at_ms: float = AT_MS,
    celsius: float = Settings.celsius,
) -> bool:
    """Say whether one displacement of a firing membrane brings it to rest, within 250 ms.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    density : float
        The steady current [µA/cm²].
    shift_mV : float
        The displacement [mV].
    at_ms : float
        When, counted from the first upward crossing of -45 mV [ms].
    celsius : float
        Temperature [°C].

    Returns
    -------
    bool

    Raises
    ------
    NoCycle
        Nothing oscillates.
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.stops_firing(hhlab.Membrane.squid_1952(), shift_mV=4, at_ms=9.5)
    True
    """
    recording = shocked_cycle(membrane, density, shift_mV=shift_mV, at_ms=at_ms, celsius=celsius)
    late = recording.v[recording.t > recording.t[-1] - 50]
    return bool((late < CROSSING_MV).all())
