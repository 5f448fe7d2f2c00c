"""The membrane potential on the form of a cell, at every moment."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..descriptions.quantities import ends, number, shown
from .columns import column, grid, listed, text


@dataclass(frozen=True, eq=False, kw_only=True)
class Shape:
    """V(t) in every segment of a cell, with the cylinders in space that it is made of.

    ``hhlab.shape_of(cell, t, v)`` makes one of NEURON's Sections.

    Parameters
    ----------
    names : sequence of str, length S
        Of the segments, such as "soma(0.5)".
    pieces : array, shape (P, 2, 4)
        The two ends of each cylinder: x, y, z and diameter [µm].
    of : sequence of int, length P
        The number of the segment that each cylinder belongs to, from 0.
    t : sequence of float, shape (N,)
        Time of one run, never falling [ms].
    v : S rows of N numbers
        Membrane potential [mV].
    at_ms : float, optional
        The moment shown first; by default the one at which a segment is farthest from where it began.
    v_range : (least, greatest), optional
        What the colours tell [mV]; by default all that was recorded.
    marks : mapping of str to (x, y, z), optional
        Places with a name [µm], such as that of an electrode.
    configuration : str, optional
        How the run was made.

    Raises
    ------
    TypeError, ValueError
        Shapes differ, time goes backwards, or a value is not finite.

    Examples
    --------
    >>> import hhlab
    >>> cylinder = [[(0, 0, 0, 10), (20, 0, 0, 10)]]
    >>> hhlab.Shape(names=["soma(0.5)"], pieces=cylinder, of=[0], t=[0, 1], v=[[-65, -60]])
    Shape of 1 segments, 2 samples to 1 ms
    """

    names: Sequence[str]
    pieces: np.ndarray
    of: np.ndarray
    t: np.ndarray
    v: np.ndarray
    at_ms: float = None  # type: ignore[assignment]  # until __post_init__ has found the moment
    v_range: tuple | None = None
    marks: Mapping = field(default_factory=dict)
    configuration: str = ""

    def __post_init__(self):
        names = tuple(text("A name in Shape.names", name) for name in listed("Shape.names", self.names))
        t = column("Shape.t", self.t)
        v = grid("Shape.v", [np.asarray(row) for row in listed("Shape.v", self.v)], (len(names), len(t)))
        if (np.diff(t) < 0).any():
            raise ValueError("Shape.t goes backwards: pass the time of one run, in ms.")
        pieces, of = np.asarray(self.pieces, float), np.asarray(self.of, int)
        if pieces.ndim != 3 or pieces.shape[1:] != (2, 4) or len(pieces) != len(of):
            raise ValueError(
                f"Shape.pieces must have the shape (P, 2, 4), and Shape.of the length P, but they have "
                f"{pieces.shape} and {of.shape}."
            )
        if not np.isfinite(pieces).all() or (len(of) and not 0 <= of.min() <= of.max() < len(names)):
            raise ValueError("Shape.pieces must be finite, and each belong to one of the named segments.")
        if not isinstance(self.marks, Mapping):
            raise TypeError(
                f'Shape.marks must be a dict {{"electrode": (x, y, z)}}, not {shown(self.marks)}.'
            )
        marks = {text("A mark", name): column(f"Shape.marks[{name!r}]", x) for name, x in self.marks.items()}
        if any(len(place) != 3 for place in marks.values()):
            raise ValueError("A mark of a Shape is at (x, y, z), in µm.")
        farthest = np.abs(v - v[:, :1]).max(axis=0).argmax()
        at = t[farthest] if self.at_ms is None else self.at_ms
        found = {
            "names": names,
            "pieces": pieces,
            "of": of,
            "t": t,
            "v": v,
            "at_ms": number("Shape.at_ms", at, "ms", low=t[0], high=t[-1]),
            "v_range": ends("Shape.v_range", self.v_range),
            "marks": marks,
            "configuration": text("Shape.configuration", self.configuration),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def when(self, at_ms: float) -> NDArray[np.float64]:
        """Give the potential in every segment, at the sample nearest to a moment [mV], shape (S,)."""
        at_ms = number("at_ms", at_ms, "ms", low=self.t[0], high=self.t[-1])
        return self.v[:, np.argmin(np.abs(self.t - at_ms))]

    @property
    def colours_mV(self) -> tuple[float, float]:
        """The potentials of the darkest and of the lightest colour."""
        low, high = self.v_range or (float(self.v.min()), float(self.v.max()))
        return (low, high) if high > low else (low - 0.5, high + 0.5)

    def __repr__(self):
        return (
            f"Shape of {len(self.names)} segments, {len(self.t):,} samples to {self.t[-1]:g} ms"
            f"{f' ({self.configuration})' if self.configuration else ''}"
        )
