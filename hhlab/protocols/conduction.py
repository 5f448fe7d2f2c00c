"""An impulse on its way: how fast, how high, whether at all, and what happens when two meet.

It counts as conducted when it comes to 90 % of the axon's length: one that fades may come half-way.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from ..descriptions import rates
from ..descriptions.axons import Axon
from ..descriptions.defaults import AXON
from ..descriptions.parameters import Method, Settings
from ..descriptions.places import runs_in_worker
from ..descriptions.quantities import shown
from ..results.measures import arrival_ms, arrivals_ms, half_width_ms, impulse_count, velocity_m_per_s
from ..results.profile import Profile
from ..simulator.propagation import propagate
from .common import MAX_ROW, rest_mV

PLACES = (0.4, 0.5, 0.6, 0.9)  # of the length
LATENESS = 3.0  # how much later than expected an impulse may come
SCALED = ("diam", "Ra", "cm")  # λ at 100 Hz depends on these


@dataclass(frozen=True)
class Conduction:
    """An impulse half-way along an axon; all nan where it is not conducted.

    ``height_mV`` runs from the start to the peak, ``undershoot_mV`` from the start down to the lowest
    potential after it; ``width_ms`` is how long the potential stays above half the height.
    """

    velocity_m_per_s: float
    peak_mV: float
    height_mV: float
    undershoot_mV: float
    width_ms: float

    @property
    def conducted(self) -> bool:
        """Whether an impulse came to 90 % of the length."""
        return bool(np.isfinite(self.velocity_m_per_s))


@runs_in_worker
def conduction(
    axon: Axon | None = None,
    *,
    celsius: float = AXON.celsius,
    method: Method = AXON.method,
    dt: float = AXON.dt,
) -> Conduction:
    """Give what becomes of an impulse that starts at the left end of an axon at rest.

    Parameters
    ----------
    axon : Axon or MyelinatedAxon, optional
        By default ``Axon()``, 5 cm as thick as the squid's of 1952.
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    dt : float
        Time step [ms].

    Returns
    -------
    Conduction

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> round(conduction(hhlab.Axon.squid_1952()).velocity_m_per_s, 1)
    18.7
    """
    axon = checked(axon)
    wait_ms = LATENESS * passage_ms(axon, celsius)
    places = [axon.place_um(share) for share in PLACES]
    profile = propagate(axon, at_um=places, tstop=wait_ms, **_at_rest(axon, celsius, method, dt))
    if not np.isfinite(arrivals_ms(profile)).all():
        return Conduction(*[float("nan")] * 5)
    middle = profile.at(places[1])
    start, peak = middle.v[0], middle.v.max()
    lowest = middle.v[middle.t > arrival_ms(middle)].min()
    velocity = velocity_m_per_s(profile, places[0], places[2])
    return Conduction(
        velocity,
        float(peak),
        float(peak - start),
        float(start - lowest),
        half_width_ms(middle),
    )


def _at_rest(axon, celsius, method, dt):
    """Give the settings of a run from the rest of the axon's own membrane, which may lie far from -65 mV."""
    # on its way to rest three times the leak would conduct 12 % faster than it does at rest
    v_init = rest_mV(axon, celsius=celsius)
    return {"v_init": v_init, "celsius": celsius, "method": method, "dt": dt}


def checked(axon):
    """Give an Axon, the default where it is None, or say what else was given."""
    axon = Axon() if axon is None else axon
    if not isinstance(axon, Axon):
        raise TypeError(f"axon must be an Axon, but it is {shown(axon)}.")
    return axon


def speedup(celsius):
    """Give how many times faster the gates are at a temperature [°C] than in the axon of 1952."""
    return rates.Q10 ** ((Settings(celsius=celsius).celsius - rates.AXON_CELSIUS_1952) / 10)


def passage_ms(axon, celsius):
    """Give about how long an impulse takes from end to end, in ms: that of the squid axon, scaled."""
    warmth = speedup(celsius) ** 0.31  # as the velocity grows from 6.3 to 18.5 °C
    speed = 18.7 * warmth * np.sqrt(axon.diam / 476 * 35.4 / axon.Ra / axon.cm / axon.mean_cm)
    return 1e-3 * axon.L / speed + 1.0 / warmth


