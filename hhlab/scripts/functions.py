"""The text of a function, and the outer names that it reads."""

import ast
import dis
import inspect
import linecache
import symtable
import textwrap
import types


def within(run):
    """Give the function inside a partial, a method or an object that can be called, or None."""
    for _ in range(10):
        if isinstance(run, types.FunctionType):
            return inspect.unwrap(run)
        inner = (getattr(run, name, None) for name in ("func", "__func__", "__wrapped__"))
        run = next((one for one in inner if one is not None), getattr(type(run), "__call__", None))  # noqa: B004
    return None


def text_of(function):
    """Give the source of a function, its decorators included.

    Raises
    ------
    ValueError
        It is not there any more.
    """
    try:
        return textwrap.dedent(inspect.getsource(function.__code__)).strip()
    except (OSError, TypeError):
        raise ValueError(
            f"The source of {function.__name__} is not there any more; run its cell again."
        ) from None


def bare(text, name):
    """Give the text of a function without its decorators, under a name."""
    node = ast.parse(text).body[0]
    lines = text.splitlines()[node.lineno - 1 :]
    lines[0] = lines[0].replace(f"def {node.name}", f"def {name}", 1)
    return "\n".join(lines)


def lambda_text(function):
    """Give the text of a lambda.

    Raises
    ------
    ValueError
        It is not there any more.
    """
    code = function.__code__
    source = "".join(linecache.getlines(code.co_filename))
    places = [place for place in code.co_positions() if None not in place and place[2:] != (0, 0)]
    spans = [((line, first), (end, last)) for line, end, first, last in places]
    try:
        nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Lambda)]
    except SyntaxError:
        nodes = []
    fitting = [
        node
        for node in nodes
        if node.lineno == code.co_firstlineno and all(_inside(node.body, *span) for span in spans)
    ]
    if not (fitting and spans):
        raise ValueError("The source of a lambda is not there any more; write it with def.")
    return ast.get_source_segment(source, max(fitting, key=lambda node: node.col_offset))


def there(function):
    """Say whether the file of a function is there to be read, without reading the function."""
    return bool(linecache.getlines(function.__code__.co_filename))


def read_by(code):
    """Give the outer names that compiled code reads, which is quicker than from its text."""
    return {*code.co_freevars, *_globals_of(code)}


def _globals_of(code):
    for one in dis.get_instructions(code):
        if one.opname in ("LOAD_GLOBAL", "LOAD_NAME", "STORE_GLOBAL"):
            yield one.argval
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            yield from _globals_of(inner)


def used(text):
    """Give the outer names that a text reads, in order, each with the chains of parts it takes of it."""
    # a name of its own hides one of the notebook: not every name that is read is read outside
    declared = nonlocals(text)
    whole = f"def outside({', '.join(declared)}):\n{textwrap.indent(text, '    ')}" if declared else text
    outer = {*_read_outside(symtable.symtable(whole, "a cell", "exec")), *declared}
    found, tree = {}, ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in outer:
            found.setdefault(node.id, [])
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            found |= {name: [] for name in node.names if name not in found}
    for node in ast.walk(tree):
        name, *parts = chain(node)
        if parts and name in found:
            found[name].append(parts)
    return found


def nonlocals(text):
    """Give the names that a text declares to be those of a function around it."""
    nodes = ast.walk(ast.parse(text))
    return {name for node in nodes if isinstance(node, ast.Nonlocal) for name in node.names}


def chain(node):
    """Give the names in ``np.linalg.norm``, outermost first, or [None] for what is no such chain."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id, *parts[::-1]] if isinstance(node, ast.Name) else [None]


def closed_over(function):
    """Give what a function finds in the functions around it, by name."""
    found = {}
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or (), strict=True):
        try:
            found[name] = cell.cell_contents
        except ValueError:
            continue  # not bound yet
    return found


def with_defaults(function, text, stands_for, expression):
    """Give a function's text with its present defaults where the text says something else by now.

    Parameters
    ----------
    function : function
    text : str
    stands_for : callable
        Says of a node and a value whether the one will give the other.
    expression : callable
        From a value to its text.
    """
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    arguments = next(node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds)).args
    pairs = [*zip(arguments.defaults, function.__defaults__ or (), strict=False)]
    for argument, node in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        if node is not None:
            pairs.append((node, (function.__kwdefaults__ or {}).get(argument.arg)))
    lines = text.encode().splitlines(keepends=True)  # the columns of a syntax tree count bytes
    for node, value in sorted(pairs, key=lambda pair: (-pair[0].lineno, -pair[0].col_offset)):
        if stands_for(node, value):
            continue
        first, last = node.lineno - 1, node.end_lineno - 1
        before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
        lines[first : last + 1] = [before + expression(value).encode() + after]
    return b"".join(lines).decode()


def _inside(node, start, end):
    return (node.lineno, node.col_offset) <= start and end <= (node.end_lineno, node.end_col_offset)


def _read_outside(table):
    """Give the names that a source reads and does not bind, those of the functions inside it too."""
    for symbol in table.get_symbols():
        if symbol.is_global() and (symbol.is_referenced() or symbol.is_declared_global()):
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _read_outside(inner)
