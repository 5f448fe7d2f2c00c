"""Run in a process of its own by `running`: a student's MOD text, compiled, inserted, and voltage-clamped."""

import re
import warnings

from neuron import h

from ..mechanisms.compiling import compile_mechanism
from ..mechanisms.source import MechanismError
from ..mechanisms.text import code, line_at
from .running import serve

BLOCKS = re.compile(r"\b(?:PARAMETER|ASSIGNED|STATE|CONSTANT)\s*\{([^}]*)\}")
REFUSED = (
    *("VERBATIM", "INCLUDE", "POINTER", "BBCOREPOINTER", "EXTERNAL", "FUNCTION_TABLE", "CONSTRUCTOR"),
    *("DESTRUCTOR", "POINT_PROCESS", "ARTIFICIAL_CELL", "NET_RECEIVE", "RANDOM"),
)
CALLED = (
    *("exp", "log", "log10", "sqrt", "fabs", "abs", "pow", "sin", "cos", "tan", "tanh", "sinh", "cosh"),
    *("floor", "ceil", "fmod", "if", "while", "for", "else", "return", "exprelr"),
)
SETTLE_MS = 1.0  # before the step


def refusal(text):
    """Give a sentence on what MOD text has that is not run here, or "" where it has nothing of the kind.

    Without C of its own, strings and calls of C functions it can do no more than compute.
    """
    bare = code(text, keep=("string", "verbatim"))
    for word in REFUSED:
        if found := re.search(rf"\b{word}\b", bare):
            return f"Line {line_at(bare, found.start())}: {word} is not run here."
    if found := re.search('"', bare):
        return f"Line {line_at(bare, found.start())}: a text in quotes is not run here."
    declared = " ".join(re.sub(r"\([^)]*\)", " ", block) for block in BLOCKS.findall(bare))
    own = {*re.findall(r"[A-Za-z]\w*", declared), *CALLED}
    heads = re.findall(r"\b(?:FUNCTION|PROCEDURE)\s+(\w+)\s*\(((?:[^()]|\([^()]*\))*)\)", bare)
    for name, arguments in heads:
        own |= {name, *re.findall(r"[A-Za-z]\w*", re.sub(r"\([^)]*\)", " ", arguments))}
    # what a block is called by, and units after a bracket or number, are no calls
    body = re.sub(r"\b(?:NEURON|UNITS|PARAMETER|ASSIGNED|STATE|CONSTANT)\s*\{[^}]*\}", _blank, bare)
    for found in re.finditer(r"\b([A-Za-z_]\w*)\s*\(", body):
        if found[1] not in own:
            return f"Line {line_at(body, found.start())}: there is no function {found[1]} here."
    return ""


def main(task):
    """Give the potassium current [mA/cm²] during steps of the potential, one row for each.

    Parameters
    ----------
    task : dict
        ``text``; ``hold`` and ``steps`` [mV], ``ek`` [mV], ``celsius``, ``dur`` [ms], ``every`` [ms].
    """
    if sentence := refusal(task["text"]):
        raise MechanismError(sentence)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        name = compile_mechanism(task["text"] if "\n" in task["text"] else task["text"] + "\n")
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert(name)
    if not hasattr(soma(0.5), "ik"):
        raise MechanismError("Nothing writes ik: the NEURON block needs USEION k READ ek WRITE ik.")
    soma.ek = task["ek"]
    h.celsius, h.dt = task["celsius"], 0.0125
    clamp = h.SEClamp(soma(0.5))
    clamp.rs, clamp.dur1, clamp.amp1, clamp.dur2 = 1e-4, SETTLE_MS, task["hold"], 1e9
    found = []
    for step in task["steps"]:
        clamp.amp2 = step
        found.append(_stepped(soma, task))
    return found


def _stepped(soma, task):
    times = h.Vector([SETTLE_MS + task["every"] * k for k in range(round(task["dur"] / task["every"]) + 1)])
    current = h.Vector().record(soma(0.5)._ref_ik, times)
    h.finitialize(task["hold"])
    while h.t < times[-1] + h.dt:
        h.fadvance()
    return [x if abs(x) < 1e9 else None for x in current]


def _blank(found):
    return re.sub(r"[^\n]", " ", found[0])


if __name__ == "__main__":
    serve(main, MechanismError)
