"""The files of an explorer for a page: what it is, and beside it the pictures of each control."""

import json
import signal
from base64 import b64encode

from ...figures.palette import KEPT
from ...scripts.hoc_proof import claims_of, hold
from ...scripts.literals import Refused
from ...workers import asking, stdrun
from ...workers.double import sent_by
from ..described import described
from .contents import FORMAT, controls_of, said
from .lines import Lines
from .packing import packed
from .runs import BUDGET_S, runs_of
from .slots import slots_of

SLOWEST_S = 60


def files_of(explorer, name, neuron=True, budget_s=BUDGET_S):
    """Give the files of an explorer as a dict of name to bytes; the first is ``NAME.json``.

    Parameters
    ----------
    explorer : Explorer
    name : str
        Of the files.
    neuron : bool
        Whether the page has NEURON, which then makes the pictures of what can be described.
    budget_s : float
        About how long the pictures may take [s].
    """
    controls = controls_of(explorer)
    first = explorer.values
    presets = {label: explorer._defaults | chosen for label, chosen in explorer._presets.items()}
    solved = _described(explorer) if neuron and len(controls) == len(explorer.controls) else None
    own = [] if solved else controls  # of which pictures are made ahead
    lines = Lines(explorer)
    runs = runs_of(explorer, own, {"": first} | ({} if solved else presets), lines, budget_s)
    told, *presets_told = runs.pop(None) or [{"key": "", "error": "There is no picture."}]
    files = {}
    for control in own:
        if made := runs[control["name"]]:
            control["family"] = f"{name}-{control['name']}.bin"
            files[control["family"]] = packed(_on_stops(control, made))
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
        "colours": KEPT,  # of kept traces
        "handles": {label: list(names) for label, names in explorer._handles.items()},
        "first": b64encode(packed([told], exact=True)).decode(),
        "firsts": f"{name}-presets.bin" if presets_told else None,
        "script": lines.first,
        "scripts": _slots(explorer, solved, lines) if solved and lines.first else [],
        "described": solved,
    }
    return {f"{name}.json": json.dumps(data, ensure_ascii=False).encode()} | files


def _described(explorer):
    """Give what NEURON in the page needs, or None; what a double claims of it is proved here."""

    def find(send):
        def claim(proofs):
            send(1, json.dumps(claims_of(proofs)).encode())

        send(0, json.dumps(described(explorer, claim)).encode())

    found = _in_a_double(find)
    try:
        hold(found.get(1, []))
    except (Refused, OSError):
        return None
    return found.get(0)


def _slots(explorer, solved, lines):
    choices = [one["when"] for one in solved["variants"]]

    def find(send):
        asking.Questions(send)
        send(0, json.dumps(slots_of(explorer, choices, lines)).encode())

    return _in_a_double(find).get(0, [])


def _in_a_double(find):
    """Give what a function sends, which makes runs in its own process, by number; it may fail on its way."""

    def work(send):
        stdrun.quicken()
        signal.alarm(SLOWEST_S)
        find(send)

    return {number: json.loads(text) for number, text in sent_by(work, asking.pass_on)}


def _on_stops(control, runs):
    """Give the runs by their places among the stops that have one; a slider keeps no others."""
    if control["kind"] != "slider":
        return sorted(runs, key=lambda run: run["key"])
    made = sorted({run["key"] for run in runs} | {control["place"]})
    control["stops"] = [control["stops"][place] for place in made]
    control["place"] = made.index(control["place"])
    return sorted(({**run, "key": made.index(run["key"])} for run in runs), key=lambda run: run["key"])
