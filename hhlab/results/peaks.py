"""Peaks of a row of numbers, and how far each stands out.

As SciPy's ``find_peaks`` finds them, without SciPy's 50 MB in the kernel and in the worker of every student.
"""

import numpy as np


def peaks(values):
    """Give the peaks of a row of numbers, and the prominence of each.

    A peak is higher than what is on either side of it; of a flat one it is the middle that counts. Its
    prominence is how far one must go down from it, on the better side, before one can go up to anything
    higher, or comes to the end of the row.

    Parameters
    ----------
    values : ndarray, shape (N,)

    Returns
    -------
    tops : ndarray of int, shape (peaks,)
    prominences : ndarray, shape (peaks,)
    """
    starts = np.flatnonzero(np.diff(values, prepend=np.nan) != 0)  # of stretches of one value
    stops = np.append(starts[1:], len(values)) - 1
    levels = values[starts]
    inner = levels[1:-1]
    at = 1 + np.flatnonzero((inner > levels[:-2]) & (inner > levels[2:]))
    if not len(at):
        return np.array([], dtype=int), np.array([])
    heights = levels[at].tolist()
    valleys = np.minimum.reduceat(levels, np.append(0, at)).tolist()  # before the first, ..., after the last
    left = _lowest_before(heights, valleys)
    right = _lowest_before(heights[::-1], valleys[::-1])[::-1]
    prominences = np.array(heights) - np.maximum(left, right)
    return (starts[at] + stops[at]) // 2, prominences


def _lowest_before(heights, valleys):
    """Give for each peak the lowest value between it and the last higher one before it."""
    lowest, higher = [], []  # the peaks that may still be higher than one to come, each with its own lowest
    for height, valley in zip(heights, valleys, strict=False):
        while higher and higher[-1][0] <= height:
            valley = min(valley, higher.pop()[1])
        higher.append((height, valley))
        lowest.append(valley)
    return np.array(lowest)
