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
            "wrong-way": lambda neuron: said(neuron, -0.9),
            "which": lambda neuron: f"{SECRETS[neuron][0]} {_far_off(neuron):.6g}",
            "rough": lambda neuron: f"{SECRETS[neuron][0]} {_a_little_off(neuron):.6g}",
            "type": lambda neuron: "gnabar a lot",
        },
        method="Rest and a small step first (gl, cm), then peak (ena, gnabar), width (gkbar, celsius), and "
        "the currents under voltage clamp; if all of it is as usual, the axon (damage). Then fit the value "
        "by laying traces over each other.",
    ),
}


def _far_off(neuron):
    name, value = SECRETS[neuron]
    return 1.6 * value if value > NORMAL[name] else 0.5 * value


def _a_little_off(neuron):
    return SECRETS[neuron][1] * 1.2
