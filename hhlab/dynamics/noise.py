"""A membrane with a countable number of channels: they open and close by chance, and the voltage follows.

Each step is NEURON's own: the voltage by backward Euler, then the channels, exactly, at the new voltage.
"""

from collections.abc import Sequence

import numpy as np

from ..descriptions.axons import Axon
from ..descriptions.currents import currents_of
from ..descriptions.defaults import RECORD
from ..descriptions.parameters import CurrentClamp, Membrane, Settings, VoltageClamp
from ..descriptions.quantities import number, shown
from ..results.family import Family
from ..results.recording import Recording
from .chance import Kind
from .equations import checked

CHANNELS = 1000
TRIALS = 10
SEED = 1
MAX_CHANNELS = 1e12
MAX_STEPS = 200_000  # of one trial, ten seconds
MAX_SAMPLES = 5_000_000  # of all trials together
V_LIMIT_MV = 500.0  # no membrane stands this
PER_AREA = 100.0  # 1 nA/µm² is 100 mA/cm², and 1 µS/µm² is 100 S/cm²


def noisy(
    membrane: Membrane | None = None,
    clamp: CurrentClamp | VoltageClamp | None = None,
    *,
    channels: int = CHANNELS,
    seed: int = SEED,
    tstop: float = Settings.tstop,
    celsius: float = Settings.celsius,
    dt: float = Settings.dt,
    v_init: float = Settings.v_init,
    record: Sequence[str] = RECORD,
) -> Recording:
    """Give the Recording of a membrane whose conductances are made of a number of channels, open or closed.

    ``hhlab.simulate`` gives the same membrane with so many channels that chance has no say. What counts is
    their number: a patch of twice the area under twice the current has twice as many. The squid's 0.156 S/cm²
    is 78 channels of 20 pS on each µm², 60 of sodium and 18 of potassium.

    Parameters
    ----------
    membrane : Membrane
        By default NEURON's ``hh``.
    clamp : CurrentClamp or VoltageClamp
        By default a step of 0.1 nA from 50 to 250 ms, into the whole membrane.
    channels : int
        All channels together. Each conducts as much as another, so the kinds share them as they share the
        peak conductance, and each kind that the membrane has is there at least once. The leak is not made of
        channels.
    seed : int
        Of chance: the same seed gives the same run.
    tstop, dt : float
        End and time step of the run [ms]. Chances are exact while the voltage stands still, as it does within
        a step; NEURON's 0.025 ms is short enough for squid at 6.3 °C.
    celsius : float
        Temperature [°C].
    v_init : float
        Membrane potential at the start [mV]; each gate is open there with the chance of its steady state.
    record : sequence of str
        Of "v", the conductances ("gna", "gk") and the currents ("ina", "ik", "il").

    Returns
    -------
    Recording
        ``t`` [ms] and each name in `record`, arrays of shape (N,).

    Raises
    ------
    TypeError, ValueError
        A parameter is not a number or lies outside its limits, another clamp is given, or the potential
        leaves the range that a membrane can stand.

    Examples
    --------
    >>> import hhlab
    >>> rest = hhlab.CurrentClamp(amp=0)
    >>> rec = hhlab.noisy(hhlab.Membrane.squid_1952(), rest, channels=1000, tstop=200)
    >>> hhlab.spike_count(rec) > 0
    True

    Sources
    -------
    Skaugen and Walløe (1979), Acta Physiol. Scand. 107:343-363; Chow and White (1996), Biophys. J.
    71:3013-3021; for 20 pS and the densities Schneidman, Freedman and Segev (1998), Neural Comput.
    10:1679-1703.
    """
    settings = {"seed": seed, "tstop": tstop, "celsius": celsius, "dt": dt, "v_init": v_init}
    return _runs(membrane, clamp, channels, 1, record, **settings)[0]


def noisy_trials(
    membrane: Membrane | None = None,
    clamp: CurrentClamp | VoltageClamp | None = None,
    *,
    channels: int = CHANNELS,
    trials: int = TRIALS,
    seed: int = SEED,
    tstop: float = Settings.tstop,
    celsius: float = Settings.celsius,
    dt: float = Settings.dt,
    v_init: float = Settings.v_init,
    record: Sequence[str] = RECORD,
) -> Family:
    """Give one experiment on a number of channels many times: a Family of trials, each by its own chance.

    Parameters
    ----------
    membrane, clamp, channels, seed, tstop, celsius, dt, v_init, record
        As :func:`noisy` takes them.
    trials : int
        How often; all run at once, which takes much less time than one after the other.

    Returns
    -------
    Family of Recording
        By "trial", 1 to `trials`.

    Raises
    ------
    TypeError, ValueError
        As :func:`noisy`.

    Examples
    --------
    >>> import hhlab
    >>> shock = hhlab.CurrentClamp(amp=0.1, delay=1, dur=0.5)
    >>> family = hhlab.noisy_trials(clamp=shock, channels=10_000, trials=5, tstop=10)
    >>> len({float(rec.v.max()) for rec in family.recordings})
    5
    """
    trials = number("trials", trials, low=1, high=10_000, whole=True)
    settings = {"seed": seed, "tstop": tstop, "celsius": celsius, "dt": dt, "v_init": v_init}
    runs = _runs(membrane, clamp, channels, trials, record, **settings)
    return Family("trial", range(1, trials + 1), runs)


