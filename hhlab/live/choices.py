"""What can be chosen from a list, however a person writes the list."""

from collections.abc import Iterable, Mapping
from enum import Enum, EnumMeta
from numbers import Number

import numpy as np

from ..descriptions.quantities import shown
from .ranges import Log, plain

MOST = 1000  # what a dropdown can hold and a person can find


def options_of(choice, default):
    """Give [(label, value), ...] for a dropdown, or nothing where `choice` is the range of a slider.

    Lists, arrays, sets, dicts of label to value, enums and whatever else can be gone through are choices, and
    a tuple of texts, flags or pairs; a tuple or a range of numbers is a slider's, as are texts where the
    default is a number: somebody has written the numbers in quotes.

    Raises
    ------
    ValueError
        There are more than a thousand.
    """
    if isinstance(choice, Mapping):
        return [(str(label), value) for label, value in _few(choice.items())]
    if isinstance(choice, EnumMeta):
        return [(member.name, member) for member in choice]
    if isinstance(choice, (str, bytes, Log)) or not isinstance(choice, Iterable):
        return []
    if (isinstance(choice, range) and len(choice) > 1) or (
        isinstance(choice, np.ndarray) and choice.ndim != 1
    ):
        return []
    values = [plain(value) for value in _few(choice)]
    if isinstance(choice, (set, frozenset)):
        values = _sorted(values)
    if isinstance(choice, tuple):
        texts = all(isinstance(value, str) for value in values)
        if all(map(_is_number, values)) or (texts and _is_number(default)):
            return []
    if values and all(_is_pair(value) for value in values):
        return list(map(tuple, values))
    return [(_label(value), value) for value in values]


def default_among(options, default):
    """Give the option that is the default, or the first."""
    values = [value for _, value in options]
    return next((value for value in values if same(value, default)), values[0])


def same(one, other):
    """Say whether two values are equal, arrays among them."""
    if one is other:
        return True
    try:
        return bool(np.all(one == other)) and np.shape(one) == np.shape(other)
    except Exception:
        return False


def _few(values):
    found = []
    for value in values:
        found.append(value)
        if len(found) > MOST:
            raise ValueError(f"There are more than {MOST:,} choices; give a range, as in (0, 1), or fewer.")
    return found


def _sorted(values):
    try:
        return sorted(values)
    except TypeError:
        return sorted(values, key=str)


def _is_number(value):
    return isinstance(value, Number) and not isinstance(value, bool)


def _is_pair(value):
    return isinstance(value, (tuple, list)) and len(value) == 2 and isinstance(value[0], str)


def _label(value):
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, (str, Number)):
        return str(value)
    return getattr(value, "__name__", None) or shown(value).rpartition(" (")[0]
