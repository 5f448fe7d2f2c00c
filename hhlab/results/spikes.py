"""What counts as a spike: one rule, for sentences, measures, protocols, cards and lessons.

A spike is a peak at -20 mV or above, which the potential comes up to, turns at and leaves again by itself, by
at least 20 mV on either side. Where the ionic currents were recorded too, they must have helped: become more
inward, on the way up, than at its start.

What does not count: a graded response, which stays lower; a swing of less than 20 mV, as in a train that dies
away; a peak that a stimulus makes, at which the potential turns because a current ends or a shock is over; a
step of a voltage clamp; a spike that the end of the recording cuts before it has come down by 20 mV.
"""

import numpy as np

from ..descriptions import currents
from .peaks import peaks

LEVEL_MV = -20.0  # graded responses stay below it, weak spikes still reach it
SWING_MV = 20.0  # less is an oscillation that grows or dies
ZERO_MV = 0.0  # where a spike is timed on its way up, if it comes so far
_NEAR_MS = 0.05  # how far beyond a top its shape is looked at
_COARSE_MS = 0.2  # samples farther apart show no shape
_ROUND = 0.85  # about 1/3 at the top of a parabola, above 1 where a passive decay begins
_HELP = 0.02  # of the range of the ionic current, more than rest leaves uncertain
_STEP_MS = 0.01
_STROKE = 0.6  # of the greatest speed of a fall, or of a whole rise: gained at once it is a stimulus's


def spike_tops(recording):
    """Give the numbers of the samples at which spikes have their tops, shape (spikes,).

    Parameters
    ----------
    recording : Recording
        With ``v``; the ionic currents are taken into account where ``ina``, ``ik``, ``il`` are there.
    """
    tops, prominences = peaks(recording.v)
    tops = tops[(recording.v[tops] >= LEVEL_MV) & (prominences >= SWING_MV)]
    return tops[_are_the_membranes(recording, tops)]


def spike_rises_ms(recording):
    """Give when each spike rises through 0 mV or, where it stays lower, has its top [ms], shape (spikes,)."""
    t, v = recording.t, recording.v
    times, before = [], 0
    for top in spike_tops(recording):
        rises = rises_ms(t[before : top + 1], v[before : top + 1], ZERO_MV)
        by_itself = len(rises) and not _at_one_stroke(t, v, top, rises[-1])
        times.append(rises[-1] if by_itself else t[top])
        before = top
    return np.array(times, dtype=float)


def _at_one_stroke(t, v, top, rise_ms):
    """Say whether a rise is that of a shock, which brings the potential most of the way to the top."""
    i = np.searchsorted(t, rise_ms)
    fine = t[i + 1] - t[i] < _COARSE_MS
    return fine and v[i] - v[i - 1] > _STROKE * (v[top] - v[:top].min())


def other_tops(recording, least_mV):
    """Give the samples of the peaks that are no spikes, though a reader may take them for some.

    Parameters
    ----------
    recording : Recording
    least_mV : float
        What swings by less is no peak to whoever looks.

    Returns
    -------
    low, small, made : lists of int
        Swings that stay below -20 mV; swings of less than 20 mV above it; peaks that a stimulus makes.
    """
    tops, prominences = peaks(recording.v)
    tops, prominences = tops[prominences >= least_mV], prominences[prominences >= least_mV]
    high, large = recording.v[tops] >= LEVEL_MV, prominences >= SWING_MV
    large_tops, high_too = tops[large], high[large]
    own = _are_the_membranes(recording, large_tops)
    groups = (large_tops[own & ~high_too], tops[high & ~large], large_tops[~own & high_too])
    return tuple(group.tolist() for group in groups)


def rises_ms(t, v, level):
    """Give the times [ms] at which `v` comes up through a level, between the two samples around each."""
    i = np.flatnonzero((v[:-1] < level) & (v[1:] >= level))
    return t[i] + (level - v[i]) / (v[i + 1] - v[i]) * (t[i + 1] - t[i])


def _are_the_membranes(recording, tops):
    """Say for each top whether the potential came up to it, turned and fell by itself, shape (tops,)."""
    t, v = recording.t, recording.v
    ionic = _ionic(recording)
    own, before = np.zeros(len(tops), dtype=bool), 0
    for i, top in enumerate(tops):
        fine = t[top + 1] - t[top] < _COARSE_MS
        own[i] = not fine or (_is_round(t, v, top) and _falls_smoothly(t, v, top))
        if ionic is not None:
            start = before + np.argmin(v[before:top])
            own[i] &= _turns_inward(ionic[start : top + 1])
        before = top
    return own


def _ionic(recording):
    """Give the sum of the ionic currents, or None where one that every membrane has was not recorded."""
    if any(one.name not in recording.traces for one in currents.CURRENTS if not one.optional):
        return None
    return sum(recording.traces[one.name] for one in currents.CURRENTS if one.name in recording.traces)


def _turns_inward(ionic):
    return ionic[0] - ionic.min() > _HELP * np.ptp(ionic)


def _is_round(t, v, top):
    """Say whether the fall from a top gathers speed; one that a stimulus's end begins is fastest at once."""
    near = max(_NEAR_MS, t[min(top + 2, len(t) - 1)] - t[top])
    beside, beyond = np.interp([t[top] + near, t[top] + 2 * near], t, v)
    return v[top] - beside <= _ROUND * (beside - beyond)


def _falls_smoothly(t, v, top):
    """Say whether the fall gathers speed bit by bit, not at one stroke as when a clamp or a current ends."""
    foot = top + np.argmax(v[top:] <= v[top] - SWING_MV)
    # even steps: variable ones leave two samples at one time where a stimulus changes
    moments = np.arange(t[top], t[foot] + _STEP_MS, _STEP_MS)
    speed = -np.diff(np.interp(moments, t, v))
    # over two steps: a stroke may lie in the middle of one
    gained = speed[2:] - speed[:-2]
    return bool((gained <= _STROKE * speed.max()).all())
