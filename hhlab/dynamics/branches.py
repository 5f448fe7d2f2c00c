"""All cycles of a membrane, the unstable ones that part firing from rest among them, and where both end.

Sources
-------
Rinzel and Miller (1980), Math. Biosci. 49:27-59; Hassard (1978), J. Theor. Biol. 71:401-420.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from ..descriptions.parameters import Membrane, Settings
from .cycles import LEAST_MV, SCALES, Cycle, Guess, NoCycle, as_cycle, problem, settled, solved
from .equilibria import hopf_points

FIRST_STEP, LEAST_STEP = 0.1, 0.005  # along a branch, in the scales of a cycle
# towards stronger currents a branch is smooth; the other way it folds
LONGEST_STEP = {1.0: 0.4, -1.0: 0.15}
MAX_CYCLES = 400


@dataclass(frozen=True, eq=False)
class CycleBranch:
    """All cycles of one family, from the upper Hopf point to the lower; arrays of shape (N,)."""

    densities_uA_per_cm2: np.ndarray
    periods_ms: np.ndarray
    highest_mV: np.ndarray
    lowest_mV: np.ndarray
    stable: np.ndarray


def cycle_branch(membrane: Membrane | None = None, *, celsius: float = Settings.celsius) -> CycleBranch:
    """Give every cycle between the two Hopf points of a membrane, the unstable ones among them.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    celsius : float
        Temperature [°C].

    Returns
    -------
    CycleBranch

    Raises
    ------
    NoCycle
        The equilibrium does not lose and regain its stability, or nothing oscillates in between.

    Examples
    --------
    >>> import hhlab
    >>> branch = hhlab.cycle_branch(hhlab.Membrane.squid_1952())  # doctest: +SKIP
    >>> int(branch.stable.sum()) < len(branch.stable)  # doctest: +SKIP
    """
    membrane, _, celsius = problem(membrane, 0.0, celsius)
    start = _between_hopf_points(membrane, celsius)
    down, up = (list(_along(start, way, membrane, celsius)) for way in (-1.0, 1.0))
    found = [*reversed(up), start, *down]
    cycles = [as_cycle(one, membrane, celsius) for one in found]
    return CycleBranch(
        np.array([one.p[1] for one in found]),
        np.array([one.p[0] for one in found]),
        np.array([cycle.recording.v.max() for cycle in cycles]),
        np.array([cycle.recording.v.min() for cycle in cycles]),
        np.array([cycle.stable for cycle in cycles]),
    )


def cycle_fold(membrane: Membrane | None = None, *, celsius: float = Settings.celsius) -> Cycle:
    """Give the cycle at the weakest current under which a membrane can go on firing.

    There a stable and an unstable cycle meet; below it there is neither.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    celsius : float
        Temperature [°C].

    Returns
    -------
    Cycle

    Raises
    ------
    NoCycle
        Nothing oscillates.
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> fold = hhlab.cycle_fold(hhlab.Membrane.squid_1952())
    >>> round(fold.density_uA_per_cm2, 2), round(fold.rate_hz, 1)
    (6.26, 50.3)
    """
    membrane, _, celsius = problem(membrane, 0.0, celsius)
    cycles = [_between_hopf_points(membrane, celsius)]
    for cycle in _along(cycles[0], -1.0, membrane, celsius):
        cycles.append(cycle)
        if cycle.p[1] > cycles[-2].p[1]:
            break
    else:
        raise NoCycle("The branch of cycles of this membrane has no fold.")

    def at_period(period):
        return solved(cycles[-2], membrane, celsius, np.array([1.0, 0, 0]), np.array([period, 0, 0]), 0.0)

    around = sorted((cycles[-3].p[0], cycles[-1].p[0]))
    best = minimize_scalar(
        lambda period: at_period(period).p[1], bounds=around, method="bounded", options={"xatol": 1e-3}
    )
    return as_cycle(at_period(best.x), membrane, celsius)


def _between_hopf_points(membrane, celsius):
    """Give a cycle under a current between the two Hopf points, where the branch can be followed from."""
    densities = [point.density_uA_per_cm2 for point in hopf_points(membrane, celsius=celsius)]
    if len(densities) < 2 or densities[-1] <= 0:
        raise NoCycle(
            "A branch of cycles joins two Hopf points. This membrane has them at "
            f"{', '.join(f'{density:.4g}' for density in densities) or 'no'} µA/cm²."
        )
    return settled(membrane, float(np.sqrt(max(densities[0], 0.1) * densities[-1])), celsius)


def _along(start, way, membrane, celsius):
    """Give the cycles of a branch, from one of them on, until they are too small to see."""
    last, here, direction = None, start, np.array([0, way, 0])
    step = FIRST_STEP
    for _ in range(MAX_CYCLES):
        origin = np.array([*here.p, here.y[0, 0]])
        guess = here
        if last is not None:
            ahead = step / np.linalg.norm((origin - [*last.p, last.y[0, 0]]) / SCALES)
            guess = Guess(
                here.x, here.y + ahead * (here.y - last.sol(here.x)), here.p + ahead * (here.p - last.p)
            )
        try:
            found = solved(guess, membrane, celsius, direction, origin, step)
            if np.ptp(found.y[0]) < LEAST_MV:
                raise NoCycle("It is the equilibrium, which solves the same equations.")
        except NoCycle:
            step /= 2
            if step < LEAST_STEP:
                return
            continue
        yield found
        moved = (np.array([*found.p, found.y[0, 0]]) - origin) / SCALES
        direction = moved / np.linalg.norm(moved)
        last, here, step = here, found, min(1.3 * step, LONGEST_STEP[way])