def _runs(membrane, clamp, channels, trials, record, *, seed, **settings):
    """Give the Recordings of some trials."""
    membrane, _ = checked(membrane)
    if isinstance(membrane, Axon):
        raise TypeError("An Axon has many potentials at once; give a patch of its membrane, axon.patch().")
    clamp = CurrentClamp() if clamp is None else clamp
    if not isinstance(clamp, (CurrentClamp, VoltageClamp)):
        raise TypeError(f"clamp must be a CurrentClamp or a VoltageClamp, but it is {shown(clamp)}.")
    channels = number("channels", channels, low=1, high=MAX_CHANNELS, whole=True)
    seed = number("seed", seed, low=0, high=2**53, whole=True)
    settings = Settings(**settings)
    names = _names(record, membrane)
    steps = int(np.floor(settings.tstop / settings.dt + 1e-6))
    if steps > MAX_STEPS or steps * trials > MAX_SAMPLES:
        raise ValueError(
            f"tstop = {settings.tstop:g} ms at dt = {settings.dt:g} ms takes {steps:,} steps in each of "
            f"{trials:,} trials, but a trial has at most {MAX_STEPS:,}, and all together {MAX_SAMPLES:,}. "
            "Shorten tstop, or take fewer trials."
        )
    kinds = _kinds(membrane, channels, settings)
    v, g = _advanced(membrane, clamp, kinds, settings, steps, trials, np.random.default_rng(seed))
    traces = {"v": v}
    for kind, conductance in zip(kinds, g, strict=True):
        traces[kind.current.conductance] = conductance
        traces[kind.current.name] = conductance * (v - kind.reversal)
    t = settings.dt * np.arange(steps + 1)
    said = f"{channels:,} channels, seed {seed}, dt {settings.dt:g} ms, {settings.celsius:g} °C"
    return [
        Recording(t, configuration=said, **{name: traces[name][:, trial] for name in names})
        for trial in range(trials)
    ]


def _names(record, membrane):
    """Give the traces in `record` once each, or say which one there is not."""
    names = (record,) if isinstance(record, str) else record
    known = ["v", *(x for one in currents_of(membrane) for x in (one.conductance, one.name) if x)]
    try:
        names = tuple(dict.fromkeys(names))
    except TypeError:
        raise TypeError(f'record must name traces, as in ("v", "gk"), but it is {shown(record)}.') from None
    strange = [name for name in names if name not in known]
    if strange or not names:
        asked = f"asks for {shown(strange[0])}" if strange else "is empty"
        raise ValueError(f"record {asked}; a membrane of channels has: {', '.join(known)}.")
    return names


def _kinds(membrane, channels, settings):
    """Give the Kinds of a membrane, which share the channels as they share the peak conductance."""
    currents = currents_of(membrane)
    gbars = [getattr(membrane, current.gbar) for current in currents]
    all_gated = sum(gbar for gbar, current in zip(gbars, currents, strict=True) if current.gates)
    kinds = []
    for gbar, current in zip(gbars, currents, strict=True):
        number = max(1, round(channels * gbar / all_gated)) if current.gates and gbar > 0 else 0
        reversal = getattr(membrane, current.reversal)
        kinds.append(Kind(current, gbar, reversal, number, settings.dt, settings.celsius))
    return kinds


def _advanced(membrane, clamp, kinds, settings, steps, trials, rng):
    """Give v [mV] and the conductance of each kind [S/cm²], all of shape (steps + 1, trials)."""
    dt, cm = settings.dt, 0.001 * membrane.cm  # ms, mF/cm²
    v = np.full(trials, settings.v_init)
    found_v, found_g = np.empty((steps + 1, trials)), np.empty((len(kinds), steps + 1, trials))
    counts = [kind.settled(v, rng) for kind in kinds]
    reversals = np.array([[kind.reversal] for kind in kinds])
    for step in range(steps + 1):
        g = np.stack([kind.conductance(count) for kind, count in zip(kinds, counts, strict=True)])
        found_v[step], found_g[:, step] = v, g
        if step == steps:
            break
        # what drives and what loads, at the middle of the step as NEURON has it
        current, electrode, command = _applied(clamp, (step + 0.5) * dt, membrane.area_um2)
        inward = current + electrode * (command - v) - (g * (v - reversals)).sum(0)
        v = v + dt * inward / (cm + dt * (g.sum(0) + electrode))
        if not (np.abs(v) < V_LIMIT_MV).all():
            raise ValueError(
                f"The membrane potential passed {V_LIMIT_MV:g} mV, which no membrane stands. The likely slip "
                f"is a current too strong for this area: amp counts in nA, and the clamp was {clamp}."
            )
        counts = [kind.turned(count, v, rng) for kind, count in zip(kinds, counts, strict=True)]
    return found_v, found_g


def _applied(clamp, t, area_um2):
    """Give a clamp's current [mA/cm²], electrode's conductance [S/cm²] and command [mV] at a moment."""
    if isinstance(clamp, CurrentClamp):
        on = clamp.delay <= t < clamp.delay + clamp.dur
        return PER_AREA * clamp.amp / area_um2 * on, 0.0, 0.0
    ends = np.cumsum([clamp.dur1, clamp.dur2, clamp.dur3])
    phase = int(np.searchsorted(ends, t, side="right"))
    if phase == len(ends):
        return 0.0, 0.0, 0.0
    return 0.0, PER_AREA / (clamp.rs * area_um2), (clamp.amp1, clamp.amp2, clamp.amp3)[phase]
