"""Functions and classes of a notebook, and objects of those classes, as parts of a script."""

import ast
import functools
import inspect
import textwrap
import types

from . import functions, history, literals, replay
from .names import Clash, key_of


def expression_of(script, function):
    """Give the expression of a function of the notebook: its name, once it is defined, or its lambda."""
    if function.__name__ == "<lambda>":
        text = "lambda: 0" if script.draft else functions.lambda_text(function)
        text, private = _with_its_names(script, function, text, None)
        return _maker(script, "make", private, f"return {text}") if private else f"({text})"
    known = script.known_name(function) or function.__name__
    name = known if known not in script.bound else script.free(function.__name__)
    define(script, function, name)
    return name


def define(script, function, name):
    """Write a function of the notebook under a name, and before it what it uses.

    Names that mean something else to other functions are kept private, by a function around it.
    """
    script.bound[name], script.named[id(function)] = function, (name, function)
    raw = inspect.unwrap(function)
    if script.draft:
        if not functions.there(function):
            functions.text_of(function)
        _with_its_names(script, function, None, name)
        return
    text = functions.text_of(raw)
    if raw is function or raw.__name__ != name or not _only_decorated(function, text):
        raw, text = function, functions.bare(functions.text_of(function), name)
    text, private = _with_its_names(script, raw, text, name)
    if private:
        text = f"{name} = " + _maker(script, f"make_{name}", private, f"{text}\n\nreturn {name}")
    script.body.append(text)
    extra = {key: one for key, one in vars(function).items() if not key.startswith("__")}
    script.body += [f"{name}.{key} = {script.expression(one)}" for key, one in extra.items()]


def decorate(script, value, name):
    """Write an object that decorators made of a function, such as a cache, and say so if it is one."""
    raw = None if isinstance(value, types.FunctionType) else getattr(value, "__wrapped__", None)
    if script.draft or not script.own_function(raw) or raw.__name__ != name:
        return False
    text = functions.text_of(raw)
    if not text.startswith("@"):
        return False
    script.bound[name], script.named[id(value)] = value, (name, value)
    script.body.append(_with_its_names(script, raw, text, name)[0])
    return True


def _only_decorated(function, text):
    """Say whether the decorators in a text make the function again, with nothing that it has counted."""
    return text.startswith("@") and all(map(callable, functions.closed_over(function).values()))


def _with_its_names(script, function, text, name):
    """Bring what a function uses into the script; give its text, and what must be private to it."""
    closed = functions.closed_over(function)
    known, private = function.__globals__ | closed, {}
    if script.draft:
        for default in [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]:
            script.expression(default)
        used, inner = dict.fromkeys(sorted(functions.read_by(function.__code__)), ()), set()
    else:
        text = functions.with_defaults(
            function, text, functools.partial(_stands_for, script, function), script.expression
        )
        used, inner = functions.used(text), functions.nonlocals(text)
    for one, chains in used.items():
        if one not in known or (one == name and one not in closed):
            continue
        value = known[one]
        if one in inner or (one in closed and function.__globals__.get(one, value) is not value):
            private[one] = value
            continue
        try:
            script.name(one, value)
        except Clash:
            private[one] = value
        script.import_parts(value, chains)
    if script.draft:
        for value in private.values():
            script.expression(value)
    return text, {} if script.draft else private


def _stands_for(script, function, node, value):
    """Say whether a default's text gives its present value: a literal, or a name that means it still."""
    if isinstance(node, ast.Name):
        unchanged = function.__globals__.get(node.id, Clash) is value
        return unchanged and script.bound.get(node.id, value) is value
    try:
        return literals.same(ast.literal_eval(node), value)
    except (ValueError, TypeError):
        return False


def _maker(script, name, private, inside):
    """Write a function around a definition, which keeps private names, and give the call of it."""
    name = script.free(name)
    script.bound[name] = Clash
    given = [script.expression(value) for value in private.values()]
    script.body.append(f"def {name}({', '.join(private)}):\n{textwrap.indent(inside, '    ')}")
    return f"{name}({', '.join(given)})"


def define_class(script, kind, name):
    """Write a class of the notebook, and before it what it uses."""
    script.bound[name], script.named[id(kind)] = kind, (name, kind)
    text = history.class_text(kind, script.statements)
    for one, chains in functions.used(text).items():
        if one in script.namespace and one != kind.__name__:
            script.name(one, script.namespace[one])
            script.import_parts(script.namespace[one], chains)
    script.body.append(text)
    if name != kind.__name__:
        script.body.append(f"{name} = {kind.__name__}")
    for key, value in replay.changed_attributes(kind, text):
        script.body.append(f"{name}.{key} = {script.expression(value)}")


def instance(script, value):
    """Write an object of a class of the notebook, attribute by attribute, and give its name."""
    if isinstance(value, (list, dict, tuple, set, str, int, float)):
        raise literals.refused(value)
    kind = script.reference(type(value))
    name = script.becoming.get(key_of(value)) or script.free(type(value).__name__.lower())
    script.bound[name], script.named[id(value)] = value, (name, value)
    attributes = dict(getattr(value, "__dict__", {}))
    slots = [slot for one in type(value).__mro__ for slot in getattr(one, "__slots__", ())]
    attributes |= {slot: getattr(value, slot) for slot in slots if hasattr(value, slot)}
    attributes.pop("__dict__", None)
    script.body.append(f"{name} = {kind}.__new__({kind})")
    frozen = getattr(getattr(type(value), "__dataclass_params__", None), "frozen", False)
    for key, one in attributes.items():
        text = script.expression(one)
        script.body.append(
            f'object.__setattr__({name}, "{key}", {text})' if frozen else f"{name}.{key} = {text}"
        )
    return name
