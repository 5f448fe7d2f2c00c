"""Solutions of lesson 11, from NEURON's own cable, finely cut."""

import math

from neuron import h

from . import Solution


def passive_cable(L, diam, Ra, g):
    cable = h.Section(name="cable")
    cable.L, cable.diam, cable.Ra, cable.nseg = L, diam, Ra, 1001
    cable.insert("pas")
    cable.g_pas = g
    return cable


def transfer(cable, x):
    """Give the steady potential at `x` per current at 0, in MΩ."""
    h.finitialize(-70)
    impedance = h.Impedance()
    impedance.loc(cable(0))
    impedance.compute(0)
    return impedance.transfer(cable(x))


def length_constant(diam, Ra, g):
    """Read λ off the slope of ln V near the electrode of a cable so long that its end does not matter."""
    cable = passive_cable(20_000, diam, Ra, g)
    near, far = 0.02, 0.04
    stretch = (round(far * 1001 - 0.5) - round(near * 1001 - 0.5)) / 1001 * 20_000
    return stretch / math.log(transfer(cable, near) / transfer(cable, far))


def arriving(L, diam):
    cable = passive_cable(L, diam, 100, 1e-4)
    return transfer(cable, 1) / transfer(cable, 0)


SOLUTIONS = {
    "L11.lambda": Solution(
        right=length_constant,
        wrong={
            "radius": lambda diam, Ra, g: length_constant(diam, Ra, g) * math.sqrt(2),
            "root": lambda diam, Ra, g: length_constant(diam, Ra, g) ** 2 * 1e-4,
        },
        method="sqrt(diam / (4 · Ra · g)) with all lengths in cm, times 10⁴.",
    ),
    "L11.attenuation": Solution(
        right=arriving,
        wrong={
            "endless": lambda L, diam: math.exp(-L / (500 * math.sqrt(diam))),
            "inverse": lambda L, diam: 1 / arriving(L, diam),
            "units": lambda L, diam: 100 * arriving(L, diam),
            "low": lambda L, diam: 0.01,
            "high": lambda L, diam: 1.5,
        },
        method="1 / cosh(L/λ) with λ = 500 µm · sqrt(diam/µm), or two readings in NEURON with the d_lambda "
        "rule.",
    ),
}
