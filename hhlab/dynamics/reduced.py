"""Two variables instead of four: a phase plane that can be drawn.

m follows the potential at once, and h follows n along a straight line, h = offset - ratio·n.

Sources
-------
Krinskii and Kokoz (1973), Biofizika 18:506-511; Rinzel (1985), Fed. Proc. 44:2944-2946; FitzHugh (1961),
Biophys. J. 1:445-466, for the boundary that parts firing from rest.
"""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import odeint
from scipy.optimize import brentq, elementwise

from ..descriptions import rates
from ..descriptions.currents import gates_of
from ..descriptions.parameters import Membrane, Settings
from ..descriptions.quantities import number
from ..results.recording import Recording
from .equations import checked, checked_celsius, gate_names, ionic

V_GRID = np.linspace(-100.0, 55.0, 1241)
STEP_MS = 0.02
PATH_MS = 60.0
Values = float | NDArray[np.float64]
N_GRID = np.linspace(0.0, 1.0, 2001)
TOLERANCE = 1e-8
FAR = (-200.0, -1.0), (160.0, 2.0)  # v [mV] and n
ASPECT = 3.0  # of a picture of the plane: its width over its height
NOWHERE = np.array([np.nan]), np.array([np.nan])
BARB = np.deg2rad(150)  # from the way of an arrow to the two lines of its head


