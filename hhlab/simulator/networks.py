"""Cells that excite each other: the ring of NEURON's tutorial, on as many ranks as there are.

Under ``mpiexec`` each rank builds its share of the cells and every rank gives all spikes; alone, a process
is the only rank.

Sources
-------
NEURON's tutorial "Ball and stick"; Migliore et al. (2006), J. Comput. Neurosci. 21:119-129.
"""

from dataclasses import dataclass

import numpy as np
from neuron import h
from numpy.typing import NDArray

from ..descriptions.defaults import RING
from ..descriptions.parameters import MAX_STEPS, Membrane, Method, Settings
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import Description, quantity, shown
from .integration import advance, configured, describe

MAX_CELL_STEPS = 20 * MAX_STEPS
_parallel = h.ParallelContext()


@dataclass(frozen=True, kw_only=True)
class Ring(Description):
    """A ring of ball-and-stick cells, each of which excites the next through an ExpSyn on its dendrite.

    The first cell is excited once, `start` after the beginning.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.Ring(cells=3).weight
    0.01
    """

    cells: int = quantity(5, "", "cells", low=1, high=10_000, whole=True)
    weight: float = quantity(0.01, "µS", "synaptic weight", low=0, high=10)
    delay: float = quantity(5.0, "ms", "delay from cell to cell", low=0.1, high=1000)
    tau: float = quantity(2.0, "ms", "decay time of the synapse", above=0, low=0.01, high=1000)
    e: float = quantity(0.0, "mV", "reversal potential of the synapse", low=-200, high=200)
    start: float = quantity(10.0, "ms", "first input", low=0, high=1e6)
    start_weight: float = quantity(0.04, "µS", "weight of the first input", low=0, high=10)


@dataclass(frozen=True, eq=False)
class Spikes:
    """The spikes of a network, in the order of time and then of cell; two arrays of one length.

    Parameters
    ----------
    times_ms : numpy.ndarray, shape (N,)
        When a cell fired, never falling [ms].
    cells : numpy.ndarray, shape (N,)
        Which cell it was, from 0.
    configuration : str
        How the run was made.

    Examples
    --------
    >>> import hhlab
    >>> spikes = hhlab.simulate_ring(tstop=20)
    >>> spikes.of(0).round(1)
    array([10.9])
    """

    times_ms: np.ndarray
    cells: np.ndarray
    configuration: str = ""

    def of(self, cell: int) -> NDArray[np.float64]:
        """Give the times at which one cell fired [ms]."""
        return self.times_ms[self.cells == cell]

    def __len__(self) -> int:
        return len(self.times_ms)


class BallAndStick:
    """A soma with ``hh`` and a passive dendrite with a synapse half-way along it, and a number, its gid."""

    def __init__(self, gid, tau, e):
        self.soma, self.dend = (h.Section(name=f"{part}[{gid}]") for part in ("soma", "dend"))
        self.dend.connect(self.soma)
        self.soma.L = self.soma.diam = 12.6157
        self.dend.L, self.dend.diam = 200, 1
        self.soma.Ra = self.dend.Ra = 100
        self.soma.insert("hh")
        self.dend.insert("pas")
        self.dend.g_pas, self.dend.e_pas = 0.001, -65
        self.synapse = h.ExpSyn(self.dend(0.5))
        self.synapse.tau, self.synapse.e = tau, e
        _parallel.set_gid2node(gid, _parallel.id())
        _parallel.cell(gid, h.NetCon(self.soma(0.5)._ref_v, None, sec=self.soma))


@runs_in_worker
def simulate_ring(
    ring: Ring | None = None,
    *,
    tstop: float = RING.tstop,
    celsius: float = RING.celsius,
    dt: float = RING.dt,
    method: Method = RING.method,
) -> Spikes:
    """Give the Spikes of a ring of ball-and-stick cells.

    A spike is counted when the potential of a soma rises through 10 mV, NEURON's default.

    Parameters
    ----------
    ring : Ring, optional
    tstop, dt : float
        End and time step [ms].
    celsius : float
        Temperature [°C].
    method : {"neuron", "cn", "cvode"}
        By default NEURON's defaults, as in its tutorial.

    Returns
    -------
    Spikes

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits, or the run would be too long.

    Examples
    --------
    >>> round(float(simulate_ring().times_ms[0]), 3)
    10.925
    """
    ring = Ring() if ring is None else ring
    if not isinstance(ring, Ring):
        raise TypeError(f"ring must be a Ring, but it is {shown(ring)}.")
    settings = Settings(tstop=tstop, celsius=celsius, dt=dt, method=method)
    if ring.cells * tstop / dt > MAX_CELL_STEPS:
        raise ValueError(
            f"{ring.cells} cells for {tstop:g} ms at dt = {dt:g} ms take {ring.cells * tstop / dt:.3g} steps "
            f"of a cell, but a run has at most {MAX_CELL_STEPS:.3g}. Take fewer cells or a shorter run."
        )
    times, gids = h.Vector(), h.Vector()
    with configured(settings):
        network = _build(ring)
        for gid in network:
            _parallel.spike_record(gid, times, gids)
        try:
            advance(settings)
            shares = _parallel.py_allgather((np.array(times), np.array(gids, dtype=int)))
        finally:
            _parallel.gid_clear()
    times, gids = (np.concatenate(column) for column in zip(*shares, strict=True))
    order = np.lexsort((gids, times))
    return Spikes(times[order], gids[order], describe(settings, Membrane()))


def _build(ring):
    """Give this rank's share of the cells by their gid, connected to those before them on any rank."""
    here = range(int(_parallel.id()), ring.cells, int(_parallel.nhost()))
    network = {gid: BallAndStick(gid, ring.tau, ring.e) for gid in here}
    for gid, cell in network.items():
        cell.inputs = [_parallel.gid_connect((gid - 1) % ring.cells, cell.synapse)]
        cell.inputs[0].weight[0], cell.inputs[0].delay = ring.weight, ring.delay
    if 0 in network:
        first = network[0]
        first.stimulus = h.NetStim()
        first.stimulus.number, first.stimulus.start = 1, ring.start
        first.inputs.append(h.NetCon(first.stimulus, first.synapse))
        first.inputs[1].weight[0], first.inputs[1].delay = ring.start_weight, 0
    return network
