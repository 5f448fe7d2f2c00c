"""Figures that a student's function draws with pyplot, or gives as pyplot's functions do."""

from contextlib import contextmanager

import numpy as np
from IPython.core.getipython import get_ipython
from matplotlib._pylab_helpers import Gcf
from matplotlib.artist import Artist
from matplotlib.figure import Figure

MOST = 1000  # what is longer holds numbers, not axes


@contextmanager
def drawn(before=()):
    """Give a list that fills with the figures drawn on or displayed meanwhile; pyplot lets go of them.

    Left open, a figure would appear below the cell too, and pyplot would keep it for ever.

    Parameters
    ----------
    before : iterable of Figure
        Those that pyplot has let go of already, and that may be drawn on again.
    """
    known = list(dict.fromkeys((*before, *_open())))
    found, usual = [], [figure.stale_callback for figure in known]
    for figure in known:
        figure.stale_callback = _noting(found, figure.stale_callback)
    try:
        with _displays_to(found):
            yield found
    finally:
        for figure, callback in zip(known, usual, strict=True):
            figure.stale_callback = callback
        found[:] = dict.fromkeys((*found, *(figure for figure in _open() if figure not in known)))
        for figure in found:
            Gcf.destroy_fig(figure)


def figures_of(result):
    """Give the figures that a result is, or that what it holds is drawn on: axes, lines, lists of them."""
    if isinstance(result, (tuple, list, np.ndarray)):
        parts = result.ravel() if isinstance(result, np.ndarray) else result
        parts = parts if len(parts) <= MOST else ()
        return list(dict.fromkeys(figure for part in parts for figure in figures_of(part)))
    if isinstance(result, Artist) and not isinstance(result, Figure):
        result = result.get_figure(root=True)
    # what other libraries draw with matplotlib has its figure as an attribute
    figure = result if isinstance(result, Figure) else _attribute(result, "figure")
    return [figure] if isinstance(figure, Figure) else []


@contextmanager
def _displays_to(found):
    """Add each figure that is displayed meanwhile, as by plt.show() in a notebook, to a list instead."""
    shell = get_ipython()
    if shell is None:
        yield
        return
    displays = shell.display_formatter.ipython_display_formatter
    usual = displays.for_type(Figure, found.append)
    try:
        yield
    finally:
        displays.pop(Figure)
        if usual:
            displays.for_type(Figure, usual)


def _noting(found, usual):
    """Give what matplotlib shall call when something is drawn on a figure."""

    def stale(figure, value):
        if figure not in found:
            found.append(figure)
        if usual:
            usual(figure, value)

    return stale


def _open():
    return [manager.canvas.figure for manager in Gcf.get_all_fig_managers()]


def _attribute(thing, name):
    try:
        return getattr(thing, name, None)
    except Exception:
        return None
