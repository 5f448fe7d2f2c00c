"""From parameters to a Recording: NEURON does the integration, in the caller's process.

Each run builds its cell, sets every NEURON global that it depends on, and puts each one back.

Sources
-------
Hines and Carnevale (1997), Neural Computation 9:1179-1209; the NEURON 9 documentation.
"""

from contextlib import contextmanager

import numpy as np
from neuron import h

from .axons import Axon
from .cells import PRONASE, build_soma
from .columns import locked
from .parameters import CLAMPS, CurrentClamp, Membrane, Settings, VoltageClamp
from .quantities import shown
from .recording import TRACES, Recording
from .stimuli import attach

# psolve cannot be interrupted; between chunks Python can
CHUNK_STEPS = 2000
CHUNK_MS = 50.0  # under CVODE, whose steps nobody can count beforehand
MAXSTEP_MS = 10.0  # psolve wants a limit; this one is NEURON's usual
V_LIMIT_MV = 500.0  # no membrane stands this; a larger potential is a slip in the input
CVODE_ATOL = 1e-4  # spike times within 2 µs of the exact solution on the lesson's train
CVODE = {
    "atol": CVODE_ATOL,
    "rtol": 0.0,
    "maxstep": 1e9,
    "minstep": 0.0,
    "maxorder": 5,
    "jacobian": 0,
    "condition_order": 2,
    "stiff": 2,
    "use_local_dt": 0,
    "use_daspk": 0,
}

_parallel = h.ParallelContext()
_cvode = h.CVode()
_blank = h.Vector()


def simulate(
    membrane=None,
    clamp=None,
    *,
    tstop=300.0,
    celsius=6.3,
    dt=0.025,
    method="cn",
    v_init=-65.0,
    record=("v",),
):
    """Give the Recording of one space-clamped membrane under one current clamp.

    Parameters
    ----------
    membrane : Membrane
        Geometry [µm], conductances [S/cm²], reversal potentials [mV]; by default NEURON's ``hh``.
    clamp : CurrentClamp, PulseTrain, PairedPulses, Ramp, Shock, VoltageClamp or Synapse
        By default a step of 0.1 nA from 50 to 250 ms.
    tstop, dt : float
        End and time step of the run [ms]; the last sample lies within one step of `tstop`.
    celsius : float
        Temperature [°C].
    method : {"cn", "neuron", "cvode"}
        Crank-Nicolson with exact rates; NEURON's defaults (backward Euler, tabulated rates); or variable
        steps with an error bound and exact rates. With the first two, currents are recorded at the step's
        end or middle; use "cvode" to add currents up.
    v_init : float
        Membrane potential at the start [mV]; the gates start at their steady state there.
    record : sequence of str
        Names from ``hhlab.TRACES``.

    Returns
    -------
    Recording
        ``t`` [ms] and each name in `record`, arrays of shape (N,).

    Raises
    ------
    TypeError, ValueError
        A parameter is not a number or lies outside its limits; or a voltage clamp meets "cn", which rings.
    SimulationError
        NEURON could not reach `tstop`, or the potential left the range that a membrane can stand.

    Examples
    --------
    >>> import hhlab
    >>> rec = hhlab.simulate(clamp=hhlab.CurrentClamp(amp=0.1), method="cvode")
    >>> len(hhlab.spike_times_ms(rec))
    21
    """
    settings = Settings(tstop=tstop, celsius=celsius, dt=dt, method=method, v_init=v_init)
    return simulate_cells([(membrane, clamp)], settings, record)[0]


def simulate_cells(cells, settings, record=("v",)):
    """Give the Recordings of many cells that run together as one model, each as if it were alone.

    Parameters
    ----------
    cells : sequence of (Membrane, clamp)
        None stands for the default of either.
    settings : Settings
    record : sequence of str

    Returns
    -------
    list of Recording, as long as `cells`
    """
    cells = [completed(membrane, clamp) for membrane, clamp in cells]
    if any(isinstance(membrane, Axon) for membrane, _ in cells):
        raise TypeError("An Axon has many potentials at once; run it with hhlab.propagate(axon).")
    names = trace_names(record)
    refuse_ringing(settings, [clamp for _, clamp in cells])
    with configured(settings):
        models = [_Model(membrane, clamp, names) for membrane, clamp in cells]
        t = recording_of(h._ref_t)
        advance(settings, on_start=[model.electrode.on_start for model in models])
        t = locked(t)
        traces = [model.traces(len(t)) for model in models]
    for (_, clamp), recorded in zip(cells, traces, strict=True):
        check(t, recorded.get("v"), settings, clamp)
    return [
        Recording(t, configuration=describe(settings, membrane), **recorded)
        for (membrane, _), recorded in zip(cells, traces, strict=True)
    ]


