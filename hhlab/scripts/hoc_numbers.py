"""Numbers that remember how they came from the sliders, so that a program with slots can be written."""

import math
import operator
import sys
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
_printed = []  # (text, format, expression) of each number that it has printed
_decided = []  # in which modules it was asked how two numbers compare
OWN = "hhlab."  # checks its limits, which decide nothing about a run


@contextmanager
def traced(values):
    """Give the numbers among some values as such that remember, and what they will come to be.

    Yields
    ------
    values : dict
        The same, where each float is a Traced.
    known : dict of float to list of expressions
        An expression is a number, the name of a value, or a list of an operation and what it is done to.
    printed : list of (text, format, expression)
    """
    for notes in (_known, _printed, _decided):
        notes.clear()
    yield (
        {name: _number(value, name) if type(value) is float else value for name, value in values.items()},
        _known,
        _printed,
    )
    _known.clear()
    _printed.clear()


def decides():
    """Say whether the function that is looked at has compared a number that follows from a slider.

    A few runs do not show what it does on the other side of a branch.
    """
    return bool(_decided)


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
    runs : list of (values, known, printed)
        As :func:`traced` yields them.
    """
    if all(_equal(number, numbers[0]) for number in numbers):
        return float(numbers[0])
    for expression in runs[0][1].get(float(numbers[0]), ()):
        try:
            found = [evaluated(expression, values) for values, _, _ in runs]
        except ArithmeticError:
            continue
        if all(map(_equal, found, numbers)):
            return expression
    return None


def place_of(places, nseg, runs):
    """Give the expression of a place along a Section, 0 to 1; NEURON tells the middle of its segment.

    Parameters
    ----------
    places : list of float
    nseg : int
    runs : as for :func:`expression_of`
    """
    expression = expression_of(places, runs)
    known = [one for number, few in runs[0][1].items() if 0 <= number <= 1 for one in few]
    for one in [] if expression is not None else known:
        try:
            found = [evaluated(one, values) for values, _, _ in runs]
        except ArithmeticError:
            continue
        if all(map(_equal, [_middle(place, nseg) for place in found], places)):
            return one
    return expression


def _middle(place, nseg):
    return place if not 0 < place < 1 else (int(place * nseg) + 0.5) / nseg


def label_of(labels, runs):
    """Give a label, which is here once from each run, as texts and [expression, format]; or None.

    Parameters
    ----------
    labels : list of str
    runs : list of (values, known, printed)
    """
    found = [_taken_apart(label, printed) for label, (_, _, printed) in zip(labels, runs, strict=True)]
    return found[0] if all(one == found[0] for one in found) else None


def _taken_apart(label, printed):
    if not label:
        return []
    places = [
        (label.find(text), -len(text), text, form, what) for text, form, what in printed if text in label
    ]
    if not places:
        return [label]
    at, _, text, form, what = min(places, key=lambda one: one[:2])
    before = [label[:at]] if at else []
    return [*before, [what, form], *_taken_apart(label[at + len(text) :], printed)]


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

    def __neg__(self):
        return _made(-float(self), "neg", (self,))

    def __format__(self, form):
        text = float.__format__(self, form)
        _printed.append((text, form, self.expression))
        return text


def _comparison(name):
    plain = getattr(float, name)

    def method(self, *other):
        module = sys._getframe(1).f_globals.get("__name__", "")
        if not module.startswith(OWN):
            _decided.append(module)
        return plain(self, *other)

    return method


for _name in ("lt", "le", "gt", "ge", "eq", "ne", "bool"):
    setattr(Traced, f"__{_name}__", _comparison(f"__{_name}__"))


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
