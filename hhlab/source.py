"""A script from a function that was written in a notebook: its source, what it uses, and one call."""

import ast
import functools
import inspect
import pickle
import re
import sys
import textwrap
import types
from functools import cached_property
from itertools import pairwise

import numpy as np
from neuron import h, hoc, nrn

from . import functions, history, literals, mechanisms, replay
from .live import Model, number

NEURON = (nrn.Section, nrn.Segment, nrn.Mechanism, hoc.HocObject)
# their objects follow a screen, a file or a kernel
LIVE = (
    "ipywidgets",
    "traitlets",
    "matplotlib",
    "anywidget",
    "IPython",
    "asyncio",
    "threading",
    "hhlab.explorer",
)
PLAIN = (int, float, complex, str, bytes, tuple, np.generic, type(None), range, slice)  # need no name


class Clash(Exception):
    """Two functions mean different things by one name."""


class Script:
    """The parts of a script, which grow while what a function uses is collected.

    Parameters
    ----------
    run : callable
        Whose notebook it is.
    draft : bool
        Only find out whether a script can be had: nothing is computed, and NEURON's objects are left alone.
    """

    def __init__(self, run, draft=False):
        self.draft, self.function = draft, functions.within(run)
        self.namespace = {} if self.function is None else self.function.__globals__
        self.imports, self.mechanisms, self.body = {}, [], []
        self.bound = {}  # what the names of the script stand for
        self.named = {}  # the names of what has one, by identity, with the thing itself, which keeps it alive
        self.becoming, self.inside, self.made_up = {}, [], set()
        self.h = self._name_of_neuron()
        self.model = Model(self._name_for, self.mechanism, self._numbers)

    def text(self, tail, contents=False):
        """Give the whole script, which ends with some lines.

        Parameters
        ----------
        tail : list of str
        contents : bool
            Whether Vectors that record hold what they have recorded, too.
        """
        plays = list(replay.plays(self))
        uses_neuron = self.h in self.bound
        model = self.model.lines(uses_neuron, contents)
        settings = self.model.settings(uses_neuron or bool(model))
        head = [self._with_h(line) for line in [*settings, *model, *plays]]
        if uses_neuron or head:
            self.neuron()
            head = [f'{self.h}.load_file("stdrun.hoc")', *replay.loads(self), *self.mechanisms, *head]
        head, body = _inlined(
            [*head, *([] if uses_neuron or head else self.mechanisms)], self.body, self.made_up
        )
        return _spaced([_imports(self.imports), "\n".join(head), *_blocks(body), "\n".join(tail)])

    def name(self, name, value):
        """See to it that a name of the script stands for a value of the notebook.

        Raises
        ------
        Clash
            It stands for something else already.
        ValueError
            No script can hold the value.
        """
        if name in self.bound:
            if self.bound[name] is value or literals.same(self.bound[name], value):
                return
            raise Clash(name)
        if value is h:
            self.neuron(name)
        elif home := self._home(value):
            self.bound[name] = value
            self._import(home, value, name)
        elif self.own_function(value) and value.__name__ != "<lambda>":
            self._define(value, name)
        elif self.own_class(value):
            self._define_class(value, name)
        elif not self._decorate(value, name):
            self._assign(name, value)

    def expression(self, value):
        """Give an expression of the script for a value of the notebook.

        Raises
        ------
        ValueError
            No script can hold the value.
        """
        if isinstance(value, str) and value in mechanisms.texts:
            return self.mechanism(value)
        if (text := literals.simple(value)) is not None:
            return text
        if id(value) in self.named:
            return self.named[id(value)][0]
        if value is h:
            return self.neuron()
        if isinstance(value, NEURON) or value is hoc.Vector:
            self.neuron()
            return self._with_h(self.model.expression(value))
        if any(one is value for one in self.inside):
            raise literals.refused(value, "it holds itself")
        known = None if isinstance(value, PLAIN) else self.known_name(value)
        if known and known not in self.bound:
            self.name(known, value)
            return known
        return self.written(value)

    def written(self, value):
        """Give the expression of a value that has no name in the script."""
        self.inside.append(value)
        try:
            text = self._written(value)
        finally:
            self.inside.pop()
        if text is None:
            raise literals.refused(value)
        return text

    def _written(self, value):
        if isinstance(value, np.generic):
            return f"{self.reference(np)}.{type(value).__name__}({self.expression(value.item())})"
        if isinstance(value, np.ndarray):
            if value.dtype.kind == "O" and not self.draft:
                return f"{self.reference(np)}.array({self.expression(value.tolist())}, dtype=object)"
            return literals.array(value, self.reference, self.draft)
        if self.own_function(value):
            return self._function(value)
        if isinstance(value, functools.partial):
            parts = [self.expression(one) for one in (value.func, *value.args)]
            parts += [f"{key}={self.expression(one)}" for key, one in value.keywords.items()]
            return f"{self.reference(functools.partial)}({', '.join(parts)})"
        if hasattr(value, "cache_parameters"):
            settings = ", ".join(f"{key}={one!r}" for key, one in value.cache_parameters().items())
            return f"{self.reference(functools.lru_cache)}({settings})({self.expression(value.__wrapped__)})"
        if isinstance(value, (type, types.ModuleType)) or self._home(value):
            return self.reference(value)
        if isinstance(value, (types.MethodType, types.BuiltinMethodType)) and value.__self__ is not None:
            return f"{self.expression(value.__self__)}.{value.__name__}"
        text = literals.collection(value, self.expression, self.reference)
        if text is None and self.own_class(type(value)):
            return self._instance(value)
        return self._pickled(value) if text is None else text

    def reference(self, value):
        """Give what the script calls a module, a class or a function that has a home."""
        if id(value) in self.named:
            return self.named[id(value)][0]
        if (known := self.known_name(value)) and self.bound.get(known, value) is value:
            self.name(known, value)
            return known
        if self.own_class(value):
            name = self.free(value.__name__)
            self._define_class(value, name)
            return name
        home = self._home(value)
        if home is None:
            raise literals.refused(value)
        if isinstance(value, types.ModuleType):
            name = "np" if value is np and self.namespace.get("np", np) is np else value.__name__
            self._import(home, value, name)
            return name
        if home != "builtins":
            self.imports[f"import {home}"] = True
        return value.__name__ if home == "builtins" else f"{home}.{value.__name__}"

    # names

    def _name_of_neuron(self):
        if self.namespace.get("h", h) is h:
            return "h"
        return next((name for name, value in self.namespace.items() if value is h), "neuron_h")

    def neuron(self, name=None):
        """Give the name of NEURON, and import it."""
        name = name or self.h
        self.imports["from neuron import h" + (f" as {name}" if name != "h" else "")] = True
        self.bound[name] = h
        return name

    def _with_h(self, line):
        """Give a line that calls NEURON by the name it has here."""
        return line if self.h == "h" else re.sub(r"(?<![\w.\"])h(?=\.)", self.h, line)

    @cached_property
    def _names(self):
        """The notebook's names, by what they stand for."""
        named = reversed(list(self.namespace.items()))
        return {_key(value): name for name, value in named if name[0] != "_" and name not in ("In", "Out")}

    def known_name(self, value):
        """Give the name of a value in the notebook, or None."""
        return self.becoming.get(_key(value)) or self._names.get(_key(value))

    def _name_for(self, value, fallback):
        """Give a NEURON object's name in the script: the notebook's, or a free one."""
        known = self.becoming.get(_key(value)) or self._names.get(_key(value)) if value is not None else None
        if not known or self.bound.get(known, value) is not value:
            known = self.free(fallback)
            self.made_up.add(known)
        self.bound[known] = value
        return known

    def free(self, name):
        """Give a name that nothing has yet, made of another one."""
        taken = {*self.namespace, *self.bound}
        return next(one for k in range(1, 10_000) if (one := name if k == 1 else f"{name}_{k}") not in taken)

    def _assign(self, name, value):
        if isinstance(value, types.ModuleType):
            raise literals.refused(value, "it is a file beside the notebook", name)
        self.bound[name] = value
        if not self.draft and replay.replayed(self, name, value):
            return
        self.becoming[_key(value)] = name
        try:
            mutable = not isinstance(value, (*NEURON, *PLAIN))
            text = self.written(value) if mutable and id(value) not in self.named else self.expression(value)
        except ValueError as error:
            raise literals.refused(value, getattr(error, "reason", ""), name) from None
        finally:
            self.becoming.pop(_key(value), None)
        if not isinstance(value, PLAIN):
            self.named.setdefault(id(value), (name, value))
        if text != name:
            self.body.append(f"{name} = {text}{replay.comment(self, name, text)}")

    def _numbers(self, values):
        """Give the numbers of a Vector: a list if they are few."""
        if len(values) <= literals.MOST_WRITTEN:
            return f"[{', '.join(map(number, values))}]" if len(values) else ""
        return literals.array(values, self.reference, self.draft)

    # functions and classes

    def own_function(self, value):
        """Say whether a value is a function of the notebook, or of a file beside it."""
        return isinstance(value, types.FunctionType) and not history.installed(value.__module__)

    def own_class(self, value):
        """Say whether a value is a class of the notebook, or of a file beside it."""
        return isinstance(value, type) and not history.installed(value.__module__)

    def _function(self, function):
        if function.__name__ == "<lambda>":
            text = "lambda: 0" if self.draft else functions.lambda_text(function)
            text, private = self._with_its_names(function, text, None)
            return self._maker("make", private, f"return {text}") if private else f"({text})"
        known = self.known_name(function) or function.__name__
        name = known if known not in self.bound else self.free(function.__name__)
        self._define(function, name)
        return name

    def _define(self, function, name):
        self.bound[name], self.named[id(function)] = function, (name, function)
        raw = inspect.unwrap(function)
        if self.draft:
            if not functions.there(function):
                functions.text_of(function)
            self._with_its_names(function, None, name)
            return
        text = functions.text_of(raw)
        if raw is function or raw.__name__ != name or not self._only_decorated(function, text):
            raw, text = function, functions.bare(functions.text_of(function), name)
        text, private = self._with_its_names(raw, text, name)
        if private:
            text = f"{name} = " + self._maker(f"make_{name}", private, f"{text}\n\nreturn {name}")
        self.body.append(text)
        extra = {key: one for key, one in vars(function).items() if not key.startswith("__")}
        self.body += [f"{name}.{key} = {self.expression(one)}" for key, one in extra.items()]

    def _decorate(self, value, name):
        """Write an object that decorators made of a function, such as a cache, and say so if it is one."""
        raw = None if isinstance(value, types.FunctionType) else getattr(value, "__wrapped__", None)
        if self.draft or not self.own_function(raw) or raw.__name__ != name:
            return False
        text = functions.text_of(raw)
        if not text.startswith("@"):
            return False
        self.bound[name], self.named[id(value)] = value, (name, value)
        self.body.append(self._with_its_names(raw, text, name)[0])
        return True

    def _only_decorated(self, function, text):
        """Say whether the decorators in a text make the function again, with nothing that it has counted."""
        return text.startswith("@") and all(map(callable, functions.closed_over(function).values()))

    def _with_its_names(self, function, text, name):
        """Bring what a function uses into the script; give its text, and what must be private to it."""
        closed = functions.closed_over(function)
        known, private = function.__globals__ | closed, {}
        if self.draft:
            for default in [*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values()]:
                self.expression(default)
            used, inner = dict.fromkeys(sorted(functions.read_by(function.__code__)), ()), set()
        else:
            text = functions.with_defaults(
                function, text, functools.partial(self._stands_for, function), self.expression
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
                self.name(one, value)
            except Clash:
                private[one] = value
            self.import_parts(value, chains)
        if self.draft:
            for value in private.values():
                self.expression(value)
        return text, {} if self.draft else private

    def _stands_for(self, function, node, value):
        """Say whether a default's text gives its present value: a literal, or a name that means it still."""
        if isinstance(node, ast.Name):
            unchanged = function.__globals__.get(node.id, Clash) is value
            return unchanged and self.bound.get(node.id, value) is value
        try:
            return literals.same(ast.literal_eval(node), value)
        except (ValueError, TypeError):
            return False

    def _maker(self, name, private, inside):
        """Write a function around a definition, which keeps private names, and give the call of it."""
        name = self.free(name)
        self.bound[name] = Clash
        given = [self.expression(value) for value in private.values()]
        self.body.append(f"def {name}({', '.join(private)}):\n{textwrap.indent(inside, '    ')}")
        return f"{name}({', '.join(given)})"

    def _define_class(self, kind, name):
        self.bound[name], self.named[id(kind)] = kind, (name, kind)
        text = history.class_text(kind, self.statements)
        for one, chains in functions.used(text).items():
            if one in self.namespace and one != kind.__name__:
                self.name(one, self.namespace[one])
                self.import_parts(self.namespace[one], chains)
        self.body.append(text)
        if name != kind.__name__:
            self.body.append(f"{name} = {kind.__name__}")
        for key, value in replay.changed_attributes(kind, text):
            self.body.append(f"{name}.{key} = {self.expression(value)}")

    def _instance(self, value):
        """Write an object of a class of the notebook, attribute by attribute, and give its name."""
        if isinstance(value, (list, dict, tuple, set, str, int, float)):
            raise literals.refused(value)
        kind = self.reference(type(value))
        name = self.becoming.get(_key(value)) or self.free(type(value).__name__.lower())
        self.bound[name], self.named[id(value)] = value, (name, value)
        attributes = dict(getattr(value, "__dict__", {}))
        slots = [slot for one in type(value).__mro__ for slot in getattr(one, "__slots__", ())]
        attributes |= {slot: getattr(value, slot) for slot in slots if hasattr(value, slot)}
        attributes.pop("__dict__", None)
        self.body.append(f"{name} = {kind}.__new__({kind})")
        frozen = getattr(getattr(type(value), "__dataclass_params__", None), "frozen", False)
        for key, one in attributes.items():
            text = self.expression(one)
            self.body.append(
                f'object.__setattr__({name}, "{key}", {text})' if frozen else f"{name}.{key} = {text}"
            )
        return name

    def _pickled(self, value):
        """Give the expression of a library's object, such as a spline or a generator of random numbers."""
        module = type(value).__module__
        if module.startswith(LIVE) or not history.installed(module) or hasattr(value, "read"):
            return None
        try:
            data = pickle.dumps(value)
        except Exception:
            return None
        if len(data) > 8 * literals.MOST_NUMBERS:
            return None
        return (
            "" if self.draft else f"{self.reference(pickle)}.loads({literals.unpacked(data, self.reference)})"
        )

    # what has a home

    def _home(self, value):
        """Give the public module that a module, class or function is imported from, or None."""
        if isinstance(value, types.ModuleType):
            return value.__name__ if history.installed(value.__name__) else None
        name = getattr(value, "__name__", None)
        if isinstance(value, np.generic) or not (
            callable(value) and isinstance(name, str) and name.isidentifier()
        ):
            return None
        parts = (getattr(value, "__module__", None) or "").split(".")
        homes = [".".join(parts[: k + 1]) for k in range(len(parts))]
        for home in [*homes, "numpy", "math", "builtins"]:
            public = home and history.installed(home) and not any(part[:1] == "_" for part in home.split("."))
            if public and getattr(sys.modules.get(home), name, None) is value:
                return home
        return None

    def _import(self, home, value, name):
        if isinstance(value, types.ModuleType):
            self.imports[f"import {home}" + (f" as {name}" if home != name else "")] = True
        elif home != "builtins" or name != value.__name__:
            said = value.__name__ + (f" as {name}" if value.__name__ != name else "")
            self.imports[f"from {home} import {said}"] = True

    def import_parts(self, module, chains):
        """Import the modules inside a module that a text reaches through it."""
        for parts in chains if isinstance(module, types.ModuleType) else ():
            inner = module
            for part in parts:
                further = sys.modules.get(f"{inner.__name__}.{part}")
                if further is None or getattr(inner, part, None) is not further:
                    break
                inner = further
            if inner is not module and not hasattr(module, "__getattr__"):
                self.imports[f"import {inner.__name__}"] = True

    def mechanism(self, name):
        """Give the script's name of a mechanism that the notebook compiled, or None where it compiled none."""
        text = mechanisms.texts.get(name)
        if text is None or name in self.named:
            return self.named[name][0] if text else None
        if "POINTER" in text:
            raise literals.refused(name, "the mechanism follows a pointer")
        texts = (one for one, value in self.namespace.items() if isinstance(value, str) and value == name)
        known = next((one for one in texts if one[0] != "_" and self.bound.get(one, name) == name), None)
        known = known or self.free(name.rpartition("_")[0])
        self.bound[known], self.named[name] = name, (known, name)
        plain = '"""' not in text and "\\" not in text and not text.endswith('"')
        quoted = f'"""{text}"""' if plain else repr(text)
        self.mechanisms.append(f"{known} = {self.reference(mechanisms.compile_mechanism)}({quoted})")
        return known

    @cached_property
    def statements(self):
        """What the notebook has run, with the texts."""
        return history.statements(self.function)


def _key(value):
    """Give what tells a value from all others, NEURON's objects by what they are in NEURON."""
    if isinstance(value, nrn.Section):
        return "Section", hash(value)
    if isinstance(value, nrn.Segment):
        return "Segment", hash(value.sec), value.x
    if isinstance(value, hoc.HocObject) and value is not h and "[" in repr(value):
        return "HocObject", repr(value)
    return id(value)


def _imports(lines):
    """Give the imports, those from one module on one line."""
    whole = sorted(line for line in lines if line.startswith("import "))
    parts = {}
    for line in sorted(lines):
        if line.startswith("from "):
            home, _, name = line.partition(" import ")
            parts.setdefault(home, []).append(name)
    return "\n".join([*whole, *(f"{home} import {', '.join(names)}" for home, names in parts.items())])


def _inlined(head, body, made_up):
    """Move each Vector that is spoken of once, and has no name in the notebook, to where it is spoken of."""
    left = []
    for line in head:
        found = re.fullmatch(r"(\w+) = (h\.Vector\(.*?\))(  # .*)?", line)
        word = rf"\b{found[1]}\b" if found and found[1] in made_up else None
        places = [k for k, text in enumerate(body) if word and re.search(word, text)]
        spoken = sum(len(re.findall(word, text)) for text in [*head, *body]) if word else 0
        if len(places) != 1 or spoken != 2:
            left.append(line)
            continue
        text, (k,) = body[places[0]], places
        own_line = re.search(rf"{word},$", text, re.MULTILINE)
        new = found[2] + ("," + (found[3] or "") if own_line else "")
        body[k] = re.sub(word + ("," if own_line else ""), lambda _, new=new: new, text)
    return left, body


def _blocks(body):
    """Give definitions one by one, and the lines between them together."""
    blocks, lines = [], []
    for text in body:
        if text.startswith(("def ", "async def ", "class ", "@")):
            blocks += ["\n".join(lines), text]
            lines = []
        else:
            lines.append(text)
    return [*blocks, "\n".join(lines)]


def _spaced(blocks):
    """Join blocks as a person would: two empty lines around a definition, one between others."""
    blocks = [block for block in blocks if block]
    text = blocks[0]
    for two in pairwise(blocks):
        defines = any(one.startswith(("def ", "async def ", "class ", "@")) for one in two)
        text += ("\n\n\n" if defines else "\n\n") + two[1]
    return text + "\n"
