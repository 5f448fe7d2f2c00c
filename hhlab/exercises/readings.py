"""What is read off one run, said so that a page with NEURON inside can make the run and read it too.

Whoever hands in a function of an own making is judged in the lab alone: a page does not know what it reads.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..protocols.common import spiked
from ..results.measures import spike_count
from ..results.spikes import spike_rises_ms


def rises_above(recording, level_mV, since_ms, until_ms):
    """Say whether the potential comes above a level within a stretch of the run."""
    inside = (recording.t >= since_ms) & (recording.t <= until_ms)
    return bool(recording.v[inside].max() > level_mV)


def first_spike_ms(recording, since_ms=0.0):
    """Give when the first spike rises, counted from a moment [ms]."""
    return float(spike_rises_ms(recording)[0] - since_ms)


READS = {"spiked": spiked, "spikes": spike_count, "rises": rises_above, "first": first_spike_ms}


@dataclass(frozen=True)
class Reading:
    """A run and what is read off it: called with a number or a variant's values, it gives what is read.

    Parameters
    ----------
    what : str
        One of READS.
    run : callable
        From the same values to a Recording, by one call of ``simulate``.
    places : dict
        What the reading takes besides: numbers, or functions of the same values.
    """

    what: str
    run: Callable
    places: Mapping

    def __call__(self, *values, **given):
        return READS[self.what](self.run(*values, **given), **self.at(*values, **given))

    def at(self, *values, **given):
        """Give what the reading takes besides, for these values."""
        return {name: one(*values, **given) if callable(one) else one for name, one in self.places.items()}


@dataclass(frozen=True)
class Named:
    """A reading in words: the first name where it gives 0 or False, the next for 1 or True, and so on."""

    reading: Reading
    names: tuple

    def __call__(self, **given):
        return self.names[min(int(self.reading(**given)), len(self.names) - 1)]


def reading(what, run, **places):
    """Give the Reading of a run; the names are those of :class:`Reading`."""
    return Reading(what, run, places)


def named(read, *names):
    """Give a Reading in words."""
    return Named(read, names)
