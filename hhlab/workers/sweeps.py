"""Many runs that differ in one parameter, as cells of one model, and in several processes where that pays."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from typing import Any

import loky
from tqdm.auto import tqdm

from ..descriptions.defaults import RECORD
from ..descriptions.parameters import Clamp, Membrane, Settings
from ..descriptions.quantities import shown
from ..simulator.engine import cells_at_once, completed, simulate_cells
from . import processes, worker

SERIAL_STEPS = 500_000  # cells times steps: less than this is done before a second process has started
MAX_VALUES = 10_000


def sweep(
    name: str,
    values: Iterable[float],
    membrane: Membrane | None = None,
    clamp: Clamp | None = None,
    *,
    measure: Callable[[Any], Any] | None = None,
    stop: Callable[[float, Any], bool] | None = None,
    progress: bool = False,
    record: Sequence[str] = RECORD,
    **settings: Any,
) -> list[Any]:
    """Give what `measure` makes of one run for each value of one parameter.

    Each run gives the samples that :func:`hhlab.simulate` gives.

    Parameters
    ----------
    name : str
        A field of `membrane`, of `clamp` or of Settings: "amp", "gnabar", "celsius".
    values : sequence of float
        In the parameter's unit; at most 10,000.
    membrane, clamp, record, **settings
        As for :func:`hhlab.simulate`.
    measure : callable, optional
        From a Recording to a result, called where the run was made; by default the Recording itself.
    stop : callable, optional
        From a value and its result to True where the sweep may end; later values are left out.
    progress : bool
        Show a bar.

    Returns
    -------
    list
        As long as `values`, or shorter after `stop`.

    Raises
    ------
    TypeError, ValueError, SimulationError
        As :func:`hhlab.simulate`; or no parameter has that name, or there are no values.

    Examples
    --------
    >>> hhlab.sweep("amp", [0.0, 0.1], measure=hhlab.spike_count)
    [0, 21]
    """
    steps = _listed(name, values)
    membrane, clamp = completed(membrane, clamp)
    jobs, workers = _jobs(name, steps, membrane, clamp, settings)
    calls = [(cells, job_settings, record, measure) for cells, job_settings in jobs]
    if processes.inside():
        batches = (run_cells(*call) for call in calls)
    else:
        batches = worker.in_order(run_cells, calls, workers)
    results = []
    for batch in tqdm(batches, total=len(calls), disable=not progress, unit="model"):
        for found in batch:
            results.append(found)
            if stop is not None and stop(steps[len(results) - 1], found):
                batches.close()
                return results
    return results


def run_cells(cells, settings, record=RECORD, measure=None):
    """Give what `measure` makes of each cell's Recording; the cells run as one model in this process."""
    recordings = simulate_cells(cells, settings, record)
    return recordings if measure is None else [measure(recording) for recording in recordings]


def _listed(name, values):
    try:
        values = list(values)
    except TypeError:
        raise TypeError(f"The values of {name} must be a list of numbers, not {shown(values)}.") from None
    if not 1 <= len(values) <= MAX_VALUES:
        raise ValueError(f"A sweep takes 1 to {MAX_VALUES:,} values, but it got {len(values):,}.")
    return values


def _jobs(name, values, membrane, clamp, settings):
    """Give [(cells, settings), ...] in the order of `values`, and how many processes they are worth."""
    base = Settings(**settings)
    in_membrane, in_clamp, in_settings = (
        isinstance(name, str) and name in (item.name for item in fields(description))
        for description in (membrane, clamp, base)
    )
    if in_settings:
        jobs = [([(membrane, clamp)], base.but(**{name: value})) for value in values]
        return jobs, _workers(len(jobs), base)
    if not (in_membrane or in_clamp):
        known = [item.name for description in (membrane, clamp, base) for item in fields(description)]
        raise ValueError(f"No parameter is called {shown(name)}. There are: {', '.join(known)}.")
    cells = [
        (membrane.but(**{name: value}), clamp) if in_membrane else (membrane, clamp.but(**{name: value}))
        for value in values
    ]
    workers = _workers(len(cells), base)
    size = min(cells_at_once(base), math.ceil(len(cells) / workers))
    return [(cells[i : i + size], base) for i in range(0, len(cells), size)], workers


def _workers(runs, settings):
    return 1 if runs * settings.tstop / settings.dt < SERIAL_STEPS else loky.cpu_count()
