"""What a described run shows: the parts of its result and their panels, without the numbers."""

import numpy as np

from ..results.curves import Curves
from ..results.profile import Profile
from ..results.recording import Recording
from ..scripts.hoc_numbers import label_of
from ..scripts.hoc_program import program_of
from ..scripts.hoc_sources import Sources
from ..scripts.literals import Refused
from .outcomes import derived_in, live_parts, note_on, other_parts
from .scope.frames import MOST_SAMPLES, bounded
from .scope.panels import sheet_of

SHAPES = ("lines", "dots", "marks")  # of Curves, in the order in which they are drawn


def drawn_from(captures):
    """Give the program of a run, and from which of its Vectors each array of the picture comes.

    Parameters
    ----------
    captures : list of Capture
        The run at several values.

    Returns
    -------
    drawn : dict
        As :func:`hhlab.live.described.described` gives it of a variant.
    references : list of str
        What each of its Vectors records, in hoc.

    Raises
    ------
    Refused
        The result is more than a page can make of what NEURON recorded.
    """
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
    drawn = {"sources": sources.sources, "parts": parts, "panels": panels, "arrays": arrays}
    return {"hoc": hoc, "vectors": names, **drawn}, sources.references


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
