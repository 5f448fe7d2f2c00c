"""The mystery neuron: a soma and an axon with one hidden change, drawn from the student's seed.

What is hidden is kept from the picture and from the file of answers, not from whoever reads this source.
"""

from ..descriptions.axons import MyelinatedAxon
from ..descriptions.parameters import Membrane, Settings, Synapse, VoltageClamp
from ..descriptions.quantities import shown
from ..descriptions.rates import CELSIUS_1952
from ..protocols.common import rest_mV
from ..results.profile import Profile
from ..results.recording import TRACES, Recording, on_membrane
from ..simulator.engine import completed, simulate, trace_names
from ..simulator.propagation import propagate

# what was changed, and to what: in NEURON's units, celsius in °C, damage in times the healthy myelin's loss
SECRETS = (
    ("gnabar", 0.06),
    ("gnabar", 0.08),
    ("gnabar", 0.18),
    ("gkbar", 0.024),
    ("gkbar", 0.05),
    ("gkbar", 0.07),
    ("gl", 0.0008),
    ("gl", 0.0012),
    ("cm", 1.6),
    ("cm", 2.4),
    ("ena", 30.0),
    ("ena", 75.0),
    ("celsius", 12.0),
    ("celsius", 18.0),
    ("damage", 2.5),
    ("damage", 4.0),
)
SEEN = ("v", *(name for name in TRACES if not on_membrane(name)))  # what an electrode sees, and what is given
MADE = "the mystery neuron"  # how a run was made would say what is hidden
IMPULSE_MS, AXON_TSTOP_MS = 1.0, 15.0


def mystery_run(neuron, clamp=None, *, tstop=Settings.tstop, record=None):
    """Give the Recording of the mystery neuron of a number; the rest is as in :func:`hhlab.mystery`."""
    if record is None:
        record = ("v", "i_syn" if isinstance(clamp, Synapse) else "i_stim")
    names = trace_names(record)
    for name in names:
        if name not in SEEN:
            raise ValueError(f"An electrode does not see {shown(name)}. It sees: {', '.join(SEEN)}.")
    own, celsius, _ = own_of(*SECRETS[neuron])
    membrane = Membrane(**own)
    _, clamp = completed(membrane, clamp)
    # a clamp holds the neuron from the start; without one it is at its own rest
    start = clamp.amp1 if isinstance(clamp, VoltageClamp) else rest_mV(membrane, celsius=celsius)
    found = simulate(
        membrane, clamp, tstop=tstop, celsius=celsius, method="cvode", v_init=start, record=names
    )
    return Recording(t=found.t, configuration=MADE, **found.traces)


def mystery_axon_run(neuron):
    """Give V(x, t) at the nodes of the axon of one of the mystery neurons, as an impulse runs along it.

    Parameters
    ----------
    neuron : int
        Its number.
    """
    return axon_run(*own_of(*SECRETS[neuron]))


def axon_run(own, celsius, damage):
    """Give V(x, t) as :func:`mystery_axon_run`, from what :func:`own_of` gives."""
    healthy = MyelinatedAxon()
    axon = healthy.but(**own, damage=damage, damaged=healthy.internodes)
    # the current that starts the impulse of a healthy axon, or it would tell of the capacitance
    start = {0.0: healthy.pulse(delay=IMPULSE_MS)}
    rest = rest_mV(axon, celsius=celsius)
    found = propagate(axon, start, at_um=axon.nodes_um, tstop=AXON_TSTOP_MS, celsius=celsius, v_init=rest)
    return Profile(x_um=found.x_um, t=found.t, v=found.v, configuration=MADE)


def own_of(name, value):
    """Give what is a membrane's own where one thing is changed, the temperature, and the damage of myelin."""
    own = {} if name in ("celsius", "damage") else {name: value}
    return own, value if name == "celsius" else CELSIUS_1952, value if name == "damage" else 1.0
