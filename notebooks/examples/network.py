"""A network of excitatory and inhibitory cells with noise, on one processor or on many.

    python network.py --cells 200
    mpiexec -n 4 python network.py --cells 1000
    mpiexec -n 4 python network.py --cells 10000 --solver coreneuron

The cell is that of ring.py. Four of five cells excite, the fifth inhibits; each gets its inputs from cells
chosen by chance, and an input of its own that comes at random. Who is connected, and when the random inputs
come, is drawn for each cell from numbers of its own (Random123), so that the spikes do not depend on how
many processors there are. The last line printed holds them as JSON.

The proportions are those of the benchmarks of Brette et al. (2007), J. Comput. Neurosci. 23:349-398; cell
and weights are not.
"""

import argparse

from neuron import coreneuron, h
from ring import BallAndStick, pc, run, tell

EVERY_FIFTH_INHIBITS = 5
CONNECTIONS, NOISE = 1, 2  # what a cell's random numbers are for
TAU_INHIBITION, E_INHIBITION = 10, -80  # ms, mV
NOISE_INTERVAL, NOISE_WEIGHT = 20, 0.02  # ms, µS


class Cell(BallAndStick):
    """A ball and stick with two more synapses: one inhibits, on the soma, one takes the random input."""

    def __init__(self, gid, seed):
        super().__init__(gid)
        self.inhibition = h.ExpSyn(self.soma(0.5))
        self.inhibition.tau, self.inhibition.e = TAU_INHIBITION, E_INHIBITION
        # a synapse of its own: what arrives in one time step adds up in any order, if all weights are equal
        self.excited = h.ExpSyn(self.dend(0.5))
        self.excited.tau = self.syn.tau
        self.noise = h.NetStim()
        self.noise.number, self.noise.start, self.noise.noise = 1e9, 0, 1
        self.noise.interval = NOISE_INTERVAL
        self.noise.noiseFromRandom123(gid, NOISE, seed)
        self.noise_input = h.NetCon(self.noise, self.excited)
        self.noise_input.weight[0], self.noise_input.delay = NOISE_WEIGHT, 1


def build(asked):
    """Build this rank's share of the network, each cell with its inputs from cells on any rank."""
    network = {gid: Cell(gid, asked.seed) for gid in range(int(pc.id()), asked.cells, int(pc.nhost()))}
    for gid, cell in network.items():
        pc.set_gid2node(gid, pc.id())
        pc.cell(gid, cell.detector)
    for gid, cell in network.items():
        chance = h.Random()
        chance.Random123(gid, CONNECTIONS, asked.seed)
        chance.discunif(0, asked.cells - 1)
        cell.inputs = []
        for source in {int(chance.repick()) for _ in range(asked.inputs)} - {gid}:
            inhibits = source % EVERY_FIFTH_INHIBITS == 0
            # the source may live on any rank: ParallelContext finds it by its number
            one = pc.gid_connect(source, cell.inhibition if inhibits else cell.syn)
            one.weight[0] = asked.inhibition if inhibits else asked.excitation
            one.delay = asked.delay
            cell.inputs.append(one)
    return network


def main():
    options = argparse.ArgumentParser(description="A network of excitatory and inhibitory cells.")
    options.add_argument("--cells", type=int, default=1000)
    options.add_argument("--inputs", type=int, default=40, help="of each cell from others")
    options.add_argument("--excitation", type=float, default=0.001, help="weight [µS]")
    options.add_argument("--inhibition", type=float, default=0.005, help="weight [µS]")
    options.add_argument("--delay", type=float, default=2.0, help="from cell to cell [ms]")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--tstop", type=float, default=100.0, help="[ms]")
    options.add_argument("--solver", choices=["neuron", "coreneuron"], default="neuron")
    asked = options.parse_args()
    coreneuron.enable, coreneuron.verbose = asked.solver == "coreneuron", 0
    network = build(asked)
    spikes, seconds = run(network, asked.tstop)
    tell(spikes, seconds)


if __name__ == "__main__":
    main()
