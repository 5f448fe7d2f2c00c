"""One picture of the live view as bytes: a JSON header, then float32 arrays; nothing is printed as text."""

import json
from dataclasses import replace

import numpy as np

from ...results.curves import Curves
from ...results.family import Family
from ...results.recording import Recording

ALIGNMENT = 4
SINGLE = np.dtype("<f4")  # what a display can show, and half the work
LONGEST_CHORD = 1000  # samples
MOST_SAMPLES, BINS = (
    200_000,
    5_000,
)  # of one line: what a page draws without delay, and then more than it has pixels
LINE_ERROR = 0.001  # of the height of a trace: a quarter of a pixel


def encode(sheet, **header):
    """Give the bytes of a Sheet: the length of the header, the header, and each array after the other.

    Parameters
    ----------
    sheet : Sheet
    **header
        What else the view needs to know: words, derived quantities, the values of the controls.
    """
    arrays = [_single(values) for values in sheet.arrays]
    lengths = [len(values) for values in arrays]
    text = json.dumps({**header, "panels": sheet.panels, "lengths": lengths}).encode()
    text += b" " * (-len(text) % ALIGNMENT)
    return b"".join([len(text).to_bytes(4, "little"), text, *(values.tobytes() for values in arrays)])


def _single(values):
    """Give numbers in single precision; what is too great for it becomes a gap, as nan is one."""
    with np.errstate(over="ignore"):
        single = np.asarray(values, dtype=SINGLE)
    return np.where(np.isinf(single), SINGLE.type(np.nan), single) if np.isinf(single).any() else single


def bounded(result):
    """Give a result, or a tuple of them, of which a page can draw every sample: many become few.

    Of a long line the least and the greatest sample of each of five thousand stretches stay.
    """
    if isinstance(result, (tuple, list)):
        return tuple(map(bounded, result))
    if isinstance(result, Family):
        return Family(result.by, result.values, [bounded(recording) for recording in result.recordings])
    if isinstance(result, Curves):
        lines, dots = (
            {label: _few(x, y) for label, (x, y) in shapes.items()} for shapes in (result.lines, result.dots)
        )
        return replace(result, lines=lines, dots=dots)
    if not isinstance(result, Recording) or len(result.t) <= MOST_SAMPLES:
        return result
    return _part(result, _extremes(result.traces.values()))


def _few(x, y):
    keep = _extremes([y]) if len(y) > MOST_SAMPLES else slice(None)
    return x[keep], y[keep]


def _extremes(rows):
    """Give the indices of both ends, and of the extremes of each row in each of its stretches."""
    kept = [np.array([0])]
    for row in rows:
        length = -(-len(row) // BINS)
        stretches = np.concatenate([row, np.full(-len(row) % length, row[-1])]).reshape(-1, length)
        starts = np.arange(len(stretches)) * length
        for gap, extreme in ((np.inf, np.argmin), (-np.inf, np.argmax)):
            kept.append(starts + extreme(np.where(np.isnan(stretches), gap, stretches), axis=1))
        kept.append(np.array([len(row) - 1]))
    kept = np.unique(np.concatenate(kept))
    return kept[kept < len(row)]


def _part(recording, keep):
    traces = {name: trace[keep] for name, trace in recording.traces.items()}
    return Recording(recording.t[keep], configuration=recording.configuration, **traces)


def thin(result):
    """Give a result, or a tuple of them, with no more samples than draw the same picture."""
    if isinstance(result, (tuple, list)):
        return tuple(thin(part) for part in result)
    if isinstance(result, Family):
        return Family(result.by, result.values, [thin(recording) for recording in result.recordings])
    if not isinstance(result, Recording):
        return result
    return _part(result, thinned(result, LINE_ERROR))


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
