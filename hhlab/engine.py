"""From parameters to a Recording: NEURON does the integration, in the caller's process.

Each run builds its cell, sets every NEURON global that it depends on, and puts each one back.

Sources
-------
Hines and Carnevale (1997), Neural Computation 9:1179-1209; the NEURON 9 documentation.
"""

import os
from contextlib import contextmanager

import numpy as np

# NEURON looks for a screen, and says so when there is none, unless told before its first import
os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")
from neuron import h

from .parameters import CurrentClamp, Membrane, Settings, shown
from .recording import TRACES, Recording

CHUNK_MS = 10.0  # psolve cannot be interrupted; between chunks Python can
V_LIMIT_MV = 500.0  # no membrane stands this; a larger potential is a slip in the input
CVODE_ATOL = 1e-4  # spike times within 2 µs of the exact solution on the lesson's train

_pc = h.ParallelContext()
_cvode = h.CVode()


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
    clamp : CurrentClamp
        ``amp`` [nA], ``delay`` and ``dur`` [ms].
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
        A parameter is not a number or lies outside its limits.
    SimulationError
        NEURON could not reach `tstop`, or the potential left the range that a membrane can stand.

    Examples
    --------
    >>> import hhlab
    >>> rec = hhlab.simulate(clamp=hhlab.CurrentClamp(amp=0.1), method="cvode")
    >>> len(hhlab.spike_times_ms(rec))
    21
    """
    membrane = _described("membrane", membrane, Membrane)
    clamp = _described("clamp", clamp, CurrentClamp)
    settings = Settings(tstop=tstop, celsius=celsius, dt=dt, method=method, v_init=v_init)
    names = _trace_names(record)
    with _globals_for(settings):
        soma = build_soma(membrane)
        stimulus = h.IClamp(soma(0.5))
        stimulus.amp, stimulus.delay, stimulus.dur = clamp.amp, clamp.delay, clamp.dur
        segment = soma(0.5)
        vectors = {name: h.Vector().record(_reference(name, segment, stimulus)) for name in names}
        t = h.Vector().record(h._ref_t)
        _advance(settings)
        recorded = {name: np.array(vector) for name, vector in vectors.items()}
        t = np.array(t)
    if "i_density" in recorded:
        recorded["i_density"] *= 1e5 / membrane.area_um2  # nA/µm² is 1e5 µA/cm²
    _check(t, recorded, settings, clamp)
    return Recording(t, configuration=describe(settings, membrane), **recorded)


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


def build_soma(membrane):
    """Give a NEURON Section with the geometry and the channels of `membrane`."""
    soma = h.Section(name="soma")
    soma.L, soma.diam, soma.cm = membrane.L, membrane.diam, membrane.cm
    soma.insert("hh")
    soma.ena, soma.ek = membrane.ena, membrane.ek
    for name in ("gnabar", "gkbar", "gl", "el"):
        setattr(soma, f"{name}_hh", getattr(membrane, name))
    return soma


def describe(settings, membrane):
    """Give in one line the configuration under which a run was made."""
    how = {
        "cn": f"Crank-Nicolson, dt {settings.dt:g} ms, exact rates",
        "neuron": f"NEURON's defaults (backward Euler, dt {settings.dt:g} ms, tabulated rates)",
        "cvode": f"CVODE, atol {CVODE_ATOL:g}, exact rates",
    }[settings.method]
    return f"{how}, {settings.celsius:g} °C, el {membrane.el:g} mV"


def _described(name, value, kind):
    if value is None:
        return kind()
    if not isinstance(value, kind):
        raise TypeError(f"{name} must be a {kind.__name__}, but it is {shown(value)}.")
    return value


def _trace_names(record):
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


def _reference(name, segment, stimulus):
    if name in ("i_stim", "i_density"):
        return stimulus._ref_i
    own = {"v": "v", "ina": "ina", "ik": "ik", "i_cap": "i_cap"}
    return getattr(segment, f"_ref_{own.get(name) or name + '_hh'}")


def _advance(settings):
    _pc.set_maxstep(CHUNK_MS)
    h.finitialize(settings.v_init)
    ends = [*np.arange(CHUNK_MS, settings.tstop, CHUNK_MS), settings.tstop]
    for end in ends:
        _pc.psolve(end)


def _check(t, recorded, settings, clamp):
    step = settings.dt if settings.method != "cvode" else 1e-6
    if not settings.tstop - t[-1] < step * (1 + 1e-6):
        raise SimulationError(f"NEURON stopped at {t[-1]:g} ms of {settings.tstop:g} ms.")
    v = recorded.get("v")
    if v is not None and not (np.abs(v) <= V_LIMIT_MV).all():
        worst = v[np.argmax(np.abs(v))]
        raise SimulationError(
            f"The membrane potential reached {worst:.3g} mV; no membrane stands more than {V_LIMIT_MV:g} mV. "
            f"The likely slip: amp = {clamp.amp:g} nA is too much for this area. NEURON counts in nA."
        )


@contextmanager
def _globals_for(settings):
    """Set what a run depends on, and put back what the caller had."""
    cvode = {
        "atol": CVODE_ATOL,
        "rtol": 0.0,
        "maxstep": 1e9,
        "minstep": 0.0,
        "maxorder": 5,
        "condition_order": 2,
        "stiff": 2,
        "use_local_dt": 0,
        "use_daspk": 0,
    }
    found_cvode = {name: getattr(_cvode, name)() for name in cvode}
    found_active = _cvode.active()
    names = ("celsius", "secondorder", "usetable_hh", "dt", "t")
    found = {name: getattr(h, name) for name in names}
    exact = settings.method != "neuron"
    try:
        for name, value in cvode.items():
            getattr(_cvode, name)(value)
        _cvode.active(settings.method == "cvode")
        h.celsius = settings.celsius
        h.secondorder = 2 if settings.method == "cn" else 0
        h.usetable_hh = 0 if exact else 1
        h.dt = settings.dt
        yield
    finally:
        for name, value in found_cvode.items():
            getattr(_cvode, name)(value)
        _cvode.active(found_active)
        # dt last: switching CVODE off leaves its last step there
        for name, value in found.items():
            setattr(h, name, value)
