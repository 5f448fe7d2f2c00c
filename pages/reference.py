"""Pages of the reference: every public name, in its wing, from its own docstring."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import hhlab

LINE = re.compile(r"(?m)^from \.([\w.]*) import (\w+) as \w+$")


def public():
    """Give a dict from each wing to the pairs of module and public name in it."""
    stub = (Path(hhlab.__file__).parent / "__init__.pyi").read_text("utf-8")
    wings = {}
    for module, name in LINE.findall(stub):
        wings.setdefault(module.split(".")[0], []).append((module, name))
    return wings


def pages():
    """Give a dict from the name of each page to its text."""
    wings = public()
    names = "\n".join(wings)
    index = f"""# Reference

What `import hhlab` gives, wing by wing.

```{{toctree}}
{names}
```
"""
    return {"index": index} | {wing: of_wing(wing, members) for wing, members in wings.items()}


def of_wing(wing, members):
    """Give the page of one wing."""
    about = inspect.getdoc(import_module(f"hhlab.{wing}")).split("\n")[0]
    entries = "\n\n".join(entry(module, name) for module, name in members)
    return f"# {wing.capitalize()}\n\n{about}\n\n```{{eval-rst}}\n{entries}\n```\n"


def entry(module, name):
    """Give the directive for one name."""
    value = getattr(hhlab, name)
    if inspect.ismodule(value):
        return f".. rubric:: hhlab.{name}\n\n.. automodule:: hhlab.{module}.{name}\n   :members:"
    if inspect.isclass(value):
        members = "" if issubclass(value, Exception) else "\n   :members:"
        return f".. autoclass:: hhlab.{name}{members}"
    if callable(value):
        return f".. autofunction:: hhlab.{name}"
    # a table of what can be recorded has no docstring of its own
    rows = "\n".join(f"   * ``{key}``: {one}" for key, one in value.items())
    return f".. py:data:: hhlab.{name}\n\n{rows}"
