"""Repetitive firing: rate against current, where it starts, its memory, and the sodium that it costs."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..descriptions.defaults import REL, SEARCH_METHOD
from ..descriptions.parameters import CurrentClamp, Membrane, Method, PulseTrain, Settings
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import number, shown
from ..results.measures import spike_times_ms
from ..results.recording import Recording
from ..simulator.engine import cells_at_once, completed, simulate, simulate_cells
from .common import MAX_DENSITY, ONSET_MS, amp_nA, from_rest, rest_mV, row, search, spiked, strongest

STARTS = ("step", "rest")
LEAST_MV = 1.0  # a smaller oscillation is one that dies away
NUDGE_MV = 0.1  # right on it, even an unstable rest would last
ONSET_STEP_MS = 500.0


@dataclass(frozen=True, eq=False)
class FICurve:
    """Firing under steady currents; arrays of shape (N,).

    ``rates_hz`` is the rate of the oscillation in the last quarter of the step, counted at its middle and 0
    where there is none; ``amplitudes_mV`` is that oscillation's height, peak to peak. ``spikes`` counts
    those of the whole run as :mod:`hhlab.results.spikes` does; ``latencies_ms`` is the time to the first,
    nan without one.
    """

    densities_uA_per_cm2: np.ndarray
    rates_hz: np.ndarray
    amplitudes_mV: np.ndarray
    spikes: np.ndarray
    latencies_ms: np.ndarray


@runs_in_worker
def f_i_curve(
    membrane: Membrane | None,
    densities: Iterable[float],
    *,
    start: str = "step",
    dur: float = 1000.0,
    celsius: float = Settings.celsius,
    method: Method = Settings.method,
    dt: float = Settings.dt,
) -> FICurve:
    """Give how a membrane fires under each of several steady currents.

    Parameters
    ----------
    membrane : Membrane or None
        None is ``Membrane()``, NEURON's ``hh``.
    densities : sequence of float, rising
        In µA/cm².
    start : {"step", "rest"}
        A sudden step from the rest without current; or 0.1 mV off the rest with that current, as after a
        slow rise.
    dur : float
        How long the current flows [ms].
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    dt : float
        Time step [ms].

    Returns
    -------
    FICurve

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> round(float(f_i_curve(hhlab.Membrane.squid_1952(), [10]).rates_hz[0]), 1)
    68.3
    """
    membrane, _ = completed(membrane, None)
    currents = row("densities", densities, "µA/cm²", low=-MAX_DENSITY, high=MAX_DENSITY)
    dur = number("dur", dur, "ms", low=50, high=20_000)
    if not (isinstance(start, str) and start in STARTS):
        raise ValueError(f'start must be "step" or "rest", but it is {shown(start)}.')
    delay = ONSET_MS if start == "step" else 0.0
    clamps = [CurrentClamp(amp=amp_nA(d, membrane), delay=delay, dur=ONSET_MS + dur) for d in currents]
    if start == "rest":
        v_inits = [rest_mV(membrane, d, celsius=celsius) + NUDGE_MV for d in currents]
    else:
        v_inits = [rest_mV(membrane, celsius=celsius)] * len(currents)
    settings = Settings(tstop=ONSET_MS + dur, celsius=celsius, method=method, dt=dt)
    found = np.array([_train(rec, dur) for rec in _runs(membrane, clamps, v_inits, settings)])
    rates, amplitudes, spikes, latencies = found.T
    return FICurve(currents, rates, amplitudes, spikes.astype(int), latencies)


def _runs(membrane, clamps, v_inits, settings):
    """Give a Recording for each clamp and start: together where they can be, else one at a time."""
    size = 1 if len(set(v_inits)) > 1 else cells_at_once(settings)
    for i in range(0, len(clamps), size):
        cells = [(membrane, clamp) for clamp in clamps[i : i + size]]
        yield from simulate_cells(cells, settings.but(v_init=v_inits[i]))


def _train(recording, dur):
    times = spike_times_ms(recording)
    latency = times[0] - ONSET_MS if len(times) else np.nan
    return *oscillation(recording, ONSET_MS + 0.75 * dur, ONSET_MS + dur), len(times), latency


def oscillation(recording, start_ms, stop_ms):
    """Give the rate [Hz] and the height [mV], peak to peak, of the oscillation in a window; 0 without one."""
    inside = (recording.t >= start_ms) & (recording.t <= stop_ms)
    window = Recording(t=recording.t[inside], v=recording.v[inside])
    height = float(np.ptp(window.v))
    if height < LEAST_MV:
        return 0.0, height
    times = spike_times_ms(window, (window.v.max() + window.v.min()) / 2)
    return (1000 / np.diff(times).mean() if len(times) > 1 else 0.0), height


@dataclass(frozen=True, eq=False)
class Hysteresis:
    """Rates [Hz] on a staircase of currents, going up and coming down; arrays of shape (N,)."""

    densities_uA_per_cm2: np.ndarray
    up_hz: np.ndarray
    down_hz: np.ndarray


@runs_in_worker
def hysteresis(
    membrane: Membrane | None = None,
    top: float = 12.0,
    stairs: int = 24,
    *,
    hold: float = 400.0,
    celsius: float = Settings.celsius,
    method: Method = Settings.method,
) -> Hysteresis:
    """Give the rates as a current climbs in equal stairs to `top` and comes down again, in one run.

    The membrane keeps its state from stair to stair: where rest and firing are both stable it goes on with
    what it did.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    top : float
        Highest current [µA/cm²].
    stairs : int
        How many equal stairs lead there.
    hold : float
        Time on each stair [ms]; the rate is that of its second half.
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.

    Returns
    -------
    Hysteresis

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> found = hhlab.hysteresis(top=12, stairs=3, hold=200)
    >>> found.densities_uA_per_cm2.round(1)
    array([ 4.,  8., 12.])
    >>> (found.down_hz >= found.up_hz).all()
    np.True_
    """
    membrane, _ = completed(membrane, None)
    top = number("top", top, "µA/cm²", above=0, high=MAX_DENSITY)
    stairs = number("stairs", stairs, low=2, high=100, whole=True)
    hold = number("hold", hold, "ms", low=50, high=500)
    # the pulses start one by one and add up, then end one by one
    climb = PulseTrain(
        amp=amp_nA(top / stairs, membrane), delay=0, dur=stairs * hold, interval=hold, count=stairs
    )
    v_init = rest_mV(membrane, celsius=celsius)
    tstop = (2 * stairs - 1) * hold
    rec = simulate(membrane, climb, tstop=tstop, celsius=celsius, method=method, v_init=v_init)
    rates = [oscillation(rec, (i + 0.5) * hold, (i + 1) * hold)[0] for i in range(2 * stairs - 1)]
    levels = top / stairs * np.arange(1, stairs + 1)
    return Hysteresis(levels, np.array(rates[:stairs]), np.array(rates[stairs - 1 :][::-1]))


@runs_in_worker
def repetitive_onset_uA_per_cm2(
    membrane: Membrane | None = None,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the weakest step from rest under which a membrane still fires after 400 of 500 ms, in µA/cm².

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
        In µA/cm².

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
    >>> round(repetitive_onset_uA_per_cm2(hhlab.Membrane.squid_1952()), 2)
    6.26
    """
    membrane, run = from_rest(membrane, celsius, method)

    def fires(density):
        clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=ONSET_MS, dur=ONSET_STEP_MS)
        return spiked(run(clamp, tstop=ONSET_MS + ONSET_STEP_MS), since_ms=ONSET_MS + 0.8 * ONSET_STEP_MS)

    limit = strongest(membrane, ONSET_STEP_MS)
    # small steps: some membranes fire within a narrow range only
    return search(fires, 1.0, limit, rel, "steady current [µA/cm²] with lasting spikes", growth=1.25)


@runs_in_worker
def first_spike_latency_ms(
    membrane: Membrane | None,
    density: float,
    *,
    dur: float = 100.0,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
) -> float:
    """Give the time from the onset of a step [µA/cm²] to the first rise through 0 mV, in ms; nan without one.

    Parameters
    ----------
    membrane : Membrane or None
        None is ``Membrane()``, NEURON's ``hh``.
    density : float
        The steady current [µA/cm²].
    dur : float
        How long the current flows [ms].
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.

    Returns
    -------
    float
        In ms; nan without a spike.

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.first_spike_latency_ms(None, 10), 2)
    1.9
    """
    return float(f_i_curve(membrane, [density], dur=dur, celsius=celsius, method=method).latencies_ms[0])
