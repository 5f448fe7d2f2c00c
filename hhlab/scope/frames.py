"""One picture of the live view as bytes: a JSON header, then float32 arrays; nothing is printed as text."""

import json

import numpy as np

from ..family import Family
from ..recording import Recording

ALIGNMENT = 4
SINGLE = np.dtype("<f4")  # what a display can show, and half the work
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
    arrays = [np.asarray(values, dtype=SINGLE) for values in sheet.arrays]
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
    traces = np.array(list(recording.traces.values()), dtype=SINGLE)
    heights = np.ptp(traces, axis=1, keepdims=True)
    traces /= error * np.where(heights > 0, heights, 1.0)
    place = np.cumsum(np.minimum(_density(t, traces), 1.0))
    kept = np.diff(np.floor(place), prepend=-1.0, append=len(t)) > 0
    # the extremes decide the limits of the axes
    kept[[*traces.argmin(axis=1), *traces.argmax(axis=1)]] = True
    # where a trace has a corner the chord says too little: the samples that it misses stay too
    kept |= (np.abs(_chords(t, traces, kept) - traces) > 1).any(axis=0)
    return np.flatnonzero(kept)


def _density(t, traces):
    """Give how many samples each step is worth: a chord of n steps misses a curve by bend·n²/8."""
    steps = np.diff(t).astype(SINGLE)
    slopes = np.diff(traces) / np.where(steps > 0, steps, 1.0)
    bend = np.sqrt(np.abs(np.diff(slopes)).max(axis=0) * steps[1:] / 8)
    return np.maximum(np.concatenate([[0.0], bend]), np.concatenate([bend, [0.0]])) + 1 / LONGEST_CHORD


def _chords(t, traces, kept):
    """Give the traces as straight lines between the samples kept, the first and the last among them."""
    at = np.flatnonzero(kept)
    before = np.minimum(np.cumsum(kept) - 1, len(at) - 2)
    start, ends = t[at], traces[:, at]
    widths, rises = np.diff(start), np.diff(ends)
    along = (t - start[before]) / np.where(widths > 0, widths, 1.0)[before]
    return ends[:, before] + along.astype(SINGLE) * rises[:, before]
