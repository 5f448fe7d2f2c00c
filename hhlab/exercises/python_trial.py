"""Run in a process of its own by `running`: a student's Python function, on the arguments of an exercise."""

import math
from numbers import Real

import numpy as np

from .language import NotRun, surroundings, understood
from .running import serve

MOST_NUMBERS = 2000  # in one answer


def main(task):
    """Give for each case what the function gives: a number, a row of numbers, or {"error": what}.

    Parameters
    ----------
    task : dict
        ``source``, ``name``, and ``cases``: rows of arguments, of which a row is an array.
    """
    names = surroundings()
    try:
        exec(compile(understood(task["source"], task["name"]), "your program", "exec"), names)
    except NotRun:
        raise
    except Exception as error:
        raise NotRun(f"{type(error).__name__}: {error}") from None
    return [_called(names[task["name"]], case) for case in task["cases"]]


def _called(function, case):
    arguments = [np.array(one, float) if isinstance(one, list) else one for one in case]
    try:
        with np.errstate(all="ignore"):
            return _plain(function(*arguments))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}


def _plain(value):
    if value is None:
        return {"error": "it gives None: is there a return?"}
    if isinstance(value, Real):
        return float(value)
    try:
        row = np.asarray(value, float)
    except (TypeError, ValueError):
        return {"error": f"it gives no number but a {type(value).__name__}"}
    if row.ndim == 0:
        return float(row)
    if row.ndim > 1 or len(row) > MOST_NUMBERS:
        return {"error": f"it gives {row.size} numbers"}
    return [x if math.isfinite(x) else None for x in row.tolist()]


if __name__ == "__main__":
    serve(main, NotRun)
