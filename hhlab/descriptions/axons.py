"""Axons: a membrane with length, uniform or under myelin, cut into segments.

A segment is short against λ at 100 Hz, the distance over which a current of that frequency fades: NEURON's
d_lambda rule.

Sources
-------
Hines and Carnevale (2001), The Neuroscientist 7:123-135 (the rule).
"""

import math
from dataclasses import dataclass, fields
from typing import Any

from .currents import CURRENTS
from .parameters import CurrentClamp, Membrane
from .quantities import number, quantity

PULSE_MS = 0.2
PULSE_MV = 100.0  # several times what an impulse needs to start
MYELIN_EL = -65.0  # mV: a leak that leaves the axon's rest alone
MAX_SEGMENTS = 20_000


def lambda_f_um(frequency, diam, Ra, cm):
    """Give the length constant [µm] of an unending cable for a sine [Hz] too fast for its leak.

    Parameters
    ----------
    frequency, diam, Ra, cm : float
        In Hz, µm, Ω·cm and µF/cm². NEURON's ``lambda_f``.
    """
    return 1e5 * math.sqrt(diam / (4 * math.pi * frequency * Ra * cm))


def segments_by_rule(L, d_lambda, lambda_100_um):
    """Give the least odd number of segments that are no longer than `d_lambda` λ at 100 Hz, nearly."""
    return int((L / (d_lambda * lambda_100_um) + 0.9) / 2) * 2 + 1  # NEURON's own rounding


@dataclass(frozen=True, kw_only=True)
class Axon(Membrane):
    """A uniform cable of membrane, by default as thick as the squid axon of the 1952 paper.

    All that a Membrane has an Axon has too: ``Axon.squid_1952()``, ``Axon.passive()``, ``axon.blocked()``.
    It is cut into ``nseg`` segments; with 0 the d_lambda rule counts them.

    Examples
    --------
    >>> import hhlab
    >>> axon = hhlab.Axon(L=20_000)
    >>> axon.segments
    39
    >>> round(axon.lambda_100_um)
    10344
    """

    L: float = quantity(50_000.0, "µm", "length", above=0, low=0.1, high=1_000_000)
    diam: float = quantity(476.0, "µm", "diameter", above=0, low=0.1, high=2000)
    Ra: float = quantity(35.4, "Ω·cm", "axial resistivity", above=0, low=0.1, high=100_000)
    d_lambda: float = quantity(0.05, "", "segment / λ₁₀₀", above=0, low=0.001, high=10)
    nseg: int = quantity(0, "", "segments, 0 for the d_lambda rule", low=0, high=MAX_SEGMENTS, whole=True)

    def __post_init__(self):
        super().__post_init__()
        if self.segments > MAX_SEGMENTS:
            raise ValueError(
                f"{type(self).__name__}.L = {self.L:g} µm makes {self.segments:,} segments, but an axon has "
                f"at most {MAX_SEGMENTS:,}. Shorten it: at {self.diam:g} µm λ at 100 Hz is "
                f"{self.lambda_100_um:.0f} µm."
            )

    def patch(self, **changes: Any) -> Membrane:
        """Give a space-clamped Membrane with the channels of this axon, by default of a Membrane's size."""
        size = {"L": Membrane.L, "diam": Membrane.diam}
        own = {item.name: getattr(self, item.name) for item in fields(Membrane) if item.name not in size}
        return Membrane(**own | changes)

    @property
    def stretches(self) -> "list[Axon]":
        """The uniform axons that it is made of, from end to end: here itself."""
        return [self]

    @property
    def segments(self) -> int:
        """How many segments the axon has."""
        return sum(int(stretch.nseg or stretch._ruled()) for stretch in self.stretches)

    def _ruled(self):
        return segments_by_rule(self.L, self.d_lambda, self.lambda_100_um)

    @property
    def lambda_100_um(self) -> float:
        """λ at 100 Hz, in µm."""
        return lambda_f_um(100.0, self.diam, self.Ra, self.cm)

    @property
    def lambda_um(self) -> float:
        """The length constant of the leak alone for a steady current, in µm; inf without a leak."""
        if self.gl == 0:
            return math.inf
        return 1e4 * math.sqrt(self.diam * 1e-4 / (4 * self.Ra * self.gl))

    @property
    def mean_cm(self) -> float:
        """The capacitance of the whole axon over its area, in µF/cm²."""
        stretches = self.stretches
        return sum(x.cm * x.L for x in stretches) / sum(x.L for x in stretches)

    def place_um(self, share: float) -> float:
        """Give the place at a share of the length, 0 to 1, in µm."""
        return number("share", share, low=0, high=1) * self.L

    def pulse(self, delay: float = 0.0) -> CurrentClamp:
        """Give a brief current that starts an impulse: it charges the end of the axon by about 100 mV.

        The charge spreads over √(D·t), where D is the diffusion constant of a leakless cable.
        """
        capacitance = self.mean_cm * math.pi * self.diam * 1e-4  # µF per cm of axon
        axial = 4 * self.Ra / (math.pi * (self.diam * 1e-4) ** 2)  # Ω per cm
        spread_cm = math.sqrt(PULSE_MS * 1e-3 / (axial * capacitance * 1e-6))
        charge_nC = capacitance * spread_cm * PULSE_MV
        return CurrentClamp(amp=1000 * charge_nC / PULSE_MS, delay=delay, dur=PULSE_MS)


