"""A script from a function that was written in a notebook: its source, what it uses, and one call."""

import functools
import pickle
import re
import types
from copy import copy
from functools import cached_property
from itertools import islice

import neuron
import numpy as np
from neuron import h, hoc, nrn

from ..mechanisms import compiling
from . import definitions, functions, history, homes, layout, literals, replay
from .live import Model
from .names import Clash, key_of
from .neuron_lines import number

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
    "hhlab.live.explorer",
)
MANY = 100  # parts of a container: a draft looks at no more
PLAIN = (int, float, complex, str, bytes, tuple, np.generic, type(None), range, slice)  # need no name


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
        uses_neuron = any(map(_is_top, self.bound.values()))
        model = self.model.lines(uses_neuron, contents)
        settings = self.model.settings(uses_neuron or bool(model))
        head = [self._with_h(line) for line in [*settings, *model, *plays]]
        if uses_neuron or head:
            self.neuron()
            head = [f'{self.h}.load_file("stdrun.hoc")', *replay.loads(self), *self.mechanisms, *head]
        elif self.mechanisms:
            head = self.mechanisms
        head, body = layout.inlined(head, self.body, self.made_up)
        parts = [layout.imports(self.imports), "\n".join(head), *layout.blocks(body), "\n".join(tail)]
        return layout.spaced(parts)

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
        if _is_top(value):
            self.neuron(name, value)
        elif home := homes.home_of(value):
            self.bound[name] = value
            self._import(home, value, name)
        elif self.own_function(value) and value.__name__ != "<lambda>":
            definitions.define(self, value, name)
        elif self.own_class(value):
            definitions.define_class(self, value, name)
        elif not definitions.decorate(self, value, name):
            self._assign(name, value)

    def expression(self, value):
        """Give an expression of the script for a value of the notebook.

        Raises
        ------
        ValueError
            No script can hold the value.
        """
        if isinstance(value, str) and value in compiling.texts:
            return self.mechanism(value)
        if (text := literals.simple(value)) is not None:
            return text
        if id(value) in self.named:
            return self.named[id(value)][0]
        if _is_top(value):
            return self.neuron(self.known_name(value), value)
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
            return definitions.expression_of(self, value)
        if isinstance(value, functools.partial):
            parts = [self.expression(one) for one in (value.func, *value.args)]
            parts += [f"{key}={self.expression(one)}" for key, one in value.keywords.items()]
            return f"{self.reference(functools.partial)}({', '.join(parts)})"
        if hasattr(value, "cache_parameters"):
            settings = ", ".join(f"{key}={one!r}" for key, one in value.cache_parameters().items())
            return f"{self.reference(functools.lru_cache)}({settings})({self.expression(value.__wrapped__)})"
        if isinstance(value, (type, types.ModuleType)) or homes.home_of(value):
            return self.reference(value)
        if isinstance(value, (types.MethodType, types.BuiltinMethodType)) and value.__self__ is not None:
            return f"{self.expression(value.__self__)}.{value.__name__}"
        if self.draft and type(value) in (list, tuple, dict, set) and len(value) > MANY:
            value = type(value)(islice(value.items() if isinstance(value, dict) else value, MANY))
        text = literals.collection(value, self.expression, self.reference)
        if text is None and self.own_class(type(value)):
            return definitions.instance(self, value)
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
            definitions.define_class(self, value, name)
            return name
        home = homes.home_of(value)
        if home is None:
            raise literals.refused(value)
        if isinstance(value, types.ModuleType):
            name = "np" if value is np and self.namespace.get("np", np) is np else value.__name__
            self._import(home, value, name)
            return name
        if home != "builtins":
            self.imports[f"import {home}"] = True
        return value.__name__ if home == "builtins" else f"{home}.{value.__name__}"

    def mark(self):
        """Give what there is now, for :meth:`back`."""
        return {
            name: copy(getattr(self, name)) for name in ("imports", "mechanisms", "body", "bound", "named")
        }

    def back(self, mark):
        """Take back what has been written since a mark."""
        for name, before in mark.items():
            setattr(self, name, before)

    # names

    def _name_of_neuron(self):
        if _is_top(self.namespace.get("h", h)):
            return "h"
        return next((name for name, value in self.namespace.items() if value is h), "neuron_h")

    def neuron(self, name=None, value=h):
        """Give a name of NEURON, and import it: it is h to some, and n to others."""
        name, own = name or self.h, "h" if value is h else "n"
        if name not in self.bound:
            self.imports[f"from neuron import {own}" + (f" as {name}" if name != own else "")] = True
            self.bound[name] = value
        return name

    def _with_h(self, line):
        """Give a line that calls NEURON by the name it has here."""
        return line if self.h == "h" else re.sub(r"(?<![\w.\"])h(?=\.)", self.h, line)

    @cached_property
    def _names(self):
        """The notebook's names, by what they stand for."""
        named = reversed(list(self.namespace.items()))
        return {key_of(value): name for name, value in named if name[0] != "_" and name not in ("In", "Out")}

    def known_name(self, value):
        """Give the name of a value in the notebook, or None."""
        return self.becoming.get(key_of(value)) or self._names.get(key_of(value))

    def _name_for(self, value, fallback):
        """Give a NEURON object's name in the script: the notebook's, or a free one."""
        known = None if value is None else self.known_name(value)
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
        if replay.replayed(self, name, value):
            return
        self.becoming[key_of(value)] = name
        try:
            mutable = not isinstance(value, (*NEURON, *PLAIN))
            text = self.written(value) if mutable and id(value) not in self.named else self.expression(value)
        except ValueError as error:
            raise literals.refused(value, getattr(error, "reason", ""), name) from None
        finally:
            self.becoming.pop(key_of(value), None)
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

    def import_parts(self, module, chains):
        """Import the modules inside a module that a text reaches through it."""
        self.imports |= {f"import {name}": True for name in homes.parts_reached(module, chains)}

    def _import(self, home, value, name):
        if line := homes.import_line(home, value, name):
            self.imports[line] = True

    def mechanism(self, name):
        """Give the script's name of a mechanism that the notebook compiled, or None for another."""
        text = compiling.texts.get(name)
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
        self.mechanisms.append(f"{known} = {self.reference(compiling.compile_mechanism)}({quoted})")
        return known

    @cached_property
    def statements(self):
        """What the notebook has run, with the texts."""
        return history.statements(self.function)


def _is_top(value):
    return value is h or value is getattr(neuron, "n", h)
