"""The check of an exercise as a page makes it: runs of NEURON with slots, what is read off, and no answer.

A check that is not made of such runs stays in the lab.
"""

import random
from unittest.mock import patch

from ..exercises.bank import find
from ..exercises.checks import FINE
from ..exercises.course import course
from ..exercises.judging import area_um2
from ..exercises.readings import Named, Reading
from ..exercises.units import taken_for
from ..scripts.hoc_capture import captured
from ..scripts.hoc_program import program_of
from ..scripts.hoc_proof import prove
from ..scripts.hoc_sources import Sources
from ..scripts.literals import Refused
from ..simulator.integration import V_LIMIT_MV
from ..workers import worker

SEEN = 5  # runs from which a program is inferred
SECRET = "hhlab.exercises.mystery"


def check_of(exercise_id, given):
    """Give the check of one variant as what JSON can hold, or None where a page cannot make it.

    It looks at NEURON's whole model, so that it belongs into a process without a student's own.
    """
    proofs = []
    try:
        found = inferred(find(exercise_id), given, proofs)
        prove(proofs)
    except Refused:
        return None
    return found


def inferred(exercise, given, proofs):
    """Give the check of one variant, and add to `proofs` what is to be proved of its programs.

    Raises
    ------
    Refused
        It is not made of runs with slots.
    """
    given = {**exercise.before, **given}
    made = getattr(exercise.check, "made", {})
    if isinstance(made.get("truth"), Named):
        truth = made["truth"]
        found = {"named": {"read": _read(truth.reading, given, proofs), "names": list(truth.names)}}
        codes = {"right", "empty", *exercise.options}
    elif exercise.kind == "number" and "target" in made:
        found = {"unit": exercise.unit} | _number(exercise, made, given, proofs)
        codes = set(exercise.ladders) - set(made["mistakes"]) | set(found["mistakes"])
    else:
        raise Refused("The check is a function of its own.")
    hints = {code: list(exercise.ladder(code, given)) for code in exercise.ladders if code in codes}
    return found | {"hints": hints, "directionAfter": course().direction_after}


def _number(exercise, made, given, proofs):
    mistakes = {}
    for code, target in made["mistakes"].items():
        try:
            mistakes[code] = _target(target, given, proofs)
        except Refused:
            continue  # the page says less of this mistake than the lab
    sides = taken_for(1.0, exercise.unit, area_um2(given))
    return {
        "target": _target(made["target"], given, proofs),
        "mistakes": mistakes,
        "slips": list(made["slips"]),
        "sides": [[code, factor] for code, factor in sides],
    }


def _target(target, given, proofs):
    made = getattr(target, "made", {})
    if "does" in made:
        read = _read(made["does"], given, proofs, made["start"])
        search = {name: made[name] for name in ("start", "most", "growth")}
        tolerance = {"rel": made["margin"], "within": 0.0, "positive": True}
        return tolerance | {"search": {**search, "fine": made["margin"] * FINE, "read": read}}
    tolerance = {"rel": made.get("rel"), "within": made.get("within")}
    if made.get("known"):
        return tolerance | {"value": float(made["truth"](**given))}
    return tolerance | {"read": _read(made.get("truth"), given, proofs)}


def _read(reading, given, proofs, start=None):
    """Give a reading and its run; with a `start`, the run of a number of about that size."""
    if not isinstance(reading, Reading):
        raise Refused("What is read off the run is a function of its own.")
    chance = random.Random(0)
    tried = [{"x": start * chance.uniform(0.2, 4)} for _ in range(SEEN)] if start else [{}]

    def run(**x):
        return reading.run(*x.values(), **given)

    with patch.object(worker, "inside", lambda: True):  # in this process, where it can be looked at
        run(**tried[0])  # what a run is made from may be found by other runs, once
        runs = [captured(run, x, closed=SECRET) for x in tried]
    places = [reading.at(*x.values(), **given) for x in tried]
    if any(one != places[0] for one in places):
        raise Refused("Where it is read depends on the number.")
    return {"what": reading.what, "at": places[0], "run": _program(runs, proofs)}


def _program(captures, proofs):
    """Give a run as :func:`hhlab.live.described.described` does, without a picture of it."""
    sources = Sources(captures)
    results = [one.result for one in captures]
    traces = {name: sources.of([one.traces[name] for one in results]) for name in results[0].traces}
    part = {"kind": "recording", "t": sources.of([one.t for one in results]), "traces": traces}
    hoc, vectors = program_of(captures, sources.references)
    proofs.append((hoc, vectors, sources.references, captures))
    made = {"hoc": hoc, "vectors": vectors, "sources": sources.sources, "parts": [part]}
    return made | {"most_mV": V_LIMIT_MV}
