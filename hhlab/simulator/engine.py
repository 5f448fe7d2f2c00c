"""From parameters to a Recording: NEURON does the integration, in the caller's process."""

import math
from collections.abc import Sequence

import numpy as np
from neuron import h
from numpy.typing import NDArray

from ..descriptions import neurons
from ..descriptions.axons import Axon
from ..descriptions.defaults import RECORD
from ..descriptions.parameters import CLAMPS, Clamp, CurrentClamp, Membrane, Method, Settings, Synapse
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import shown
from ..results.columns import locked
from ..results.recording import TRACES, Recording
from .cells import build_soma
from .integration import advance, check, configured, describe, refuse_ringing
from .probes import Probe, recording_of
from .stimuli import attach

CELLS_PER_MODEL = 50  # in a larger model a cell costs no less
MODEL_STEPS = 5_000_000  # cells times steps of one model: 40 MB for each trace, a second between two results


@runs_in_worker
def simulate(
    membrane: Membrane | None = None,
    clamp: Clamp | None = None,
    *,
    tstop: float = Settings.tstop,
    celsius: float = Settings.celsius,
    dt: float = Settings.dt,
    method: Method = Settings.method,
    v_init: float = Settings.v_init,
    record: Sequence[str] = RECORD,
) -> Recording:
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
        Names from ``hhlab.TRACES``. A Synapse has ``i_syn``, as NEURON counts it: positive out of the cell.
        The other clamps have ``i_stim`` and ``i_density``, positive into the cell.

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


def simulate_cells(cells, settings, record=RECORD):
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
        raise TypeError(
            "An Axon has many potentials at once, and here one membrane has one: run the axon with "
            "hhlab.propagate(axon), or give a patch of its membrane, axon.patch()."
        )
    names = trace_names(record)
    for _, clamp in cells:
        _refuse_foreign(names, clamp)
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


def cells_at_once(settings):
    """Give how many cells run together best: more cost no less each, and would fill the memory."""
    if settings.method == "cvode":
        return 1  # steps that serve every cell of a model are not those of a cell alone
    return min(CELLS_PER_MODEL, math.ceil(MODEL_STEPS * settings.dt / settings.tstop))


@runs_in_worker
def calc_hh(
    amp: float = CurrentClamp.amp,
    dur: float = CurrentClamp.dur,
    delay: float = CurrentClamp.delay,
    tstop: float = Settings.tstop,
    v_init: float = neurons.V_INIT,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
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
    membrane = Membrane(L=10.0, diam=10.0, **neurons.HH)
    run = simulate(
        membrane,
        clamp,
        tstop=tstop,
        celsius=neurons.CELSIUS,
        dt=neurons.DT,
        method="neuron",
        v_init=v_init,
    )
    return run.t.copy(), run.v.copy()


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
        self.soma = build_soma(membrane, names)
        self.electrode = attach(clamp, self.soma(0.5))
        self.probe = Probe(self.soma(0.5), membrane, names, self.electrode.currents)

    def traces(self, samples):
        """Give the recorded arrays by name."""
        found = self.probe.traces(samples)
        for name in found:
            if TRACES[name].per_area:
                found[name] = found[name] * 1e5 / self.area_um2  # 1 nA/µm² is 1e5 µA/cm²
        return found


def _refuse_foreign(names, clamp):
    """Raise ValueError for a trace of a synapse where there is an electrode, or the other way about."""
    for name in names:
        if TRACES[name].source == "synapse" and not isinstance(clamp, Synapse):
            raise ValueError(f'"{name}" is the current of a Synapse; a {type(clamp).__name__} has "i_stim".')
        if TRACES[name].source == "electrode" and isinstance(clamp, Synapse):
            raise ValueError(
                f'"{name}" is the current of an electrode, and a Synapse is none. Ask for "i_syn" [nA], '
                "positive out of the cell."
            )


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
