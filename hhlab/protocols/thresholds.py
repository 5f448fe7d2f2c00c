"""The weakest stimulus that makes a resting membrane fire: a step, a shock, a release, a ramp.

Every threshold lies at most a fraction `rel` above a stimulus that fails, and itself fires. A spike is what
:mod:`hhlab.results.spikes` says. In warmth responses are graded, and another level than its -20 mV gives
another threshold: the rheobase at 0 mV is 0.6 % higher at 20 °C, and nearly double at 30 °C.
"""

from ..descriptions.defaults import REL, SEARCH_METHOD
from ..descriptions.parameters import CurrentClamp, Membrane, Method, Ramp, Settings, Shock
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import number
from ..simulator.engine import completed
from .common import MAX_CHARGE_MV, ONSET_MS, amp_nA, from_rest, search, spiked, strongest, usual, window_ms

BRIEF_MS = 0.5
ANODE_MS = 20.0  # of hyperpolarisation: the gates have settled
LONG_STEP_MS = 200.0  # no longer step fires with less, even at -10 °C


@runs_in_worker
def threshold_uA_per_cm2(
    membrane: Membrane | None = None,
    dur: float = BRIEF_MS,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the weakest current step that fires a membrane at rest, in µA/cm².

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
        Relative tolerance.

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
    >>> round(threshold_uA_per_cm2(hhlab.Membrane.squid_1952(), 0.5), 2)
    13.27
    """
    dur = step_ms("dur", dur)
    membrane, run = from_rest(membrane, celsius, method)

    def fires(density):
        clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=ONSET_MS, dur=dur)
        return spiked(run(clamp, tstop=ONSET_MS + dur + window_ms(membrane, celsius)))

    what = f"{dur:g} ms step [µA/cm²]"
    return search(fires, usual(membrane, dur), strongest(membrane, dur), rel, what)


@runs_in_worker
def threshold_nA(
    membrane: Membrane | None = None,
    dur: float = BRIEF_MS,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the weakest current step that fires a membrane at rest, in nA.

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
        In nA.

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
    >>> round(hhlab.threshold_nA(rel=0.01), 3)
    0.042
    """
    density = threshold_uA_per_cm2(membrane, dur, celsius=celsius, method=method, rel=rel)
    return amp_nA(density, completed(membrane, None)[0])


@runs_in_worker
def rheobase_uA_per_cm2(
    membrane: Membrane | None = None,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the weakest step of 200 ms that evokes one spike, in µA/cm².

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
    >>> round(rheobase_uA_per_cm2(hhlab.Membrane.squid_1952()), 2)
    2.24
    """
    return threshold_uA_per_cm2(membrane, LONG_STEP_MS, celsius=celsius, method=method, rel=rel)


@runs_in_worker
def rheobase_nA(
    membrane: Membrane | None = None,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the weakest step of 200 ms that evokes one spike, in nA.

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
        In nA.

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
    >>> round(hhlab.rheobase_nA(rel=0.01), 4)
    0.007
    """
    return threshold_nA(membrane, LONG_STEP_MS, celsius=celsius, method=method, rel=rel)


@runs_in_worker
def shock_threshold_mV(
    membrane: Membrane | None = None,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the least instantaneous displacement from rest that fires, in mV.

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
        In mV.

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
    >>> round(hhlab.shock_threshold_mV(rel=0.01), 1)
    6.5
    """
    membrane, run = from_rest(membrane, celsius, method)

    def fires(shift):
        return spiked(run(Shock(shift=shift, delay=ONSET_MS), tstop=ONSET_MS + window_ms(membrane, celsius)))

    return search(fires, 5.0, MAX_CHARGE_MV, rel, "shock [mV]")


@runs_in_worker
def anode_break_uA_per_cm2(
    membrane: Membrane | None = None,
    dur: float = ANODE_MS,
    *,
    celsius: float = Settings.celsius,
    method: Method = SEARCH_METHOD,
    rel: float = REL,
) -> float:
    """Give the weakest hyperpolarising step after whose end the membrane fires, as a positive density.

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
        How strong the step is, without its sign [µA/cm²].

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
    >>> round(hhlab.anode_break_uA_per_cm2(rel=0.01), 1)
    2.8
    """
    dur = step_ms("dur", dur)
    membrane, run = from_rest(membrane, celsius, method)
    end = ONSET_MS + dur

    def fires(strength):
        clamp = CurrentClamp(amp=-amp_nA(strength, membrane), delay=ONSET_MS, dur=dur)
        return spiked(run(clamp, tstop=end + window_ms(membrane, celsius)), since_ms=end)

    what = f"hyperpolarising {dur:g} ms step [µA/cm²]"
    return search(fires, 1.0, strongest(membrane, dur), rel, what)


@runs_in_worker
def slowest_ramp_uA_per_cm2_per_ms(
    membrane: Membrane | None = None,
    dur: float = 400.0,
    *,
    celsius: float = Settings.celsius,
    method: Method = Settings.method,
    rel: float = REL,
) -> float:
    """Give the slowest rise of current that makes a membrane fire before it ends, in µA/cm² per ms.

    A longer ramp may be slower, for it reaches as far: where rest is unstable no rise is too slow. Fixed
    steps, because near an unstable rest the error that CVODE allows is itself enough to start an impulse.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    dur : float
        How long the current rises [ms].
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    rel : float
        How far the result may lie above a stimulus that fails, as a fraction of it.

    Returns
    -------
    float
        In µA/cm² per ms.

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
    >>> round(hhlab.slowest_ramp_uA_per_cm2_per_ms(dur=50, rel=0.01), 2)
    0.24
    """
    dur = step_ms("dur", dur)
    membrane, run = from_rest(membrane, celsius, method)

    def fires(slope):
        clamp = Ramp(slope=amp_nA(slope, membrane), delay=ONSET_MS, dur=dur)
        return spiked(run(clamp, tstop=ONSET_MS + dur))

    return search(fires, 1 / dur, strongest(membrane, dur) / dur, rel, f"{dur:g} ms ramp [µA/cm² per ms]")


def step_ms(name, dur):
    """Give a checked duration of a stimulus [ms]."""
    return number(name, dur, "ms", above=0, low=0.001, high=10_000)
