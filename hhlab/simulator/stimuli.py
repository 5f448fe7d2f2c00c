"""From a clamp's description to NEURON's electrodes on a segment."""

from functools import singledispatch

from neuron import h

from ..descriptions.parameters import (
    CurrentClamp,
    PairedPulses,
    PulseTrain,
    Ramp,
    Shock,
    Synapse,
    VoltageClamp,
)

# NEURON asserts that CVODE has passed a change of current; rounding breaks that for one nearer to the start
SOONEST_MS = 0.01


class Electrode:
    """NEURON's point processes that stand for one clamp, kept alive for as long as a run lasts.

    Attributes
    ----------
    currents : list of point processes with a current ``i`` [nA]
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
    _refuse_too_soon(clamp.dur1, clamp.dur1 + clamp.dur2, clamp.dur1 + clamp.dur2 + clamp.dur3)
    electrode = h.SEClamp(segment)
    for name in ("amp1", "dur1", "amp2", "dur2", "amp3", "dur3", "rs"):
        setattr(electrode, name, getattr(clamp, name))
    return Electrode(electrode)


@attach.register
def _(clamp: Synapse, segment):
    if clamp.tau1 > 0:
        synapse = h.Exp2Syn(segment)
        synapse.tau1, synapse.tau2 = clamp.tau1, clamp.tau
    else:
        synapse = h.ExpSyn(segment)
        synapse.tau = clamp.tau
    synapse.e = clamp.e
    spikes = h.NetStim()
    spikes.start, spikes.interval, spikes.number, spikes.noise = clamp.delay, clamp.interval, clamp.count, 0
    connection = h.NetCon(spikes, synapse)
    connection.delay, connection.weight[0] = 0, clamp.weight
    return Electrode(synapse, keep=(spikes, connection))


def _refuse_too_soon(*moments):
    """Raise ValueError for a change so soon after the start that CVODE would end the process."""
    soon = [moment for moment in moments if 0 < moment < SOONEST_MS]
    if soon and h.CVode().active():
        raise ValueError(
            f'Under method="cvode" no clamp may change between 0 and {SOONEST_MS:g} ms, but this one does at '
            f'{soon[0]:g} ms. Lengthen its delay or its duration, or use method="cn".'
        )


def _step(segment, delay, dur, amp):
    _refuse_too_soon(delay, delay + dur)
    clamp = h.IClamp(segment)
    clamp.delay, clamp.dur, clamp.amp = delay, dur, amp
    return clamp
