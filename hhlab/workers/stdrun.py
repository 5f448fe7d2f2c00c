"""NEURON's standard run, four times as fast, where nobody has made it his own: equal samples, bit for bit.

``continuerun`` calls three interpreted procedures for each step; ``psolve`` makes the steps in one go. Python
that NEURON calls amid a run may see a difference: ``stoprun`` is heeded late, and ``h.t`` stands still.
"""

import ctypes
import re
from pathlib import Path

from neuron import h, hoc

NAMES = ("continuerun", "step", "advance")
ACCESS = "_Z20hoc_object_componentv"  # the instruction, and which of the words after it NEURON changes
REMEMBERED = slice(4, 6)
# the last steps are the standard ones: they decide where a run ends
QUICK = """
hhlab_runs = 0
hhlab_stopped = 0
objref hhlab_parallel
hhlab_parallel = new ParallelContext()
proc continuerun() {
    stoprun = 0
    if (!using_cvode_ && !cvode.active() && nstep_steprun == 1 && $1 - t > 8 * dt) {
        hhlab_runs = hhlab_runs + 1
        hhlab_parallel.set_maxstep(10)
        hhlab_parallel.psolve($1 - 3 * dt)
        hhlab_stopped = hhlab_stopped || stoprun
    }
    if (stoprun == 0) hhlab_continuerun($1)
}
"""
STANDARD = """
proc continuerun() {
    hhlab_continuerun($1)
}
"""


class _Symbol(ctypes.Structure):
    pass


_Symbol._fields_ = [
    ("name", ctypes.c_char_p),
    ("kinds", ctypes.c_short * 4),
    ("value", ctypes.c_void_p),
    ("s_varn", ctypes.c_uint),
    ("arayinfo", ctypes.c_void_p),
    ("extra", ctypes.c_void_p),
    ("next", ctypes.POINTER(_Symbol)),
]


class _Procedure(ctypes.Structure):
    _fields_ = [
        ("code", ctypes.c_void_p),
        ("size", ctypes.c_ulong),
        ("constants", ctypes.POINTER(ctypes.POINTER(_Symbol))),
    ]


def quicken():
    """Replace ``continuerun`` by its quick twin in this process, if it is the one that NEURON came with."""
    if not h.name_declared("continuerun"):
        return
    text = (Path(h.neuronhome()) / "lib/hoc/stdrun.hoc").read_text(encoding="utf-8")
    for name in NAMES:
        (found,) = re.findall(rf"^proc {name}\(\).*?^}}", text, re.DOTALL | re.MULTILINE)
        h(found.replace(f"proc {name}(", f"proc hhlab_{name}("))
    if all(_code(name) == _code(f"hhlab_{name}") for name in NAMES):
        h(QUICK)


def quickened():
    """Say whether a run has been quick since :func:`quicken`."""
    return bool(h.name_declared("hhlab_runs") and h.hhlab_runs)


def stopped():
    """Say whether Python has stopped a quick run, which has then gone on for too long."""
    return bool(h.name_declared("hhlab_runs") and h.hhlab_stopped)


def restore():
    """Give ``continuerun`` back what it does step by step."""
    h(STANDARD)
    h.hhlab_runs = h.hhlab_stopped = 0


def _code(name):
    """Give the compiled instructions of a procedure, with the numbers that it holds.

    What an access to an object remembers of the last one, its class and its symbol, is left out: it stands
    there once ``continuerun`` has run by variable steps.
    """
    library = ctypes.CDLL(hoc.__file__)
    library.nrn_symbol.restype = ctypes.POINTER(_Symbol)
    symbol = library.nrn_symbol(name.encode()).contents
    procedure = ctypes.cast(symbol.value, ctypes.POINTER(_Procedure)).contents
    constants = {}
    if procedure.constants:
        found = procedure.constants.contents
        while found:
            one = found.contents
            number = None if one.name else ctypes.c_double.from_address(one.value).value
            constants[ctypes.addressof(one)] = (one.name, number)
            found = one.next
    words = list((ctypes.c_uint64 * procedure.size).from_address(procedure.code))
    access = ctypes.cast(library[ACCESS], ctypes.c_void_p).value
    for at in [i for i, word in enumerate(words) if word == access]:
        words[at + REMEMBERED.start : at + REMEMBERED.stop] = [0, 0]
    return [constants.get(word, word) for word in words]
