"""Data as the expressions that make it."""

import base64
import collections
import dataclasses
import enum
import io
import pickle
import textwrap
import types
import zlib

import numpy as np

from ..descriptions.quantities import shown
from ..results.recording import Recording

SIMPLE = (bool, int, complex, str, bytes, type(None), type(...), range, slice)
MOST_NUMBERS = 300_000  # of one array
MOST_WRITTEN = 200  # numbers of an array that are written one by one
WIDTH = 60  # of a container on one line, without its name


def simple(value):
    """Give the expression of a plain number or text, or None where a value is none."""
    if type(value) is float:
        return repr(value) if np.isfinite(value) else f'float("{value}")'
    if type(value) is str:
        return quoted(value)
    if type(value) in SIMPLE:
        return repr(value)
    return None


def quoted(text):
    """Give a text in double quotes, unless others need no backslash."""
    written = repr(text)
    return f'"{written[1:-1]}"' if written[0] == "'" and '"' not in text else written


def array(value, import_module, draft):
    """Give the expression of a NumPy array: its rule if it has one, its numbers, or packed bytes."""
    if type(value) is not np.ndarray or value.dtype.kind not in "fiubcUS" or value.size > MOST_NUMBERS:
        return None
    if draft:
        return "np.array(...)"
    np_name = import_module(np)
    if rule := _rule(value, np_name):
        return rule
    plain = value.dtype in (np.dtype(float), np.dtype(np.int64), np.dtype(bool), np.dtype(complex))
    kind = "" if plain and value.size else f", dtype={value.dtype.str!r}"
    if value.size <= MOST_WRITTEN:
        return f"{np_name}.array({_numbers(value.tolist(), np_name)}{kind})"
    data = unpacked(np.ascontiguousarray(value).tobytes(), import_module)
    shape = f".reshape({value.shape})" if value.ndim != 1 else ""
    return f"{np_name}.frombuffer({data}, {value.dtype.str!r}).copy(){shape}"


def unpacked(data, import_module):
    """Give an expression of many bytes, written as compressed text."""
    text = base64.b85encode(zlib.compress(data, 9)).decode()
    return f"{import_module(zlib)}.decompress({import_module(base64)}.b85decode({text!r}))"


def _numbers(value, np_name):
    if isinstance(value, list):
        return f"[{', '.join(_numbers(one, np_name) for one in value)}]"
    if isinstance(value, float) and not np.isfinite(value):
        return f"{'-' if value < 0 else ''}{np_name}.{'nan' if value != value else 'inf'}"
    return repr(value)


def _rule(value, np_name):
    """Give ``np.linspace(...)`` or the like where it gives just these numbers."""
    if value.ndim != 1 or value.size < 3 or value.dtype.kind not in "fi":
        return None
    if value.dtype.kind == "f" and not np.isfinite(value).all():
        return None
    first, last, size = value[0].item(), value[-1].item(), value.size
    step = round(value[1].item() - first, 10)
    tried = []
    if step and abs((last - first) / step - size + 1) < 0.5:
        kind = type(first)(0)
        start, stop = (round(x, 10) if kind == 0.0 else x for x in (first, last + step))
        tried.append(
            (f"arange({_plain(start)}, {_plain(stop)}, {_plain(step)})", np.arange, (start, stop, step))
        )
        half = last + step / 2
        tried.append((f"arange({start!r}, {half!r}, {step!r})", np.arange, (start, half, step)))
    tried.append((f"linspace({_plain(first)}, {_plain(last)}, {size})", np.linspace, (first, last, size)))
    if first * last > 0:
        tried.append(
            (f"geomspace({_plain(first)}, {_plain(last)}, {size})", np.geomspace, (first, last, size))
        )
    for text, make, arguments in tried:
        made = make(*arguments)
        if "arange" in text and value.dtype.kind == "f":
            text = text.replace(_plain(arguments[0]), repr(float(arguments[0])), 1)
        if made.dtype == value.dtype and np.array_equal(made, value):
            return f"{np_name}.{text}"
    return None


def _plain(number):
    return repr(int(number)) if number == int(number) and abs(number) < 1e6 else repr(number)


