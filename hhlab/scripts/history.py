"""What a notebook has run: the statements that its names come from."""

import ast
import linecache
import sys


def statements(function):
    """Give the top-level statements that the notebook of a function has run, oldest first, with their texts.

    Outside a notebook they are those of the function's file.
    """
    if function is None:
        return []
    namespace = function.__globals__
    ran = namespace.get("In")
    if isinstance(ran, list) and "get_ipython" in namespace:
        sources = [cell for cell in ran if isinstance(cell, str)]
    else:
        sources = ["".join(linecache.getlines(function.__code__.co_filename))]
    found = []
    for source in sources:
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError):
            continue  # a magic, or a cell that could not run
        found += [(node, _text(source, node)) for node in body]
    return found


def assigned(name, found):
    """Give the last statement ``name = ...`` or ``name, other = ...`` and its text, or None."""
    for node, text in reversed(found):
        if isinstance(node, ast.Assign) and name in targets(node):
            return node, text
        if isinstance(node, (ast.AugAssign, ast.For, ast.With)) and name in _bound(node):
            return None  # more than one statement has made it
    return None


def targets(node):
    """Give the names that an assignment sets."""
    parts = [one for target in node.targets for one in getattr(target, "elts", [target])]
    return [part.id if isinstance(part, ast.Name) else None for part in parts]


def class_text(kind, found):
    """Give the text of the class statement that made a class.

    Raises
    ------
    ValueError
        It is not there any more.
    """
    for node, text in reversed(found):
        made = isinstance(node, ast.Assign) and targets(node) == [kind.__name__]  # a namedtuple
        if made or (isinstance(node, ast.ClassDef) and node.name == kind.__name__):
            return text
    raise ValueError(f"The source of the class {kind.__name__} is not there any more; run its cell again.")


def calls_of(method, found):
    """Yield the calls ``name.method(...)`` that stand as statements of their own, oldest first."""
    for node, _ in found:
        call = node.value if isinstance(node, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in method:
            yield call


def installed(module):
    """Say whether a module is Python's or a library's, and not the notebook or a file beside it."""
    top = sys.modules.get((module or "__main__").partition(".")[0])
    if top is None or top.__name__ == "__main__":
        return False
    file = getattr(top, "__file__", None) or next(iter(getattr(top, "__path__", [])), "")
    if not file or top.__name__ in sys.stdlib_module_names or top.__name__ == __package__.partition(".")[0]:
        return True  # without a file it is built in, as NEURON's own are
    return "site-packages" in file or "dist-packages" in file


def _text(source, node):
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def _bound(node):
    names = (one for one in ast.walk(node) if isinstance(one, ast.Name))
    return {one.id for one in names if isinstance(one.ctx, ast.Store)}
