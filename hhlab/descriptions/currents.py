"""The ionic currents of a membrane, each written once, for rest, spikes, dynamics, probes and scripts.

A current is gbar·(product of gates to their powers)·(v - reversal), in NEURON's units. To add one: an entry
in CURRENTS, and its two fields in :class:`Membrane`.
"""

from dataclasses import replace
from functools import lru_cache

from . import rates, rates_1977
from .gates import Current, Gate
from .rates_1977 import CELSIUS_1977
from .traces import GREEN, OLIVE, ORANGE, PINK, VERMILION, WINE


def _as_of_1977(current):
    """Give the gates of a current of 1952 with the rates of 1977."""
    return tuple(
        replace(gate, opening=opening, closing=closing, celsius=CELSIUS_1977)
        for gate in current.gates
        for opening, closing in [rates_1977.RATES[gate.name]]
    )


def _gate_of_1977(name, label, colour, power, tables):
    opening, closing = rates_1977.RATES[name]
    return Gate(name, label, colour, power, opening, closing, CELSIUS_1977, tables)


SODIUM = Current(
    "ina",
    "Na⁺ current",
    VERMILION,
    gbar="gnabar",
    reversal="ena",
    mechanism="hh",
    neuron={"current": "ina", "conductance": "gna_hh", "gbar": "gnabar_hh", "reversal": "ena"},
    gates=(
        Gate("m", "m, Na⁺ activation", VERMILION, 3, rates.alpha_m, rates.beta_m),
        Gate("h", "h, Na⁺ availability", ORANGE, 1, rates.alpha_h, rates.beta_h),
    ),
    conductance="gna",
    conductance_label="Na⁺ conductance",
    carrier="na",
    ion="na",
)
POTASSIUM = Current(
    "ik",
    "K⁺ current",
    GREEN,
    gbar="gkbar",
    reversal="ek",
    mechanism="hh",
    neuron={"current": "ik", "conductance": "gk_hh", "gbar": "gkbar_hh", "reversal": "ek"},
    gates=(Gate("n", "n, K⁺ activation", GREEN, 4, rates.alpha_n, rates.beta_n),),
    conductance="gk",
    conductance_label="K⁺ conductance",
    carrier="k",
    ion="k",
)
LEAK = Current(
    "il",
    "leak current",
    PINK,
    gbar="gl",
    reversal="el",
    mechanism="hh",
    neuron={"current": "il_hh", "gbar": "gl_hh", "reversal": "el_hh"},
)
A_TYPE = Current(
    "ia",
    "A-type K⁺ current",
    WINE,
    gbar="gabar",
    reversal="ea",
    mechanism="",
    neuron={},
    conductance="ga",
    conductance_label="A-type K⁺ conductance",
    carrier="k",
    optional=True,
).made_of(
    "a_type",
    (
        _gate_of_1977("a", "a, A-type activation", WINE, 3, rates_1977.A),
        _gate_of_1977("b", "b, A-type availability", OLIVE, 1, rates_1977.B),
    ),
)
CURRENTS = (SODIUM, POTASSIUM, LEAK, A_TYPE)
# the gates that stand for those of 1952, by the name of the current
KINETICS = {
    "squid_1952": {},
    "connor_1977": {current.name: _as_of_1977(current) for current in (SODIUM, POTASSIUM)},
}


def currents_of(membrane, recorded=()):
    """Give the currents that a membrane has, as it has them, and those with a trace among `recorded`."""
    return _currents_of(membrane, tuple(recorded), CURRENTS)


@lru_cache(maxsize=256)
def _currents_of(membrane, recorded, currents):
    return [
        _as_in(membrane, current)
        for current in currents
        if not current.optional or getattr(membrane, current.gbar, 0) > 0 or set(current.traces) & {*recorded}
    ]


def _as_in(membrane, current):
    gates, mechanism = KINETICS[membrane.kinetics].get(current.name), membrane.kinetics
    if current.name == SODIUM.name and not membrane.inactivation:
        m, h = gates or current.gates
        gates, mechanism = (m, replace(h, power=0)), f"{mechanism}_pronase"
    return current.made_of(f"{current.ion}_{mechanism}", gates) if gates else current


def gates_of(membrane):
    """Give the gates of a membrane, in the order of its currents."""
    return [gate for current in currents_of(membrane) for gate in current.gates]


def settled(membrane, v):
    """Give the values of all gates by their names, settled at `v` [mV]."""
    return {gate.name: gate.steady_state(v) for gate in gates_of(membrane)}


def ionic_uA_per_cm2(membrane, v, states, reversals=None):
    """Give the sum of all ionic currents [µA/cm²], outward positive.

    Parameters
    ----------
    membrane : Membrane
    v : array_like
        Potential [mV].
    states : dict of str to array_like
        The value of each gate.
    reversals : dict of str to float, optional
        Reversal potentials [mV] in place of the membrane's own, by its names of them.
    """
    reversals = reversals or {}
    return 1000 * sum(
        current.density_mA_per_cm2(membrane, v, states, reversals.get(current.reversal))
        for current in currents_of(membrane)
    )
