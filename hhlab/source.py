"""A script from a function that was written in a notebook: its source, what it uses, and one call."""

import ast
import inspect
import symtable
import textwrap
from types import BuiltinFunctionType, FunctionType, ModuleType

import numpy as np
from neuron import h

from .quantities import shown

SIMPLE = (bool, int, float, complex, str, bytes, type(None))
# what NEURON has by itself, steps_per_ms once its standard run system is loaded; a notebook may have set it
# otherwise
GLOBALS = {"celsius": 6.3, "dt": 0.025, "steps_per_ms": 40, "secondorder": 0, "usetable_hh": 1}


def script_around(run, values):
    """Give a script that defines `run` as its notebook did, and calls it with `values`.

    Raises
    ------
    ValueError
        The source is not there, or it needs something that only the notebook holds.
    """
    imports, settings, definitions = [], [], []
    _collect(run, imports, settings, definitions, seen=set())
    arguments = ", ".join(f"{name}={value!r}" for name, value in values.items())
    found = {name: getattr(h, name, usual) for name, usual in GLOBALS.items()}
    changed = [f"h.{name} = {value:g}" for name, value in found.items() if value != GLOBALS[name]]
    # a setting needs NEURON, even where the function itself does not
    head = sorted({*imports, "import hhlab", *(["from neuron import h"] if changed else [])})
    if "from neuron import h" in head:
        changed.insert(0, 'h.load_file("stdrun.hoc")')
    tail = [f"result = {run.__name__}({arguments})", 'hhlab.draw(result).savefig("picture.png")']
    parts = ["\n".join(head), "\n".join(changed + settings), *definitions, "\n".join(tail)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _collect(function, imports, settings, definitions, seen):
    """Add the source of a function, and before it whatever it uses that is not its own."""
    seen.add(function.__name__)
    source = _source(function)
    for name, value in _used(function, source).items():
        if name in seen:
            continue
        seen.add(name)
        if isinstance(value, FunctionType) and value.__module__ == function.__module__:
            _collect(value, imports, settings, definitions, seen)
        elif found := _imported(name, value):
            imports.append(found)
        else:
            settings.append(f"{name} = {_literal(name, value)}")
    definitions.append(source)


def _source(function):
    if not isinstance(function, FunctionType) or function.__name__ == "<lambda>":
        raise ValueError("A script needs a function with a name; write it with def, in a cell of its own.")
    try:
        return textwrap.dedent(inspect.getsource(function)).strip()
    except OSError:
        raise ValueError(
            f"The source of {function.__name__} is not there any more; run its cell again."
        ) from None


def _used(function, source):
    """Give the outer names that a function reads, with what they stand for, in the order of reading."""
    known = function.__globals__ | inspect.getclosurevars(function).nonlocals
    # a name of its own hides one of the notebook: not every name that is read is read outside
    outer = set(_read_outside(symtable.symtable(source, "a cell", "exec")))
    names = [node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    return {name: known[name] for name in dict.fromkeys(names) if name in outer and name in known}


def _read_outside(table):
    """Give the names that a source reads and does not bind, those of the functions inside it too."""
    for symbol in table.get_symbols():
        if symbol.is_global() and symbol.is_referenced():
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _read_outside(inner)


def _imported(name, value):
    if value is h:
        return "from neuron import h" if name == "h" else f"from neuron import h as {name}"
    if isinstance(value, ModuleType):
        return f"import {value.__name__}" if value.__name__ == name else f"import {value.__name__} as {name}"
    if isinstance(value, (type, FunctionType, BuiltinFunctionType)) and value.__module__ != "__main__":
        home = "hhlab" if value.__module__.startswith("hhlab.") else value.__module__
        return f"from {home} import {value.__name__}" + (f" as {name}" if name != value.__name__ else "")
    return None


def _literal(name, value):
    if isinstance(value, np.ndarray):
        return f"np.array({value.tolist()!r})" if value.size < 1000 else _missing(name, value)
    try:
        plain = isinstance(ast.literal_eval(repr(value)), type(value))
    except (ValueError, SyntaxError):
        plain = False
    return (
        repr(value)
        if plain and isinstance(value, (*SIMPLE, tuple, list, dict, set))
        else _missing(name, value)
    )


def _missing(name, value):
    raise ValueError(
        f"The function uses {name}, which only the notebook holds: {shown(value)}. "
        "Make it inside the function, or give it as an argument."
    )
