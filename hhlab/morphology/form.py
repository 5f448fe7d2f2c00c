"""The form of a cell: branches of points in space, each on its parent, and the Sections made of them."""

from dataclasses import dataclass

import numpy as np
from neuron import h, nrn
from numpy.typing import NDArray

from ..descriptions.quantities import shown


@dataclass(frozen=True, eq=False)
class Branch:
    """One unbranched stretch of a cell.

    Parameters
    ----------
    name : str
    points : array, shape (N, 4)
        x, y, z and diameter of each point [µm].
    parent : str
        The branch that it grows from; "" for the root.
    at : float
        Where on the parent it begins, from 0 to 1.
    """

    name: str
    points: NDArray[np.float64]
    parent: str = ""
    at: float = 1.0


@dataclass(frozen=True, eq=False)
class Morphology:
    """The form of a cell, without any membrane: branches, of which each stands after its parent.

    Parameters
    ----------
    name : str
        Where it is from.
    branches : tuple
        Each has a ``name``, ``points`` of shape (N, 4) (x, y, z and diameter [µm]), the name of its
        ``parent``, and where it is ``at`` that parent, from 0 to 1.

    Examples
    --------
    >>> import hhlab
    >>> form = hhlab.pyramidal_cell()
    >>> len(form.branches)
    79
    >>> round(form.build()["soma"].L)
    37
    """

    name: str
    branches: tuple

    def build(self) -> dict[str, nrn.Section]:
        """Give NEURON's Sections of this form by their names, in the process that calls.

        They have neither channels nor more than one segment each; both are yours to choose. They live as
        long as something holds them.
        """
        sections: dict[str, nrn.Section] = {}
        for branch in self.branches:
            section = h.Section(name=branch.name)
            for point in branch.points.tolist():
                section.pt3dadd(*point)
            if branch.parent:
                section.connect(sections[branch.parent](branch.at))
            sections[branch.name] = section
        return sections

    def path_to(self, name: str) -> list[str]:
        """Give the names of the branches from the root to one of them.

        Raises
        ------
        ValueError
            It has no such branch.
        """
        parents = {branch.name: branch.parent for branch in self.branches}
        if name not in parents:
            raise ValueError(f"There is no branch {shown(name)} in {self.name}; it has: {_some(parents)}.")
        path = [name]
        while parents[path[-1]]:
            path.append(parents[path[-1]])
        return path[::-1]

    def __repr__(self):
        length = sum(
            float(np.linalg.norm(np.diff(one.points[:, :3], axis=0), axis=1).sum()) for one in self.branches
        )
        points = sum(len(one.points) for one in self.branches)
        return f"Morphology {self.name}: {len(self.branches)} branches, {points:,} points, {length:.0f} µm"


def _some(names):
    first = list(names)[:6]
    return ", ".join(first) + (", …" if len(names) > len(first) else "")
