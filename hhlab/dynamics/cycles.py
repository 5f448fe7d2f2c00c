"""Limit cycles: the oscillation that repeats itself, and whether it is stable.

A cycle is the solution of a boundary value problem, so that an unstable one is found as well as a stable one.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.integrate import solve_bvp, solve_ivp

from ..descriptions.parameters import Membrane, Settings
from ..descriptions.rates import CELSIUS_1952, Q10
from ..results.recording import Recording
from .equations import at_rest, checked, checked_celsius, jacobian, slope, traces_of

STEADY = 10.0  # µA/cm², under which the squid's membrane fires on
LEAST_MV = 1.0  # a smaller oscillation is one that dies away
SETTLE_MS = 250.0  # at 6.3 °C
SCALES = np.array([10.0, 10.0, 50.0])  # of period [ms], current [µA/cm²] and peak [mV] along a branch


class NoCycle(ValueError):
    """No oscillation lasts under this current."""


@dataclass(frozen=True, eq=False)
class Cycle:
    """One period of an oscillation that repeats itself.

    Attributes
    ----------
    density_uA_per_cm2, period_ms : float
    recording : Recording of ``v`` and the gates from peak to peak
    multipliers : numpy.ndarray, shape (1 + gates,)
        By which small displacements grow in one period (Floquet); one of them is 1.
    """

    density_uA_per_cm2: float
    period_ms: float
    recording: Recording
    multipliers: np.ndarray

    @property
    def stable(self) -> bool:
        """Whether small displacements die away."""
        others = np.delete(self.multipliers, np.argmin(np.abs(self.multipliers - 1)))
        return bool((np.abs(others) < 1).all())

    @property
    def rate_hz(self) -> float:
        """The rate of the oscillation in Hz."""
        return 1000 / self.period_ms


def limit_cycle(
    membrane: Membrane | None = None, density: float = STEADY, *, celsius: float = Settings.celsius
) -> Cycle:
    """Give the oscillation that a membrane settles into under a steady current.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``; it starts at -65 mV.
    density : float
        The steady current [µA/cm²].
    celsius : float
        Temperature [°C].

    Returns
    -------
    Cycle

    Raises
    ------
    NoCycle
        The membrane comes to rest.
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.limit_cycle(hhlab.Membrane.squid_1952(), density=8).period_ms, 4)
    16.0077
    """
    return _limit_cycle(*problem(membrane, density, celsius))


@lru_cache(maxsize=16)
def _limit_cycle(membrane, density, celsius):
    return as_cycle(settled(membrane, density, celsius), membrane, celsius)


def problem(membrane, density, celsius):
    """Give the three that pose the problem, checked."""
    membrane, density = checked(membrane, density)
    return membrane, density, checked_celsius(celsius)


def settled(membrane, density, celsius):
    """Give the cycle that the membrane runs into from -65 mV, as a solution of :func:`solved`."""
    end = SETTLE_MS * max(1.0, Q10 ** ((CELSIUS_1952 - celsius) / 10))

    def top(t, y):
        return slope(membrane, density, celsius, y)[0]

    top.direction = -1
    run = solve_ivp(
        lambda t, y: slope(membrane, density, celsius, y),
        (0.0, end),
        at_rest(-65.0, membrane),
        method="LSODA",
        rtol=1e-7,
        atol=1e-7,
        events=top,
        dense_output=True,
    )
    late = run.sol(np.linspace(0.8 * end, end, 2000))[0]
    # a cycle may have small humps between its peaks
    peaks = [t for t, y in zip(run.t_events[0], run.y_events[0], strict=True) if y[0] > late.mean()]
    if np.ptp(late) < LEAST_MV or len(peaks) < 3:
        raise NoCycle(f"Under {density:g} µA/cm² this membrane comes to rest: no oscillation lasts.")
    x = np.linspace(0, 1, 400)
    period = peaks[-1] - peaks[-2]
    guess = Guess(x, run.sol(peaks[-2] + period * x), np.array([period, density]))
    return solved(guess, membrane, celsius, np.array([0, 1.0, 0]), np.array([0, density, 0]), 0.0)


@dataclass
class Guess:
    """Where the search for a cycle begins; a cycle found has the same three arrays."""

    x: np.ndarray  # the phase, from 0 to 1
    y: np.ndarray  # the states there
    p: np.ndarray  # the period [ms] and the current [µA/cm²]


def solved(guess, membrane, celsius, direction, origin, distance):
    """Give the cycle at a distance from an origin along a direction; both are (period, current, peak)."""

    def fun(x, y, p):
        return p[0] * slope(membrane, p[1], celsius, y)

    def derivatives(x, y, p):
        by_p = np.zeros((len(y), 2, y.shape[1]))
        by_p[:, 0] = slope(membrane, p[1], celsius, y)
        by_p[0, 1] = p[0] / membrane.cm
        return p[0] * jacobian(membrane, celsius, y), by_p

    def ends(start, stop, p):
        # it closes, it starts at its peak, and it lies where it was asked for
        moved = (np.array([*p, start[0]]) - origin) / SCALES
        return np.array([*(start - stop), fun(0, start, p)[0], direction @ moved - distance])

    found = solve_bvp(fun, ends, guess.x, guess.y, guess.p, fun_jac=derivatives, tol=1e-5, max_nodes=10_000)
    if found.status != 0:
        raise NoCycle("No cycle was found there.")
    return found


def as_cycle(found, membrane, celsius):
    """Give the Cycle that :func:`solved` found."""
    period, density = found.p
    made = f"boundary value problem, exact rates, {celsius:g} °C, el {membrane.el:g} mV"
    recording = Recording(found.x * period, configuration=made, **traces_of(membrane, found.y))
    return Cycle(float(density), float(period), recording, _multipliers(found, membrane, celsius))


def _multipliers(found, membrane, celsius):
    """Give the eigenvalues of the product of small implicit steps along the cycle."""
    x = np.interp(np.arange(4 * len(found.x) - 3) / 4, np.arange(len(found.x)), found.x)
    middles, lengths = (x[1:] + x[:-1]) / 2, np.diff(x) * found.p[0] / 2
    half = np.moveaxis(lengths * jacobian(membrane, celsius, found.sol(middles)), -1, 0)
    one = np.eye(len(found.y))
    steps = np.linalg.solve(one - half, one + half)
    whole = one
    for step in steps:
        whole = step @ whole
    return np.linalg.eigvals(whole)
