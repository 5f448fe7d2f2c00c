"""From Sections and what was recorded in them to a Shape."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from neuron import nrn

from ..descriptions.quantities import shown
from ..results.columns import listed
from ..results.shape import Shape

MOST_PIECES = 1200  # about as many as a picture shows


def shape_of(
    sections: Iterable[nrn.Section] | Mapping[str, nrn.Section],
    t: Any,
    v: Any,
    *,
    marks: Mapping[str, nrn.Segment] | None = None,
    at_ms: float | None = None,
    v_range: tuple[float, float] | None = None,
) -> Shape:
    """Give the Shape of a cell: its potential in space and time, to be drawn and turned.

    Parameters
    ----------
    sections : dict of Sections, or sequence of them
        With points in space, as `Morphology.build` makes them.
    t : Vector or sequence of float, shape (N,)
        Time [ms].
    v : list of Vectors, or rows of N numbers
        The potential [mV] of each segment, in the order
        ``[segment for section in sections for segment in section]``.
    marks : dict of str to Segment, optional
        Segments to be shown with a name, such as that of an electrode.
    at_ms : float, optional
        The moment shown first.
    v_range : (least, greatest), optional
        What the colours tell [mV].

    Returns
    -------
    Shape

    Raises
    ------
    TypeError, ValueError
        A Section has no points, or there are more or fewer rows than segments.

    Examples
    --------
    >>> from neuron import h
    >>> import hhlab
    >>> cell = hhlab.pyramidal_cell().build()
    >>> v = [h.Vector([-65, -60]) for section in cell.values() for segment in section]
    >>> hhlab.shape_of(cell, [0, 1], v)
    Shape of 79 segments, 2 samples to 1 ms
    """
    given = sections.values() if isinstance(sections, Mapping) else sections
    cell: list[Any] = listed("sections", given)
    for section in cell:
        if not isinstance(section, nrn.Section):
            raise TypeError(f"shape_of() needs NEURON's Sections, but there is {shown(section)}.")
        if section.n3d() < 2:
            raise ValueError(f"{section.name()} has no points in space: call h.define_shape() before.")
    rows = listed("v", v)
    names = [f"{section.name()}({segment.x:.3g})" for section in cell for segment in section]
    if len(rows) != len(names):
        raise ValueError(
            f"v has {len(rows)} rows, but these Sections have {len(names)} segments. Record all of them: "
            "[h.Vector().record(segment._ref_v) for section in sections for segment in section]."
        )
    grain = sum(section.L for section in cell) / MOST_PIECES
    pieces, of, first = [], [], 0
    for section in cell:
        ends, numbers = _pieces(section, grain)
        pieces.append(ends)
        of.append(first + numbers)
        first += section.nseg
    places = {name: _place(segment) for name, segment in (marks or {}).items()}
    return Shape(
        names=names,
        pieces=np.concatenate(pieces),
        of=np.concatenate(of),
        t=t,
        v=rows,
        at_ms=at_ms,  # type: ignore[arg-type]
        v_range=v_range,
        marks=places,
    )


def _pieces(section, grain):
    """Give the cylinders of a Section, cut where its segments meet, and the segment of each."""
    along, points = _line(section)
    cuts = np.linspace(0, along[-1], section.nseg + 1)
    # points nearer to each other than a picture shows are left out
    between = [along[0]]
    for place in along[1:]:
        if place - between[-1] >= grain:
            between.append(place)
    places = np.unique(np.concatenate([cuts, between]))
    places = places[np.diff(places, prepend=-1.0) > 1e-6]
    drawn = np.stack([np.interp(places, along, column) for column in points.T], axis=1)
    middle = (places[1:] + places[:-1]) / 2
    numbers = np.clip(np.searchsorted(cuts, middle) - 1, 0, section.nseg - 1)
    return np.stack([drawn[:-1], drawn[1:]], axis=1), numbers


def _place(segment):
    if not isinstance(segment, nrn.Segment):
        raise TypeError(f"A mark must be a Segment, such as soma(0.5), but it is {shown(segment)}.")
    along, points = _line(segment.sec)
    return tuple(float(np.interp(segment.x * along[-1], along, column)) for column in points.T[:3])


def _line(section):
    """Give the points of a Section, shape (N, 4), and how far along it each is [µm]."""
    x, y, z, diam = section.x3d, section.y3d, section.z3d, section.diam3d
    points = np.array([(x(i), y(i), z(i), diam(i)) for i in range(section.n3d())])
    steps = np.linalg.norm(np.diff(points[:, :3], axis=0), axis=1)
    return np.concatenate([[0.0], np.cumsum(steps)]), points
