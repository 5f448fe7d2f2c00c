"""Every slider on one page: the soma of the lessons, with all that can be set."""

from typing import Any

import ipywidgets as widgets

from ..descriptions.parameters import METHODS, CurrentClamp, Membrane, Settings
from ..results.measures import (
    current_density_uA_per_cm2,
    half_width_ms,
    heading,
    lowest_mV,
    peak_mV,
    rate_hz,
    readings,
    spike_count,
)
from ..simulator.engine import simulate
from ..workers.worker import isolated
from .controls import LOOKS
from .explorer import Explorer, explore

RECORD = ("v", "i_stim", "m", "h", "n")
PRESETS: dict[str, dict[str, Any]] = {
    "NEURON's defaults": {"method": "neuron"},
    "1952": {"el": Membrane.squid_1952().el, "method": "cvode"},
    "one shock": {"dur": 0.5},
    "TTX": {"gnabar": 0.0},
    "TEA": {"gkbar": 0.018, "amp": 0.0},
    "18.5 °C": {"celsius": 18.5},
    "anode break": {"amp": -0.03, "dur": 30.0},
    "too much current": {"amp": 0.5},
}
MEASURES = (spike_count, rate_hz, peak_mV, lowest_mV, half_width_ms)
_run = isolated(simulate)


def run(
    amp=CurrentClamp.amp,
    dur=50.0,
    celsius=Settings.celsius,
    v_init=Settings.v_init,
    cm=Membrane.cm,
    gnabar=Membrane.gnabar,
    gkbar=Membrane.gkbar,
    gl=Membrane.gl,
    ena=Membrane.ena,
    ek=Membrane.ek,
    el=Membrane.el,
    method=Settings.method,
):
    """Give the Recording of a 10 µm soma under a step of current; arguments as for :func:`hhlab.simulate`."""
    membrane = Membrane(gnabar=gnabar, gkbar=gkbar, gl=gl, ena=ena, ek=ek, el=el, cm=cm)
    clamp = CurrentClamp(amp=amp, delay=10.0, dur=dur)
    return _run(membrane, clamp, tstop=80.0, celsius=celsius, v_init=v_init, method=method, record=RECORD)


def measured(recording):
    """Give what an experimenter reads off the picture; a dash where there is nothing to read."""
    strongest = max(recording.i_stim, key=abs)
    density = current_density_uA_per_cm2(strongest, Membrane().area_um2)
    found = {heading(current_density_uA_per_cm2): density} | readings(recording, MEASURES)
    if not spike_count(recording):
        found[heading(half_width_ms)] = "–"
    return found


# the same for a page without Python: the heading, and what browser/src/spikes.js calls the measure
vars(measured)["in_page"] = [
    [heading(current_density_uA_per_cm2), "strongest_density", Membrane().area_um2],
    *([heading(one), one.__name__] for one in MEASURES[:-1]),
    [heading(half_width_ms), "half_width_of_spike_ms"],
]


def playground() -> Explorer:
    """Give an Explorer with every slider of the soma, and presets for well-known experiments.

    Returns
    -------
    Explorer

    Raises
    ------
    WorkerLost
        The process that simulates ended before the first picture.

    Examples
    --------
    >>> import hhlab
    >>> explorer = hhlab.playground()
    >>> explorer.amp.value = 0.2
    """
    method = widgets.Dropdown(
        options=[(words, name) for name, words in METHODS.items()],
        value=Settings.method,
        description="method",
        **LOOKS,
    )
    return explore(
        run,
        presets=PRESETS,
        derived=measured,
        amp=(-0.05, 0.5, 0.001),
        dur=(0.1, 80.0),
        celsius=(0.0, 40.0),
        v_init=(-100.0, 0.0),
        cm=(0.1, 3.0),
        gnabar=(0.0, 0.3),
        gkbar=(0.0, 0.12),
        gl=(0.0, 0.003),
        ena=(0.0, 80.0),
        ek=(-100.0, -40.0),
        el=(-90.0, -20.0),
        method=method,
    )
