"""What a MOD text that compiles would still do to NEURON: end the process, or silently be wrong."""

import re
from collections import Counter

from .text import code, line_at

_ION = re.compile(
    r"\bUSEION\s+(\w+)((?:\s+(?:READ|WRITE)\s+\w+(?:\s*,\s*\w+)*)*)"
    r"(?:\s+(?:VALENCE|CHARGE)\s+(-?)\s*([\w.]+(?:[eE][-+]?\d+)?))?"
)
_DECLARATIONS = re.compile(r"\b(?:NEURON|ASSIGNED|PARAMETER|UNITS|CONSTANT|STATE)\s*\{[^}]*\}")
_CHARGES = {"ca": 2}  # which NEURON knows before the ion exists
_NOT_GIVEN = -10000  # what NEURON keeps for an ion whose charge nobody gave
_OF_POINTS = ("loc", "has_loc", "get_loc", "get_segment")


def in_the_way(text, declared, charge):
    """Give the sentence and the line of what NEURON could not bear to load, or None.

    Two charges of one ion, or an ion whose names are taken, end the process.

    Parameters
    ----------
    text : str
        MOD text that compiles.
    declared : callable
        Says whether NEURON has a name: ``h.name_declared``.
    charge : callable
        From the name of an ion's mechanism to its charge: ``h.ion_charge``.
    """
    bare = code(text)
    for found in _ION.finditer(bare):
        ion, given = found[1], _charge(found[3], found[4], bare)
        sentence = None
        known = charge(f"{ion}_ion") if declared(f"{ion}_ion", 1) else _CHARGES.get(ion)
        if known is not None:
            if given not in (None, known) and known != _NOT_GIVEN:
                sentence = (
                    f"The ion {ion} has the charge {known:g} here, and it cannot become {given:g}. "
                    "Restart the kernel, or give the ion another name"
                )
        elif given is None:
            sentence = (
                f"NEURON does not know the ion {ion} yet: give its charge, as in USEION {ion} ... VALENCE 2"
            )
        elif taken := [name for name in (f"e{ion}", f"{ion}i", f"{ion}o", f"i{ion}") if declared(name, 1)]:
            sentence = (
                f"An ion {ion} would need the name {taken[0]}, which NEURON has already: choose another name"
            )
        if sentence:
            return sentence, line_at(bare, found.start())
    if re.search(r"\b(?:POINT_PROCESS|ARTIFICIAL_CELL)\b", bare):
        for found in re.finditer(r"\b(?:RANGE|POINTER)\s+\w+(?:\s*,\s*\w+)*", bare):
            for name in sorted(set(_OF_POINTS).intersection(re.findall(r"\w+", found[0]))):
                return f"Every point process has a method {name}: choose another name", line_at(
                    bare, found.start()
                )
    return None


def oversights(text):
    """Yield sentences and lines about what compiles and runs, and is hardly meant."""
    bare = code(text)
    for found in re.finditer(r"\b(DERIVATIVE|KINETIC|LINEAR|NONLINEAR|DISCRETE)\s+(\w+)", bare):
        if not re.search(rf"\b(?:SOLVE\s+{found[2]}|{found[2]}\s*\()", bare):
            method = "cnexp" if found[1] == "DERIVATIVE" else "sparse"
            yield (
                f"{found[2]} is never solved: its states stay as they begin. BREAKPOINT needs "
                f"SOLVE {found[2]} METHOD {method}",
                line_at(bare, found.start()),
            )
    states = re.findall(r"\bSTATE\s*\{\s*(\w+)", bare)
    if states and not re.search(rf"\b(?:INITIAL|START|{states[0]}0)\b", bare):
        yield (
            f"There is no INITIAL block: {states[0]} begins at 0",
            line_at(bare, re.search(r"\bSTATE\b", bare).start()),
        )
    neuron = " ".join(re.findall(r"\bNEURON\s*\{([^}]*)", bare))
    body = _DECLARATIONS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), bare)
    for ion in re.findall(r"\bUSEION\s+(\w+)", neuron):
        used = re.search(rf"\be{ion}\b(?!\s*=[^=])", body)
        if used and not re.search(rf"\be{ion}\b", neuron):
            yield (
                f"e{ion} is not that of the ion: USEION {ion} needs READ e{ion}",
                line_at(bare, used.start()),
            )
    count = Counter(re.findall(r"\w+", text))
    for found in re.finditer(r"\b(RANGE|GLOBAL)\s+(\w+(?:\s*,\s*\w+)*)", bare):
        for name in re.findall(r"\w+", found[2]):
            if count[name] == 1:
                yield (
                    f"{name} stands in {found[1]} and nowhere else: it is not declared",
                    line_at(bare, found.start()),
                )
    for found in re.finditer(r"=\s*(-?[\d.]+)[ \t]*\((?:mS|mmho|mho|uS)/cm2\)", bare):
        if "mho/" not in found[0].replace("mmho", "") and not re.search(r"\b0*\.001\b|1e-0?3\b", bare):
            yield (
                "NEURON counts in S/cm2 and converts no unit: 36 mS/cm2 is 0.036 (S/cm2)",
                line_at(bare, found.start()),
            )
    for found in re.finditer(r"[-+*/=(]\s*(\d[\d.]*)[ \t]+(?!TO\b|BY\b|WITH\b)([A-Za-z]\w*)\s*\(", body):
        yield (
            f"Between {found[1]} and {found[2]} a sign such as * is missing; NEURON reads two statements",
            line_at(bare, found.start()),
        )


def _charge(sign, text, bare):
    if text is None:
        return None
    named = re.search(rf"\bDEFINE\s+{text}\s+(-?\s*\d+)", bare)
    number = float((named[1] if named else text).replace(" ", ""))
    return -number if sign else number
