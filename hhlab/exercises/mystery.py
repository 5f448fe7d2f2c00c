"""The mystery neuron: a membrane with one hidden change, drawn from the student's seed, to experiment on.

What is hidden is kept from the picture and from the file of answers, not from whoever reads this source.
"""

from ..engine import completed, simulate, trace_names
from ..parameters import Membrane, VoltageClamp
from ..protocols.common import rest_mV
from ..quantities import shown
from ..recording import Recording

# what was changed, and to what: in NEURON's units, celsius in °C
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
)
SEEN = ("v", "i_stim", "i_density")  # what an electrode sees


def mystery_run(neuron, clamp=None, *, tstop=300.0, record=("v", "i_stim")):
    """Give the Recording of the mystery neuron of a number; the rest is as in :func:`hhlab.mystery`."""
    names = trace_names(record)
    for name in names:
        if name not in SEEN:
            raise ValueError(f"An electrode does not see {shown(name)}. It sees: {', '.join(SEEN)}.")
    name, value = SECRETS[neuron]
    celsius = value if name == "celsius" else 6.3
    membrane = Membrane() if name == "celsius" else Membrane(**{name: value})
    _, clamp = completed(membrane, clamp)
    # a clamp holds the neuron from the start; without one it is at its own rest
    start = clamp.amp1 if isinstance(clamp, VoltageClamp) else rest_mV(membrane, celsius=celsius)
    found = simulate(
        membrane, clamp, tstop=tstop, celsius=celsius, method="cvode", v_init=start, record=names
    )
    # how the run was made would say what is hidden
    return Recording(t=found.t, configuration="the mystery neuron", **found.traces)
