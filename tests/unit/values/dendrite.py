"""L11: synapses on a dendrite, and L14: the plug of an NMDA receptor."""

import math
from functools import cache
from pathlib import Path

import numpy as np
from neuron import h
from scipy.integrate import solve_ivp

from hhlab import Settings
from hhlab.mechanisms.compiling import compile_mechanism
from hhlab.simulator.integration import advance, configured

from . import SCIPY, row

MECHANISMS = Path(__file__).parents[3] / "notebooks" / "mechanisms"
SOMA_UM, LENGTH_UM, DIAM_UM, PIECES = 20.0, 1000.0, 1.0, 51
RA, G, REST = 100.0, 1e-4, -70.0  # Ω·cm, S/cm², mV
FOUR = (0.2, 0.4, 0.6, 0.8)


def alpha(t, onset, tau):
    """Give the share of its greatest conductance that an alpha synapse has."""
    since = max(t - onset, 0.0) / tau
    return since * math.exp(1 - since)


@cache
def compartments(pieces=PIECES):
    """Give of soma and pieces the areas [cm²], and the conductances [µS] between neighbours."""
    cm = 1e-4
    step = LENGTH_UM / pieces
    areas = np.array([math.pi * (SOMA_UM * cm) ** 2, *pieces * [math.pi * DIAM_UM * step * cm**2]])
    half = RA * (step / 2) * cm / (math.pi * (DIAM_UM * cm / 2) ** 2)  # Ω, from a centre to its end
    soma = RA * (SOMA_UM / 2) * cm / (math.pi * (SOMA_UM * cm / 2) ** 2)
    return areas, 1e6 / np.array([soma + half, *(pieces - 1) * [2 * half]]), 1e6 / half


@cache
def in_soma_mV(places, tau, apart, gmax=0.001):
    """Give by SciPy the greatest change in the soma as synapses open one after the other.

    One at the very tip stands half a piece beyond the last centre, at a point that has no membrane.
    """
    areas, along, end = compartments()
    index = [1 + min(int(x * PIECES), PIECES - 1) for x in places]
    onsets = 1.0 + apart * np.arange(len(places))

    def slope(t, v):
        between = along * np.diff(v)  # nA, towards the soma
        into = np.diff(between, prepend=0, append=0) - 1e6 * G * areas * (v - REST)
        for x, i, onset in zip(places, index, onsets, strict=True):
            g = gmax * alpha(t, onset, tau)
            g = g * end / (g + end) if x == 1 else g  # through the last half piece
            into[i] -= g * v[i]
        return into * 1e-3 / areas  # nA/(µF/cm² · cm²) is 1e-3 mV/ms

    found = solve_ivp(
        slope, (0, 50), np.full(PIECES + 1, REST), method="LSODA", rtol=1e-8, atol=1e-8, max_step=0.05
    )
    return found.y[0].max() - REST


def by_neuron_mV(places, tau, apart, gmax=0.001):
    """Give the same by NEURON, as the lesson builds it."""
    soma, dend = h.Section(name="soma"), h.Section(name="dend")
    dend.connect(soma(1))
    soma.L = soma.diam = SOMA_UM
    dend.L, dend.diam, dend.nseg = LENGTH_UM, DIAM_UM, PIECES
    for section in (soma, dend):
        section.Ra = RA
        section.insert("pas")
        section.g_pas, section.e_pas = G, REST
    synapses = [h.AlphaSynapse(dend(x)) for x in places]
    for k, one in enumerate(synapses):
        one.onset, one.tau, one.gmax = 1 + k * apart, tau, gmax
    settings = Settings(tstop=50, dt=0.005, v_init=REST)
    with configured(settings):
        v = h.Vector().record(soma(0.5)._ref_v)
        advance(settings)
        return np.array(v).max() - REST


def plugged_nA(v, mg):
    """Give the greatest current of the lesson's NMDA synapse, 1 nS, at a clamped potential."""
    soma = h.Section(name="soma")
    clamp, spike = h.SEClamp(soma(0.5)), h.NetStim()
    synapse = getattr(h, compile_mechanism(MECHANISMS / "nmda.mod"))(soma(0.5))
    clamp.dur1, clamp.amp1, clamp.rs, synapse.mg = 100, v, 1e-3, mg
    spike.start, spike.number = 5, 1
    wire = h.NetCon(spike, synapse)
    wire.delay, wire.weight[0] = 0, 0.001
    settings = Settings(tstop=30, v_init=v)
    with configured(settings):
        i = h.Vector().record(synapse._ref_i)
        advance(settings)
        return max(np.array(i), key=abs)


def free(v, mg=1.0):
    """Give the share of the channels without magnesium, by Jahr and Stevens (1990)."""
    return 1 / (1 + math.exp(-0.062 * v) * mg / 3.57)


SYNAPSES = (
    ("potential in the soma, a synapse of 1 nS at the tip", (1.0,), 1.0, 0.0),
    ("potential in the soma, four synapses 2 ms apart, the tip first", FOUR[::-1], 0.5, 2.0),
    ("potential in the soma, four synapses 2 ms apart, the soma first", FOUR, 0.5, 2.0),
)
ROWS = [
    *(
        row(
            "L11",
            name,
            lambda places=places, tau=tau, apart=apart: in_soma_mV(places, tau, apart),
            0.003,
            lambda _, places=places, tau=tau, apart=apart: by_neuron_mV(places, tau, apart),
            "mV",
            source=SCIPY,
            configuration="passive, g 1e-4 S/cm², soma of 20 µm, dendrite of 1000 × 1 µm",
            lost=(),
        )
        for name, places, tau, apart in SYNAPSES
    ),
    *(
        row(
            "L14",
            f"current of 1 nS of NMDA at {v} mV, {mg:g} mM magnesium".replace("-", "−"),
            lambda v=v, mg=mg: 0.001 * v * free(v, mg),
            1e-6,
            lambda _, v=v, mg=mg: plugged_nA(v, mg),
            "nA",
            source="formula: Jahr and Stevens 1990",
            configuration="voltage clamp, 0.025 ms",
            lost=(),
        )
        for v, mg in ((-80, 1.0), (-27, 1.0), (-80, 0.0))
    ),
]
