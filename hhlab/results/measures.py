"""From a Recording to numbers: what an experimenter reads off a trace."""

import math
from collections.abc import Callable, Sequence
from numbers import Real
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..descriptions.labels import label_and_unit, title
from ..descriptions.quantities import number, shown
from .columns import listed, text
from .profile import Profile
from .recording import Recording
from .spikes import SWING_MV, rises_ms, spike_rises_ms

Function = TypeVar("Function", bound=Callable[..., Any])


def measure(label: str, unit: str = "", of: type = Recording) -> Callable[[Function], Function]:
    """Give what makes a function a measure: its label and its unit stand wherever its number does.

    Parameters
    ----------
    label, unit : str
    of : type
        What it takes: Recording or Profile.

    Returns
    -------
    callable
        From a function to the same function, which is a measure from then on.

    Raises
    ------
    TypeError
        `label` or `unit` is no text.

    Examples
    --------
    >>> import hhlab, numpy as np
    >>> @hhlab.measure("steepest rise", "mV/ms")
    ... def steepest_rise(recording):
    ...     return (np.diff(recording.v) / np.diff(recording.t)).max()
    >>> list(hhlab.readings(hhlab.simulate(tstop=60), [steepest_rise]))
    ['steepest rise [mV/ms]']
    """
    label, unit = text("label", label), text("unit", unit)

    def labelled(function: Function) -> Function:
        for name, value in (("label", label), ("unit", unit), ("of", of)):
            setattr(function, name, value)
        return function

    return labelled


def label_and_unit_of(function: Callable[..., Any]) -> tuple[str, str]:
    """Give the label and the unit of a measure; of any other function empty texts."""
    return getattr(function, "label", ""), getattr(function, "unit", "")


def heading(function):
    """Give the label of a measure with its unit in brackets; of any other function what its name tells."""
    label, unit = label_and_unit_of(function)
    if label:
        return f"{label} [{unit}]" if unit else label
    return title(getattr(function, "__name__", type(function).__name__))


def readings(
    result: Recording | Profile | Sequence[Any], measures: Sequence[Callable[..., Any]]
) -> dict[str, Any]:
    """Give what some measures find, as a dict of heading to number; "–" where there is nothing to read.

    Parameters
    ----------
    result : Recording or Profile, or a tuple that holds what each measure takes
    measures : sequence of callables
        From a Recording or a Profile to a number: ``rate_hz``, ``peak_mV``, or functions of your own.

    Returns
    -------
    dict of str to number

    Raises
    ------
    TypeError
        A measure does not find in `result` what it takes.

    Examples
    --------
    >>> import hhlab
    >>> found = hhlab.readings(hhlab.simulate(), [hhlab.spike_count, hhlab.peak_mV])
    >>> found["spikes"], round(found["peak [mV]"], 1)
    (21, 42.1)
    """
    parts = result if isinstance(result, (tuple, list)) else [result]
    found = {}
    for one in listed("measures", measures):
        kind = getattr(one, "of", (Recording, Profile))
        value = one(next((part for part in parts if isinstance(part, kind)), result))
        found[heading(one)] = "–" if isinstance(value, Real) and math.isnan(value) else value
    return found


@measure("spike times", "ms")
def spike_times_ms(recording: Recording, threshold_mV: float | None = None) -> NDArray[np.float64]:
    """Give the times of the spikes, in ms.

    A spike is a peak at -20 mV or above which the membrane itself comes up to, by at least 20 mV, and leaves
    again by as much; :mod:`hhlab.results.spikes` says what that leaves out. Its time is that of its rise
    through 0 mV or, where it stays lower, of its top.

    Parameters
    ----------
    recording : Recording
        With ``v``.
    threshold_mV : float, optional
        Count every rise through this potential instead, as NEURON's ``APCount`` does, whatever caused it.

    Returns
    -------
    numpy.ndarray, shape (spikes,)

    Raises
    ------
    AttributeError
        ``v`` was not recorded.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.spike_times_ms(hhlab.simulate(tstop=75)).round(1)
    array([51. , 61.6, 71.6])
    """
    recording = _a_recording(recording)
    if threshold_mV is None:
        return spike_rises_ms(recording)
    return rises_ms(recording.t, recording.v, number("threshold_mV", threshold_mV, "mV", low=-200, high=200))


