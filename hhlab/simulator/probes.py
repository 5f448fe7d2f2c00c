"""What NEURON records on a segment: the Vectors of each trace, and their arrays."""

import numpy as np
from neuron import h

from ..descriptions.currents import currents_of
from ..results.columns import locked
from ..results.recording import TRACES, on_membrane

_blank = h.Vector()


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
                # no electrode gives no current; a gate out of use stands open
                nothing = float(on_membrane(name))
                found[name] = sum((np.array(x) for x in vectors), np.full(samples, nothing))
        return found


def variable_of(name, membrane):
    """Give NEURON's variable for a trace of a membrane, or "" for a gate that is out of use."""
    for current in currents_of(membrane, (name,)):
        if name in current.variables:
            return current.variables[name]
    return TRACES[name].neuron


def _references(name, segment, membrane, electrodes):
    """Give what NEURON must record on a segment for one trace, as references that add up."""
    if not on_membrane(name):
        return [getattr(electrode, f"_ref_{TRACES[name].neuron}") for electrode in electrodes]
    variable = variable_of(name, membrane)
    return [getattr(segment, f"_ref_{variable}")] if variable else []


def recording_of(reference):
    """Give a new Vector that records what a NEURON reference points to."""
    # a copy, for h.Vector() itself loses 100 bytes each time, which add up under a slider
    return _blank.c().record(reference)
