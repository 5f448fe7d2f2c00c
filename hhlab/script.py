"""The smallest plain script that gives what an explorer shows."""

import inspect

import numpy as np

from . import ahead, worker
from .engine import completed, simulate, trace_names
from .neuron_script import neuron_script
from .parameters import Settings
from .recording import Recording
from .source import script_around


def script_of(run, values, result):
    """Give the text of a script that gives `result`, sample for sample.

    A run that is one call of :func:`hhlab.simulate` becomes plain NEURON; any other becomes its own source,
    with what it uses, and the call with its present values.

    Raises
    ------
    ValueError
        The run needs something that only the notebook holds.
    """
    asked = ahead.question(lambda: run(**values)) if isinstance(result, Recording) else None
    if asked is not None and asked.function is simulate:
        given = inspect.signature(simulate).bind(*asked.args_given, **asked.kwargs)
        given.apply_defaults()
        rest = dict(given.arguments)
        cell = completed(rest.pop("membrane"), rest.pop("clamp"))
        names = trace_names(rest.pop("record"))
        alone = worker.isolated(simulate)(*asked.args_given, **asked.kwargs)
        if cell[0].inactivation and _same(alone, result):
            return neuron_script(*cell, Settings(**rest), names)
    return script_around(run, values)


def _same(one, other):
    return tuple(one.traces) == tuple(other.traces) and all(
        np.array_equal(getattr(one, name), getattr(other, name)) for name in ("t", *one.traces)
    )
