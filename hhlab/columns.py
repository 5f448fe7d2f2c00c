"""Rows of numbers, checked, copied and locked, for whatever keeps the outcome of a run."""

import re

import numpy as np

from .quantities import shown

_UNIT = re.compile(r"^(.*?)\s*\[([^\]]*)\]\s*$", flags=re.DOTALL)


def column(name, values, *, gaps=False):
    """Give a copy of `values` that cannot be written to, shape (N,).

    Parameters
    ----------
    name : str
        What the values are, for the error.
    values : sequence of float
    gaps : bool
        nan may stand where there is no value.

    Raises
    ------
    TypeError, ValueError
        They are no numbers, not one row, none at all, or not finite.
    """
    return _checked(name, values, 1, "one row of numbers", gaps)


def grid(name, values, shape):
    """Give a copy of `values` that cannot be written to, of the given two-dimensional shape."""
    checked = _checked(name, values, 2, "rows of equal length", False)
    if checked.shape != shape:
        raise ValueError(f"{name} has the shape {checked.shape}, but it must be {shape}.")
    return checked


def text(name, value):
    """Give `value`, or say that it is no text."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text, but it is {shown(value)}.")
    return value


def listed(name, values):
    """Give what can be gone through as a list, or say that it is nothing of the kind."""
    try:
        return list(values)
    except TypeError:
        raise TypeError(f"{name} must be a list, but it is {shown(values)}.") from None


def title_and_unit(axis):
    """Give ("rate", "Hz") for the text "rate [Hz]", and an empty unit where there is none."""
    found = _UNIT.match(axis)
    return found.groups() if found else (axis, "")


def locked(values):
    """Give a copy of numbers as an array that cannot be written to; of such an array, the array itself."""
    owned = type(values) is np.ndarray and values.dtype == float and values.base is None
    if owned and not values.flags.writeable:
        return values  # many Recordings may share one t
    array = np.array(values, dtype=float)
    array.setflags(write=False)
    return array


def _checked(name, values, dimensions, wanted, gaps):
    try:
        array = locked(values)
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"{name} must hold numbers, but it is {shown(values)}.") from None
    if array.ndim != dimensions or array.size == 0:
        raise ValueError(f"{name} must be {wanted}, but its shape is {array.shape}.")
    if (np.isinf(array) if gaps else ~np.isfinite(array)).any():
        raise ValueError(f"{name} holds values that are not finite numbers (nan or inf).")
    return array
