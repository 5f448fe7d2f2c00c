"""Results as matplotlib figures: in lessons, in exports, and wherever no live view can be."""

from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from ..descriptions.quantities import shown
from ..results.columns import is_vector
from ..results.curves import Curves
from ..results.family import Family
from ..results.profile import Profile
from ..results.recording import Recording
from ..results.shape import Shape
from .forms import draw_shape
from .paper import WIDTH_IN, Drawing
from .shapes import draw_curves, draw_profile
from .traces import draw_family, draw_recording, groups_of, heights_of

KINDS = (Recording, Family, Curves, Profile, Shape)
HEIGHTS_IN = {Curves: 3.4, Profile: 5.0, Shape: 5.0}
OF_SPACE = {Curves: draw_curves, Profile: draw_profile, Shape: draw_shape}


def is_drawable(result):
    """Say whether :func:`draw` makes a figure of `result`."""
    if isinstance(result, (tuple, list)):
        return bool(result) and all(isinstance(part, KINDS) for part in result)
    return isinstance(result, KINDS)


def draw(
    result: Any,
    panels: str | Iterable[str] | None = None,
    *,
    start_ms: float | None = None,
    stop_ms: float | None = None,
) -> Figure:
    """Give a figure of what a run showed.

    Parameters
    ----------
    result : Recording, Family, Curves, Profile or Shape, or a tuple of them
        A tuple is drawn one below the other: a phase plane under its traces.
    panels : sequence of str, optional
        For a Recording or a Family: traces, or panels of several traces ("voltage", "stimulus", "gates",
        "currents", ...), from top to bottom; by default all that was recorded.
    start_ms, stop_ms : float, optional
        For a Recording or a Family: the stretch of time to show [ms].

    Returns
    -------
    matplotlib.figure.Figure

    Raises
    ------
    TypeError, ValueError
        `result` is nothing that can be drawn, a panel is unknown or was not recorded, or the stretch is
        empty.

    Examples
    --------
    >>> draw(rec, panels=["v", "gates"], start_ms=45, stop_ms=75)
    >>> draw((rec, Curves(x="v [mV]", y="n", lines={"trajectory": (rec.v, rec.n)})))
    """
    if not is_drawable(result):
        parts = result if isinstance(result, (tuple, list)) else (result,)
        rows = any(is_vector(part) or isinstance(part, np.ndarray) for part in parts)
        hint = " Make one of what was recorded: hhlab.draw(hhlab.Recording(t=t, v=v))." if rows else ""
        raise TypeError(
            f"draw() needs a Recording, Family, Curves, Profile or Shape, but it is {shown(result)}.{hint}"
        )
    parts = list(result) if isinstance(result, (tuple, list)) else [result]
    chosen = {"panels": panels, "start_ms": start_ms, "stop_ms": stop_ms}
    heights = [_height_in(part, panels) for part in parts]
    figure = Drawing(figsize=(WIDTH_IN, sum(heights)), layout="constrained")
    papers: Iterable[Any] = [figure]
    if len(parts) > 1:
        papers = figure.subfigures(len(parts), 1, squeeze=False, height_ratios=heights)[:, 0]
    for paper, part in zip(papers, parts, strict=True):
        _draw(paper, part, chosen)
    return figure


def _height_in(part, panels):
    if isinstance(part, (Recording, Family)):
        return sum(heights_of(groups_of(part, panels))) + 0.6
    return HEIGHTS_IN[type(part)]


def _draw(paper, part, chosen):
    if isinstance(part, Recording):
        return draw_recording(paper, part, **chosen)
    if isinstance(part, Family):
        return draw_family(paper, part, **chosen)
    for name, value in chosen.items():
        if value is not None:
            raise TypeError(f"{name} chooses from a Recording or a Family, not from {shown(part)}.")
    return OF_SPACE[type(part)](paper, part)
