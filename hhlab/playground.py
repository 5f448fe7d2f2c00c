"""Every slider on one page: the soma of the lessons, with all that can be set."""

from .engine import simulate
from .explorer import explore
from .parameters import CurrentClamp, Membrane, Settings
from .worker import isolated

RECORD = ("v", "i_stim", "m", "h", "n", "ina", "ik")
_run = isolated(simulate)


def run(
    amp=CurrentClamp.amp,
    delay=10.0,
    dur=50.0,
    gnabar=Membrane.gnabar,
    gkbar=Membrane.gkbar,
    gl=Membrane.gl,
    ena=Membrane.ena,
    ek=Membrane.ek,
    el=Membrane.el,
    cm=Membrane.cm,
    celsius=Settings.celsius,
    v_init=Settings.v_init,
    method="cn",
):
    """Give the Recording of a 10 µm soma under a step of current; arguments as for :func:`hhlab.simulate`."""
    membrane = Membrane(gnabar=gnabar, gkbar=gkbar, gl=gl, ena=ena, ek=ek, el=el, cm=cm)
    clamp = CurrentClamp(amp=amp, delay=delay, dur=dur)
    return _run(membrane, clamp, tstop=80.0, celsius=celsius, v_init=v_init, method=method, record=RECORD)


def playground():
    """Give an Explorer with every slider of the soma.

    Returns
    -------
    Explorer
    """
    return explore(
        run,
        amp=(-0.05, 0.5, 0.001),
        delay=(0.0, 50.0),
        dur=(0.1, 80.0),
        gnabar=(0.0, 0.3),
        gkbar=(0.0, 0.12),
        gl=(0.0, 0.003),
        ena=(0.0, 80.0),
        ek=(-100.0, -40.0),
        el=(-90.0, -20.0),
        cm=(0.1, 3.0),
        celsius=(0.0, 40.0),
        v_init=(-100.0, 0.0),
        method=["cn", "neuron", "cvode"],
    )
