"""Frames of the live view, read as the browser reads them."""

import json

import numpy as np


def decoded(frame):
    """Give the header and the arrays of a frame."""
    size = int.from_bytes(frame[:4], "little")
    header, at, arrays = json.loads(frame[4 : 4 + size]), 4 + size, []
    for length in header["lengths"]:
        arrays.append(np.frombuffer(frame, "<f4", length, at))
        at += 4 * length
    assert at == len(frame)
    return header, arrays
