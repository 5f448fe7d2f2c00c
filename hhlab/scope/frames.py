"""One picture of the live view as bytes: a JSON header, then float32 arrays; nothing is printed as text."""

import json

import numpy as np

from ..family import Family
from ..recording import Recording

ALIGNMENT = 4
LONGEST_CHORD = 1000  # samples
LINE_ERROR = 0.001  # of the height of a trace: a quarter of a pixel


def encode(sheet, **header):
    """Give the bytes of a Sheet: the length of the header, the header, and each array after the other.

    Parameters
    ----------
    sheet : Sheet
    **header
        What else the view needs to know: words, derived quantities, the values of the controls.
    """
    arrays = [np.asarray(values, dtype="<f4") for values in sheet.arrays]
    lengths = [len(values) for values in arrays]
    text = json.dumps({**header, "panels": sheet.panels, "lengths": lengths}).encode()
    text += b" " * (-len(text) % ALIGNMENT)
    return b"".join([len(text).to_bytes(4, "little"), text, *(values.tobytes() for values in arrays)])


def thin(result):
    """Give a result, or a tuple of them, with no more samples than draw the same picture."""
    if isinstance(result, (tuple, list)):
        return tuple(thin(part) for part in result)
    if isinstance(result, Family):
        return Family(result.by, result.values, [thin(recording) for recording in result.recordings])
    if not isinstance(result, Recording):
        return result
    keep = thinned(result, LINE_ERROR)
    traces = {name: trace[keep] for name, trace in result.traces.items()}
    return Recording(result.t[keep], configuration=result.configuration, **traces)


def thinned(recording, error):
    """Give the indices of the samples that draw `recording` as well as all do, with straight lines between.

    Samples stand close where a trace bends and far apart where it is straight; none is moved or made up.

    Parameters
    ----------
    recording : Recording
    error : float
        How far a line may pass by a sample that is left out, as a fraction of the trace's height.
    """
    t = recording.t
    if len(t) < 3:
        return np.arange(len(t))
    scaled = [trace / (np.ptp(trace) or 1.0) / error for trace in recording.traces.values()]
    place = np.cumsum(np.minimum(np.max([_density(t, trace) for trace in scaled], axis=0), 1.0))
    keep = np.flatnonzero(np.diff(np.floor(place), prepend=-1.0, append=len(t)))
    # where a trace has a corner the chord says too little: the samples that it misses stay too
    missed = [np.abs(np.interp(t, t[keep], trace[keep]) - trace) > 1 for trace in scaled]
    return np.union1d(keep, np.flatnonzero(np.any(missed, axis=0)))


def _density(t, trace):
    """Give how many samples each step is worth: a chord of n steps misses a curve by bend·n²/8."""
    steps = np.diff(t)
    slopes = np.diff(trace) / np.where(steps > 0, steps, 1.0)
    bend = np.sqrt(np.abs(np.diff(slopes)) * steps[1:] / 8)
    return np.maximum(np.concatenate([[0.0], bend]), np.concatenate([bend, [0.0]])) + 1 / LONGEST_CHORD