def calc_hh(amp=0.1, dur=200.0, delay=50.0, tstop=300.0, v_init=-65.0):
    """Give the time [ms] and the membrane potential [mV] of a 10 µm soma under a current step.

    NEURON's defaults: backward Euler at 0.025 ms, tabulated rates, 6.3 °C. The samples are those of
    ``h.continuerun(tstop)``.

    Parameters
    ----------
    amp : float
        Current of the step [nA].
    dur, delay : float
        Its duration and its delay [ms].
    tstop : float
        End of the run [ms].
    v_init : float
        Membrane potential at the start [mV].

    Returns
    -------
    t, v : numpy.ndarray, shape (N,)
        N is 12001 for 300 ms.

    Raises
    ------
    TypeError, ValueError, SimulationError
        As :func:`simulate`.

    Examples
    --------
    >>> t, v = calc_hh()
    >>> len(t)
    12001
    """
    clamp = CurrentClamp(amp=amp, delay=delay, dur=dur)
    run = simulate(clamp=clamp, tstop=tstop, v_init=v_init, method="neuron")
    return run.t.copy(), run.v.copy()


class SimulationError(RuntimeError):
    """A run that NEURON could not finish, or whose result no membrane could show."""


def completed(membrane, clamp):
    """Give a Membrane and a clamp, the defaults where they are None, or say what else was given."""
    membrane = Membrane() if membrane is None else membrane
    clamp = CurrentClamp() if clamp is None else clamp
    if not isinstance(membrane, Membrane):
        raise TypeError(f"membrane must be a Membrane, but it is {shown(membrane)}.")
    if not isinstance(clamp, CLAMPS):
        kinds = ", ".join(kind.__name__ for kind in CLAMPS)
        raise TypeError(f"clamp must be one of {kinds}, but it is {shown(clamp)}.")
    return membrane, clamp


class _Model:
    """One space-clamped membrane and its clamp in NEURON, with a Probe on it."""

    def __init__(self, membrane, clamp, names):
        self.area_um2 = membrane.area_um2
        self.soma = build_soma(membrane)
        self.electrode = attach(clamp, self.soma(0.5))
        self.probe = Probe(self.soma(0.5), membrane, names, self.electrode.currents)

    def traces(self, samples):
        """Give the recorded arrays by name."""
        found = self.probe.traces(samples)
        for name in found.keys() & {"i_stim", "i_density"}:
            found[name] = self.electrode.sign * found[name]
        if "i_density" in found:
            found["i_density"] = found["i_density"] * 1e5 / self.area_um2  # 1 nA/µm² is 1e5 µA/cm²
        return found


class Probe:
    """NEURON Vectors that record the traces asked for on one segment of a membrane."""

    def __init__(self, segment, membrane, names, electrodes=()):
        self.vectors = {
            name: [recording_of(x) for x in _references(name, segment, membrane, electrodes)]
            for name in names
        }

    def traces(self, samples):
        """Give the recorded arrays by name; several electrodes add up."""
        found = {}
        for name, vectors in self.vectors.items():
            if len(vectors) == 1:
                found[name] = locked(vectors[0])
            else:
                found[name] = sum((np.array(x) for x in vectors), np.full(samples, float(name == "h")))
        return found


def _references(name, segment, membrane, electrodes):
    """Give what NEURON must record on a segment for one trace, as references that add up."""
    if name in ("i_stim", "i_density"):
        return [electrode._ref_i for electrode in electrodes]
    if name == "h" and not membrane.inactivation:
        return []
    if name == "gna" and not membrane.inactivation:
        return [getattr(segment, f"_ref_g_{PRONASE}")]
    own = name if name in ("v", "ina", "ik", "i_cap") else f"{name}_hh"
    return [getattr(segment, f"_ref_{own}")]


