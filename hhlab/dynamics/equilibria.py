"""Equilibria: where they lie, whether they are stable, and at which current they begin to oscillate."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from ..descriptions.parameters import Membrane, Settings
from .equations import at_rest, checked, checked_celsius, gate_names, ionic, jacobian

V_RANGE = (-120.0, 40.0)
GRID = np.linspace(*V_RANGE, 641)


@dataclass(frozen=True, eq=False)
class Equilibrium:
    """A state that lasts: potential [mV], gates, the eigenvalues [1/ms]."""

    v_mV: float
    gates: dict
    eigenvalues: np.ndarray

    @property
    def stable(self) -> bool:
        """Whether a small displacement dies away."""
        return bool((self.eigenvalues.real < 0).all())


@dataclass(frozen=True)
class HopfPoint:
    """Where the equilibrium changes its stability to an oscillation: current, potential, frequency."""

    density_uA_per_cm2: float
    v_mV: float
    frequency_hz: float


def equilibria(
    membrane: Membrane | None = None, density: float = 0.0, *, celsius: float = Settings.celsius
) -> list[Equilibrium]:
    """Give every equilibrium between -120 and 40 mV under a steady current, the lowest first.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    density : float
        The steady current [µA/cm²].
    celsius : float
        It changes the eigenvalues and not the place.

    Returns
    -------
    list of Equilibrium

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.equilibria(density=8)[0].stable
    True
    """
    membrane, density = checked(membrane, density)
    celsius = checked_celsius(celsius)

    def excess(v):
        return ionic(membrane, at_rest(v, membrane)) - density

    signs = np.sign(excess(GRID))
    crossings = np.flatnonzero(signs[:-1] * signs[1:] <= 0)
    return [
        _at(membrane, brentq(excess, GRID[i], GRID[i + 1], xtol=1e-13), celsius)
        for i in crossings
        if signs[i] != 0 or i == 0
    ]


def _at(membrane, v, celsius):
    state = at_rest(v, membrane)
    values = np.linalg.eigvals(jacobian(membrane, celsius, state))
    return Equilibrium(
        float(v),
        {name: float(x) for name, x in zip(gate_names(membrane), state[1:], strict=True)},
        values[np.argsort(-values.real)],
    )


def hopf_points(membrane: Membrane | None = None, *, celsius: float = Settings.celsius) -> list[HopfPoint]:
    """Give the currents at which a pair of eigenvalues crosses the imaginary axis, in the order of v.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    celsius : float
        Temperature [°C].

    Returns
    -------
    list of HopfPoint

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> [round(point.density_uA_per_cm2, 2) for point in hhlab.hopf_points(hhlab.Membrane.squid_1952())]
    [9.78, 154.52]

    Sources
    -------
    Rinzel and Miller (1980), Math. Biosci. 49:27-59, for the picture of the two points.
    """
    membrane, _ = checked(membrane)
    celsius = checked_celsius(celsius)

    def growth(v):
        # of the oscillating pair; a real eigenvalue that crosses is no Hopf point
        values = np.linalg.eigvals(jacobian(membrane, celsius, at_rest(v, membrane)))
        pair = values[values.imag > 1e-9]
        return max(pair.real, default=-1.0)

    grown = np.array([growth(v) for v in GRID])
    points = []
    for i in np.flatnonzero(grown[:-1] * grown[1:] < 0):
        v = brentq(growth, GRID[i], GRID[i + 1], xtol=1e-12)
        values = np.linalg.eigvals(jacobian(membrane, celsius, at_rest(v, membrane)))
        turn = max(values[np.abs(values.real) < 1e-6].imag, default=0.0)
        if turn > 0:
            density = float(ionic(membrane, at_rest(v, membrane)))
            points.append(HopfPoint(density, float(v), float(1000 * turn / (2 * np.pi))))
    return points
