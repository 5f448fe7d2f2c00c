"""What Hodgkin and Huxley measured: points of two figures and rates of two tables of 1952.

The numbers lie in ``data/`` beside this module, each file with its source at its head.
"""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .quantities import shown

DATA = Path(__file__).with_name("data")


def measured_1952(trace: str) -> dict[int, tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Give the conductances that were measured after steps of the potential from rest.

    Parameters
    ----------
    trace : {"gk", "gna"}
        Potassium, eleven steps, or sodium, twelve. The axon is not the model's: its peak conductances are its
        own.

    Returns
    -------
    dict of int to (t, g)
        For each step above rest [mV], 109 to 10 or 6: time since the step [ms] and conductance [mS/cm²], both
        of shape (N,), N from 11 to 13.

    Raises
    ------
    ValueError
        It is neither.

    Examples
    --------
    >>> import hhlab
    >>> t, g = hhlab.measured_1952("gk")[51]
    >>> print(t[-1], "ms", g[-1], "mS/cm²")
    11.988 ms 13.001 mS/cm²

    Sources
    -------
    Hodgkin and Huxley (1952), J. Physiol. 117:500-544, figures 3 and 6, read off by A. Daly.
    """
    rows = _rows("points_1952.csv", "trace", trace)
    steps = dict.fromkeys(int(row[0]) for row in rows)
    return {step: _columns([row[1:] for row in rows if int(row[0]) == step]) for step in steps}


def fitted_1952(gate: str) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Give the rates that were fitted to each of the measured curves, before any formula.

    Parameters
    ----------
    gate : {"n", "m", "h"}

    Returns
    -------
    step, alpha, beta
        Steps above rest [mV], falling, and the rates there [1/ms]; each of shape (N,), N 10 for n and 12
        for m and h. One β of m is below 0, which says how far a fit can be trusted.

    Raises
    ------
    ValueError
        There is no such gate.

    Examples
    --------
    >>> import hhlab
    >>> step, alpha, beta = hhlab.fitted_1952("n")
    >>> print(step[-1], "mV", alpha[-1], beta[-1], "per ms")
    10.0 mV 0.095 0.096 per ms

    Sources
    -------
    Hodgkin and Huxley (1952), J. Physiol. 117:500-544, tables 1 and 2; without n at 100 mV, where a digit of
    the copy is in doubt.
    """
    step, alpha, beta = _columns(_rows("rates_1952.csv", "gate", gate))
    return step, alpha, beta


def _rows(file, what, wanted):
    """Give the rows of a file, as texts, whose first column is what is wanted."""
    lines = (DATA / file).read_text(encoding="utf-8").splitlines()
    _, *rows = csv.reader(line for line in lines if not line.startswith("#"))
    known = dict.fromkeys(row[0] for row in rows)
    if not (isinstance(wanted, str) and wanted in known):
        names = ", ".join(f'"{name}"' for name in known)
        raise ValueError(f"{what} must be one of {names}, but it is {shown(wanted)}.")
    return [row[1:] for row in rows if row[0] == wanted]


def _columns(rows):
    """Give rows of texts as arrays of numbers that cannot be written to."""
    columns = np.array(rows, dtype=float).T
    columns.setflags(write=False)
    return tuple(columns)
