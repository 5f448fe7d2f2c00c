"""How a run is made: every NEURON global that it depends on is set and put back, and it can be stopped.

Sources
-------
Hines and Carnevale (1997), Neural Computation 9:1179-1209; the NEURON 9 documentation.
"""

from contextlib import contextmanager

import numpy as np
from neuron import h

from ..descriptions.parameters import VoltageClamp

# psolve cannot be interrupted; between chunks Python can
CHUNK_STEPS = 2000
CHUNK_MS = 50.0  # under CVODE, whose steps nobody can count beforehand
MAXSTEP_MS = 10.0  # psolve wants a limit; this one is NEURON's usual
V_LIMIT_MV = 500.0  # no membrane stands this; a larger potential is a slip in the input
CVODE_ATOL = 1e-4  # spike times within 2 µs of the exact solution on the lesson's train
CVODE = {
    "atol": CVODE_ATOL,
    "rtol": 0.0,
    # at perfect rest CVODE leaps by seconds; rounding then breaks NEURON's assertion that a change of current
    # has been passed, even one of 0 nA, and the process ends
    "maxstep": 50.0,
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


class SimulationError(RuntimeError):
    """A run that NEURON could not finish, or whose result no membrane could show."""


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


def advance(settings, on_start=(), segments=1):
    """Initialise every cell and run to ``tstop``, in chunks between which Python can be interrupted.

    More than a thousand `segments` make the chunks shorter.
    """
    _parallel.set_maxstep(MAXSTEP_MS)
    h.finitialize(settings.v_init)
    for start in on_start:
        start()
    for end in ends(settings, segments):
        _parallel.psolve(end)


def ends(settings, segments=1):
    """Give the ends [ms] of the chunks of a run, the last one that of the run."""
    share = min(1.0, 1000 / segments)
    steps = max(1, int(share * CHUNK_STEPS))
    chunk, last = share * CHUNK_MS, settings.tstop
    if settings.method != "cvode":
        # NEURON adds its steps up, and over ten seconds the sum drifts enough to miss the last one
        whole_steps = np.floor(settings.tstop / settings.dt + 1e-6)
        chunk, last = steps * settings.dt, (whole_steps + 0.25) * settings.dt
    return [*np.arange(chunk, settings.tstop, chunk), last]


def refuse_ringing(settings, clamps):
    """Raise ValueError for a voltage clamp under Crank-Nicolson."""
    if settings.method == "cn" and any(isinstance(clamp, VoltageClamp) for clamp in clamps):
        # the electrode's time constant is nanoseconds, and Crank-Nicolson does not damp so fast a mode
        raise ValueError('A voltage clamp rings under method="cn". Use method="cvode", or "neuron".')


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


def describe(settings, membrane):
    """Give in one line the configuration under which a run was made."""
    how = {
        "cn": f"Crank-Nicolson, dt {settings.dt:g} ms, exact rates",
        "neuron": f"NEURON's defaults (backward Euler, dt {settings.dt:g} ms, tabulated rates)",
        "cvode": f"CVODE, atol {CVODE_ATOL:g}, exact rates",
    }[settings.method]
    return f"{how}, {settings.celsius:g} °C, el {membrane.el:g} mV"
