"""A script from a function that was written in a notebook: its source, what it uses, and one call."""

import ast
import contextlib
import functools
import inspect
import io
import pickle
import symtable
import sys
import textwrap
import types
from functools import cached_property

import numpy as np
from neuron import h, hoc, nrn

from . import history, literals, mechanisms
from .live import Model
from .quantities import shown

HEAVY = (list, dict, set, np.ndarray, types.MappingProxyType)  # what a name of the notebook may stand for
QUICK = {list, tuple, dict, set, range, sorted, zip, len, min, max, sum, abs, round, float, int, str}
NEVER = ("ipywidgets", "traitlets", "matplotlib", "anywidget", "IPython", "asyncio", "hhlab.explorer")


class Script:
    """The parts of a script that grow while what a function uses is collected.

    Parameters
    ----------
    function : callable
        Whose notebook it is.
    draft : bool
        Only find out whether a script can be had: nothing is computed, and no NEURON object is touched.
    """

    def __init__(self, function, draft=False):
        self.function, self.draft = function, draft
        self.namespace = _notebook_of(function)
        self.imports, self.mechanisms, self.body = {}, [], []
        self.bound, self.named, self.inside = {}, {}, []
        self.h = self._name_of_neuron()
        self.model = Model(self._name_for, self._mechanism)

    def text(self, tail):
        """Give the whole script, which ends with some lines."""
        uses_neuron = "from neuron import h" in "".join(self.imports)
        model = self.model.lines(uses_neuron)
        settings = self.model.settings(uses_neuron or bool(model))
        loads = self._loads() if uses_neuron or model else []
        if settings or model or uses_neuron:
            self._import_neuron()
        first = [f'{self.h}.load_file("stdrun.hoc")', *loads] if self.h in self.bound else []
        head = [_renamed(line, self.h) for line in [*settings, *model, *self._plays()]]
        blocks = [
            "\n".join(sorted(self.imports, key=lambda line: (line.startswith("from"), line))),
            "\n".join([*first, *self.mechanisms, *head]),
            *self._blocks(),
            "\n".join(tail),
        ]
        return _spaced([block for block in blocks if block])

    def name(self, name, value):
        """See to it that a name of the script stands for a value of the notebook."""
        if name in self.bound:
            if self.bound[name] is value or literals.same(self.bound[name], value):
                return
            raise _Clash(name)
        if value is h:
            self._import_neuron(name)
        elif found := self._import_of(name, value):
            self.imports[found] = True
            self.bound[name] = value
        elif self._own_function(value) and value.__name__ != "<lambda>":
            self._define(value, name)
        elif self._own_class(value):
            self._define_class(value, name)
        else:
            self._assign(name, value)

    def expression(self, value):
        """Give an expression of the script for a value of the notebook.

        Raises
        ------
        ValueError
            No script can hold the value.
        """
        if (text := literals.simple(value)) is not None:
            return self._mechanism(value) if value in self._texts(value) else text
        if id(value) in self.named:
            return self.named[id(value)][0]
        if value is h:
            return self._import_neuron()
        if isinstance(value, (nrn.Section, nrn.Segment, nrn.Mechanism, hoc.HocObject)) or value is hoc.Vector:
            self._import_neuron()
            return _renamed(self.model.expression(value), self.h)
        if any(one is value for one in self.inside):
            raise literals.refused("", value, " It holds itself.")
        known = self._known_name(value) if self._deserves_a_name(value) else None
        if known and self.bound.get(known, value) is value:
            self.name(known, value)
            return known
        self.inside.append(value)
        try:
            text = self._written(value)
        finally:
            self.inside.pop()
        if text is None:
            raise literals.refused("", value)
        return text

    def _written(self, value):
        kind = type(value)
        if isinstance(value, np.generic):
            return f"{self.reference(np)}.{kind.__name__}({self.expression(value.item())})"
        if isinstance(value, np.ndarray):
            if (text := literals.array(value, self.reference, self.draft)) is not None:
                return text
            if value.dtype.kind == "O":
                return f"{self.reference(np)}.array({self.expression(value.tolist())}, dtype=object)"
            return None
        if isinstance(value, type):
            return self.reference(value)
        if self._own_function(value):
            return self._function(value)
        if isinstance(value, functools.partial):
            parts = [value.func, *value.args]
            more = [f"{key}={self.expression(one)}" for key, one in value.keywords.items()]
            return f"{self.reference(functools.partial)}({', '.join([*map(self.expression, parts), *more])})"
        if isinstance(value, (types.MethodType, types.BuiltinMethodType)) and not isinstance(
            value.__self__, (types.ModuleType, type(None))
        ):
            return f"{self.expression(value.__self__)}.{value.__name__}"
        if isinstance(value, types.ModuleType) or self._public(value):
            return self.reference(value)
        if hasattr(value, "cache_parameters"):
            return f"{self.reference(functools.lru_cache)}(**{value.cache_parameters()!r})({self.expression(value.__wrapped__)})"
        if (text := literals.collection(value, self.expression, self.reference)) is not None:
            return text
        if self._own_class(kind):
            return self._instance(value)
        return self._pickled(value)

    def reference(self, value):
        """Give what the script calls a module, a class or a function that has a home."""
        if (known := self._known_name(value)) and self.bound.get(known, value) is value:
            self.name(known, value)
            return known
        if isinstance(value, types.ModuleType):
            if not history.installed(value.__name__):
                raise literals.refused("", value, " It is a file beside the notebook.")
            usual = {"numpy": "np"}.get(value.__name__, value.__name__)
            self.imports[f"import {value.__name__}" + (f" as {usual}" if usual != value.__name__ else "")] = (
                True
            )
            return usual
        if self._own_class(value):
            name = self._free(value.__name__)
            self._define_class(value, name)
            return name
        home = self._public(value)
        if home is None:
            raise literals.refused("", value)
        if home == "builtins":
            return value.__name__
        self.imports[f"import {home}"] = True
        return f"{home}.{value.__name__}"

    # names

    def _name_of_neuron(self):
        if self.namespace.get("h", h) is h:
            return "h"
        return next((name for name, value in self.namespace.items() if value is h), "neuron_h")

    def _import_neuron(self, name=None):
        name = name or self.h
        if name not in self.bound:
            self.imports["from neuron import h" + (f" as {name}" if name != "h" else "")] = True
            self.bound[name] = h
        return name

    @cached_property
    def _names(self):
        """The notebook's names, by the identity of what they stand for; for NEURON's objects by their own."""
        return {
            _key(value): name
            for name, value in reversed(list(self.namespace.items()))
            if not name.startswith("_") and name.isidentifier() and name not in ("In", "Out", "exit", "quit")
        }

    def _known_name(self, value):
        return self._names.get(_key(value))

    def _name_for(self, value, fallback):
        """Give a NEURON object's name in the script: the notebook's, or a free one."""
        known = self._known_name(value) if value is not None else None
        if known and known not in self.bound:
            self.bound[known] = value
            return known
        name = self._free(fallback)
        self.bound[name] = value
        return name

    def _free(self, name):
        taken = {*self.namespace, *self.bound}
        numbered = (name if k == 1 else f"{name}_{k}" for k in range(1, 10_000))
        return next(one for one in numbered if one not in taken and one.isidentifier())

    def _deserves_a_name(self, value):
        return not isinstance(value, (int, float, complex, str, bytes, tuple, np.generic))

    def _assign(self, name, value):
        if isinstance(value, types.ModuleType):
            raise literals.refused(name, value, " It is a file beside the notebook.")
        self.bound[name] = value
        if not isinstance(value, (np.generic, *literals.SIMPLE, float)):
            self.named[id(value)] = (name, value)
        try:
            replayed = None if self.draft else self._replayed(name, value)
            if replayed:
                return
            self.named.pop(id(value), None)
            del self.bound[name]
            text = self._assigned_text(name, value)
        except _Clash:
            raise
        except (ValueError, OSError, TypeError) as error:
            raise self._said_of(name, value, error) from None
        self.bound[name] = value
        if not isinstance(value, (np.generic, *literals.SIMPLE, float)):
            self.named[id(value)] = (name, value)
        if text != name:
            self.body.append(f"{name} = {text}{self._comment(name, text)}")

    def _assigned_text(self, name, value):
        if isinstance(value, HEAVY) or self._own_class(type(value)):
            # its parts must not take it for something that has its name already
            self.bound[name] = value
            self.inside.append(value)
            try:
                text = self._written(value)
            finally:
                self.inside.pop()
            if text is None:
                raise literals.refused(name, value)
            return text
        key = _key(value)
        known, self._names[key] = self._names.get(key), name
        try:
            if isinstance(value, (nrn.Section, hoc.HocObject, nrn.Segment, nrn.Mechanism)):
                return self.expression(value)
            text = literals.simple(value)
            if text is None:
                self.inside.append(value)
                try:
                    text = self._written(value)
                finally:
                    self.inside.pop()
            elif value in self._texts(value):
                text = self._mechanism(value)
        finally:
            if known:
                self._names[key] = known
        if text is None:
            raise literals.refused(name, value)
        return text

    def _said_of(self, name, value, error):
        if "which only the notebook holds" in str(error):
            return literals.refused(name, value)
        return ValueError(f"The function uses {name}, and no script can hold it. {error}")

    def _comment(self, name, text):
        """Give the comment that stands behind a name where the notebook sets it, most often a unit."""
        found = history.assigned(name, self._statements) if not self.draft and len(text) < 80 else None
        if not found or len(found[0].targets) != 1 or not isinstance(found[0].targets[0], ast.Name):
            return ""
        last = found[1].splitlines()[-1]
        _, mark, said = last.rpartition("  # ")
        return f"  # {said}" if mark else ""

    # functions and classes

    def _own_function(self, value):
        return isinstance(value, types.FunctionType) and not history.installed(value.__module__)

    def _own_class(self, value):
        return isinstance(value, type) and not history.installed(value.__module__)

    def _function(self, function):
        if function.__name__ == "<lambda>":
            return self._lambda(function)
        name = self._known_name(function) or function.__name__
        if name in self.bound:
            name = self._free(function.__name__)
        self._define(function, name)
        return name

    def _lambda(self, function):
        text = history.lambda_source(function)
        if text is None:
            raise ValueError("The source of a lambda is not there any more; write it with def.")
        text, private = self._with_its_names(function, text, "<lambda>")
        if not private:
            return f"({text})"
        maker = self._free("make")
        self._add_maker(maker, private, f"return {text}")
        return self._made(maker, private)

    def _define(self, function, name):
        text, raw = self._def_text(function, name)
        self.bound[name] = function
        self.named[id(function)] = (name, function)
        text, private = self._with_its_names(raw, text, name)
        if private:
            maker = self._free(f"make_{name}")
            self._add_maker(maker, private, f"{text}\n\nreturn {name}")
            text = f"{name} = {self._made(maker, private)}"
        self.body.append(text)
        for key, value in vars(function).items():
            if not key.startswith("__"):
                self.body.append(f"{name}.{key} = {self.expression(value)}")

    def _def_text(self, function, name):
        """Give the text of a function under a name, and the function that it defines."""
        raw = inspect.unwrap(function)
        closed = inspect.getclosurevars(function).nonlocals.values() if function.__closure__ else ()
        decorated = raw is not function and all(callable(one) for one in closed)
        if decorated and self._own_function(raw) and raw.__name__ == name:
            text = _source(raw)
            if text.startswith("@"):
                return text, raw
        return _renamed_def(_source(function), name), function

    def _with_its_names(self, function, text, name):
        """Bring what a function uses into the script; give its text, and what must be kept private to it."""
        text = self._with_defaults(function, text)
        closed = dict(zip(function.__code__.co_freevars, _contents(function), strict=False))
        known = function.__globals__ | closed
        private, used = {}, _used(text)
        declared = _declared_nonlocal(text)
        for one, chains in used.items():
            if one == name and one not in closed or one not in known:
                continue
            value = known[one]
            hidden = one in closed and one in function.__globals__ and function.__globals__[one] is not value
            if hidden or one in declared:
                private[one] = value
                continue
            try:
                self.name(one, value)
            except _Clash:
                private[one] = value
            if isinstance(value, types.ModuleType):
                self._import_parts(one, value, chains)
        return text, private

    def _with_defaults(self, function, text):
        """Give a function's text with its present defaults where they are not what the text says now."""
        tree = ast.parse(text)
        node = next(
            one
            for one in ast.walk(tree)
            if isinstance(one, (ast.FunctionDef, ast.Lambda, ast.AsyncFunctionDef))
        )
        pairs = list(zip(node.args.defaults, function.__defaults__ or (), strict=False))
        pairs += [
            (default, (function.__kwdefaults__ or {})[argument.arg])
            for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
            if default is not None
        ]
        changes = []
        for default, value in pairs:
            if self._stands_for(default, value, function):
                continue
            changes.append((default, self.expression(value)))
        lines = text.encode().splitlines(keepends=True)
        starts = [0]
        for line in lines:
            starts.append(starts[-1] + len(line))
        data = text.encode()
        for default, new in sorted(changes, key=lambda change: (-change[0].lineno, -change[0].col_offset)):
            first = starts[default.lineno - 1] + default.col_offset
            last = starts[default.end_lineno - 1] + default.end_col_offset
            data = data[:first] + new.encode() + data[last:]
        return data.decode()

    def _stands_for(self, node, value, function):
        if isinstance(node, ast.Name):
            return function.__globals__.get(node.id, _Clash) is value and node.id not in self.bound.keys() - {
                name for name, one in self.bound.items() if one is value
            }
        try:
            return literals.same(ast.literal_eval(node), value)
        except (ValueError, TypeError):
            return False

    def _add_maker(self, maker, private, inside):
        self.bound[maker] = maker
        # what it is given, first: its lines must stand before
        self._private_texts = getattr(self, "_private_texts", {})
        self._private_texts[maker] = [self.expression(value) for value in private.values()]
        self.body.append(f"def {maker}({', '.join(private)}):\n{textwrap.indent(inside, '    ')}")

    def _made(self, maker, private):
        return f"{maker}({', '.join(self._private_texts[maker])})"

    def _define_class(self, kind, name):
        text = history.class_source(kind, self._statements)
        if text is None:
            raise ValueError(f"The source of the class {kind.__name__} is not there any more.")
        self.bound[name] = kind
        self.named[id(kind)] = (name, kind)
        for one, chains in _used(text).items():
            if one in self.namespace and one != kind.__name__:
                self.name(one, self.namespace[one])
                if isinstance(self.namespace[one], types.ModuleType):
                    self._import_parts(one, self.namespace[one], chains)
        self.body.append(text if name == kind.__name__ else f"{text}\n\n\n{name} = {kind.__name__}")
        self._class_state(kind, name, text)

    def _class_state(self, kind, name, text):
        """Write what a class has come to hold since its statement ran."""
        body = ast.parse(text).body[0].body
        said = {}
        for node in body:
            if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
                for target in getattr(node, "targets", [getattr(node, "target", None)]):
                    if isinstance(target, ast.Name):
                        said[target.id] = node.value
        for key, value in vars(kind).items():
            if key.startswith("_") or callable(value) or hasattr(value, "__get__"):
                continue
            try:
                if key in said and literals.same(ast.literal_eval(said[key]), value):
                    continue
                if key in said and literals.simple(value) is None:
                    continue  # it is what its statement makes
            except (ValueError, TypeError):
                continue
            self.body.append(f"{name}.{key} = {self.expression(value)}")

    def _instance(self, value):
        """Write an object of a class of the notebook, attribute by attribute, and give its name."""
        kind = self.reference(type(value))
        name = next((one for one, bound in self.bound.items() if bound is value), None)
        name = name or self._free(type(value).__name__.lower())
        self.bound[name] = value
        self.named[id(value)] = (name, value)
        if isinstance(value, (list, dict, tuple, set, str, int, float)):
            raise literals.refused(name, value)
        made = f"{name} = {kind}.__new__({kind})"
        attributes = dict(vars(value)) if hasattr(value, "__dict__") else {}
        for slot in (slot for one in type(value).__mro__ for slot in getattr(one, "__slots__", ())):
            if slot not in ("__dict__", "__weakref__") and hasattr(value, slot):
                attributes[slot] = getattr(value, slot)
        self.inside, kept = [], self.inside
        self.body.append(made)
        frozen = getattr(getattr(type(value), "__dataclass_params__", None), "frozen", False)
        try:
            for key, one in attributes.items():
                text = self.expression(one)
                line = f"object.__setattr__({name}, {key!r}, {text})" if frozen else f"{name}.{key} = {text}"
                self.body.append(line)
        finally:
            self.inside = kept
        return name

    def _pickled(self, value):
        """Give the expression of a library's own object, such as a spline or a generator of random numbers."""
        module = type(value).__module__
        if module.startswith(NEVER) or not history.installed(module) or hasattr(value, "read"):
            return None
        if isinstance(value, (types.GeneratorType, types.CodeType, types.FrameType)):
            return None
        try:
            data = pickle.dumps(value)
        except Exception:
            return None
        if len(data) > 8 * literals.MOST_NUMBERS:
            return None
        return (
            "..."
            if self.draft
            else f"{self.reference(pickle)}.loads({literals.unpacked(data, self.reference)})"
        )

    # what has a home

    def _import_of(self, name, value):
        if isinstance(value, types.ModuleType):
            if not history.installed(value.__name__):
                return None
            return f"import {value.__name__}" + (f" as {name}" if value.__name__ != name else "")
        home = self._public(value)
        if home is None or home == "builtins":
            return None
        return f"from {home} import {value.__name__}" + (f" as {name}" if name != value.__name__ else "")

    def _import_parts(self, name, module, chains):
        """Import the modules inside a module that a text reaches through it."""
        for chain in chains:
            path = module
            for part in chain:
                inner = getattr(path, part, None)
                if not isinstance(inner, types.ModuleType) or inner.__name__ != f"{path.__name__}.{part}":
                    break
                path = inner
            if path is not module and name == module.__name__:
                self.imports[f"import {path.__name__}"] = True
            elif path is not module and not hasattr(module, "__getattr__"):
                self.imports[f"import {path.__name__}"] = True

    def _public(self, value):
        """Give the public module that has a function or class under its own name, or None."""
        if isinstance(value, (types.ModuleType, np.generic)) or not callable(value):
            return None
        name, module = getattr(value, "__name__", None), getattr(value, "__module__", None)
        if not isinstance(name, str) or not name.isidentifier():
            return None
        parts = (module or "").split(".")
        homes = [".".join(parts[: k + 1]) for k in range(len(parts)) if parts[0]]
        homes = [home for home in homes if not any(part.startswith("_") for part in home.split("."))]
        homes += ["numpy", "math", "builtins"]
        for home in homes:
            if home in ("__main__",) or not history.installed(home):
                continue
            found = sys.modules.get(home)
            try:
                if found is not None and getattr(found, name, None) is value:
                    return home
            except Exception:
                continue
        return None

    # mechanisms and the notebook's history

    def _texts(self, value):
        return mechanisms.texts if isinstance(value, str) else ()

    def _mechanism(self, name):
        """Give the name of the script that stands for a compiled mechanism, or None for a stranger."""
        text = mechanisms.texts.get(name)
        if text is None:
            return None
        if "POINTER" in text:
            raise ValueError(f"The mechanism {name} follows a pointer, which a script cannot write.")
        if name in self.named:
            return self.named[name][0]
        known = next(
            (
                one
                for one, value in self.namespace.items()
                if isinstance(value, str) and value == name and not one.startswith("_")
            ),
            None,
        )
        known = known if known and known not in self.bound else self._free(name.rpartition("_")[0])
        self.bound[known], self.named[name] = name, (known, name)
        self.imports["import hhlab"] = True
        quoted = (
            f'"""{text}"""'
            if '"""' not in text and "\\" not in text and not text.endswith('"')
            else repr(text)
        )
        self.mechanisms.append(f"{known} = hhlab.compile_mechanism({quoted})")
        return known

    @cached_property
    def _statements(self):
        return history.statements(history.cells(_function_in(self.function)))

    def _loads(self):
        """Give the lines by which the notebook has loaded other files of NEURON."""
        if self.draft:
            return []
        found = []
        for node, text in self._statements:
            call = node.value if isinstance(node, ast.Expr) else None
            if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(".load_file"):
                line = _renamed(f"h.load_file({ast.unparse(call.args[0])})" if call.args else text, self.h)
                if "stdrun.hoc" not in line and "nrngui.hoc" not in line:
                    found.append(line)
        return list(dict.fromkeys(found))

    def _plays(self):
        """Give the lines by which the notebook plays its Vectors into what the script has."""
        found = {}
        for node, _ in [] if self.draft else self._statements:
            call = node.value if isinstance(node, ast.Expr) else None
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            owner = call.func.value
            if not (isinstance(owner, ast.Name) and isinstance(self.namespace.get(owner.id), hoc.HocObject)):
                continue
            if call.func.attr == "play_remove":
                found.pop(owner.id, None)
            elif call.func.attr == "play":
                found[owner.id] = call
        return [
            f"{name}.play({', '.join(self._played(one) for one in call.args)})"
            for name, call in found.items()
        ]

    def _played(self, node):
        return self.expression(eval(compile(ast.Expression(node), "", "eval"), self.namespace))

    def _replayed(self, name, value):
        """Write a value as the statement of the notebook that made it, where that makes the same again."""
        if literals.simple(value) is not None or _is_neuron(value):
            return False
        found = history.assigned(name, self._statements)
        if found is None:
            return False
        node, text = found
        quick = self._is_quick(node.value)
        if not quick and not self._is_long(value):
            return False
        if quick and len(node.targets) == 1 and isinstance(node.targets[0], ast.Tuple):
            return False
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                again = eval(compile(ast.Expression(node.value), "", "eval"), self.namespace)
        except Exception:
            return False
        targets = [one for target in node.targets for one in getattr(target, "elts", [target])]
        parts = again if len(targets) > 1 and isinstance(node.targets[0], ast.Tuple) else (again,)
        made = {one.id: part for one, part in zip(targets, parts, strict=False) if isinstance(one, ast.Name)}
        if not literals.same(made.get(name), value):
            return False
        before = len(self.body), dict(self.bound)
        for one, chains in _used(ast.unparse(node.value)).items():
            if one in self.namespace:
                try:
                    self.name(one, self.namespace[one])
                except _Clash:
                    del self.body[before[0] :]
                    self.bound = before[1]
                    return False
                if isinstance(self.namespace[one], types.ModuleType):
                    self._import_parts(one, self.namespace[one], chains)
        self.body.append(text)
        for one in made:
            if one in self.namespace and literals.same(made[one], self.namespace[one]):
                self.bound[one] = self.namespace[one]
                self.named[id(self.namespace[one])] = (one, self.namespace[one])
        return True

    def _is_quick(self, node):
        """Say whether an expression is made of numbers, NumPy and descriptions, and so costs nothing."""
        for one in ast.walk(node):
            if not isinstance(one, ast.Call):
                if isinstance(one, (ast.Await, ast.Yield, ast.NamedExpr, ast.Lambda)):
                    return False
                continue
            try:
                called = (
                    eval(compile(ast.Expression(one.func), "", "eval"), self.namespace)
                    if _is_chain(one.func)
                    else None
                )
            except Exception:
                return False
            module = getattr(called, "__module__", None) or ""
            owner = getattr(called, "__self__", None)
            described = isinstance(called, type) and module.startswith("hhlab")
            described |= (owner if isinstance(owner, type) else type(owner)).__module__.startswith(
                "hhlab.parameters"
            )
            described |= (owner if isinstance(owner, type) else type(owner)).__module__.startswith(
                "hhlab.axons"
            )
            plain = isinstance(called, np.ufunc) or (module == "numpy" and self._public(called) == "numpy")
            if not (described or plain or any(called is one for one in QUICK) or module == "math"):
                return False
        return True

    def _is_long(self, value):
        sizes = []

        def count(one):
            if isinstance(one, np.ndarray):
                sizes.append(one.size)
            elif hasattr(one, "traces"):
                for part in (one.t, *one.traces.values()):
                    count(part)
            elif isinstance(one, (dict, types.MappingProxyType)):
                for part in one.values():
                    count(part)
            elif isinstance(one, (list, tuple)):
                sizes.append(len(one))
                for part in one[:1000]:
                    count(part)
            elif hasattr(one, "__dataclass_fields__"):
                for part in one.__dataclass_fields__:
                    count(getattr(one, part))

        count(value)
        return sum(sizes) > 40

    def _blocks(self):
        """Give the definitions one by one, and the lines between them together."""
        blocks, lines = [], []
        for text in self.body:
            if "\n" in text or text.startswith(("def ", "class ", "@")):
                blocks += ["\n".join(lines)] if lines else []
                lines = []
                blocks.append(text)
            else:
                lines.append(text)
        return blocks + (["\n".join(lines)] if lines else [])


