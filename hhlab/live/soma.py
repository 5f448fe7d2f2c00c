"""The soma of the lessons under a step of current: the run behind the playground, and what is read off it."""

from ..descriptions.parameters import CurrentClamp, Membrane, Settings
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

RECORD = ("v", "i_stim", "m", "h", "n")
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
