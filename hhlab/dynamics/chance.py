"""Channels that open and close by chance: how many of one kind are in which state, a time step later.

A channel's state is how many of its gates are open: one of 5 for n⁴, of 8 for m³h. Its gates do not know of
each other, so while the voltage stands still the chances of every change within a step are exact. They are
computed once for each tenth of a millivolt, and read on straight lines between: right to some parts in
a hundred thousand.

Sources
-------
Hodgkin and Huxley (1952), J. Physiol. 117:500-544, for gates that open and close independently; Skaugen and
Walløe (1979), Acta Physiol. Scand. 107:343-363, for channels made of them.
"""

from functools import cache, lru_cache
from itertools import product
from math import comb, prod

import numpy as np

GRID_MV = np.linspace(-150.0, 150.0, 3001)  # beyond, every gate is where it is at the end


class Kind:
    """All channels of one current, or its conductance alone where nothing opens or closes.

    Parameters
    ----------
    current : Current
    gbar, reversal : float
        Its peak conductance [S/cm²] and its reversal potential [mV].
    number : int
        How many channels; 0 where it has none.
    dt, celsius : float
        The time step [ms] and the temperature [°C].
    """

    def __init__(self, current, gbar, reversal, number, dt, celsius):
        self.current, self.gbar, self.reversal, self.number = current, gbar, reversal, number
        self.gates = tuple(gate for gate in current.gates if gate.power)
        self.chances = _chances(self.gates, dt, celsius) if number else None

    def settled(self, v, rng):
        """Give how many are in each state, (trials, states), after a long time at `v` [mV], shape (trials,).

        Where there are no channels the one state conducts, and stays.
        """
        if not self.number:
            return np.ones((len(v), 1), dtype=int)
        shares = np.ones((len(v), 1))
        for gate in self.gates:
            x = gate.steady_state(v)
            shares = _outer(shares, changes(x, 1 - x, gate.power)[:, 0])
        return rng.multinomial(self.number, shares)

    def turned(self, counts, v, rng):
        """Give how many are in each state one step later, at `v` [mV] all the while."""
        if not self.number:
            return counts
        place = np.clip((v - GRID_MV[0]) / (GRID_MV[1] - GRID_MV[0]), 0.0, len(GRID_MV) - 1.001)
        below = place.astype(int)
        low, high = self.chances[below], self.chances[below + 1]
        chances = low + (place - below)[:, None, None] * (high - low)
        return rng.multinomial(counts, chances).sum(axis=1)

    def conductance(self, counts):
        """Give the conductance [S/cm²], shape (trials,): all gates must be open, the last state."""
        return self.gbar * counts[:, -1] / max(1, self.number)


@lru_cache(maxsize=8)
def _chances(gates, dt, celsius):
    """Give the chances of all changes within a step at each potential of the grid: (N, i, j)."""
    chances = np.ones((len(GRID_MV), 1, 1))
    for gate in gates:
        opening, closing = gate.opening(GRID_MV), gate.closing(GRID_MV)  # 1/ms, before temperature
        both = opening + closing
        moved = -np.expm1(-dt * gate.speed(celsius) * both) / both
        chances = _outer(chances, changes(opening * moved, closing * moved, gate.power))
    return chances


def changes(opening, closing, power):
    """Give the chances that of `power` gates of one sort j are open when i were, shape (N, i, j).

    Parameters
    ----------
    opening, closing : numpy.ndarray, shape (N,)
        The chance that one gate which is closed opens, and that one which is open closes.
    power : int
    """
    exponents, weights = _ways(power)
    chances = np.stack([1 - closing, closing, opening, 1 - opening], axis=1)
    powers = chances[:, :, None] ** np.arange(power + 1)
    each = powers[:, np.arange(4)[:, None], exponents].prod(axis=1)
    return (each @ weights).reshape(-1, power + 1, power + 1)


@cache
def _ways(power):
    """Give every way from i open gates to j: how many stay, close, open, remain; and where it counts."""
    exponents, weights = [], []
    for i, j, stay in product(range(power + 1), repeat=3):
        numbers = (stay, i - stay, j - stay, power - i - (j - stay))
        if min(numbers) >= 0:
            weight = np.zeros((power + 1, power + 1))
            weight[i, j] = comb(i, stay) * comb(power - i, j - stay)
            exponents.append(numbers)
            weights.append(weight.ravel())
    return np.array(exponents).T, np.array(weights)


def _outer(first, second):
    """Give the chances of two sorts of gates together."""
    letters = "ta,tb->tab" if first.ndim == 2 else "tab,tcd->tacbd"
    shape = [prod(pair) for pair in zip(first.shape[1:], second.shape[1:], strict=True)]
    return np.einsum(letters, first, second).reshape(len(first), *shape)