def recording_of(reference):
    """Give a new Vector that records what a NEURON reference points to."""
    # a copy, for h.Vector() itself loses 100 bytes each time, which add up under a slider
    return _blank.c().record(reference)


def describe(settings, membrane):
    """Give in one line the configuration under which a run was made."""
    how = {
        "cn": f"Crank-Nicolson, dt {settings.dt:g} ms, exact rates",
        "neuron": f"NEURON's defaults (backward Euler, dt {settings.dt:g} ms, tabulated rates)",
        "cvode": f"CVODE, atol {CVODE_ATOL:g}, exact rates",
    }[settings.method]
    return f"{how}, {settings.celsius:g} °C, el {membrane.el:g} mV"


def trace_names(record):
    """Give the names in `record` once each, or say which one is no trace."""
    names = (record,) if isinstance(record, str) else record
    try:
        names = tuple(dict.fromkeys(names))
    except TypeError:
        raise TypeError(f'record must name traces, as in ("v", "m"), but it is {shown(record)}.') from None
    for name in names:
        if name not in TRACES:
            raise ValueError(f"record asks for {shown(name)}. The traces are: {', '.join(TRACES)}.")
    if not names:
        raise ValueError('record is empty; ask for at least one trace, as in record=("v",).')
    return names


def refuse_ringing(settings, clamps):
    """Raise ValueError for a voltage clamp under Crank-Nicolson."""
    if settings.method == "cn" and any(isinstance(clamp, VoltageClamp) for clamp in clamps):
        # the electrode's time constant is nanoseconds, and Crank-Nicolson does not damp so fast a mode
        raise ValueError('A voltage clamp rings under method="cn". Use method="cvode", or "neuron".')


def advance(settings, on_start=(), segments=1):
    """Initialise every cell and run to ``tstop``, in chunks between which Python can be interrupted.

    More than a thousand `segments` make the chunks shorter.
    """
    _parallel.set_maxstep(MAXSTEP_MS)
    h.finitialize(settings.v_init)
    for start in on_start:
        start()
    share = min(1.0, 1000 / segments)
    steps = max(1, int(share * CHUNK_STEPS))
    chunk = share * CHUNK_MS if settings.method == "cvode" else steps * settings.dt
    for end in [*np.arange(chunk, settings.tstop, chunk), settings.tstop]:
        _parallel.psolve(end)


def check(t, v, settings, clamp):
    """Raise SimulationError unless a run reached its end and its potential is one a membrane can stand."""
    step = settings.dt if settings.method != "cvode" else 1e-6
    if not settings.tstop - t[-1] < step * (1 + 1e-6):
        raise SimulationError(f"NEURON stopped at {t[-1]:g} ms of {settings.tstop:g} ms.")
    if v is not None and not (np.abs(v) <= V_LIMIT_MV).all():
        raise SimulationError(
            f"The membrane potential reached {v[np.argmax(np.abs(v))]:.3g} mV; no membrane stands more than "
            f"{V_LIMIT_MV:g} mV. The likely slip is a current too strong for this area: NEURON counts in nA, "
            f"and the clamp was {clamp}."
        )


@contextmanager
def configured(settings):
    """Set what a run depends on, and put back what the caller had: settings, and no Section more."""
    # under a fixed step NEURON looks at none of them
    cvode = CVODE if settings.method == "cvode" else {}
    found_cvode = {name: getattr(_cvode, name)() for name in cvode}
    found_active = _cvode.active()
    names = ("celsius", "secondorder", "usetable_hh", "stoprun", "dt", "t")
    found = {name: getattr(h, name) for name in names}
    exact = settings.method != "neuron"
    found_sections = set(h.allsec())
    try:
        for name, value in cvode.items():
            getattr(_cvode, name)(value)
        _cvode.active(settings.method == "cvode")
        h.celsius = settings.celsius
        h.secondorder = 2 if settings.method == "cn" else 0
        h.usetable_hh = 0 if exact else 1
        h.stoprun = 0
        h.dt = settings.dt
        yield
    finally:
        # an error that somebody keeps would keep its cell, and the next run would integrate it along
        for section in set(h.allsec()) - found_sections:
            h.delete_section(sec=section)
        for name, value in found_cvode.items():
            getattr(_cvode, name)(value)
        _cvode.active(found_active)
        # dt last: switching CVODE off leaves its last step there
        for name, value in found.items():
            setattr(h, name, value)
