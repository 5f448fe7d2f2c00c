"""Statements of the notebook that can stand in a script as they are: they give again what is there now."""

import ast
import contextlib
import enum
import io
import types
from itertools import islice

import numpy as np
from neuron import hoc

from . import functions, history, literals
from .names import Clash

LONG = 40  # numbers: what holds more is computed again rather than written
MUCH = 3000  # letters
QUICK = (list, tuple, dict, set, range, sorted, zip, len, min, max, sum, abs, round, float, int, str)
DESCRIPTIONS = ("hhlab.descriptions.parameters", "hhlab.descriptions.axons")


def replayed(script, name, value):
    """Write a value as the statement that made it, and say so, where that makes the same again.

    Statements of numbers, NumPy and descriptions are tried; others only where the value is long.
    """
    if script.draft:
        return _size(value) > literals.MOST_NUMBERS  # then its statement is the hope; finding it takes long
    found = None if _is_short(value) else history.assigned(name, script.statements)
    if found is None:
        return False
    node, text = found
    names = functions.used(ast.unparse(node.value))
    if any(_holds_neuron(script.namespace.get(one)) for one in names):
        return False  # its Vectors are empty in the script, until there is a run
    quick = all(_is_quick(one, script.namespace) for one in ast.walk(node.value))
    if not (quick and history.targets(node) == [name]) and _size(value) <= LONG:
        return False
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            again = _evaluated(node.value, script.namespace)
        set_there = history.targets(node)
        made = dict(zip(set_there, again if len(set_there) > 1 else [again], strict=True))
    except Exception:
        return False
    if not literals.same(made[name], value):
        return False
    mark = script.mark()
    script.bound[name] = value
    try:
        for one, chains in names.items():
            if one in script.namespace and one not in made:
                script.name(one, script.namespace[one])
                script.import_parts(script.namespace[one], chains)
    except (Clash, ValueError):
        script.back(mark)
        return False
    added = sum(map(len, script.body[len(mark["body"]) :]))
    if added > MUCH and added > len(script.written(value)):
        script.back(mark)  # what it is computed from takes more room than the value itself
        return False
    script.body.append(text)
    for one, part in made.items():
        if one in script.namespace and literals.same(part, script.namespace[one]):
            script.bound[one] = script.namespace[one]
            script.named[id(script.namespace[one])] = (one, script.namespace[one])
    return True


def comment(script, name, text):
    """Give the comment behind the statement that sets a name in the notebook, most often a unit."""
    if script.draft or len(text) > 80 or "\n" in text:
        return ""
    node, source = history.assigned(name, script.statements) or (None, "")
    _, mark, said = source.rpartition("  # ")
    return f"  # {said}" if mark and "\n" not in said and history.targets(node) == [name] else ""


def loads(script):
    """Yield the lines by which the notebook has loaded other files of NEURON than its standard run system."""
    lines = [ast.unparse(call) for call in history.calls_of(("load_file",), script.statements)]
    for line in dict.fromkeys(lines):
        if "stdrun.hoc" not in line and "nrngui.hoc" not in line:
            yield line


def plays(script):
    """Yield the lines by which the notebook plays Vectors into something, as long as it does."""
    playing = {}
    for call in history.calls_of(("play", "play_remove"), [] if script.draft else script.statements):
        name = functions.chain(call.func)[0]
        if isinstance(script.namespace.get(name), hoc.HocObject):
            playing.pop(name, None)
            playing |= {name: call} if call.func.attr == "play" else {}
    for name, call in playing.items():
        given = ", ".join(script.expression(_evaluated(one, script.namespace)) for one in call.args)
        yield f"{script.expression(script.namespace[name])}.play({given})"


def changed_attributes(kind, text):
    """Yield what a class has come to hold since its statement ran: (name, value)."""
    said = {}
    if issubclass(kind, enum.Enum):
        return
    for node in getattr(ast.parse(text).body[0], "body", ()):
        if isinstance(node, ast.Assign):
            said |= dict.fromkeys(history.targets(node), node.value)
        elif isinstance(node, ast.AnnAssign):
            said[getattr(node.target, "id", None)] = node.value
    for key, value in vars(kind).items():
        if key.startswith("_") or callable(value) or hasattr(value, "__get__"):
            continue
        if key not in said:
            yield key, value
        elif said[key] is not None:
            with contextlib.suppress(ValueError, TypeError):
                if not literals.same(ast.literal_eval(said[key]), value):
                    yield key, value


def _evaluated(node, namespace):
    return eval(compile(ast.Expression(node), "<again>", "eval"), namespace)


def _holds_neuron(value):
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else ()
    return any(isinstance(one, hoc.HocObject) or type(one).__module__ == "nrn" for one in (value, *parts))


def _is_short(value):
    return _holds_neuron(value) or literals.simple(value) is not None or isinstance(value, np.generic)


def _is_quick(node, namespace):
    """Say whether a node costs nothing to compute again, and changes nothing."""
    if isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr, ast.Lambda)):
        return False
    if not isinstance(node, ast.Call):
        return True
    if functions.chain(node.func) == [None]:
        return False
    try:
        called = _evaluated(node.func, namespace)
    except Exception:
        return False
    owner = getattr(called, "__self__", called)
    owner = owner if isinstance(owner, type) else type(owner)
    if owner.__module__ in DESCRIPTIONS or (
        isinstance(called, type) and owner.__module__.startswith("hhlab.")
    ):
        return True
    module = getattr(called, "__module__", None)
    numpy = isinstance(called, np.ufunc) or (
        module == "numpy" and getattr(np, called.__name__, None) is called
    )
    return numpy or module == "math" or any(called is one for one in QUICK)


def _size(value):
    """Give how many numbers a value holds, about."""
    if isinstance(value, np.ndarray):
        return value.size
    if isinstance(value, (dict, types.MappingProxyType)):
        return sum(map(_size, islice(value.values(), 1000)))
    if isinstance(value, (list, tuple)):
        return sum(map(_size, value[:1000]))
    if hasattr(value, "traces"):
        return sum(map(_size, (value.t, *value.traces.values())))
    if hasattr(value, "__dataclass_fields__"):
        return sum(_size(getattr(value, name)) for name in value.__dataclass_fields__)
    return 1
