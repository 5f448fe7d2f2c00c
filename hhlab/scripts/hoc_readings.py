"""What a function reads off a Recording, as an expression for a page to work out: the function is watched."""

import numpy as np

from ..results.recording import Recording
from .hoc_numbers import Traced, decides, traced
from .literals import Refused

_UFUNCS = {
    np.add: "+",
    np.subtract: "-",
    np.multiply: "*",
    np.true_divide: "/",
    np.absolute: "abs",
    np.negative: "neg",
    np.greater: ">",
    np.greater_equal: ">=",
    np.less: "<",
    np.less_equal: "<=",
    np.bitwise_and: "and",
    np.logical_and: "and",
}
_FUNCTIONS = {
    np.max: "max",
    np.min: "min",
    np.amax: "max",
    np.amin: "min",
    np.ptp: "ptp",
    np.argmax: "argmax",
    np.argmin: "argmin",
    np.sum: "sum",
    np.mean: "mean",
    np.trapezoid: "trapezoid",
}
SELF = ("max", "min", "argmax", "argmin", "sum", "mean")


def readings_of(derive, recordings):
    """Give what a function from a Recording to a dict of numbers reads off: [name, expression] of each.

    An expression is a number, ``["row", name]``, or a list of an operation and what it is done to.

    Parameters
    ----------
    derive : callable
    recordings : list of Recording
        All of them must give the same expressions.

    Raises
    ------
    Refused
        It does more than a page can.
    """
    found = [_read(derive, recording) for recording in recordings if _reads(derive, recording)]
    if len(found) < 2 or any(one != found[0] for one in found):
        raise Refused("What is derived follows from the run in an unknown way.")
    return found[0]


def _reads(derive, recording):
    """Say whether there is something to read off; where not, the lab says so, and the page too."""
    try:
        derive(recording)
    except Exception:
        return False
    return True


def _read(derive, recording):
    if not isinstance(recording, Recording):
        raise Refused("What is derived is not read off a Recording.")
    watched = object.__new__(Recording)
    watched.configuration = recording.configuration
    rows = {"t": recording.t, **recording.traces}
    watched._traces = {name: _row(row, ["row", name]) for name, row in rows.items()}
    with traced({}):
        try:
            found = [[str(name), _expression(value)] for name, value in derive(watched).items()]
        except Exception as error:
            raise Refused(f"What is derived is no expression: {error}") from None
        if decides():
            raise Refused("What is derived depends on how two numbers compare.")
    return found


class Row(np.ndarray):
    """A row of numbers, and the expression that gave it."""

    expression = None

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        found = getattr(ufunc, method)(*map(_plain, inputs), **kwargs)
        known = ufunc in _UFUNCS and method == "__call__" and not kwargs
        return _watched(found, _UFUNCS[ufunc], inputs) if known else found

    def __array_function__(self, function, types, args, kwargs):
        found = function(*map(_plain, args), **{name: _plain(one) for name, one in kwargs.items()})
        return _watched(found, _FUNCTIONS[function], args) if function in _FUNCTIONS and not kwargs else found

    def __getitem__(self, key):
        found = np.asarray(self)[_plain(key)]
        if isinstance(key, Row):
            return _watched(found, "where", (self, key))
        if isinstance(key, (int, np.integer)):
            return _watched(found, "at", (self, key))
        return found


class _Index(int):
    """A number of a sample, and the expression that gave it."""


def _method(name):
    def method(self, *args, **kwargs):
        found = getattr(np.asarray(self), name)(*args, **kwargs)
        return found if args or kwargs else _watched(found, name, (self,))

    return method


for _name in SELF:
    setattr(Row, _name, _method(_name))


def _row(values, expression):
    found = np.asarray(values).view(Row)
    found.expression = expression
    return found


def _watched(found, operation, parts):
    """Give a result that remembers; plain, where one of its parts does not."""
    try:
        expression = [operation, *map(_expression, parts)]
    except Refused:
        return found
    if isinstance(found, np.ndarray):
        return _row(found, expression)
    made = _Index(found) if isinstance(found, np.integer) else Traced(found)
    made.expression = expression
    return made


def _expression(value):
    if getattr(value, "expression", None) is not None:
        return value.expression
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    raise Refused("What is derived is more than a number.")


def _plain(value):
    if isinstance(value, Row):
        return np.asarray(value)
    return float(value) if isinstance(value, Traced) else value
