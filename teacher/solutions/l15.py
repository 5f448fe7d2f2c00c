"""The solution of the capstone."""

from hhlab.exercises.bank.l15 import NORMAL
from hhlab.exercises.mystery import SECRETS

from . import Solution


def excluding(neuron):
    """Give what charges as usual excludes, the capacitance, or what it does not, when it is not as usual."""
    return "celsius by charging" if SECRETS[neuron][0] == "cm" else "cm by charging"


def excluding_nothing(neuron):
    """Give an experiment that comes out the same with that candidate and without it."""
    name, _ = SECRETS[neuron]
    return {"cm": "cm by charging", "damage": "celsius by charging"}.get(name, "damage by charging")


def said(neuron, by=1.0):
    """Give an answer whose change from the usual value is `by` times the true one."""
    name, value = SECRETS[neuron]
    return f"{name} {NORMAL[name] + by * (value - NORMAL[name]):.6g}; {excluding(neuron)}"


def another(neuron):
    return f"{'gl' if SECRETS[neuron][0] != 'gl' else 'gkbar'} 0.001"


SOLUTIONS = {
    "L15.mystery": Solution(
        right=lambda neuron, evidence: said(neuron),
        wrong={
            "no-exclusion": lambda neuron, evidence: said(neuron).partition(";")[0],
            "not-excluded": lambda neuron, evidence: f"{another(neuron)}; {excluding_nothing(neuron)}",
            "another": lambda neuron, evidence: f"{another(neuron)}; {excluding(neuron)}",
            "no-value": lambda neuron, evidence: f"{SECRETS[neuron][0]}; {excluding(neuron)}",
            "unchanged": lambda neuron, evidence: said(neuron, 0),
            "wrong-way": lambda neuron, evidence: said(neuron, -0.1),
            "which": lambda neuron, evidence: said(neuron, 3),
            "rough": lambda neuron, evidence: said(neuron, 1.45),
            "type": lambda neuron, evidence: "gnabar a lot",
        },
        method="Rest and a small step first (gl, cm), then peak (ena, gnabar), width (gkbar, celsius), and "
        "the currents under voltage clamp; what is as usual excludes what would have moved it. If "
        "all of it is as usual, the axon (damage). Then fit the value "
        "by laying traces over each other.",
    ),
}
