"""Where the arrays of a picture come from: from which Vectors of a program, and by what arithmetic."""

import base64
import itertools

import numpy as np

from .hoc_numbers import expression_of
from .literals import Refused

MOST_NUMBERS = 400  # that follow from the sliders, in one array
MOST_CONSTANT = 20_000  # numbers that are the same for all values
FACTORS = (1000.0, 0.001, -1.0)


class Sources:
    """The sources of arrays.

    Attributes
    ----------
    references : list of str
        What each Vector of the program holds, in hoc.
    sources : list of [kind, ...]
        ``["vector", number]``; ``["sum", number, number]``; ``["scaled", number, factor]``; for a density
        ``["times then over", number, number of an area]`` or ``["over then times", ...]``; in µm along
        Sections in a row ``["places", [[number of a Section, number of its length, share of it], ...]]``;
        ``["numbers", [expression, ...]]``; ``["constant", text]``, doubles in base 64.
    """

    def __init__(self, captures):
        self.captures, self.references, self.sources = captures, [], []

    def of(self, arrays):
        """Give the number of the source of an array, which is here once from each run.

        Raises
        ------
        Refused
            It is not known how it follows from what NEURON recorded.
        """
        arrays = [np.ascontiguousarray(array, dtype=float) for array in arrays]
        ways = (self._recorded, self._constant, self._numbers, self._density, self._scaled, self._sum)
        found = next(filter(None, (way(arrays) for way in ways)), None)
        return self._number(found)

    def places(self, arrays):
        """Give the number of the source of places along the Sections."""
        found = self._numbers(arrays) or self._along(arrays)
        return self._number(found)

    def _number(self, found):
        if not found:
            raise Refused("What is drawn is not what was recorded.")
        if found not in self.sources:
            self.sources.append(found)
        return self.sources.index(found)

    def _vector(self, reference):
        if reference not in self.references:
            self.references.append(reference)
        return self.references.index(reference)

    def _recorded(self, arrays):
        found = [
            one.references.get(array.tobytes(), ()) for one, array in zip(self.captures, arrays, strict=True)
        ]
        common = [reference for reference in found[0] if all(reference in few for few in found)]
        # a current rather than what sets it, and the middle rather than an end
        common.sort(key=lambda one: (not one.endswith(("(0.5)", "&t", ".i")), one not in self.references))
        return common and ["vector", self._vector(common[0])]

    def _constant(self, arrays):
        first = arrays[0]
        if len(first) > MOST_CONSTANT or any(one.tobytes() != first.tobytes() for one in arrays):
            return None
        if len(first) <= MOST_NUMBERS and np.isfinite(first).all():
            return ["numbers", first.tolist()]
        return ["constant", base64.b64encode(first.astype("<f8").tobytes()).decode()]

    def _numbers(self, arrays):
        lengths = set(map(len, arrays))
        if len(lengths) > 1 or max(lengths) > MOST_NUMBERS:
            return None
        told = [one.told for one in self.captures]
        found = [expression_of(few, told) for few in zip(*(map(float, one) for one in arrays), strict=True)]
        return None if None in found else ["numbers", found]

    def _density(self, arrays):
        forms = {"times then over": lambda x, a: x * 1e5 / a, "over then times": lambda x, a: x / a * 1e5}
        for area in set(self.captures[0].areas.values()):
            areas = [{v: k for k, v in one.areas.items()}.get(area) for one in self.captures]
            if None in areas:
                continue
            for name, (kind, form) in itertools.product(self._currents(), forms.items()):
                made = (form(_array(one, name), a) for one, a in zip(self.captures, areas, strict=True))
                if all(map(np.array_equal, made, arrays)):
                    return [kind, self._vector(name), self._vector(area)]
        return None

    def _scaled(self, arrays):
        for name, factor in itertools.product(self._currents(), FACTORS):
            if all(map(np.array_equal, (factor * _array(one, name) for one in self.captures), arrays)):
                return ["scaled", self._vector(name), factor]
        return None

    def _sum(self, arrays):
        for one, other in itertools.combinations(self._currents(), 2):
            made = (_array(few, one) + _array(few, other) for few in self.captures)
            if all(map(np.array_equal, made, arrays)):
                return ["sum", self._vector(one), self._vector(other)]
        return None

    def _along(self, arrays):
        found = []
        for few in zip(*arrays, strict=True):
            place = self._place(few)
            if place is None:
                return None
            found.append(place)
        return ["places", [[i, self._vector(f"cable[{i}] L"), share] for i, share in found]]

    def _place(self, few):
        """Give (number of a Section, share of its length) of a place, where each begins as another ends."""
        for i in range(len(self.captures[0].lengths)):
            starts = [sum(one.lengths[:i]) for one in self.captures]
            shares = {
                round((place - start) / one.lengths[i], 12)
                for one, start, place in zip(self.captures, starts, few, strict=True)
            }
            if len(shares) != 1:
                continue
            for share in _near(shares.pop(), few[0] - starts[0], self.captures[0].lengths[i]):
                made = [
                    start + share * one.lengths[i] for one, start in zip(self.captures, starts, strict=True)
                ]
                if all(map(float.__eq__, made, map(float, few))):
                    return i, share
        return None

    def _currents(self):
        names = {name for few in self.captures[0].references.values() for name in few}
        return sorted(name for name in names if name.startswith("&point"))


def _near(share, place, length):
    """Give numbers that a rounded share may have been."""
    exact = place / length
    around = (exact, np.nextafter(exact, -1), np.nextafter(exact, 2))
    return [0.0, 1.0, *map(float, around)] if share in (0.0, 1.0) else [*map(float, around)]


def _array(capture, name):
    return next((np.frombuffer(data) for data, few in capture.references.items() if name in few), np.zeros(0))
