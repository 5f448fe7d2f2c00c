"""Counts as bars, with the longest on top: what a class got wrong."""

from matplotlib.ticker import MaxNLocator

from ..descriptions.traces import BLUE
from .paper import WIDTH_IN, Drawing, tidy


def draw_bars(labels, counts, title):
    """Give a figure of horizontal bars.

    Parameters
    ----------
    labels : sequence of str
    counts : sequence of int
        As long as `labels`, the largest first.
    title : str
        What is counted.
    """
    figure = Drawing(figsize=(WIDTH_IN, 0.9 + 0.32 * len(labels)), layout="constrained")
    axis = figure.subplots()
    bars = axis.barh(range(len(labels)), counts, color=BLUE)
    axis.bar_label(bars, padding=3)
    axis.set_yticks(range(len(labels)), labels)
    axis.invert_yaxis()
    axis.xaxis.set_major_locator(MaxNLocator(integer=True))
    axis.set_xlabel(title)
    axis.margins(x=0.1)
    tidy(axis, grid=False)
    return figure
