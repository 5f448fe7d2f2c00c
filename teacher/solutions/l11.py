"""Solutions of lesson 11, from NEURON's own cable, finely cut."""

import math

from neuron import h

from . import Solution

h.load_file("stdlib.hoc")  # lambda_f


def passive_cable(L, diam, Ra, g, nseg=1001):
    cable = h.Section(name="cable")
    cable.L, cable.diam, cable.Ra, cable.nseg = L, diam, Ra, nseg
    cable.insert("pas")
    cable.g_pas = g
    return cable


def transfer(cable, x, frequency=0.0):
    """Give the amplitude at `x` per current at 0, in MΩ."""
    h.finitialize(-70)
    impedance = h.Impedance()
    impedance.loc(cable(0))
    impedance.compute(frequency)
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


def arriving_of_sine(L, frequency):
    cable = passive_cable(L, 1, 100, 1e-4)
    return transfer(cable, 1, frequency) / transfer(cable, 0, frequency)


def between_centres(L, diam):
    cable = passive_cable(L, diam, 100, 1e-4, nseg=3)
    return transfer(cable, 5 / 6) / transfer(cable, 1 / 6)


def ruled(L, length):
    return int((L / (0.1 * length) + 0.9) / 2) * 2 + 1


def ruled_by_neuron(L, diam):
    return ruled(L, h.lambda_f(100, sec=passive_cable(L, diam, 100, 1e-4)))


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
            "centres": between_centres,
            "units": lambda L, diam: 100 * arriving(L, diam),
            "low": lambda L, diam: 0.01,
            "high": lambda L, diam: 1.5,
        },
        method="1 / cosh(L/λ) with λ = 500 µm · sqrt(diam/µm), or two readings in NEURON with the d_lambda "
        "rule.",
    ),
    "L11.pieces": Solution(
        right=ruled_by_neuron,
        wrong={
            "steady": lambda L, diam: ruled(L, 500 * math.sqrt(diam)),
            "even": lambda L, diam: ruled_by_neuron(L, diam) - 1,
        },
        method="int((L / (0.1 * h.lambda_f(100, sec=dend)) + 0.9) / 2) * 2 + 1.",
    ),
    "L11.fast": Solution(
        right=arriving_of_sine,
        wrong={
            "steady": lambda L, frequency: arriving(L, 1.0),
            "units": lambda L, frequency: 100 * arriving_of_sine(L, frequency),
            "high": lambda L, frequency: 0.9,
        },
        method="imp.ratio(dend(0)) after imp.loc(dend(1)) and imp.compute(frequency).",
    ),
    "L11.fork": Solution(
        right=lambda diam, children: (diam**1.5 / children) ** (2 / 3),
        wrong={
            "section": lambda diam, children: math.sqrt(diam**2 / children),
            "sum": lambda diam, children: diam / children,
        },
        method="Rall's rule: the powers 3/2 of the children's diameters add up to the parent's.",
    ),
}
