"""Channels that NEURON has no mechanism for, made of their gates while hhlab runs, without a compiler."""

import numpy as np
from neuron import h

TABLE_MV, STEP_MV = 500.0, 0.01  # how far a table of rates reaches on either side of 0 mV, and how fine it is
POTENTIALS = np.linspace(-TABLE_MV, TABLE_MV, round(2 * TABLE_MV / STEP_MV) + 1)
_made = {}  # NEURON's handle on each, and its temperature: a channel type lives as long as the process


def made(current):
    """Give the name of the mechanism of a current, with rates as they are at NEURON's ``celsius``."""
    gates = [gate for gate in current.gates if gate.power]
    if current.mechanism not in _made:
        _made[current.mechanism] = [_channel(current, gates), None]
    channel, celsius = _made[current.mechanism]
    if celsius != h.celsius:
        for i, gate in enumerate(gates):
            _set_rates(channel.trans(i), gate)
        _made[current.mechanism][1] = h.celsius
    return current.mechanism


def _channel(current, gates):
    channel = h.KSChan()
    channel.name(current.mechanism)
    if current.ion:
        channel.ion(current.ion)
    for i, gate in enumerate(gates):
        channel.add_hhstate(gate.name)
        channel.gate(i).power(gate.power)
    channel.usetable(0)
    return channel


def _set_rates(transition, gate):
    """Set both rates of a gate: by NEURON's own formula where there is one, else by tables."""
    speed = gate.speed(h.celsius)
    forms = [getattr(rate, "neuron", None) for rate in (gate.opening, gate.closing)]
    if all(forms):
        for i, (form, scale, *others) in enumerate(forms):
            transition.set_f(i, form, h.Vector([speed * scale, *others]))
        return
    transition.type(1)  # steady state and time constant, which are smoother than rates
    if gate.tables:
        steady, tau_ms = gate.tables
        tables = (steady(POTENTIALS), tau_ms(POTENTIALS) / speed)
    else:
        tables = (gate.steady_state(POTENTIALS), gate.tau_ms(POTENTIALS, h.celsius))
    for i, table in enumerate(tables):
        transition.set_f(i, 7, h.Vector(table), -TABLE_MV, TABLE_MV)
