"""Many frames in few bytes, as browser/src/page_pack.js reads them.

A row of numbers is told in whole steps of a 65,534th of its height, which no screen shows, each by how far it
is from the one before; rows that several frames share are there once.
"""

import gzip
import json

import numpy as np

from ..scope.frames import ALIGNMENT, SINGLE

STEPS, GAP = 65_534, 65_535
PLAIN, STEPPED = 0, 1  # kinds of rows


def packed(runs, exact=False):
    """Give the bytes of a file of runs.

    Parameters
    ----------
    runs : iterable of dict
        Each with ``key``, and ``frame``, the bytes of :func:`hhlab.live.scope.frames.encode`, or ``error``,
        a text; ``script``, what its script has for other lines than the first, by number; ``below``, what
        stands below the picture.
    exact : bool
        Whether the numbers stay as they are.
    """
    told, rows = [], {}
    for run in runs:
        header, arrays = _opened(run["frame"]) if run.get("frame") else (None, [])
        plain = _on_log_axes(header) if header else ()
        own = [
            rows.setdefault(_plain(array) if exact or number in plain else _stepped(array), len(rows))
            for number, array in enumerate(arrays)
        ]
        rest = {name: value for name, value in run.items() if name != "frame"}
        told.append(rest | ({"header": header, "rows": own} if header else {}))
    heads, data = [row[:-1] for row in rows], [row[-1] for row in rows]
    text = json.dumps({"runs": told, "rows": heads}, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % ALIGNMENT)
    # without the time, so that one lesson gives one file
    return gzip.compress(b"".join([len(text).to_bytes(4, "little"), text, *data]), 9, mtime=0)


def _opened(frame):
    """Give the header of a frame and its arrays."""
    start = 4 + int.from_bytes(frame[:4], "little")
    header = json.loads(frame[4:start])
    header.pop("seen", None)  # the page has models of its own
    ends = np.cumsum(header.pop("lengths"), dtype=int)
    return header, np.split(np.frombuffer(frame, SINGLE, offset=start), ends[:-1]) if len(ends) else []


def _on_log_axes(header):
    """Give the numbers of the arrays that stand on a logarithmic axis, where even steps are too coarse."""
    return {
        one[letter]
        for panel in header["panels"]
        for letter in ("x", "y")
        if panel[letter].get("log")
        for one in panel["series"]
    }


def _plain(array):
    # byte by byte of each: the greater ones are nearly equal
    return PLAIN, len(array), 0, 0, array.view(np.uint8).reshape(-1, 4).T.tobytes()


def _stepped(array):
    finite = array[np.isfinite(array)].astype(float)
    low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 0.0)
    whole = high - low <= STEPS and bool((finite == np.rint(finite)).all())
    step = 1.0 if whole or high == low else (high - low) / STEPS
    codes = np.full(len(array), GAP)
    codes[np.isfinite(array)] = np.rint((finite - low) / step)
    ways = np.diff(codes, prepend=0).astype(np.int16).astype(int)  # the shorter way around
    folded = ((ways << 1) ^ (ways >> 15)).astype(np.uint16)
    content = (folded >> 8).astype(np.uint8).tobytes() + (folded & 0xFF).astype(np.uint8).tobytes()
    return STEPPED, len(array), float(low), float(step), content
