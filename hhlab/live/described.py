"""An explorer whose run is NEURON's alone, described: a program with slots, and what is drawn of it.

What is described is the run as it is now. A program is inferred from a few runs and then made again, at other
values, by a NEURON of its own: what differs in one bit is not described.
"""

import functools
import itertools
import math
import random
from unittest.mock import patch

import ipywidgets as widgets
import numpy as np

from ..descriptions.parameters import Membrane
from ..results.measures import current_density_uA_per_cm2, heading, readings
from ..results.recording import TRACES, Recording
from ..scripts.hoc_capture import captured
from ..scripts.hoc_numbers import expression_of
from ..scripts.hoc_program import program_of
from ..scripts.literals import Refused
from ..simulator.integration import V_LIMIT_MV
from ..workers import worker
from .controls import Control
from .outcomes import live_parts, note_on, other_parts
from .playground import MEASURES as PLAYGROUND
from .playground import measured
from .scope.frames import MOST_SAMPLES
from .scope.panels import sheet_of

MOST_VARIANTS = 12  # of what can be chosen from lists
SEEN = 5  # runs of each, besides those at the ends of all sliders
MOST_NUMBERS = 400  # that follow from the sliders, in one array
MEASURES = ("spike_count", "rate_hz", "peak_mV", "lowest_mV", "half_width_ms", "arrival_ms", "impulse_count")


def described(explorer):
    """Give the description of an explorer's run as what JSON can hold, or None where there is none.

    Parameters
    ----------
    explorer : Explorer

    Returns
    -------
    dict or None
        ``controls``, their names; ``traces``, the words for each; and ``variants``, one for each choice from
        the lists among the controls: ``when`` it holds, ``hoc``, ``vectors``, ``sources`` of arrays,
        ``parts`` of the result, ``panels``, ``arrays`` of the panels, and ``derived``.
    """
    try:
        return _described(explorer)
    except Refused:
        return None


def _described(explorer):
    sliders, lists = {}, {}
    for name, control in explorer.controls.items():
        if isinstance(control, Control) and type(control.value) is float:
            sliders[name] = control
        else:
            lists[name] = _choices(name, control)
    choices = [dict(zip(lists, few, strict=True)) for few in itertools.product(*lists.values())]
    if len(choices) > MOST_VARIANTS:
        raise Refused("There are too many choices from lists.")
    run, derive = explorer._plain
    variants = [_variant(run, derive, sliders, explorer.values, chosen) for chosen in choices]
    names = {name for one in variants for part in one["parts"] for name in part["traces"]}
    return {
        "controls": list(explorer.controls),
        "traces": {name: [TRACES[name].label, TRACES[name].unit] for name in TRACES if name in names},
        "variants": variants,
    }


def _choices(name, control):
    """Give the values that can be chosen in a control that is no slider."""
    if isinstance(control, widgets.Checkbox):
        return [False, True]
    if isinstance(control, Control):
        found = [control.at(place) for place in control.places]
    elif isinstance(control, (widgets.Dropdown, widgets.ToggleButtons)):
        found = [value for _, value in control._options_full]
    else:
        raise Refused(f"{name} is a control of its own kind.")
    if not all(isinstance(value, (bool, int, float, str)) for value in found):
        raise Refused(f"{name} chooses among what no page can hold.")
    return found


