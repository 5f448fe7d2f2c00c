"""What a line does, as a teacher would read it off: it rises, it has a top, it spikes."""

import numpy as np

from .columns import title_and_unit
from .recording import Recording
from .spikes import spike_tops

FLAT = 1e-3  # of the greatest number of a line: what differs by less is drawn as one height
OUT = 0.02  # of the height of a line: by so much a top or a bottom stands out of both ends


def course(x, y, x_axis, y_axis):
    """Give in words what a line does, without its name; "" where nothing is drawn.

    Parameters
    ----------
    x, y : array, shape (N,)
        nan where there is a gap.
    x_axis, y_axis : str
        As the axes say, with the unit in brackets: a potential in time [ms, mV] is judged by its spikes.
    """
    there = np.isfinite(x) & np.isfinite(y)
    x, y = x[there], y[there]
    if not len(y):
        return ""
    unit, x_unit = title_and_unit(y_axis)[1], title_and_unit(x_axis)[1]
    return " ".join(_told(x, y, x_unit, unit).split())  # where there is no unit, no gap


def _told(x, y, x_unit, unit):
    if len(y) == 1:
        return f"{_said(y[0])} {unit} at {_said(x[0])} {x_unit}"
    if len(x) > 2 and (unit, x_unit) == ("mV", "ms") and (np.diff(x) >= 0).all():
        spikes = len(spike_tops(Recording(t=x, v=y)))
        if spikes:
            return f"{spikes} spike{'s' * (spikes > 1)}, peak {y.max():.1f} mV"
    return _shape(x, y, x_unit, unit)


def is_flat(y):
    """Say whether all numbers of a line are drawn at one height."""
    y = y[np.isfinite(y)]
    return len(y) > 1 and np.ptp(y) <= FLAT * np.abs(y).max()


def _shape(x, y, x_unit, unit):
    if is_flat(y):
        return f"stays at {_said(y.mean())} {unit}"
    if not ((np.diff(x) >= 0).all() or (np.diff(x) <= 0).all()):
        return f"from {_said(y.min())} to {_said(y.max())} {unit}"
    first, last = (y[0], y[-1]) if x[0] <= x[-1] else (y[-1], y[0])
    slack = OUT * np.ptp(y)
    top, bottom = (y.max() > max(first, last) + slack), (y.min() < min(first, last) - slack)
    if top and not bottom:
        return f"highest {_said(y.max())} {unit} at {_said(x[y.argmax()])} {x_unit}"
    if bottom and not top:
        return f"lowest {_said(y.min())} {unit} at {_said(x[y.argmin()])} {x_unit}"
    way = 1 if last > first else -1
    ahead = way * (y if x[0] <= x[-1] else y[::-1])
    if (np.maximum.accumulate(ahead) - ahead).max() > slack:  # to and fro
        return f"from {_said(y.min())} to {_said(y.max())} {unit}"
    return f"{'rises' if last > first else 'falls'} from {_said(first)} to {_said(last)} {unit}"


def _said(number):
    return f"{number + 0.0:.4g}"  # NEURON's current through a shut conductance is -0
