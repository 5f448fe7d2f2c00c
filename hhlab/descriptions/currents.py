"""The ionic currents of a membrane, each written once, for rest, spikes, dynamics, probes and scripts.

A current is gbar·(product of gates to their powers)·(v - reversal), in NEURON's units. To add one: an entry
in CURRENTS, and its two fields in :class:`Membrane`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from math import prod

from . import rates, rates_1977
from .rates_1977 import CELSIUS_1977
from .traces import GREEN, OLIVE, ORANGE, PINK, VERMILION, WINE, Trace


@dataclass(frozen=True)
class Gate:
    """One gate: a share between 0 and 1 that opens and closes at rates of the potential.

    Parameters
    ----------
    name, label, colour : str
        Of its trace.
    power : int
        How many must be open at once; 0 for a gate that no longer matters.
    opening, closing : callable
        Rates [1/ms] from the potential [mV], at `celsius`.
    celsius : float
        From there they grow threefold for each 10 °C.
    tables : tuple of callable
        Steady state and time constant [ms] at `celsius`, where NEURON has no formula of the rates.
    """

    name: str
    label: str
    colour: str
    power: int
    opening: Callable
    closing: Callable
    celsius: float = rates.CELSIUS_1952
    tables: tuple = ()

    def speed(self, celsius):
        """Give the factor of both rates at a temperature [°C]."""
        return rates.Q10 ** ((celsius - self.celsius) / 10)

    def steady_state(self, v):
        """Give the value that it settles at when `v` [mV] is held."""
        opening, closing = self.opening(v), self.closing(v)
        return opening / (opening + closing)

    def tau_ms(self, v, celsius):
        """Give its time constant [ms] at `v` [mV]."""
        return 1.0 / (self.speed(celsius) * (self.opening(v) + self.closing(v)))

    def slope(self, v, x, celsius):
        """Give dx/dt [1/ms] where it stands at `x`."""
        return self.speed(celsius) * (self.opening(v) * (1 - x) - self.closing(v) * x)


@dataclass(frozen=True)
class Current:
    """One ionic current, and what it is called in a picture, in :class:`Membrane` and in NEURON.

    Parameters
    ----------
    name, label, colour : str
        Of its trace.
    gbar, reversal : str
        Fields of the Membrane: peak conductance [S/cm²] and reversal potential [mV].
    mechanism : str
        Which of NEURON's mechanisms it is in, or what hhlab calls the one that it makes.
    neuron : dict of str to str
        NEURON's names of "current", "gbar", "reversal" and, where there is a trace of it, "conductance".
    gates : tuple of Gate
    conductance, conductance_label : str
        Of the trace of its conductance, or "".
    carrier : str
        The ion that carries it, as NEURON calls it: "na", "k", or "" where several do.
    ion : str
        The ion whose reversal potential it shares in NEURON, or "".
    made : bool
        hhlab makes the mechanism of the gates, while it runs; NEURON has none.
    optional : bool
        A membrane has it only where its gbar is above 0.
    """

    name: str
    label: str
    colour: str
    gbar: str
    reversal: str
    mechanism: str
    neuron: dict = field(hash=False)
    gates: tuple = ()
    conductance: str = ""
    conductance_label: str = ""
    carrier: str = ""
    ion: str = ""
    made: bool = False
    optional: bool = False

    @property
    def traces(self):
        """Its traces by their names: gates, conductance, current."""
        variables = self.variables
        found = {
            gate.name: Trace(gate.label, "", "gates", gate.colour, variables[gate.name])
            for gate in self.gates
        }
        if self.conductance:
            found[self.conductance] = Trace(
                self.conductance_label, "S/cm²", "conductances", self.colour, variables[self.conductance]
            )
        return found | {self.name: Trace(self.label, "mA/cm²", "currents", self.colour, variables[self.name])}

    @property
    def variables(self):
        """NEURON's variable for the name of each of its traces; "" for a gate that is out of use."""
        found = {gate.name: f"{gate.name}_{self.mechanism}" if gate.power else "" for gate in self.gates}
        if self.conductance:
            found[self.conductance] = self.neuron["conductance"]
        return found | {self.name: self.neuron["current"]}

    def made_of(self, mechanism, gates):
        """Give the same current with other gates, in a mechanism that hhlab makes."""
        neuron = {"gbar": f"gmax_{mechanism}", "conductance": f"g_{mechanism}"}
        if not self.ion:
            neuron |= {"current": f"i_{mechanism}", "reversal": f"e_{mechanism}"}
        return replace(self, mechanism=mechanism, gates=gates, neuron=self.neuron | neuron, made=True)

    def conductance_S_per_cm2(self, membrane, states):
        """Give the conductance for the values of all gates by their names."""
        gates = [states[gate.name] ** gate.power for gate in self.gates]
        return prod(gates, start=getattr(membrane, self.gbar))

    def density_mA_per_cm2(self, membrane, v, states, reversal=None):
        """Give the current at `v` [mV], outward positive; `reversal` in place of the membrane's."""
        reversal = getattr(membrane, self.reversal) if reversal is None else reversal
        return self.conductance_S_per_cm2(membrane, states) * (v - reversal)


def _as_of_1977(current):
    """Give the gates of a current of 1952 with the rates of 1977."""
    return tuple(
        replace(gate, opening=opening, closing=closing, celsius=CELSIUS_1977)
        for gate in current.gates
        for opening, closing in [rates_1977.RATES[gate.name]]
    )


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
        Gate("a", "a, A-type activation", WINE, 3, *rates_1977.RATES["a"], CELSIUS_1977, rates_1977.A),
        Gate("b", "b, A-type availability", OLIVE, 1, *rates_1977.RATES["b"], CELSIUS_1977, rates_1977.B),
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
