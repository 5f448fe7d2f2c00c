"""From a clamp's description to NEURON's electrodes on a segment."""

from functools import singledispatch

from neuron import h

from .parameters import CurrentClamp, PairedPulses, PulseTrain, Ramp, Shock, VoltageClamp


class Electrode:
    """NEURON's point processes that stand for one clamp, kept alive for as long as a run lasts.

    Attributes
    ----------
    currents : list of point processes whose ``i`` [nA] flows into the cell
    on_start : called once the cell is initialised
    """

    def __init__(self, *currents, keep=(), on_start=lambda: None):
        self.currents, self.keep, self.on_start = list(currents), keep, on_start


@singledispatch
def attach(clamp, segment):
    """Give the Electrode that applies `clamp` to a NEURON segment."""
    raise TypeError(f"No electrode is known for a {type(clamp).__name__}.")


@attach.register
def _(clamp: CurrentClamp, segment):
    return Electrode(_step(segment, clamp.delay, clamp.dur, clamp.amp))


@attach.register
def _(clamp: PulseTrain, segment):
    onsets = [clamp.delay + i * clamp.interval for i in range(clamp.count)]
    return Electrode(*(_step(segment, onset, clamp.dur, clamp.amp) for onset in onsets))


@attach.register
def _(clamp: PairedPulses, segment):
    test = _step(segment, clamp.delay + clamp.interval, clamp.dur, clamp.ratio * clamp.amp)
    return Electrode(_step(segment, clamp.delay, clamp.dur, clamp.amp), test)


@attach.register
def _(clamp: Ramp, segment):
    electrode = _step(segment, 0.0, 1e9, 0.0)
    end = clamp.delay + clamp.dur
    # two points at one time make a jump, for fixed and for variable steps alike
    times = h.Vector([0.0, clamp.delay, end, end, 1e9])
    amps = h.Vector([0.0, 0.0, clamp.slope * clamp.dur, 0.0, 0.0])
    amps.play(electrode._ref_amp, times, True)
    return Electrode(electrode, keep=(times, amps))


@attach.register
def _(clamp: Shock, segment):
    solver = h.CVode()

    def displace():
        segment.v += clamp.shift
        if solver.active():
            solver.re_init()

    return Electrode(on_start=lambda: solver.event(clamp.delay, displace))


@attach.register
def _(clamp: VoltageClamp, segment):
    electrode = h.SEClamp(segment)
    for name in ("amp1", "dur1", "amp2", "dur2", "amp3", "dur3", "rs"):
        setattr(electrode, name, getattr(clamp, name))
    return Electrode(electrode)


def _step(segment, delay, dur, amp):
    clamp = h.IClamp(segment)
    clamp.delay, clamp.dur, clamp.amp = delay, dur, amp
    return clamp