def _variant(run, derive, sliders, values, chosen):
    settings = [
        {**values, **chosen},
        *({**values, **chosen, **_drawn(sliders, k)} for k in range(SEEN)),
        *({**values, **chosen, **_ends(sliders, k)} for k in (0, 1)),
    ]
    captures = []
    with patch.object(worker, "inside", lambda: True):  # in this process, where it can be looked at
        for one in settings if sliders else settings[:1]:
            try:
                captures.append(captured(run, one))
            except Refused:
                raise
            except Exception:
                import traceback,os; os.environ.get("HDEBUG") and traceback.print_exc()
                continue  # an error for these values, as in the lab
    if len(captures) < min(len(settings), 1 + SEEN // 2):
        raise Refused("The function fails.")
    engine = captures[0].ends[0][0] == "advance"
    return {
        "when": chosen,
        **_drawn_from(captures),
        "derived": _readings(derive),
        "most_mV": V_LIMIT_MV if engine else None,
    }


def _drawn(sliders, seed):
    """Give values with all their digits, somewhere on the way of each slider."""
    chance = random.Random(seed)
    found = {}
    for name, control in sliders.items():
        low, high = control._range.low, control._range.high
        if hasattr(control._range, "ends"):
            found[name] = chance.uniform(low, high)
        else:
            found[name] = math.exp(chance.uniform(math.log(low), math.log(high)))
    return found


def _ends(sliders, which):
    return {name: float(control.at(control.places[-which])) for name, control in sliders.items()}


def _drawn_from(captures):
    """Give the program, and from which of its Vectors each array of the picture comes."""
    sheets, results = [], []
    for one in captures:
        live = live_parts(one.result)
        plain = all(isinstance(part, Recording) for part in live)
        if not live or not plain or other_parts(one.result) or note_on(one.result):
            raise Refused("The result is more than Recordings.")
        if any(len(part.t) > MOST_SAMPLES for part in live):
            raise Refused("The run has more samples than a page draws.")
        results.append(live)
        sheets.append(sheet_of(live))
    shapes = [[_without_limits(panel) for panel in sheet.panels] for sheet in sheets]
    if any(shape != shapes[0] for shape in shapes):
        raise Refused("The picture is not the same for all values.")
    numbers = Sources(captures)
    arrays = [numbers.of(list(few)) for few in zip(*(sheet.arrays for sheet in sheets), strict=True)]
    parts = []
    for few in zip(*results, strict=True):
        traces = {name: numbers.of([part.traces[name] for part in few]) for name in few[0].traces}
        parts.append({"t": numbers.of([part.t for part in few]), "traces": traces})
    hoc, names = program_of(captures, numbers.references)
    return {
        "hoc": hoc,
        "vectors": names,
        "sources": numbers.sources,
        "parts": parts,
        "panels": shapes[0],
        "arrays": arrays,
    }


def _without_limits(panel):
    """Give a panel without what the numbers on its axes make of it."""
    axes = {
        letter: {name: panel[letter][name] for name in panel[letter] if name not in ("found", "limits", "tight")}
        for letter in "xy"
    }
    return {**panel, **axes}


class Sources:
    """Where arrays come from: recorded by a Vector, the sum of two, a density, or numbers.

    Attributes
    ----------
    references : list of str
        What each Vector of the program records.
    sources : list of [kind, ...]
    """

    def __init__(self, captures):
        self.captures, self.references, self.sources = captures, [], []

    def of(self, arrays):
        """Give the number of the source of an array, which is here once from each run."""
        found = self._recorded(arrays) or self._density(arrays) or self._sum(arrays) or self._numbers(arrays)
        if not found:
            raise Refused("What is drawn is not what was recorded.")
        if found not in self.sources:
            self.sources.append(found)
        return self.sources.index(found)

    def _vector(self, reference):
        if reference not in self.references:
            self.references.append(reference)
        return self.references.index(reference)

    def _common(self, arrays):
        """Give the references that have recorded an array in every run."""
        found = [
            one.references.get(np.ascontiguousarray(array, dtype=float).tobytes(), ())
            for one, array in zip(self.captures, arrays, strict=True)
        ]
        common = [reference for reference in found[0] if all(reference in few for few in found)]
        return sorted(common, key=lambda one: (not one.endswith(("(0.5)", "&t")), one not in self.references))

    def _recorded(self, arrays):
        common = self._common(arrays)
        return common and ["vector", self._vector(common[0])]

    def _density(self, arrays):
        for area in set(self.captures[0].areas.values()):
            areas = [{v: k for k, v in one.areas.items()}.get(area) for one in self.captures]
            if None in areas:
                continue
            for name in sorted({name for few in self.captures[0].references.values() for name in few}):
                if not name.startswith("&point"):
                    continue
                for kind, form in (
                    ("times then over", lambda x, a: x * 1e5 / a),
                    ("over then times", lambda x, a: x / a * 1e5),
                ):
                    if all(
                        np.array_equal(form(_array(one, name), a), array)
                        for one, a, array in zip(self.captures, areas, arrays, strict=True)
                    ):
                        return [kind, self._vector(name), self._vector(area)]
        return None

    def _sum(self, arrays):
        names = sorted(
            {name for few in self.captures[0].references.values() for name in few if name.startswith("&point")}
        )
        for pair in itertools.combinations(names, 2):
            if all(
                np.array_equal(_array(one, pair[0]) + _array(one, pair[1]), array)
                for one, array in zip(self.captures, arrays, strict=True)
            ):
                return ["sum", *map(self._vector, pair)]
        return None

    def _numbers(self, arrays):
        lengths = set(map(len, arrays))
        if len(lengths) > 1 or max(lengths) > MOST_NUMBERS:
            return None
        told = [(one.values, one.known) for one in self.captures]
        found = [expression_of(few, told) for few in zip(*(map(float, one) for one in arrays), strict=True)]
        return None if None in found else ["numbers", found]


def _array(capture, name):
    return next(
        (np.frombuffer(data) for data, few in capture.references.items() if name in few), np.array([])
    )


def _readings(derive):
    """Give the derived quantities, as [heading, name of the measure]."""
    if derive is None:
        return []
    if derive is measured:
        own = [[heading(one), one.__name__] for one in PLAYGROUND]
        own[-1][1] = "half_width_of_spike_ms"  # a dash without a spike
        density = [heading(current_density_uA_per_cm2), "strongest_density", Membrane().area_um2]
        return [density, *own]
    if isinstance(derive, functools.partial) and derive.func is readings:
        measures = derive.keywords["measures"]
        if all(one.__module__ == heading.__module__ and one.__name__ in MEASURES for one in measures):
            return [[heading(one), one.__name__] for one in measures]
    raise Refused("The derived quantities are a function of its own.")
