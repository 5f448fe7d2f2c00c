"""What tells one value from all others."""

from neuron import h, hoc, nrn


class Clash(Exception):
    """Two functions mean different things by one name."""


def key_of(value):
    """Give what tells a value from all others, NEURON's objects by what they are in NEURON."""
    if isinstance(value, nrn.Section):
        return "Section", hash(value)
    if isinstance(value, nrn.Segment):
        return "Segment", hash(value.sec), value.x
    if isinstance(value, hoc.HocObject) and value is not h and "[" in repr(value):
        return "HocObject", repr(value)
    return id(value)
