"""Rows of numbers, checked, copied and locked, for whatever keeps the outcome of a run."""

import re

import numpy as np

from ..descriptions.quantities import shown

NOT_RUN = (
    "Nothing has been recorded yet: let Vectors .record(), then h.finitialize(...), then h.continuerun(...)."
)
_UNIT = re.compile(r"^(.*?)\s*\[([^\]]*)\]\s*$", flags=re.DOTALL)


def column(name, values, *, gaps=False, empty=""):
    """Give a copy of `values` that cannot be written to, shape (N,).

    Parameters
    ----------
    name : str
        What the values are, for the error.
    values : sequence of float
    gaps : bool
        nan may stand where there is no value, and there may be none at all.
    empty : str
        What to say besides where there are none.

    Raises
    ------
    TypeError, ValueError
        They are no numbers, not one row, none at all, or not finite.
    """
    return _checked(name, values, 1, "one row of numbers", gaps, NOT_RUN if is_vector(values) else empty)


def is_vector(values):
    """Say whether something is a Vector of NEURON."""
    return (type(values).__module__, type(values).__name__) == ("hoc", "Vector")


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


def _checked(name, values, dimensions, wanted, gaps, empty=""):
    try:
        array = locked(values)
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"{name} must hold numbers, but it is {shown(values)}.") from None
    if array.size == 0 and (is_vector(values) or not gaps):
        raise ValueError(f"{name} must be {wanted}, but it is empty. {empty}".strip())
    if array.ndim != dimensions:
        raise ValueError(f"{name} must be {wanted}, but its shape is {array.shape}.")
    bad = np.isinf(array) if gaps else ~np.isfinite(array)
    if bad.any():
        kinds = "inf; nan leaves a gap" if gaps else "nan or inf"
        count = f"{bad.sum():,} of {bad.size:,}, the first at index {int(bad.argmax())}"
        raise ValueError(f"{name} holds values that are not finite numbers ({kinds}): {count}.")
    return array
