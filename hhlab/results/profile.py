"""The membrane potential along an axon, at every moment: V(x, t)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..descriptions.quantities import ends, number, shown
from .columns import column, grid, listed, text
from .recording import Recording

LONG_UM = 9_000  # from here on a cable is told in mm


@dataclass(frozen=True, eq=False, kw_only=True)
class Profile:
    """V(x, t) along a cable: one potential for each place and each sample of time.

    Parameters
    ----------
    x_um : sequence of float, shape (X,)
        Places along the cable, rising [µm].
    t : sequence of float, shape (N,)
        Time of one run, never falling [ms].
    v : X rows of N numbers
        Membrane potential [mV]; a list of Vectors, one for each place, will do.
    at_ms : float, optional
        The moment whose profile is shown first; by default that of the highest potential half-way along.
    v_range : (least, greatest), optional
        What the axis of the potential shows at least, and the colours at most [mV]; where the potential moves
        little, a narrow one shows more.
    configuration : str, optional
        How the run was made: method, time step, temperature.
    others : mapping of str to X rows of N numbers, optional
        What else was recorded, by its name in ``hhlab.TRACES``.

    Raises
    ------
    TypeError, ValueError
        Shapes differ, places or times do not rise, or a value is not finite.

    Examples
    --------
    >>> vectors = [h.Vector().record(segment._ref_v) for segment in axon]
    >>> # ... run ...
    >>> Profile(x_um=[segment.x * axon.L for segment in axon], t=t, v=vectors, at_ms=2.0)
    """

    x_um: np.ndarray
    t: np.ndarray
    v: np.ndarray
    at_ms: float = None  # type: ignore[assignment]  # until __post_init__ has found the moment
    v_range: tuple | None = None
    configuration: str = ""
    others: Mapping = field(default_factory=dict)

    def __post_init__(self):
        x, t = column("Profile.x_um", self.x_um), column("Profile.t", self.t)
        v = grid("Profile.v", [np.asarray(row) for row in listed("Profile.v", self.v)], (len(x), len(t)))
        if (np.diff(x) <= 0).any():
            raise ValueError("Profile.x_um must rise from place to place.")
        if (np.diff(t) < 0).any():
            raise ValueError("Profile.t goes backwards: pass the time of one run, in ms.")
        at = t[np.argmax(v[len(x) // 2])] if self.at_ms is None else self.at_ms
        at = number("Profile.at_ms", at, "ms", low=t[0], high=t[-1])
        v_range = ends("Profile.v_range", self.v_range)
        text("Profile.configuration", self.configuration)
        if not isinstance(self.others, Mapping):
            raise TypeError(f'Profile.others must be a dict {{"m": rows}}, but it is {shown(self.others)}.')
        others = {name: grid(f"Profile.{name}", rows, v.shape) for name, rows in self.others.items()}
        found = {"x_um": x, "t": t, "v": v, "at_ms": at, "v_range": v_range, "others": others}
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def along(self, at_ms: float) -> NDArray[np.float64]:
        """Give the potential at every place, at the sample nearest to a moment [mV], shape (X,)."""
        at_ms = number("at_ms", at_ms, "ms", low=self.t[0], high=self.t[-1])
        return self.v[:, np.argmin(np.abs(self.t - at_ms))]

    def places(self) -> tuple[NDArray[np.float64], str]:
        """Give the places in the unit that suits the length of the cable, and that unit: "µm" or "mm"."""
        long = self.x_um[-1] - self.x_um[0] >= LONG_UM
        return (self.x_um / 1000, "mm") if long else (self.x_um, "µm")

    def nearest(self, x_um: float) -> int:
        """Give the number, from 0, of the place nearest to `x_um` [µm]."""
        x = self.x_um
        # the outer halves of the first and the last segment belong to the cable too
        before, after = ((x[1] - x[0]) / 2, (x[-1] - x[-2]) / 2) if len(x) > 1 else (0.0, 0.0)
        x_um = number("x_um", x_um, "µm", low=x[0] - before, high=x[-1] + after)
        return int(np.argmin(np.abs(x - x_um)))

    def at(self, x_um: float) -> Recording:
        """Give the Recording of an electrode at the place nearest to `x_um` [µm]."""
        i = self.nearest(x_um)
        others = {name: rows[i] for name, rows in self.others.items()}
        return Recording(self.t, configuration=self.configuration, v=self.v[i], **others)

    def __repr__(self):
        places, samples = self.v.shape
        return (
            f"Profile of v: {places} places to {self.x_um[-1]:g} µm, {samples:,} samples to {self.t[-1]:g} ms"
            f"{f' ({self.configuration})' if self.configuration else ''}"
        )
