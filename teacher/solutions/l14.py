"""Solutions of lesson 14, found with NEURON's own objects where that can be."""

import math

from neuron import h

from hhlab.descriptions.parameters import Membrane, Settings
from hhlab.protocols.common import rest_mV
from hhlab.protocols.synaptic import threshold_weight_uS
from hhlab.simulator.cells import build_soma
from hhlab.simulator.integration import advance, configured
from hhlab.simulator.networks import Ring, simulate_ring

from . import Solution


def threshold_nS(diam, tau):
    return 1000 * threshold_weight_uS(Membrane(L=diam, diam=diam), tau=tau, method="neuron", rel=1e-3)


def deviation_mV(weight, e):
    """Read it off a soma, a NetStim and an ExpSyn."""
    rest = rest_mV(Membrane())
    settings = Settings(method="neuron", tstop=60, v_init=rest)
    with configured(settings):
        soma = build_soma(Membrane())
        synapse = h.ExpSyn(soma(0.5))
        synapse.tau, synapse.e = 2, e
        spike = h.NetStim()
        spike.number, spike.start = 1, 5
        connection = h.NetCon(spike, synapse)
        connection.weight[0], connection.delay = weight / 1000, 0
        v = h.Vector().record(soma(0.5)._ref_v)
        advance(settings)
        moved = [x - rest for x in v]
    return max(moved, key=abs)


def period_ms(cells, delay):
    first, second = simulate_ring(Ring(cells=cells, delay=delay), tstop=150).of(0)[:2]
    return second - first


def step_ms(cells, delay):
    spikes = simulate_ring(Ring(cells=cells, delay=delay), tstop=50)
    return spikes.of(1)[0] - spikes.of(0)[0]


SOLUTIONS = {
    "L14.threshold": Solution(
        right=threshold_nS,
        wrong={
            "lesson": lambda diam, tau: threshold_nS(10.0, tau),
            "brief": lambda diam, tau: threshold_nS(diam, 2.0),
            "high": lambda diam, tau: 7.3 * threshold_nS(diam, tau),
        },
        method="Halve the bracket between a weight that fires and one that fails: hhlab.threshold_weight_uS.",
    ),
    "L14.epsp": Solution(
        right=deviation_mV,
        wrong={"potential": lambda weight, e: rest_mV(Membrane()) + deviation_mV(weight, e)},
        method="The largest deviation of v from rest after the spike has arrived.",
    ),
    "L14.current": Solution(
        right=lambda weight, e: weight * (-64.974 - e),
        wrong={
            "reversal": lambda weight, e: weight * (-64.974 + e),
            "rest": lambda weight, e: weight * -64.974,
            "zero": lambda weight, e: weight * e,
        },
        method="g · (v − e): 1 nS · 1 mV is 1 pA.",
    ),
    "L14.period": Solution(
        right=period_ms,
        wrong={
            "step": step_ms,
            "delays": lambda cells, delay: cells * delay,
            "open": lambda cells, delay: (cells - 1) * step_ms(cells, delay),
        },
        method="The difference of the first two spikes of cell 0.",
    ),
    "L14.share": Solution(
        right=lambda cells, ranks, rank: math.ceil((cells - rank) / ranks),
        wrong={
            "fraction": lambda cells, ranks, rank: cells / ranks,
            "neighbour": lambda cells, ranks, rank: len(range((rank + 1) % ranks, cells, ranks)),
        },
        method="len(range(rank, cells, ranks)).",
    ),
}