@dataclass(frozen=True, kw_only=True, eq=False)
class ReducedModel:
    """The reduced model of one membrane under one steady current.

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    density : float
        The steady current [µA/cm²].
    offset, ratio : float
        Of the line h = offset - ratio·n.
    n_shift_mV : float
        By how much n∞(v) and its time constant lie further to the right [mV].
    celsius : float
        Temperature [°C].

    Raises
    ------
    TypeError, ValueError
        A value is not a number or outside its limits.

    Examples
    --------
    >>> import hhlab
    >>> model = hhlab.ReducedModel(membrane=hhlab.Membrane.squid_1952())
    >>> round(float(model.equilibria()[0][0]), 2)
    -65.09
    """

    membrane: Membrane = field(default_factory=Membrane)
    density: float = 0.0
    offset: float = 0.89
    ratio: float = 1.1
    n_shift_mV: float = 0.0
    celsius: float = Settings.celsius

    def __post_init__(self):
        membrane, density = checked(self.membrane, self.density)
        if gate_names(membrane) != ["m", "h", "n"]:
            raise ValueError(
                f"Two variables stand for m, h and n; this membrane has {', '.join(gate_names(membrane))}."
            )
        found = {
            "membrane": membrane,
            "density": density,
            "offset": number("offset", self.offset, low=-5, high=5),
            "ratio": number("ratio", self.ratio, low=-5, high=5),
            "n_shift_mV": number("n_shift_mV", self.n_shift_mV, "mV", low=-100, high=100),
            "celsius": checked_celsius(self.celsius),
        }
        for name, value in found.items():
            object.__setattr__(self, name, value)

    def _gate(self, name):
        return next(gate for gate in gates_of(self.membrane) if gate.name == name)

    def slope(self, v: Values, n: Values) -> tuple[Any, Any]:
        """Give dv/dt [mV/ms] and dn/dt [1/ms] at `v` [mV] and `n`."""
        h = self.offset - self.ratio * n
        current = ionic(self.membrane, [v, self._gate("m").steady_state(v), h, n])
        tau = self._gate("n").tau_ms(v - self.n_shift_mV, self.celsius)
        return (self.density - current) / self.membrane.cm, (self.n_nullcline(v) - n) / tau

    def n_nullcline(self, v: Values) -> Any:
        """Give the n at which n stands still, for each `v` [mV]; n∞."""
        return self._gate("n").steady_state(v - self.n_shift_mV)

    def v_nullcline(self, v: Values) -> NDArray[np.float64]:
        """Give the least n from 0 to 1 at which v stands still, for each `v` [mV]; nan without one."""
        v = np.asarray(v, dtype=float)
        excess = self.slope(v[..., np.newaxis], N_GRID)[0]
        crossed = excess[..., :-1] * excess[..., 1:] <= 0
        first = crossed.argmax(axis=-1)
        bracket = N_GRID[first], N_GRID[first + 1]
        found = elementwise.find_root(lambda n, v: self.slope(v, n)[0], bracket, args=(v,))
        return np.where(crossed.any(axis=-1), found.x, np.nan)

    def equilibria(self) -> list[tuple[float, float, NDArray[Any]]]:
        """Give every equilibrium as (v [mV], n, its two eigenvalues [1/ms]), the lowest first."""

        def excess(v):
            return self.slope(v, self.n_nullcline(v))[0]

        signs = np.sign(excess(V_GRID))
        places = [
            brentq(excess, V_GRID[i], V_GRID[i + 1], xtol=1e-13)
            for i in np.flatnonzero(signs[:-1] * signs[1:] < 0)
        ]
        return [(v, float(self.n_nullcline(v)), self._eigenvalues(v)) for v in places]

    def _eigenvalues(self, v):
        n, dv, dn = self.n_nullcline(v), 1e-4, 1e-6
        by_v = np.subtract(self.slope(v + dv, n), self.slope(v - dv, n)) / (2 * dv)
        by_n = np.subtract(self.slope(v, n + dn), self.slope(v, n - dn)) / (2 * dn)
        return np.linalg.eigvals(np.column_stack([by_v, by_n]))

    def trajectory(self, v: float, n: float, *, tstop: float = PATH_MS) -> Recording:
        """Give the Recording of ``v`` and ``n`` that starts at `v` [mV] and `n`, for `tstop` ms."""
        v, n = number("v", v, "mV", low=-150, high=150), number("n", n, low=0, high=1)
        tstop = number("tstop", tstop, "ms", above=0, high=2000)
        path = self._path(v, n, tstop, 1.0)
        return Recording(path[0], v=path[1], n=path[2], configuration="reduced model, LSODA, rtol 1e-8")

    def separatrix(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the v [mV] and the n of the curve that parts firing from rest; nan where there is none.

        Where rest and firing are both stable it is the unstable cycle between them. Elsewhere it is the
        path, followed back in time, that keeps to the middle branch of the v nullcline: states on either
        side of it part within a millisecond or two, though none of them is a threshold in the strict sense.
        """
        found = self.equilibria()
        if not found:
            return NOWHERE
        v, n, values = found[0]
        if (values.real < 0).all():
            # back in time the unstable cycle attracts
            end = 400.0
            _, back_v, back_n = self._path(v + 0.5, n, end, -1.0)
            if len(back_v) * STEP_MS >= end:
                period = 1000 * 2 * np.pi / max(abs(values.imag).max(), 0.1) / 1000
                last = int(2 * period / STEP_MS)
                return back_v[-last:], back_n[-last:]
        nullcline = self.v_nullcline(V_GRID)
        inner = np.flatnonzero((v + 1 < V_GRID) & (V_GRID < 20) & np.isfinite(nullcline))
        if not len(inner):
            return NOWHERE
        top = inner[np.argmax(nullcline[inner])]
        _, back_v, back_n = self._path(V_GRID[top], nullcline[top] - 1e-3, 60.0, -1.0)
        return back_v, back_n

    def arrows(
        self, v_range: tuple[float, float], n_range: tuple[float, float], *, columns: int = 24, rows: int = 9
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the v [mV] and the n of arrows that point the way a state goes, all of one length.

        They fill a window of the plane, and are lines with gaps, as Curves draws them; their angles are those
        of a picture three times as wide as high.
        """
        across, up = (np.arange(many) + 0.5 for many in (columns, rows))
        v, n = np.meshgrid(
            v_range[0] + across / columns * np.ptp(v_range), n_range[0] + up / rows * np.ptp(n_range)
        )
        dv, dn = self.slope(v.ravel(), n.ravel())
        way = np.angle(dv / np.ptp(v_range) * ASPECT + 1j * dn / np.ptp(n_range))
        shaft = 0.7 * min(ASPECT / columns, 1 / rows) * np.exp(1j * way)
        head = [0.4 * shaft * np.exp(1j * turn) for turn in (BARB, -BARB)]
        tip, gap = shaft / 2, np.full_like(shaft, np.nan)
        steps = np.stack([-tip, tip, tip + head[0], gap, tip, tip + head[1], gap], axis=1)
        along = v.ravel()[:, None] + steps.real * np.ptp(v_range) / ASPECT
        return along.ravel(), (n.ravel()[:, None] + steps.imag * np.ptp(n_range)).ravel()

    def _path(self, v, n, tstop, way):
        """Give t, v and n along a trajectory, forward (way 1) or back (-1), while it stays in the plane."""
        t = np.arange(0.0, tstop + STEP_MS / 2, STEP_MS)
        # the quick one has the rates of 1952 written in
        of_1952 = self.membrane.kinetics == "squid_1952"
        t, slope = t[t <= tstop], self._scalar_slope() if of_1952 else self.slope

        def moves(y, _):
            # bounded beyond the plane, or a path that leaves it would have no end
            v, n = (min(max(one, low), high) for one, low, high in zip(y.tolist(), *FAR, strict=True))
            return [way * one for one in slope(v, n)]

        v, n = odeint(moves, (v, n), t, rtol=TOLERANCE, atol=TOLERANCE).T
        inside = (np.abs(v + 20) < 120) & (np.abs(n - 0.5) < 0.8)
        left = inside[:-1] & ~inside[1:]
        here = slice(left.argmax() + 1 if left.any() else None)
        return t[here], v[here], n[here]

    def _scalar_slope(self):
        """Give :meth:`slope` for single floats: a path asks for it twenty thousand times."""
        cell, speed = self.membrane, rates.Q10 ** ((self.celsius - rates.CELSIUS_1952) / 10)
        na, k, leak = (1000 * g / cell.cm for g in (cell.gnabar, cell.gkbar, cell.gl))

        def slope(v, n):
            above, there = v - rates.V_REST, v - rates.V_REST - self.n_shift_mV
            opening = _linoid(0.1, 25 - above)
            m = opening / (opening + 4 * math.exp(-above / 18))
            h = self.offset - self.ratio * n if cell.inactivation else 1.0
            ionic = na * m**3 * h * (v - cell.ena) + k * n**4 * (v - cell.ek) + leak * (v - cell.el)
            turned = _linoid(0.01, 10 - there) * (1 - n) - 0.125 * math.exp(-there / 80) * n
            return self.density / cell.cm - ionic, speed * turned

        return slope


def _linoid(factor, x):
    return factor * (x / math.expm1(x / 10) if x else 10.0)


def reduced_hopf_uA_per_cm2(
    membrane: Membrane | None = None, *, celsius: float = Settings.celsius, **reduction: float
) -> float:
    """Give the current at which the rest of the reduced model loses its stability, in µA/cm².

    Parameters
    ----------
    membrane : Membrane, optional
        By default ``Membrane()``, NEURON's ``hh``.
    celsius : float
        Temperature [°C].
    **reduction
        ``offset``, ``ratio``, ``n_shift_mV``.

    Returns
    -------
    float
        In µA/cm².

    Raises
    ------
    ValueError
        It is stable, or unstable, at every current from -20 to 200 µA/cm².

    Examples
    --------
    >>> import hhlab
    >>> round(hhlab.reduced_hopf_uA_per_cm2(hhlab.Membrane.squid_1952()), 2)
    6.75
    """

    def growth(density):
        model = ReducedModel(membrane=membrane, density=density, celsius=celsius, **reduction)
        found = model.equilibria()
        return found[0][2].real.max() if found else -1.0

    grid = np.linspace(-20, 200, 111)
    grown = np.array([growth(density) for density in grid])
    rising = np.flatnonzero((grown[:-1] < 0) & (grown[1:] >= 0))
    if len(rising) == 0:
        raise ValueError("The rest of this reduced model does not lose its stability from -20 to 200 µA/cm².")
    return float(brentq(growth, grid[rising[0]], grid[rising[0] + 1], xtol=1e-9))
