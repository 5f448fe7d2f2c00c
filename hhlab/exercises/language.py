"""The Python that an exercise runs: arithmetic, decisions, loops, functions, ``math`` and parts of NumPy.

Nothing in it reaches a file, a process or the net; whoever marks a class runs what others wrote. The limits
of `running` come on top: a loop without an end is no word of any list.
"""

import ast
import builtins
import math

import numpy as np

BUILTINS = (
    *("abs", "all", "any", "bool", "dict", "divmod", "enumerate", "filter", "float", "int", "isinstance"),
    *("len", "list", "map", "max", "min", "pow", "print", "range", "reversed", "round", "set", "sorted"),
    *("str", "sum", "tuple", "zip", "ValueError", "TypeError", "ZeroDivisionError", "OverflowError"),
    *("Exception", "ArithmeticError", "True", "False", "None"),
)
METHODS = (
    *("append", "extend", "insert", "pop", "copy", "count", "index", "sort", "reverse", "items", "keys"),
    *("values", "get", "add", "size", "shape", "T", "astype", "tolist", "item"),
)
NUMPY = (
    *("abs", "absolute", "any", "all", "append", "arange", "argmax", "argmin", "array", "asarray", "clip"),
    *("concatenate", "cosh", "cumsum", "diff", "divide", "exp", "expm1", "flatnonzero", "float64", "full"),
    *("full_like", "inf", "interp", "isclose", "isfinite", "isnan", "linspace", "log", "log10", "log1p"),
    *("logical_and", "logical_not", "logical_or", "max", "maximum", "mean", "median", "min", "minimum"),
    *("nan", "nonzero", "ones", "ones_like", "pi", "power", "sign", "sinh", "sqrt", "std", "sum", "tanh"),
    *("var", "where", "zeros", "zeros_like", "atleast_1d", "count_nonzero", "errstate", "trapezoid", "sin"),
    *("cos", "ndarray"),
)
NODES = (
    *(ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.Assign, ast.AugAssign),
    *(ast.AnnAssign, ast.For, ast.While, ast.If, ast.Expr, ast.Pass, ast.Break, ast.Continue, ast.Raise),
    *(ast.Try, ast.ExceptHandler, ast.Assert, ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Lambda, ast.IfExp),
    *(ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.comprehension),
    *(ast.Compare, ast.Call, ast.Constant, ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List),
    *(ast.Tuple, ast.Slice, ast.keyword, ast.Import, ast.ImportFrom, ast.alias, ast.JoinedStr),
    *(ast.FormattedValue, ast.NamedExpr, ast.With, ast.withitem),
    *(ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop),
)
IMPORTS = {"math": [name for name in dir(math) if not name.startswith("_")], "numpy": NUMPY}
# behind any dot, whatever stands before it: a name may have been given to something else
ATTRIBUTES = {*METHODS, *NUMPY, *IMPORTS["math"]}


class NotRun(ValueError):
    """A program that is not run; the message says which line and why."""


def understood(source, name):
    """Give the program of a text as a tree, if it defines a function `name` and has only what is run.

    Raises
    ------
    NotRun
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = f"Line {error.lineno}: " if getattr(error, "lineno", None) else ""
        raise NotRun(f"{line}Python cannot read this ({getattr(error, 'msg', None) or error}).") from None
    own = _own_names(tree)
    for node in ast.walk(tree):
        what = _refused(node, own)
        if what:
            raise NotRun(
                f"Line {getattr(node, 'lineno', 1)}: {what} is not run here. Use arithmetic, if, for, while, "
                "math and NumPy's plain functions."
            )
    if not any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body):
        raise NotRun(f"There is no def {name}(...) at the beginning of a line.")
    return tree


def surroundings():
    """Give the names that such a program finds: math and np are there without an import."""
    allowed = {name: getattr(builtins, name) for name in BUILTINS}
    return {
        # its own import statements were looked at; NumPy imports parts of itself when they are first used
        "__builtins__": allowed | {"__import__": __import__},
        "__name__": "answer",
        "math": math,
        "np": np,
    }


def _own_names(tree):
    """Give the names that a program gives a meaning of its own: `input` may be a variable."""
    nodes = list(ast.walk(tree))
    own = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    return own | {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def _refused(node, own):
    """Give what in a node is not run, or nothing."""
    if not isinstance(node, NODES):
        return type(node).__name__.lower()
    if isinstance(node, ast.Import):
        return next((f"import {one.name}" for one in node.names if one.name not in IMPORTS), "")
    if isinstance(node, ast.ImportFrom):
        return _refused_from(node)
    if isinstance(node, ast.Attribute):
        before = node.value.id if isinstance(node.value, ast.Name) else ""
        return "" if node.attr in ATTRIBUTES else f"{before}.{node.attr}"
    names = [getattr(node, field, None) for field in ("id", "name", "arg", "asname")]
    private = [name for name in names if isinstance(name, str) and name.startswith("__")]
    if private:
        return private[0]
    if isinstance(node, ast.FunctionDef) and node.decorator_list:
        return "a decorator"
    unknown = isinstance(node, ast.Name) and node.id not in own and node.id not in BUILTINS
    return node.id if unknown and hasattr(builtins, node.id) else ""


def _refused_from(node):
    allowed = IMPORTS.get(node.module, ()) if not node.level else ()
    strange = [one.name for one in node.names if one.name not in allowed]
    return f"from {node.module} import {strange[0]}" if strange else ""