@measure("spikes", "")
def spike_count(recording: Recording, threshold_mV: float | None = None) -> int:
    """Give the number of spikes in a Recording, as :func:`spike_times_ms` finds them.

    Parameters
    ----------
    recording : Recording
        With ``v``.
    threshold_mV : float, optional
        Count every rise through this potential instead [mV].

    Returns
    -------
    int

    Raises
    ------
    TypeError
        It is no Recording.
    AttributeError
        ``v`` was not recorded.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.spike_count(hhlab.simulate())
    21
    """
    return len(spike_times_ms(recording, threshold_mV))


@measure("rate", "Hz")
def rate_hz(recording: Recording, start_ms: float = 0.0, stop_ms: float | None = None) -> float:
    """Give the firing rate in Hz, from the mean interval between spikes in a window [ms].

    The window ends with the Recording by default. The rate is nan where it holds fewer than two spikes: one
    spike has no rate.

    Parameters
    ----------
    recording : Recording
        With ``v``.
    start_ms : float
        Start of the window [ms].
    stop_ms : float, optional
        Its end [ms]; by default that of the Recording.

    Returns
    -------
    float
        In Hz; nan with fewer than two spikes.

    Raises
    ------
    TypeError
        It is no Recording.
    AttributeError
        ``v`` was not recorded.
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.rate_hz(hhlab.simulate(), 100, 250), 1)
    np.float64(100.7)
    """
    times = spike_times_ms(recording)
    start = number("start_ms", start_ms, "ms")
    stop = recording.t[-1] if stop_ms is None else number("stop_ms", stop_ms, "ms")
    times = times[(times >= start) & (times <= stop)]
    return 1000.0 / np.diff(times).mean() if len(times) > 1 else float("nan")


@measure("lowest", "mV")
def lowest_mV(recording: Recording) -> float:
    """Give the lowest membrane potential of a Recording, in mV.

    Parameters
    ----------
    recording : Recording
        With ``v``.

    Returns
    -------
    float
        In mV.

    Raises
    ------
    TypeError
        It is no Recording.
    AttributeError
        ``v`` was not recorded.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.lowest_mV(hhlab.simulate(tstop=70)), 1)
    -72.8
    """
    return float(_a_recording(recording).v.min())


@measure("peak", "mV")
def peak_mV(recording: Recording) -> float:
    """Give the highest membrane potential of a Recording, in mV.

    Parameters
    ----------
    recording : Recording
        With ``v``.

    Returns
    -------
    float
        In mV.

    Raises
    ------
    TypeError
        It is no Recording.
    AttributeError
        ``v`` was not recorded.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.peak_mV(hhlab.simulate(tstop=70)), 1)
    42.1
    """
    return float(_a_recording(recording).v.max())


@measure("arrival", "ms")
def arrival_ms(recording: Recording) -> float:
    """Give when an impulse rises through half its height, in ms; nan where none comes.

    The height runs from the start to the peak, so that a warm axon's low impulse is timed as well as a cold
    one's. What is lower than 20 mV is no impulse.

    Parameters
    ----------
    recording : Recording
        With ``v``.

    Returns
    -------
    float
        In ms; nan where none comes.

    Raises
    ------
    TypeError
        It is no Recording.
    AttributeError
        ``v`` was not recorded.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.arrival_ms(hhlab.simulate(tstop=70)), 2)
    50.94
    """
    times = _impulses_ms(recording)
    return float(times[0]) if len(times) else float("nan")


@measure("impulses", "")
def impulse_count(recording: Recording) -> int:
    """Give how many impulses pass, as :func:`arrival_ms` counts them.

    Parameters
    ----------
    recording : Recording
        With ``v``.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        It is no Recording.
    AttributeError
        ``v`` was not recorded.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.impulse_count(hhlab.simulate(tstop=70))
    2
    """
    return len(_impulses_ms(recording))


def _impulses_ms(recording):
    recording = _a_recording(recording)
    start, peak = recording.v[0], recording.v.max()
    return spike_times_ms(recording, (start + peak) / 2) if peak - start >= SWING_MV else []


