"""The files of an explorer for a page: what it is, and beside it the pictures of each control."""

import json
from base64 import b64encode

from .contents import FORMAT, controls_of, said
from .packing import packed
from .runs import BUDGET_S, runs_of


def files_of(explorer, name, budget_s=BUDGET_S):
    """Give the files of an explorer as a dict of name to bytes; the first is ``NAME.json``.

    Parameters
    ----------
    explorer : Explorer
    name : str
        Of the files.
    budget_s : float
        About how long the pictures may take [s].
    """
    controls = controls_of(explorer)
    first = explorer.values
    presets = {label: explorer._defaults | chosen for label, chosen in explorer._presets.items()}
    runs, script = runs_of(explorer, controls, {"": first} | presets, budget_s)
    told, *presets_told = runs.pop(None) or [{"key": "", "error": "There is no picture."}]
    files = {}
    for control, (_, own) in zip(controls, runs.items(), strict=True):
        if own:
            control["family"] = f"{name}-{control['name']}.bin"
            files[control["family"]] = packed(_on_stops(control, own))
    if presets_told:
        files[f"{name}-presets.bin"] = packed(presets_told)
    data = {
        "format": FORMAT,
        "kind": "explorer",
        "name": explorer._name,
        "controls": controls,
        "presets": [  # in their order, which a dict in JavaScript does not keep: 1952 would come first
            [label, {one["name"]: said(explorer, one, values[one["name"]]) for one in controls}]
            for label, values in presets.items()
        ],
        "handles": {label: list(names) for label, names in explorer._handles.items()},
        "first": b64encode(packed([told], exact=True)).decode(),
        "firsts": f"{name}-presets.bin" if presets_told else None,
        "script": script,
        "described": None,
    }
    return {f"{name}.json": json.dumps(data, ensure_ascii=False).encode()} | files


def _on_stops(control, runs):
    """Give the runs by their places among the stops that have one; a slider keeps no others."""
    if control["kind"] != "slider":
        return sorted(runs, key=lambda run: run["key"])
    made = sorted({run["key"] for run in runs} | {control["place"]})
    control["stops"] = [control["stops"][place] for place in made]
    control["place"] = made.index(control["place"])
    return sorted(({**run, "key": made.index(run["key"])} for run in runs), key=lambda run: run["key"])
