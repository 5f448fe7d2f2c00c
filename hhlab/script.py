"""The smallest plain script that gives what an explorer shows."""

import inspect

import numpy as np

from .engine import completed, simulate, trace_names
from .neuron_script import neuron_script
from .parameters import Settings
from .recording import Recording
from .source import script_around


def script_of(run, values, result, calls):
    """Give the text of a script that gives `result`, sample for sample.

    A run that is one call of :func:`hhlab.simulate` becomes plain NEURON; any other becomes its own source,
    with what it uses, and the call with its present values.

    Parameters
    ----------
    run : callable
    values : dict
    result : what it gave
    calls : list of (function, args, kwargs, answer)
        What it asked of the worker meanwhile.

    Raises
    ------
    ValueError
        The run needs something that only the notebook holds.
    """
    function, args, kwargs, answer = calls[0] if calls else (None, (), {}, None)
    if function is simulate and isinstance(result, Recording):
        given = inspect.signature(simulate).bind(*args, **kwargs)
        given.apply_defaults()
        rest = dict(given.arguments)
        cell = completed(rest.pop("membrane"), rest.pop("clamp"))
        names = trace_names(rest.pop("record"))
        if cell[0].inactivation and _same(answer, result):
            return neuron_script(*cell, Settings(**rest), names)
    return script_around(run, values)


def _same(one, other):
    return tuple(one.traces) == tuple(other.traces) and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("t", *one.traces)
    )