@dataclass(frozen=True, kw_only=True)
class MyelinatedAxon(Axon):
    """Nodes of membrane between internodes under myelin, which has a capacitance and a leak alone.

    The channels of the membrane are `density` times denser in a node. As many internodes as fit into ``L``
    lie between two nodes each. Myelin may be lost on the `damaged` internodes in the middle: there its
    capacitance and its leak are `damage` times as large, up to those of the bare membrane. ``nseg`` is that
    of an internode.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.MyelinatedAxon(damaged=3).internodes
    40
    """

    # 40 internodes between 41 nodes
    L: float = quantity(40_041.0, "µm", "length", above=0, low=1, high=1_000_000)
    diam: float = quantity(10.0, "µm", "diameter", above=0, low=0.1, high=2000)
    node: float = quantity(1.0, "µm", "node length", above=0, low=0.1, high=1000)
    internode: float = quantity(1000.0, "µm", "internode length", above=0, low=1, high=10_000)
    density: float = quantity(10.0, "", "channel density in a node", above=0, low=0.01, high=80)
    cm_myelin: float = quantity(0.01, "µF/cm²", "myelin capacitance", above=0, low=1e-5, high=100)
    gl_myelin: float = quantity(1e-6, "S/cm²", "myelin leak", low=0, high=10)
    damaged: int = quantity(0, "", "damaged internodes", low=0, high=1000, whole=True)
    damage: float = quantity(10.0, "", "loss of myelin", low=1, high=100_000)

    def __post_init__(self):
        super().__post_init__()
        if self.internodes < 1:
            raise ValueError(
                f"MyelinatedAxon.L = {self.L:g} µm, but one internode between two nodes takes "
                f"{self.internode + 2 * self.node:g} µm."
            )
        if self.damaged > self.internodes:
            raise ValueError(
                f"MyelinatedAxon.damaged = {self.damaged}, but only {self.internodes} internodes fit into "
                f"{self.L:g} µm."
            )

    @property
    def internodes(self) -> int:
        """How many internodes fit."""
        return int((self.L - self.node) / (self.node + self.internode) + 1e-9)

    def place_um(self, share: float) -> float:
        """Give the node nearest to a share of the length, 0 to 1, in µm."""
        place = super().place_um(share)
        return min(self.nodes_um, key=lambda node: abs(node - place))

    @property
    def nodes_um(self) -> list[float]:
        """The centres of the nodes, in µm."""
        return [self.node / 2 + i * (self.node + self.internode) for i in range(self.internodes + 1)]

    @property
    def stretches(self) -> "list[Axon]":
        """The uniform axons that it is made of, from end to end: node, internode, ..., node."""
        node = self._stretch(self.node, 0, self.cm, self.density, self.density * self.gl)
        healthy, bare = (
            self._stretch(
                self.internode,
                self.nseg,
                min(loss * self.cm_myelin, max(self.cm, self.cm_myelin)),
                0.0,
                min(loss * self.gl_myelin, max(self.gl, self.gl_myelin)),
            )
            for loss in (1.0, self.damage)
        )
        first = (self.internodes - self.damaged) // 2
        found = [node]
        for i in range(self.internodes):
            found += [bare if first <= i < first + self.damaged else healthy, node]
        return found

    def _stretch(self, L, nseg, cm, density, gl):
        same = {item.name: getattr(self, item.name) for item in fields(Axon)}
        own = {"L": L, "nseg": nseg, "cm": cm, "gl": gl, "el": self.el if density else MYELIN_EL}
        gated = [current.gbar for current in CURRENTS if current.gates]
        channels = {name: density * getattr(self, name) for name in gated}
        return Axon(**(same | own | channels))
