"""Where conduction ends: with too few sodium channels, or too warm; and where it is fastest."""

import numpy as np

from ..descriptions.axons import Axon
from ..descriptions.defaults import AXON
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import number
from ..descriptions.rates import CELSIUS_1952
from .common import NoThreshold
from .conduction import checked, conduction

COLD, HOT = CELSIUS_1952, 60.0  # °C


@runs_in_worker
def least_sodium(
    axon: Axon | None = None, *, celsius: float = AXON.celsius, tolerance: float = 0.002
) -> float:
    """Give the least share of its sodium channels with which an axon still conducts, between 0 and 1.

    Its inverse is a safety factor: how many times more channels the axon has than the impulse needs.

    Parameters
    ----------
    axon : Axon or MyelinatedAxon, optional
        By default ``Axon()``, 5 cm as thick as the squid's of 1952.
    celsius : float
        Temperature [°C].
    tolerance : float
        The share lies at most this much above one that fails.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.least_sodium(hhlab.Axon(L=5000, diam=10), tolerance=0.05), 2)
    0.38
    """
    axon = checked(axon)
    return _edge(lambda share: _conducts(axon.blocked(na=1 - share), celsius), 1.0, 0.0, tolerance)


@runs_in_worker
def hottest_celsius(axon: Axon | None = None, *, tolerance: float = 0.05) -> float:
    """Give the highest temperature at which an axon still conducts, in °C.

    Parameters
    ----------
    axon : Axon or MyelinatedAxon, optional
        By default ``Axon()``, 5 cm as thick as the squid's of 1952.
    tolerance : float
        How near the result lies to the limit [°C].

    Returns
    -------
    float
        In °C.

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.
    NoThreshold
        The axon does not conduct, even cold.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.hottest_celsius(hhlab.Axon(L=5000, diam=10), tolerance=1))
    34
    """
    axon = checked(axon)
    return _edge(lambda celsius: _conducts(axon, celsius), COLD, HOT, tolerance)


@runs_in_worker
def fastest_celsius(axon: Axon | None = None, *, tolerance: float = 0.1) -> tuple[float, float]:
    """Give the temperature [°C] at which an impulse is fastest, and that speed [m/s].

    Parameters
    ----------
    axon : Axon or MyelinatedAxon, optional
        By default ``Axon()``, 5 cm as thick as the squid's of 1952.
    tolerance : float
        How near the result lies to the limit [°C].

    Returns
    -------
    float, float
        In °C and in m/s.

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.
    NoThreshold
        The axon does not conduct, even cold.

    Examples
    --------
    >>> import hhlab
    >>> warm, speed = hhlab.fastest_celsius(hhlab.Axon(L=5000, diam=10), tolerance=1)
    >>> round(warm), round(speed, 1)
    (30, 3.4)
    """
    axon = checked(axon)
    tolerance = number("tolerance", tolerance, low=1e-3, high=1)
    hottest = hottest_celsius(axon)
    from scipy.optimize import minimize_scalar  # in the worker alone, as in common.py

    found = minimize_scalar(
        lambda celsius: -np.nan_to_num(conduction(axon, celsius=celsius).velocity_m_per_s),
        bounds=(COLD, hottest),
        method="bounded",
        options={"xatol": tolerance},
    )
    return float(found.x), float(-found.fun)


def _conducts(axon, celsius):
    return conduction(axon, celsius=celsius).conducted


def _edge(passes, good, bad, tolerance):
    """Give the last value that passes on the way from `good`, which must pass, to `bad`."""
    tolerance = number("tolerance", tolerance, low=1e-4, high=1)
    if not passes(good):
        raise NoThreshold("This axon does not conduct, even cold and with all its channels.")
    while abs(good - bad) > tolerance:
        middle = (good + bad) / 2
        good, bad = (middle, bad) if passes(middle) else (good, middle)
    return good