class _Clash(Exception):
    """Two functions mean different things by one name."""


def _function_in(run):
    """Give the function of the notebook inside a partial, a method, an object that is called, or None."""
    for _ in range(10):
        if isinstance(run, types.FunctionType):
            return run
        run = (
            getattr(run, "func", None)
            or getattr(run, "__func__", None)
            or getattr(run, "__wrapped__", None)
            or getattr(type(run), "__call__", None)
        )
    return None


def _notebook_of(run):
    function = _function_in(run)
    return {} if function is None else inspect.unwrap(function).__globals__


def _key(value):
    if isinstance(value, nrn.Section):
        return "Section", hash(value)
    if isinstance(value, nrn.Segment):
        return "Segment", hash(value.sec), value.x
    if isinstance(value, hoc.HocObject) and "[" in repr(value):
        return "HocObject", repr(value)
    return id(value)


def _is_neuron(value):
    return isinstance(value, (nrn.Section, nrn.Segment, nrn.Mechanism, hoc.HocObject))


def _is_chain(node):
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _source(function):
    try:
        return textwrap.dedent(inspect.getsource(function.__code__)).strip()
    except (OSError, TypeError):
        raise ValueError(
            f"The source of {function.__name__} is not there any more; run its cell again."
        ) from None


def _renamed_def(text, name):
    """Give the text of a function without its decorators, under a name."""
    node = ast.parse(text).body[0]
    lines = text.splitlines()[node.lineno - 1 :]
    if node.name != name:
        lines[0] = lines[0].replace(f"def {node.name}", f"def {name}", 1)
    return "\n".join(lines)


