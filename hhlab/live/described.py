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

from ..results.measures import heading, readings
from ..results.recording import TRACES
from ..scripts.hoc_capture import captured
from ..scripts.hoc_proof import prove
from ..scripts.hoc_readings import readings_of
from ..scripts.literals import Refused
from ..simulator.integration import V_LIMIT_MV
from ..workers import worker
from .controls import Control
from .described_parts import drawn_from
from .ranges import Log

MOST_VARIANTS = 12  # of what can be chosen from lists
SEEN = 5  # runs of each, besides those at the ends of all sliders
MEASURES = ("spike_count", "rate_hz", "peak_mV", "lowest_mV", "half_width_ms", "arrival_ms", "impulse_count")


def described(explorer, prove=prove):
    """Give the description of an explorer's run as what JSON can hold, or None where there is none.

    Parameters
    ----------
    explorer : Explorer
    prove : callable
        Takes a list of proofs, as :func:`hhlab.scripts.hoc_proof.prove` does.

    Returns
    -------
    dict or None
        ``controls``, their names; ``traces``, the words for each; and ``variants``, one for each choice from
        the lists among the controls: ``when`` it holds, ``hoc``, ``vectors``, ``sources`` of arrays,
        ``parts`` of the result, ``panels``, ``arrays`` of the panels, and ``derived``.
    """
    try:
        return _described(explorer, prove)
    except Refused:
        return None


def _described(explorer, prove):
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
    proofs = []
    variants = [_variant(run, derive, sliders, explorer.values, chosen, proofs) for chosen in choices]
    prove(proofs)
    names = {name for one in variants for part in one["parts"] for name in part.get("traces", ())}
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


def _variant(run, derive, sliders, values, chosen, proofs):
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
                continue  # an error for these values, as in the lab
    if len(captures) < min(len(settings), 1 + SEEN // 2):
        raise Refused("The function fails.")
    drawn, references = drawn_from(captures)
    proofs.append((drawn["hoc"], drawn["vectors"], references, captures))
    engine = captures[0].ends[0][0] == "advance"
    return {
        "when": chosen,
        **drawn,
        "derived": _readings(derive, captures),
        "most_mV": V_LIMIT_MV if engine else None,
    }


def _drawn(sliders, seed):
    """Give values with all their digits, somewhere on the way of each slider."""
    chance = random.Random(seed)
    found = {}
    for name, control in sliders.items():
        low, high = control._range.low, control._range.high
        if isinstance(control._range, Log):
            found[name] = math.exp(chance.uniform(math.log(low), math.log(high)))
        else:
            found[name] = chance.uniform(low, high)
    return found


def _ends(sliders, which):
    return {name: float(control.at(control.places[-which])) for name, control in sliders.items()}


def _readings(derive, captures):
    """Give the derived quantities, as [heading, name of the measure, what it is given, ...]."""
    if derive is None:
        return []
    if hasattr(derive, "in_page"):
        return derive.in_page
    if isinstance(derive, functools.partial) and derive.func is readings:
        measures = derive.keywords["measures"]
        if all(one.__module__ == heading.__module__ and one.__name__ in MEASURES for one in measures):
            return [[heading(one), one.__name__] for one in measures]
    return [[name, "read", what] for name, what in readings_of(derive, [one.result for one in captures])]
