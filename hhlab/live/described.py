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
from ..results.curves import Curves
from ..results.measures import current_density_uA_per_cm2, heading, readings
from ..results.profile import Profile
from ..results.recording import TRACES, Recording
from ..scripts.hoc_capture import captured
from ..scripts.hoc_numbers import label_of
from ..scripts.hoc_program import program_of
from ..scripts.hoc_proof import prove
from ..scripts.hoc_readings import readings_of
from ..scripts.hoc_sources import Sources
from ..scripts.literals import Refused
from ..simulator.integration import V_LIMIT_MV
from ..workers import worker
from .controls import Control
from .outcomes import derived_in, live_parts, note_on, other_parts
from .scope.frames import MOST_SAMPLES, bounded
from .scope.panels import sheet_of
from .soma import MEASURES as PLAYGROUND
from .soma import measured

MOST_VARIANTS = 12  # of what can be chosen from lists
SHAPES = ("lines", "dots", "marks")  # of Curves, in the order in which they are drawn
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
    engine = captures[0].ends[0][0] == "advance"
    return {
        "when": chosen,
        **_drawn_from(captures, proofs),
        "derived": _readings(derive, captures),
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


def _drawn_from(captures, proofs):
    """Give the program, and from which of its Vectors each array of the picture comes."""
    results = [live_parts(one.result) for one in captures]
    for one, live in zip(captures, results, strict=True):
        if not live or other_parts(one.result) or note_on(one.result) or derived_in(one.result):
            raise Refused("The result is more than a page can make.")
        if any(len(part.t) > MOST_SAMPLES for part in live if hasattr(part, "t")):
            raise Refused("The run has more samples than a page draws.")
    if len({tuple(map(type, live)) for live in results}) > 1:
        raise Refused("The result is not the same for all values.")
    sources = Sources(captures)
    parts = [_part(few, sources) for few in zip(*results, strict=True)]
    sheets = [sheet_of(bounded(live)) for live in results]
    panels, arrays = _panels(sheets, parts, sources)
    hoc, names = program_of(captures, sources.references)
    proofs.append((hoc, names, sources.references, captures))
    drawn = {"sources": sources.sources, "parts": parts, "panels": panels, "arrays": arrays}
    return {"hoc": hoc, "vectors": names, **drawn}


def _part(few, sources):
    """Give a part of the result, which is here once from each run, by its sources."""
    first = few[0]
    if isinstance(first, Recording):
        traces = {name: sources.of([part.traces[name] for part in few]) for name in first.traces}
        return {"kind": "recording", "t": sources.of([part.t for part in few]), "traces": traces}
    if isinstance(first, Profile):
        if first.others or any(part.v_range != first.v_range for part in few):
            raise Refused("The profile is more than a page can make.")
        rows = [sources.of(rows) for rows in zip(*(part.v for part in few), strict=True)]
        peaks = all(part.at_ms == part.t[np.argmax(part.v[len(part.x_um) // 2])] for part in few)
        if not peaks and any(part.at_ms != first.at_ms for part in few):
            raise Refused("The moment of the profile follows from the sliders in an unknown way.")
        x, t = sources.places([part.x_um for part in few]), sources.of([part.t for part in few])
        at = None if peaks else first.at_ms
        return {"kind": "profile", "x": x, "t": t, "rows": rows, "at": at, "v_range": first.v_range}
    if isinstance(first, Curves):
        return _curves(few, sources)
    raise Refused(f"No page makes a {type(first).__name__}.")


def _curves(few, sources):
    first = few[0]
    for name in ("x", "y", "log", "x_range", "y_range"):
        if any(getattr(part, name) != getattr(first, name) for part in few):
            raise Refused("The axes are not the same for all values.")
    if first.log:
        raise Refused("An axis is logarithmic.")
    told = [one.told for one in sources.captures]
    found = {"kind": "curves", "x": first.x, "y": first.y, "x_range": first.x_range}
    for kind in SHAPES:
        found[kind] = []
        for shapes in zip(*(getattr(part, kind).items() for part in few), strict=True):
            label = label_of([one for one, _ in shapes], told)
            if label is None:
                raise Refused("A label follows from the sliders in an unknown way.")
            x, y = (sources.of([np.atleast_1d(pair[i]) for _, pair in shapes]) for i in (0, 1))
            found[kind].append([label, x, y])
    faint = [list(part.lines).index(label) for part in few[:1] for label in part.faint]
    return found | {"faint": faint}


def _panels(sheets, parts, sources):
    """Give the panels without what the numbers make of them, and where each of their arrays comes from."""
    shapes, arrays = [], [None] * len(sheets[0].arrays)
    curves = iter(part for part in parts if part["kind"] == "curves")
    profiles = iter(i for i, part in enumerate(parts) if part["kind"] == "profile")
    for few in zip(*(sheet.panels for sheet in sheets), strict=True):
        panel = dict(few[0])
        if panel["kind"] == "profile":
            panel["part"] = next(profiles)
            for role, number in (
                ("places", panel["series"][0]["x"]),
                ("grid", panel["series"][0]["y"]),
                ("times", panel["times"]),
            ):
                arrays[number] = [role, panel["part"]]
        labels = None
        if panel["kind"] == "plot" and "group" not in panel:
            part = next(curves)
            labels = [label for kind in SHAPES for label, *_ in part[kind]]
            panel["held"] = part["x_range"]
            panel["dotted"] = any(one["style"] == "dots" for one in panel["series"])
        panel["series"] = []
        for i, lines in enumerate(zip(*(one["series"] for one in few), strict=True)):
            panel["series"].append({**lines[0], "label": labels[i] if labels else [lines[0]["label"]]})
            if any({**line, "label": None} != {**lines[0], "label": None} for line in lines):
                raise Refused("The lines are not the same for all values.")
        shapes.append(_bare(panel))
        if any(_bare({**one, "series": []}, panel) != {**shapes[-1], "series": []} for one in few):
            raise Refused("The picture is not the same for all values.")
    for number, source in enumerate(arrays):
        if source is None:
            arrays[number] = sources.of([sheet.arrays[number] for sheet in sheets])
    return shapes, arrays


def _bare(panel, like=None):
    """Give a panel without what the numbers on its axes make of it."""
    panel = {**{name: like[name] for name in ("part", "held", "dotted") if like and name in like}, **panel}
    made = ("found", "limits", "tight", "whole")
    of_profile = (*made, "unit", "least")
    for letter in "xyt":
        if letter in panel:
            left_out = of_profile if panel["kind"] == "profile" and letter != "y" else made
            panel[letter] = {name: value for name, value in panel[letter].items() if name not in left_out}
    panel.pop("at", None)
    return panel


def _readings(derive, captures):
    """Give the derived quantities, as [heading, name of the measure, what it is given, ...]."""
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
    return [[name, "read", what] for name, what in readings_of(derive, [one.result for one in captures])]