@measure("half-width", "ms")
def half_width_ms(recording: Recording) -> float:
    """Give how long the first spike or impulse stays above half its height, in ms; nan without one.

    The height runs from the start to the peak, as for :func:`arrival_ms`; crossings are interpolated.

    Parameters
    ----------
    recording : Recording
        With ``v``.

    Returns
    -------
    float
        In ms; nan without a spike.

    Raises
    ------
    TypeError
        It is no Recording.
    AttributeError
        ``v`` was not recorded.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.half_width_ms(hhlab.simulate(tstop=70)), 2)
    1.5
    """
    rises = _impulses_ms(recording)
    if len(rises) == 0:
        return float("nan")
    half = (recording.v[0] + recording.v.max()) / 2
    falls = rises_ms(recording.t, -recording.v, -half)
    falls = falls[falls > rises[0]]
    return float(falls[0] - rises[0]) if len(falls) else float("nan")


@measure("arrivals", "ms", of=Profile)
def arrivals_ms(profile: Profile) -> NDArray[np.float64]:
    """Give when an impulse comes to each place of a Profile, in ms; shape (X,), nan where none comes.

    Parameters
    ----------
    profile : Profile
        Of a run along an axon.

    Returns
    -------
    numpy.ndarray, shape (X,)
        In ms; nan where none comes.

    Raises
    ------
    TypeError
        It is no Profile.

    Examples
    --------
    >>> import hhlab
    >>> profile = hhlab.propagate(hhlab.Axon(L=5000, diam=10), at_um=[1000, 3000])
    >>> hhlab.arrivals_ms(profile).round(2)
    array([0.42, 1.17])
    """
    profile = _a_profile(profile)
    return np.array([arrival_ms(profile.at(x)) for x in profile.x_um])


@measure("velocity", "m/s", of=Profile)
def velocity_m_per_s(profile: Profile, from_um: float | None = None, to_um: float | None = None) -> float:
    """Give the speed of the impulse between two recorded places, in m/s; nan where it does not come to both.

    It is negative for an impulse on its way back, towards smaller x.

    Parameters
    ----------
    profile : Profile
        Of a run along an axon.
    from_um, to_um : float, optional
        Where to time it [µm]: at the nearest places that were recorded. By default 40 % and 60 % of the way
        from the first to the last, far from ends and stimuli.

    Returns
    -------
    float
        In m/s; nan where the impulse does not come to both.

    Raises
    ------
    TypeError, ValueError
        A place is not a number or outside the Profile, or both are the same one.

    Examples
    --------
    >>> import hhlab
    >>> profile = hhlab.propagate(hhlab.Axon(L=5000, diam=10))
    >>> round(hhlab.velocity_m_per_s(profile), 2)
    2.71
    """
    x = _a_profile(profile).x_um
    asked = [x[0] + share * (x[-1] - x[0]) for share in (0.4, 0.6)]
    given = (("from_um", from_um), ("to_um", to_um))
    asked = [
        a if value is None else number(name, value, "µm")
        for a, (name, value) in zip(asked, given, strict=True)
    ]
    low, high = (profile.nearest(place) for place in asked)
    if low == high:
        raise ValueError(
            f"Both places, {asked[0]:g} and {asked[1]:g} µm, are nearest to {x[low]:g} µm. Take them farther "
            "apart, or record at more places."
        )
    passage = arrival_ms(profile.at(x[high])) - arrival_ms(profile.at(x[low]))
    # two places that fire at once, between two impulses, show no speed
    return float(1e-3 * (x[high] - x[low]) / passage) if passage else float("nan")


@measure(*label_and_unit("current"))
def current_density_uA_per_cm2(amp: float, area_um2: float) -> float:
    """Give the density in µA/cm² of a current `amp` [nA] spread over an area [µm²].

    Parameters
    ----------
    amp : float
        Current [nA].
    area_um2 : float
        Area that it is spread over [µm²].

    Returns
    -------
    float
        In µA/cm².

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.current_density_uA_per_cm2(0.1, hhlab.Membrane().area_um2), 2)
    31.83
    """
    return number("amp", amp, "nA") / number("area_um2", area_um2, "µm²", above=0) * 1e5


def _a_recording(value):
    if not isinstance(value, Recording):
        raise TypeError(
            f"A measure needs a Recording, but it got {shown(value)}. "
            "Make one of arrays: hhlab.Recording(t=t, v=v)."
        )
    return value


def _a_profile(value):
    if not isinstance(value, Profile):
        raise TypeError(
            f"This measure needs a Profile, as hhlab.propagate(axon) gives it, but it got {shown(value)}."
        )
    return value
