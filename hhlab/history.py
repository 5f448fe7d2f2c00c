"""The source that a function's notebook has run: where its names come from."""

import ast
import linecache
import sys


def cells(function):
    """Give the cells that the notebook of a function has run, oldest first, or its one file, as a list."""
    if function is None:
        return []
    namespace = function.__globals__
    name = function.__code__.co_filename
    ran = namespace.get("In")
    if isinstance(ran, list) and "get_ipython" in namespace:
        return [cell for cell in ran if isinstance(cell, str) and cell.strip()]
    return ["".join(linecache.getlines(name))]


def statements(sources):
    """Give the top-level statements of some sources, each with its text; what is no Python is left out."""
    found = []
    for source in sources:
        try:
            body = ast.parse(source).body
        except (SyntaxError, ValueError):
            continue  # a magic, or a cell that failed
        found += [(node, _text(source, node)) for node in body]
    return found


def assigned(name, found):
    """Give the last statement of the form ``name = ...`` or ``name, other = ...``, or None."""
    for node, text in reversed(found):
        if isinstance(node, ast.Assign) and name in _targets(node):
            return node, text
        if isinstance(node, (ast.AugAssign, ast.For, ast.With)) and name in _bound(node):
            return None  # more than one statement has made it
    return None


def class_source(kind, found):
    """Give the text of the class statement that made a class of the notebook, or None."""
    for node, text in reversed(found):
        if isinstance(node, ast.ClassDef) and node.name == kind.__name__:
            return text
    return None


def lambda_source(function):
    """Give the text of a lambda, or None where its file is not there."""
    code = function.__code__
    source = "".join(linecache.getlines(code.co_filename))
    places = [place for place in code.co_positions() if None not in place and place[0] != place[2] + 1]
    spans = [((line, column), (end, last)) for line, end, column, last in places if (column, last) != (0, 0)]
    try:
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Lambda)]
    except SyntaxError:
        return None
    fitting = [
        node
        for node in nodes
        if node.lineno == code.co_firstlineno
        and all(_start(node.body) <= start and end <= _end(node.body) for start, end in spans)
        and spans
    ]
    return ast.get_source_segment(source, max(fitting, key=_start)) if fitting else None


def installed(module):
    """Say whether a module is Python's or an installed library's, and not a file beside the notebook."""
    if module is None or module == "__main__":
        return False
    top = sys.modules.get(module.partition(".")[0])
    if module.partition(".")[0] in sys.stdlib_module_names or top is None:
        return top is not None
    file = getattr(top, "__file__", None) or next(iter(getattr(top, "__path__", [])), "")
    if not file or top.__name__ == __package__:
        return True  # built in, as NEURON's own
    return "site-packages" in file or "dist-packages" in file


def _start(node):
    return node.lineno, node.col_offset


def _end(node):
    return node.end_lineno, node.end_col_offset


def _text(source, node):
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    lines = source.splitlines()[first - 1 : node.end_lineno]
    return "\n".join(lines)


def _targets(node):
    parts = [one for target in node.targets for one in getattr(target, "elts", [target])]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def _bound(node):
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
