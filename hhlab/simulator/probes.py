"""What NEURON records on a segment: the Vectors of each trace, and their arrays."""

import numpy as np
from neuron import h

from ..results.columns import locked
from ..results.recording import CLAMP_TRACES
from .cells import PRONASE

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
                found[name] = sum((np.array(x) for x in vectors), np.full(samples, float(name == "h")))
        return found


def _references(name, segment, membrane, electrodes):
    """Give what NEURON must record on a segment for one trace, as references that add up."""
    if name in CLAMP_TRACES:
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
