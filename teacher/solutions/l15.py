"""The solution of the capstone."""

from hhlab.exercises.bank.l15 import NORMAL
from hhlab.exercises.mystery import SECRETS

from . import Solution


def said(neuron, by=1.0):
    """Give an answer whose change from the usual value is `by` times the true one."""
    name, value = SECRETS[neuron]
    return f"{name} {NORMAL[name] + by * (value - NORMAL[name]):.6g}"


SOLUTIONS = {
    "L15.mystery": Solution(
        right=said,
        wrong={
            "another": lambda neuron: f"{'gl' if SECRETS[neuron][0] != 'gl' else 'cm'} 0.001",
            "no-value": lambda neuron: SECRETS[neuron][0],
            "unchanged": lambda neuron: said(neuron, 0),
            "wrong-way": lambda neuron: said(neuron, -0.1),
            "which": lambda neuron: said(neuron, 3),
            "rough": lambda neuron: said(neuron, 1.45),
            "type": lambda neuron: "gnabar a lot",
        },
        method="Rest and a small step first (gl, cm), then peak (ena, gnabar), width (gkbar, celsius), and "
        "the currents under voltage clamp; if all of it is as usual, the axon (damage). Then fit the value "
        "by laying traces over each other.",
    ),
}
