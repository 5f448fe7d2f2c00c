"""Numbers that remember how they came from the sliders, so that a program with slots can be written."""

import math
import operator
from contextlib import contextmanager
from numbers import Real

import numpy as np

OPERATIONS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "^": operator.pow,
    "neg": operator.neg,
    "sqrt": math.sqrt,
    "floor": math.floor,
    "ceil": math.ceil,
}
_UFUNCS = {
    np.add: "+",
    np.subtract: "-",
    np.multiply: "*",
    np.true_divide: "/",
    np.power: "^",
    np.negative: "neg",
    np.sqrt: "sqrt",
}
_known = {}  # from a number to the expressions that gave it, in the run that is looked at


@contextmanager
def traced(values):
    """Give the numbers among some values as such that remember, and what they will come to be.

    Yields
    ------
    values : dict
        The same, where each float is a Traced.
    known : dict of float to list of expressions
        An expression is a number, the name of a value, or a list of an operation and what it is done to.
    """
    _known.clear()
    yield (
        {name: _number(value, name) if type(value) is float else value for name, value in values.items()},
        _known,
    )
    _known.clear()


def evaluated(expression, values):
    """Give the number that an expression stands for under some values."""
    if isinstance(expression, str):
        return float(values[expression])
    if not isinstance(expression, list):
        return expression
    operation, *parts = expression
    return float(OPERATIONS[operation](*(evaluated(part, values) for part in parts)))


def expression_of(numbers, runs):
    """Give the expression that gives one number in each of some runs, or None where none is known.

    Parameters
    ----------
    numbers : list of float
    runs : list of (dict of values, dict of known)
        As :func:`traced` yields them.
    """
    if all(_equal(number, numbers[0]) for number in numbers):
        return float(numbers[0])
    for expression in runs[0][1].get(float(numbers[0]), ()):
        try:
            found = [evaluated(expression, values) for values, _ in runs]
        except ArithmeticError:
            continue
        if all(map(_equal, found, numbers)):
            return expression
    return None


def _equal(one, other):
    return float(one).hex() == float(other).hex()


class Traced(float):
    """A number, and the expression that gave it."""

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        plain = [float(one) if isinstance(one, Traced) else one for one in inputs]
        found = getattr(ufunc, method)(*plain, **kwargs)
        if method == "__call__" and not kwargs and ufunc in _UFUNCS and isinstance(found, np.float64):
            return _made(found, _UFUNCS[ufunc], inputs)
        return found


def _number(value, expression):
    found = Traced(value)
    found.expression = expression
    _known.setdefault(float(value), []).append(expression)
    return found


def _made(value, operation, parts):
    parts = [one.expression if isinstance(one, Traced) else float(one) for one in parts]
    return _number(value, [operation, *parts])


def _binary(name, operation, turned):
    plain = getattr(float, name)

    def method(self, other):
        if not isinstance(other, Real) or isinstance(other, np.ndarray):
            return NotImplemented
        value = plain(self, float(other))
        if not isinstance(value, float):
            return value
        return _made(value, operation, (other, self) if turned else (self, other))

    return method


for _name, _operation in (("add", "+"), ("sub", "-"), ("mul", "*"), ("truediv", "/"), ("pow", "^")):
    setattr(Traced, f"__{_name}__", _binary(f"__{_name}__", _operation, turned=False))
    setattr(Traced, f"__r{_name}__", _binary(f"__r{_name}__", _operation, turned=True))
Traced.__neg__ = lambda self: _made(-float(self), "neg", (self,))
