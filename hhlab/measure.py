"""From a Recording to numbers: what an experimenter reads off a trace."""

import numpy as np

from .quantities import number


def spike_times_ms(recording, threshold_mV=0.0):
    """Give the times at which the membrane potential rises through a threshold, in ms.

    The crossing is interpolated between the two samples around it.

    Parameters
    ----------
    recording : Recording
        With ``v``.
    threshold_mV : float

    Returns
    -------
    numpy.ndarray, shape (spikes,)

    Raises
    ------
    AttributeError
        ``v`` was not recorded.
    """
    threshold = number("threshold_mV", threshold_mV, "mV", low=-200, high=200)
    t, v = recording.t, recording.v
    i = np.flatnonzero((v[:-1] < threshold) & (v[1:] >= threshold))
    return t[i] + (threshold - v[i]) / (v[i + 1] - v[i]) * (t[i + 1] - t[i])


def spike_count(recording, threshold_mV=0.0):
    """Give the number of spikes in a Recording."""
    return len(spike_times_ms(recording, threshold_mV))


def rate_hz(recording, start_ms=0.0, stop_ms=np.inf):
    """Give the firing rate in Hz, from the mean interval between spikes in a window [ms].

    It is nan where the window holds fewer than two spikes: one spike has no rate.
    """
    times = spike_times_ms(recording)
    times = times[(times >= start_ms) & (times <= stop_ms)]
    return 1000.0 / np.diff(times).mean() if len(times) > 1 else float("nan")


def peak_mV(recording):
    """Give the highest membrane potential of a Recording, in mV."""
    return float(recording.v.max())


def current_density_uA_per_cm2(amp, area_um2):
    """Give the density in µA/cm² of a current `amp` [nA] spread over an area [µm²]."""
    return number("amp", amp, "nA") / number("area_um2", area_um2, "µm²", above=0) * 1e5