def same(one, other):
    """Say whether two values are equal to the last digit, arrays, dicts and descriptions included."""
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        if one.dtype != other.dtype or one.shape != other.shape:
            return False
        if one.dtype.kind == "O":
            return all(map(same, one.ravel().tolist(), other.ravel().tolist()))
        return one.tobytes() == other.tobytes() or np.array_equal(
            one, other, equal_nan=one.dtype.kind in "fc"
        )
    if isinstance(one, Recording):
        parts = ({"t": x.t, "configuration": x.configuration, **x.traces} for x in (one, other))
        return same(*parts)
    if isinstance(one, (dict, types.MappingProxyType)):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if dataclasses.is_dataclass(one) and not isinstance(one, type):
        names = [field.name for field in dataclasses.fields(one)]
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    if isinstance(one, (float, np.generic)):
        return bool(one == other) or (one != one and other != other)
    if hasattr(one, "savefig"):
        return _pixels(one) == _pixels(other)
    try:
        return bool(one == other)
    except Exception:  # such as a table of pandas, which compares cell by cell
        return _pickled(one) == _pickled(other)


def _pixels(figure):
    picture = io.BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def _pickled(value):
    try:
        return pickle.dumps(value)
    except Exception:
        return object()  # like nothing else


def collection(value, expression, import_module):
    """Give the expression of a container or a description, or None where a value is none.

    Parameters
    ----------
    value : object
    expression : callable
        Gives the expression of a part.
    import_module : callable
        From a class or the name of a module to what the script calls it.
    """
    kind = type(value)
    if kind is tuple:
        return f"({', '.join(map(expression, value))}{',' if len(value) == 1 else ''})"
    if kind is list:
        return listed("[", [*map(expression, value)], "]")
    if kind is dict:
        return _dict(value, expression)
    if kind is set:
        return f"{{{', '.join(sorted(map(expression, value)))}}}" if value else "set()"
    if kind is frozenset:
        return f"frozenset({{{', '.join(sorted(map(expression, value)))}}})" if value else "frozenset()"
    if kind is types.MappingProxyType:
        return _dict(value, expression)
    if isinstance(value, enum.Enum):
        return f"{import_module(kind)}.{value.name}"
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        return _call(import_module(kind), {name: getattr(value, name) for name in kind._fields}, expression)
    if kind in (collections.OrderedDict, collections.Counter):
        return f"{import_module(kind)}({_dict(value, expression)})"
    if kind is collections.defaultdict:
        return f"{import_module(kind)}({expression(value.default_factory)}, {_dict(value, expression)})"
    if kind is collections.deque:
        return f"{import_module(kind)}([{', '.join(map(expression, value))}], {value.maxlen!r})"
    if isinstance(value, Recording):
        arrays = {"t": value.t, **value.traces}
        more = {"configuration": value.configuration} if value.configuration else {}
        return _call(import_module(kind), arrays | more, expression)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _description(value, expression, import_module)
    return None


def _dict(value, expression):
    return listed("{", [f"{expression(key)}: {expression(one)}" for key, one in value.items()], "}")


def listed(first, parts, last):
    """Give the parts of a container on one line, or where that would be long on lines of their own."""
    line = f"{first}{', '.join(parts)}{last}"
    if len(line) <= WIDTH:
        return line
    return "\n".join([first, *textwrap.indent(",\n".join([*parts, ""]), "    ").splitlines(), last])


def _call(name, arguments, expression):
    return f"{name}({', '.join(f'{key}={expression(one)}' for key, one in arguments.items())})"


def _description(value, expression, import_module):
    fields = dataclasses.fields(value)
    names = {field.name for field in fields}
    if not all(field.init for field in fields) or set(getattr(value, "__dict__", names)) - names:
        return None  # its fields alone do not make it
    changed = {
        field.name: getattr(value, field.name)
        for field in fields
        if not _usual(getattr(value, field.name), _default(field))
    }
    return _call(import_module(type(value)), changed, expression)


def _usual(value, default):
    return same(dict(value) if isinstance(value, types.MappingProxyType) else value, default)


def _default(field):
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


class Refused(ValueError):
    """No script can hold a value; `reason` says why."""

    def __init__(self, message, reason=""):
        super().__init__(message)
        self.reason = reason


def refused(value, reason="", name=""):
    """Give the error that says which value of the notebook no script can hold."""
    called = f"{name}, " if name else "something "
    why = f" ({reason})" if reason else ""
    return Refused(
        f"The function uses {called}which only the notebook holds: {shown(value)}{why}. "
        "Make it inside the function, or give it as an argument.",
        reason,
    )
