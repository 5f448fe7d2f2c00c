"""From an Axon to V(x, t): NEURON does the integration, in the caller's process."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from neuron import h

from ..descriptions.axons import Axon
from ..descriptions.defaults import AXON, RECORD
from ..descriptions.parameters import Clamp, Method, Settings, Shock
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import number, shown
from ..results.profile import Profile
from ..results.recording import on_membrane
from .cells import build_axon
from .engine import completed, trace_names
from .integration import advance, check, configured, describe, refuse_ringing
from .probes import Probe, recording_of
from .stimuli import attach

MAX_SAMPLES = 20_000_000  # 160 MB
MAX_WORK = 5e8  # segments times steps: a minute or two of NEURON


@runs_in_worker
def propagate(
    axon: Axon | None = None,
    stimuli: Mapping[float, Clamp] | None = None,
    *,
    at_um: float | Iterable[float] | None = None,
    tstop: float = AXON.tstop,
    celsius: float = AXON.celsius,
    dt: float = AXON.dt,
    method: Method = AXON.method,
    v_init: float = AXON.v_init,
    record: Sequence[str] = RECORD,
) -> Profile:
    """Give V(x, t) of an axon under currents at one or more places.

    Parameters
    ----------
    axon : Axon or MyelinatedAxon, optional
        By default 5 cm of NEURON's ``hh``, as thick as the squid axon of 1952.
    stimuli : mapping of float to clamp, optional
        Where [µm] which CurrentClamp, PulseTrain, PairedPulses, Ramp or VoltageClamp is applied; by default
        ``{0.0: axon.pulse()}``, a brief current that starts an impulse at the left end.
    at_um : float or sequence of float, optional
        Where to record [µm]; by default in every segment.
    tstop, dt : float
        End and time step of the run [ms].
    celsius : float
        Temperature [°C]; by default that of the 1952 paper's axon.
    method : {"cn", "neuron", "cvode"}
        As for :func:`hhlab.simulate`.
    v_init : float
        Membrane potential at the start [mV].
    record : sequence of str
        Names from ``hhlab.TRACES``, "v" among them; those of a clamp are not to be had here.

    Returns
    -------
    Profile
        ``t`` [ms] of shape (N,), ``x_um`` of shape (X,) and ``v`` [mV] of shape (X, N). ``x_um`` are the true
        places, the centres of segments nearest to those asked for; stimuli are moved likewise.

    Raises
    ------
    TypeError, ValueError, SimulationError
        As :func:`hhlab.simulate`; or a place lies outside the axon, or the run would fill the memory.

    Examples
    --------
    >>> import hhlab
    >>> profile = hhlab.propagate(hhlab.Axon(diam=238))
    >>> round(float(hhlab.velocity_m_per_s(profile)), 1)
    13.2
    """
    axon = Axon() if axon is None else axon
    if not isinstance(axon, Axon):
        raise TypeError(f"axon must be an Axon, but it is {shown(axon)}.")
    settings = Settings(tstop=tstop, celsius=celsius, dt=dt, method=method, v_init=v_init)
    names = _names(record)
    stimuli = _placed(axon, {0.0: axon.pulse()} if stimuli is None else stimuli)
    refuse_ringing(settings, stimuli.values())
    places = _places(axon, at_um)
    with configured(settings):
        sections, starts = build_axon(axon, names, gates=names != ("v",))
        centres = _centres(sections, starts)
        sites = centres if places is None else _nearest(centres, places)
        _refuse_flood(axon, len(sites) * len(names), settings)
        probes = [Probe(segment, axon, names) for _, segment in sites]
        electrodes = [attach(clamp, _nearest(centres, [x])[0][1]) for x, clamp in stimuli.items()]
        t = recording_of(h._ref_t)
        on_start = [electrode.on_start for electrode in electrodes]
        advance(settings, on_start, segments=axon.segments)
        t = np.array(t)
        traces = [probe.traces(len(t)) for probe in probes]
    grids = {name: np.stack([trace[name] for trace in traces]) for name in names}
    v = grids.pop("v")
    check(t, v.ravel(), settings, "; ".join(str(clamp) for clamp in stimuli.values()))
    configuration = f"{describe(settings, axon)}, {axon.segments} segments"
    return Profile(x_um=np.array([x for x, _ in sites]), t=t, v=v, configuration=configuration, others=grids)


def _centres(sections, starts):
    """Give (x [µm], segment) of every segment's centre, from left to right."""
    return [
        (start + segment.x * section.L, segment)
        for section, start in zip(sections, starts, strict=True)
        for segment in section
    ]


def _nearest(centres, places):
    """Give the centres nearest to some places, from left to right and each once."""
    x = np.array([centre[0] for centre in centres])
    return [centres[i] for i in sorted({int(np.argmin(np.abs(x - place))) for place in places})]


def _placed(axon, stimuli):
    if not isinstance(stimuli, Mapping):
        raise TypeError(
            f"stimuli must say where, as in {{0.0: axon.pulse()}}, but they are {shown(stimuli)}."
        )
    placed = {}
    for x, clamp in stimuli.items():
        _, clamp = completed(axon, clamp)
        if isinstance(clamp, Shock):
            raise TypeError("A Shock displaces a whole membrane. An axon takes a current: axon.pulse().")
        placed[number("The place of a stimulus", x, "µm", low=0, high=axon.L)] = clamp
    return placed


def _places(axon, at_um):
    if at_um is None:
        return None
    try:
        places = list(at_um) if np.iterable(at_um) and not isinstance(at_um, str) else [at_um]
    except TypeError:
        raise TypeError(f"at_um must be places in µm, but it is {shown(at_um)}.") from None
    if not places:
        raise ValueError("at_um is empty; ask for at least one place, or leave it out to record everywhere.")
    return [number("at_um", x, "µm", low=0, high=axon.L) for x in places]


def _names(record):
    names = trace_names(record)
    missing = [name for name in names if not on_membrane(name)]
    if missing:
        raise ValueError(f"{missing[0]!r} belongs to a clamp; an axon's places have v, ina, ik, ...")
    return names if "v" in names else ("v", *names)


def _refuse_flood(axon, columns, settings):
    steps = settings.tstop / settings.dt
    if axon.segments * steps > MAX_WORK:
        raise ValueError(
            f"{axon.segments} segments times steps makes {axon.segments * steps:.2g}, but the limit is "
            f"{MAX_WORK:.2g}. Shorten the axon or tstop, or lengthen dt."
        )
    if columns * steps > MAX_SAMPLES:
        raise ValueError(
            f"This run would record {columns * steps:.2g} numbers, but the limit is {MAX_SAMPLES:.2g}. "
            "Name fewer places with at_um, shorten tstop or lengthen dt."
        )
