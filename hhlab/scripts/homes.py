"""Where a module, a class or a function is imported from."""

import sys
import types

import numpy as np

from .history import installed


def home_of(value):
    """Give the public module that a module, class or function is imported from, or None."""
    if isinstance(value, types.ModuleType):
        return value.__name__ if installed(value.__name__) else None
    name = getattr(value, "__name__", None)
    if isinstance(value, np.generic) or not (
        callable(value) and isinstance(name, str) and name.isidentifier()
    ):
        return None
    parts = (getattr(value, "__module__", None) or "").split(".")
    homes = [".".join(parts[: k + 1]) for k in range(len(parts))]
    for home in [*homes, "numpy", "math", "builtins"]:
        public = home and installed(home) and not any(part[:1] == "_" for part in home.split("."))
        if public and getattr(sys.modules.get(home), name, None) is value:
            return home
    return None


def import_line(home, value, name):
    """Give the line that imports a value under a name, or None for what is there without."""
    if isinstance(value, types.ModuleType):
        package, _, last = home.rpartition(".")
        if package and last == name:
            return f"from {package} import {last}"
        return f"import {home}" + (f" as {name}" if home != name else "")
    own = value.__name__
    if home == "builtins" and name == own:
        return None
    return f"from {home} import {own}" + (f" as {name}" if own != name else "")


def parts_reached(module, chains):
    """Yield the modules inside a module that chains of names reach, and that need an import of their own."""
    if not isinstance(module, types.ModuleType) or hasattr(module, "__getattr__"):
        return  # a module that loads its parts when they are asked for
    for parts in chains:
        inner = module
        for part in parts:
            further = sys.modules.get(f"{inner.__name__}.{part}")
            if further is None or getattr(inner, part, None) is not further:
                break
            inner = further
        if inner is not module:
            yield inner.__name__
