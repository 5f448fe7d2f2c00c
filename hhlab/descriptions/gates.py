"""What a gate and an ionic current are: names, rates, formulas, and where NEURON has them."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from math import prod

from . import rates
from .traces import Trace


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