@runs_in_worker
def velocities_m_per_s(
    axon: Axon | None,
    name: str,
    values: Iterable[float],
    *,
    celsius: float = AXON.celsius,
    method: Method = AXON.method,
    dt: float = AXON.dt,
) -> NDArray[np.float64]:
    """Give the speed of the impulse for each value of one parameter, in m/s; nan where none is conducted.

    Where the parameter changes λ at 100 Hz (the diameter, Ra, cm), the length changes with it, so that each
    axon is as long as the others for its impulse.

    Parameters
    ----------
    axon : Axon or MyelinatedAxon or None
        None is ``Axon()``, 5 cm as thick as the squid's of 1952.
    name : str
        A field of the axon, or "celsius".
    values : sequence of float
        In the parameter's unit.
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    dt : float
        Time step [ms].

    Returns
    -------
    numpy.ndarray, shape (N,)

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.velocities_m_per_s(hhlab.Axon(L=5000, diam=10), "celsius", [10, 20]).round(2)
    array([2.05, 2.82])
    """
    axon = checked(axon)
    known = (*(item.name for item in fields(axon)), "celsius")
    if not (isinstance(name, str) and name in known):
        raise ValueError(f"No parameter is called {shown(name)}. There are: {', '.join(known)}.")
    try:
        values = list(values)
    except TypeError:
        raise TypeError(f"The values of {name} must be a list of numbers, not {shown(values)}.") from None
    if not 1 <= len(values) <= MAX_ROW:
        raise ValueError(f"{name} takes 1 to {MAX_ROW} values, but it got {len(values)}.")
    settings = {"celsius": celsius, "method": method, "dt": dt}

    def speed(value):
        if name == "celsius":
            return conduction(axon, **(settings | {name: value})).velocity_m_per_s
        changed = axon.but(**{name: value})
        if name in SCALED and type(axon) is Axon:
            changed = changed.but(L=axon.L * changed.lambda_100_um / axon.lambda_100_um)
        return conduction(changed, **settings).velocity_m_per_s

    return np.array([speed(value) for value in values])


@dataclass(frozen=True, eq=False)
class Collision:
    """Two impulses that start at opposite ends of an axon.

    ``profile`` is V(x, t); ``meeting_um`` the place that was reached last; ``impulses`` how many passed each
    place, shape (X,). Where they have met both die, as the membrane behind each is refractory: 1 everywhere.
    """

    profile: Profile
    meeting_um: float
    impulses: np.ndarray


@runs_in_worker
def collision(
    axon: Axon | None = None,
    delay: float = 0.0,
    *,
    celsius: float = AXON.celsius,
    method: Method = AXON.method,
    dt: float = AXON.dt,
) -> Collision:
    """Give what happens when an impulse from the left meets one that starts `delay` [ms] later on the right.

    Parameters
    ----------
    axon : Axon or MyelinatedAxon, optional
        By default ``Axon()``, 5 cm as thick as the squid's of 1952.
    delay : float
        In ms; so late that the first impulse has passed, both survive.
    celsius : float
        Temperature [°C].
    method : {"cvode", "cn", "neuron"}
        Variable steps with an error bound; fixed steps with exact rates; NEURON's defaults.
    dt : float
        Time step [ms].

    Returns
    -------
    Collision

    Raises
    ------
    TypeError, ValueError, SimulationError
        A value is not a number or outside its limits, or a run failed.

    Examples
    --------
    >>> import hhlab
    >>> met = hhlab.collision(hhlab.Axon(L=5000, diam=10))
    >>> int(met.impulses.max())
    1
    """
    axon = checked(axon)
    stimuli = {0.0: axon.pulse(), axon.L: axon.pulse(delay)}
    tstop = delay + 2 * passage_ms(axon, celsius)
    profile = propagate(axon, stimuli, tstop=tstop, **_at_rest(axon, celsius, method, dt))
    arrivals = arrivals_ms(profile)
    impulses = [impulse_count(profile.at(x)) for x in profile.x_um]
    meeting = profile.x_um[np.nanargmax(arrivals)] if np.isfinite(arrivals).any() else np.nan
    return Collision(profile, float(meeting), np.array(impulses))