def _renamed(line, name):
    """Give a line that calls NEURON by another name than h."""
    if name == "h":
        return line
    tree_safe = line.split('"')
    return '"'.join(part if k % 2 else _h_to(part, name) for k, part in enumerate(tree_safe))


def _h_to(part, name):
    import re

    return re.sub(r"(?<![\w.])h(?=\.)", name, part)


def _contents(function):
    for cell in function.__closure__ or ():
        try:
            yield cell.cell_contents
        except ValueError:
            yield None  # not bound yet


def _used(text):
    """Give the outer names that a text reads, in the order of reading, with the parts it takes of each."""
    # a name of its own hides one of the notebook: not every name that is read is read outside
    declared = _declared_nonlocal(text)
    whole = f"def outside({', '.join(declared)}):\n{textwrap.indent(text, '    ')}" if declared else text
    outer = {*_read_outside(symtable.symtable(whole, "a cell", "exec")), *declared}
    found = {}
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in outer:
            found.setdefault(node.id, [])
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            for name in node.names:
                found.setdefault(name, [])
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _is_chain(node):
            parts, inner = [], node
            while isinstance(inner, ast.Attribute):
                parts.append(inner.attr)
                inner = inner.value
            if inner.id in found:
                found[inner.id].append(parts[::-1])
    return found


def _declared_nonlocal(text):
    return {
        name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Nonlocal) for name in node.names
    }


def _read_outside(table):
    """Give the names that a source reads and does not bind, those of the functions inside it too."""
    for symbol in table.get_symbols():
        if symbol.is_global() and (symbol.is_referenced() or symbol.is_declared_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _read_outside(inner)


def _spaced(blocks):
    """Join blocks as a person would: two empty lines around a definition, one between others."""
    text = blocks[0]
    for before, block in zip(blocks, blocks[1:], strict=False):
        defines = any(one.startswith(("def ", "class ", "@")) for one in (before, block))
        text += ("\n\n\n" if defines else "\n\n") + block
    return text + "\n"
