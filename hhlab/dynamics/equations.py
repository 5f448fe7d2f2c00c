"""Hodgkin and Huxley's four equations as a vector field, with its derivatives.

A state is (v [mV], m, h, n); time is in ms, currents are densities in µA/cm².
"""

import numpy as np

from ..descriptions import rates
from ..descriptions.parameters import Membrane
from ..descriptions.quantities import number, shown

GATES = ("m", "h", "n")
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


def ionic(membrane, v, m, h, n):
    """Give the ionic current [µA/cm²], outward positive, of any shape."""
    h = h if membrane.inactivation else 1.0
    return 1000 * (
        membrane.gnabar * m**3 * h * (v - membrane.ena)
        + membrane.gkbar * n**4 * (v - membrane.ek)
        + membrane.gl * (v - membrane.el)
    )


def slope(membrane, density, celsius, y):
    """Give dy/dt of the states `y`, of the same shape (4,) or (4, N)."""
    v, gates = y[0], y[1:]
    speed = rates.Q10 ** ((celsius - rates.CELSIUS_1952) / 10)
    turned = [
        speed * (opening(v) * (1 - x) - closing(v) * x)
        for x, (opening, closing) in zip(gates, map(rates.RATES.get, GATES), strict=True)
    ]
    return np.stack([(density - ionic(membrane, v, *gates)) / membrane.cm, *turned])


def jacobian(membrane, celsius, y):
    """Give the derivatives of :func:`slope` by the state, shape (4, 4) or (4, 4, N)."""
    v, m, h, n = y
    found = np.zeros((4, *y.shape))
    h = h if membrane.inactivation else np.ones_like(h)
    sodium, potassium = 1000 * membrane.gnabar * (v - membrane.ena), 1000 * membrane.gkbar * (v - membrane.ek)
    found[0, 0] = -1000 * (membrane.gnabar * m**3 * h + membrane.gkbar * n**4 + membrane.gl)
    found[0, 1], found[0, 3] = -3 * sodium * m**2 * h, -4 * potassium * n**3
    if membrane.inactivation:
        found[0, 2] = -sodium * m**3
    found[0] /= membrane.cm
    above, below = (
        slope(membrane, 0.0, celsius, np.stack([v + step, *y[1:]])) for step in (NUDGE_MV, -NUDGE_MV)
    )
    found[1:, 0] = (above - below)[1:] / (2 * NUDGE_MV)
    for i, gate in enumerate(GATES, start=1):
        found[i, i] = -1 / rates.tau_ms(gate, v, celsius)
    return found


def at_rest(v):
    """Give the state whose gates have settled at `v` [mV], shape (4,) or (4, N)."""
    return np.stack([np.asarray(v, dtype=float), *(rates.steady_state(gate, v) for gate in GATES)])
