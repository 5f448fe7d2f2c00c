"""A channel that hhlab makes, as lines of plain NEURON: its builder, and its rates as functions to copy."""

from ..simulator.channels import POTENTIALS, TABLE_MV
from .functions import text_of


def can_be_written(current):
    """Say whether short lines make a channel: its rates are formulas of NEURON's, or functions to copy."""
    return all(gate.power and (gate.tables or formulas_of(gate)) for gate in current.gates)


def formulas_of(gate):
    """Give NEURON's formulas of both rates of a gate, or []."""
    found = [getattr(rate, "neuron", None) for rate in (gate.opening, gate.closing)]
    return found if all(found) else []


def channel_lines(current, celsius):
    """Give the lines that make the channel of a current at a temperature [°C]."""
    name = current.mechanism
    lines = [f"{name} = h.KSChan()", f'{name}.name("{name}")']
    lines += [f'{name}.ion("{current.ion}")'] if current.ion else []
    for i, gate in enumerate(current.gates):
        lines += [f'{name}.add_hhstate("{gate.name}")', f"{name}.gate({i}).power({gate.power})"]
    lines.append(f"{name}.usetable(0)")
    for i, gate in enumerate(current.gates):
        lines += _rate_lines(f"{name}.trans({i})", gate, gate.speed(celsius))
    return lines


def _rate_lines(transition, gate, speed):
    if not gate.tables:
        return [
            f"{transition}.set_f({i}, {form}, h.Vector([{speed * scale!r}, {k!r}, {d!r}]))  # 1/ms, 1/mV, mV"
            for i, (form, scale, k, d) in enumerate(formulas_of(gate))
        ]
    lines = [f"potentials = np.linspace({-TABLE_MV}, {TABLE_MV}, {len(POTENTIALS)})  # mV"]
    for function in gate.tables:
        lines += ["", "", text_of(function), "", ""]
    steady, tau = (function.__name__ for function in gate.tables)
    return [
        *lines,
        f"{transition}.type(1)  # by steady state and time constant",
        f"{transition}.set_f(0, 7, h.Vector({steady}(potentials)), {-TABLE_MV}, {TABLE_MV})",
        f"{transition}.set_f(1, 7, h.Vector({tau}(potentials) / {speed!r}), {-TABLE_MV}, {TABLE_MV})  # ms",
    ]
