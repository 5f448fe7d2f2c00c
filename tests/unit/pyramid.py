"""NEURON's pyramidal cell without NEURON: its file read as numbers, its cable solved by Kirchhoff's law.

Every point of the tracing is a node here, and the resistance between two of them is that of a cone.
"""

import math
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.linalg import splu

BRANCHES = (31, 3, 11, 13, 1, 9, 9, 1)  # of dendrite_1 to dendrite_8, as the file declares them
CM_PER_UM = 1e-4


@cache
def tracing():
    """Give {name: points (N, 4) [µm]} and {name: (parent, share of its length)}."""
    home = Path(find_spec("neuron").submodule_search_locations[0])
    text = next(home.rglob("demo/pyramid.nrn")).read_text(encoding="latin-1").partition("SOMA COORD")[2]
    numbers = iter([float(one) for one in text.split() if re.fullmatch(r"-?\d*\.?\d+(e-?\d+)?", one)])
    points = {"soma": _rows(numbers)}
    names = [[f"dendrite_{k}[{i}]" for i in range(n)] for k, n in enumerate(BRANCHES, 1)]
    for name in (name for some in names for name in some):
        next(numbers)  # segments
        points[name] = _rows(numbers)
    parents = {some[0]: ("soma", 0.5) for some in names}
    for some in names:
        for name in some[1:]:
            parents[name] = some[int(next(numbers))], next(numbers)
    assert next(numbers, None) is None
    return points, parents


def _rows(numbers):
    rows = np.array([[next(numbers) for _ in range(4)] for _ in range(int(next(numbers)))])
    rows[:, 3] = np.abs(rows[:, 3])  # a diameter below zero marks a spine
    return rows


def lengths_um(points):
    """Give the length between each point and the next [µm]."""
    return np.linalg.norm(np.diff(points[:, :3], axis=0), axis=1)


def area_um2(points):
    """Give the area of the cones between the points [µm²], without their ends."""
    first, second = points[:-1, 3] / 2, points[1:, 3] / 2
    slant = np.sqrt(lengths_um(points) ** 2 + (second - first) ** 2)
    return float((math.pi * (first + second) * slant).sum())


def cable(Ra=150.0, leak=5e-5, cm=0.0, Hz=0.0):
    """Give a function from two places, (branch, share of its length), to their transfer impedance [MΩ].

    Parameters
    ----------
    Ra, leak, cm : float
        In Ω·cm, S/cm² and µF/cm².
    Hz : float
        Of the sine; 0 for a steady current.
    """
    points, parents = tracing()
    along = {name: np.concatenate([[0.0], np.cumsum(lengths_um(rows))]) for name, rows in points.items()}
    nodes, links, membrane = {}, [], []

    def node(name, place_um):
        """Give the number of the node there: an end is the parent's place that it grows from."""
        if place_um <= 0 and name in parents:
            parent, share = parents[name]
            return node(parent, share * along[parent][-1])
        return nodes.setdefault((name, round(place_um, 6)), len(nodes))

    cuts = {name: set(np.round(places, 6)) for name, places in along.items()}
    for parent, share in parents.values():
        cuts[parent].add(round(share * along[parent][-1], 6))
    per_cm2 = leak + 2j * math.pi * Hz * cm * 1e-6
    for name, places in cuts.items():
        ordered = sorted(places)
        diam = np.interp(ordered, along[name], points[name][:, 3])
        for k in range(len(ordered) - 1):
            ends = node(name, ordered[k]), node(name, ordered[k + 1])
            length, (one, other) = ordered[k + 1] - ordered[k], diam[k : k + 2] / 2
            if length <= 0:
                continue
            ohm = Ra * length * CM_PER_UM / (math.pi * one * other * CM_PER_UM**2)
            links.append((*ends, 1 / ohm))
            area = math.pi * (one + other) * math.hypot(length, one - other) * CM_PER_UM**2
            membrane += [(ends[0], per_cm2 * area / 2), (ends[1], per_cm2 * area / 2)]
    size = len(nodes)
    i, j, g = (np.array(one) for one in zip(*links, strict=True))
    at, y = (np.array(one) for one in zip(*membrane, strict=True))
    rows = np.concatenate([i, j, i, j, at]).astype(int)
    columns = np.concatenate([j, i, i, j, at]).astype(int)
    solve = splu(coo_array((np.concatenate([-g, -g, g, g, y]), (rows, columns)), (size, size)).tocsc()).solve

    def weights(place):
        """Give the share of each node in a place between two."""
        name, share = place
        ordered = sorted(cuts[name])
        um = share * along[name][-1]
        k = min(max(int(np.searchsorted(ordered, um)), 1), len(ordered) - 1)
        part = (um - ordered[k - 1]) / (ordered[k] - ordered[k - 1])
        found = np.zeros(size, complex)
        found[node(name, ordered[k - 1])] += 1 - part
        found[node(name, ordered[k])] += part
        return found

    return lambda one, other: abs(weights(one) @ solve(weights(other))) * 1e-6
