"""Hodgkin and Huxley's equations as a vector field, with its derivatives.

A state is v [mV] and the gates of the membrane, m, h and n at least; time is in ms, currents are densities in
µA/cm².
"""

from math import prod

import numpy as np

from ..descriptions.currents import currents_of, gates_of, ionic_uA_per_cm2, settled
from ..descriptions.parameters import Membrane
from ..descriptions.quantities import number, shown

MAX_DENSITY = 1000.0  # µA/cm²
NUDGE_MV = 1e-4  # for central differences of the rates: error 1e-9


def checked(membrane, density=0.0):
    """Give the membrane, by default NEURON's ``hh``, and the current [µA/cm²] as a float."""
    membrane = Membrane() if membrane is None else membrane
    if not isinstance(membrane, Membrane):
        raise TypeError(f"membrane must be a Membrane, but it is {shown(membrane)}.")
    if membrane.nernst:
        raise ValueError(
            "Here ena and ek are taken as they stand. Give them, and leave nernst=False: "
            "Membrane(ena=..., ek=...)."
        )
    return membrane, number("density", density, "µA/cm²", low=-MAX_DENSITY, high=MAX_DENSITY)


def checked_celsius(celsius):
    """Give a checked temperature [°C]."""
    return number("celsius", celsius, "°C", low=-10, high=60)


def gate_names(membrane):
    """Give the names of a membrane's gates, in the order of its state."""
    return [gate.name for gate in gates_of(membrane)]


def traces_of(membrane, y):
    """Give ``v`` and the gates by their names, as a Recording takes them."""
    return dict(zip(["v", *gate_names(membrane)], y, strict=True))


def ionic(membrane, y):
    """Give the ionic current [µA/cm²] of the states `y`, outward positive."""
    return ionic_uA_per_cm2(membrane, y[0], dict(zip(gate_names(membrane), y[1:], strict=True)))


def slope(membrane, density, celsius, y):
    """Give dy/dt of the states `y`, of the same shape (1 + gates,) or (1 + gates, N)."""
    turned = [gate.slope(y[0], x, celsius) for gate, x in zip(gates_of(membrane), y[1:], strict=True)]
    return np.stack([(density - ionic(membrane, y)) / membrane.cm, *turned])


def jacobian(membrane, celsius, y):
    """Give the derivatives of :func:`slope` by the state, shape (S, S) or (S, S, N) for S numbers a state."""
    v, gates = y[0], gates_of(membrane)
    states = dict(zip(gate_names(membrane), y[1:], strict=True))
    found = np.zeros((len(y), *y.shape))
    for current in currents_of(membrane):
        found[0, 0] -= current.conductance_S_per_cm2(membrane, states)
        for gate in current.gates:
            found[0, 1 + gates.index(gate)] = -_by_gate(membrane, current, gate, v, states)
    found[0, 0] *= 1000  # 1 mA/cm² is 1000 µA/cm²
    found[0] /= membrane.cm
    above, below = (
        slope(membrane, 0.0, celsius, np.stack([v + step, *y[1:]])) for step in (NUDGE_MV, -NUDGE_MV)
    )
    found[1:, 0] = (above - below)[1:] / (2 * NUDGE_MV)
    for i, gate in enumerate(gates, start=1):
        found[i, i] = -1 / gate.tau_ms(v, celsius)
    return found


def _by_gate(membrane, current, gate, v, states):
    """Give the derivative of a current [µA/cm²] by one of its gates."""
    if gate.power == 0:
        return 0.0
    driving = 1000 * getattr(membrane, current.gbar) * (v - getattr(membrane, current.reversal))
    others = [states[one.name] ** one.power for one in current.gates if one is not gate]
    return prod(others, start=gate.power * driving * states[gate.name] ** (gate.power - 1))


def at_rest(v, membrane=None):
    """Give the state whose gates have settled at `v` [mV], shape (1 + gates,) or (1 + gates, N)."""
    v = np.asarray(v, dtype=float)
    return np.stack([v, *settled(Membrane() if membrane is None else membrane, v).values()])
