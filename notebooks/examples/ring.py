"""A ring of ball-and-stick cells, each of which excites the next; on one processor or on many.

    python ring.py
    mpiexec -n 4 python ring.py --cells 400 --weight 0.01

Cell, ring and numbers are those of NEURON's tutorial "Ball and stick". The last line printed holds the
spikes as JSON.
"""

import argparse
import json
import time

from neuron import h

h.nrnmpi_init()  # join the processes that mpiexec started; without this line each would run alone
pc = h.ParallelContext()


class BallAndStick:
    """A soma that fires, and a passive dendrite with an excitatory synapse half-way along."""

    def __init__(self, gid):
        self.soma = h.Section(name=f"soma[{gid}]")
        self.dend = h.Section(name=f"dend[{gid}]")
        self.dend.connect(self.soma)
        self.soma.L = self.soma.diam = 12.6157  # µm
        self.dend.L, self.dend.diam = 200, 1  # µm
        self.soma.Ra = self.dend.Ra = 100  # Ω cm
        self.soma.insert("hh")
        self.dend.insert("pas")
        self.dend.g_pas, self.dend.e_pas = 0.001, -65  # S/cm², mV
        self.syn = h.ExpSyn(self.dend(0.5))
        self.syn.tau = 2  # ms
        self.detector = h.NetCon(self.soma(0.5)._ref_v, None, sec=self.soma)  # fires at 10 mV, going up


def build(cells, weight, delay):
    """Build this rank's share of the ring: every n-th cell, if there are n ranks."""
    ring = {gid: BallAndStick(gid) for gid in range(int(pc.id()), cells, int(pc.nhost()))}
    for gid, cell in ring.items():
        pc.set_gid2node(gid, pc.id())
        pc.cell(gid, cell.detector)
    for gid, cell in ring.items():
        # the cell before may live on any rank: ParallelContext finds it by its number
        cell.input = pc.gid_connect((gid - 1) % cells, cell.syn)
        cell.input.weight[0], cell.input.delay = weight, delay  # µS, ms
    if 0 in ring:
        first = ring[0]
        first.stim = h.NetStim()
        first.stim.number, first.stim.start = 1, 9  # ms
        first.push = h.NetCon(first.stim, first.syn)
        first.push.weight[0], first.push.delay = 0.04, 1  # µS, ms
    return ring


def run(ring, tstop):
    """Run to `tstop` and give the spikes of all ranks as sorted (time, cell), and the seconds it took."""
    times, gids = h.Vector(), h.Vector()
    for gid in ring:
        pc.spike_record(gid, times, gids)
    pc.set_maxstep(10)  # ms; no longer than the shortest delay between ranks
    h.finitialize(-65)  # mV
    pc.barrier()
    start = time.perf_counter()
    pc.psolve(tstop)
    seconds = pc.allreduce(time.perf_counter() - start, 2)  # of the slowest rank
    spikes = pc.py_allgather(list(zip(times, map(int, gids), strict=True)))
    return sorted(spike for rank in spikes for spike in rank), seconds


def tell(spikes, seconds):
    """Print the spikes as JSON, once, and end all ranks together."""
    if pc.id() == 0:
        times, gids = zip(*spikes, strict=True) if spikes else ((), ())
        print(json.dumps({"nhost": int(pc.nhost()), "seconds": seconds, "times_ms": times, "gids": gids}))
    pc.barrier()
    pc.done()
    h.quit()


def main():
    options = argparse.ArgumentParser(description="A ring of ball-and-stick cells.")
    options.add_argument("--cells", type=int, default=5)
    options.add_argument("--weight", type=float, default=0.01, help="of each synapse in the ring [µS]")
    options.add_argument("--delay", type=float, default=5.0, help="from cell to cell [ms]")
    options.add_argument("--tstop", type=float, default=100.0, help="[ms]")
    asked = options.parse_args()
    ring = build(asked.cells, asked.weight, asked.delay)
    spikes, seconds = run(ring, asked.tstop)
    tell(spikes, seconds)


if __name__ == "__main__":
    main()
