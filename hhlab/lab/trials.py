"""Parts of an installation, each tried by a program in a process of its own, as a lesson would use it."""

import math
import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from . import places
from .no_start import NoStart

PATIENCE_S = 120
# the run of lesson 1 without NEURON: SciPy's DOP853 and Radau agree on every digit here, and NEURON's own
# steps are within a thousandth of a millisecond of it
SPIKES, FIRST_MS, TWENTIETH_MS = 21, 50.978956, 240.386761
TRAIN = """
import hhlab
times = hhlab.spike_times_ms(hhlab.simulate(method="cvode"))
print(len(times), *times[:1], *times[19:20])
"""
# a leak alone lets go of a potential as exp(-t g/C)
E_MV, FROM_MV, G_PER_C = -70.0, -60.0, 0.5
LEAK = """
NEURON { SUFFIX whole NONSPECIFIC_CURRENT i }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER { g = 0.0005 (S/cm2) e = -70 (mV) }
ASSIGNED { v (mV) i (mA/cm2) }
BREAKPOINT { i = g*(v - e) }
"""
MECHANISM = """
import sys
import hhlab
from neuron import h
leak = hhlab.compile_mechanism(sys.argv[1])
soma = h.Section("soma")
soma.insert(leak)
h.secondorder = 2
h.finitialize(-60)
while h.t < 4:
    h.fadvance()
print(h.t, soma(0.5).v)
"""
# the first spike of the tutorial's ring, as NEURON's documentation gives it
RING_MS = 10.925
RING = """
import sys
import hhlab
print(hhlab.run_on_ranks(sys.argv[1], 2)["times_ms"][0])
"""


def spike_train(folder):
    """Give in words how near lesson 1's spikes are to their known times.

    Raises
    ------
    NoStart
        They are not, or there is no NEURON that runs.
    """
    count, first, twentieth = [*numbers_of(TRAIN, folder), math.nan, math.nan][:3]
    off = max(abs(first - FIRST_MS), abs(twentieth - TWENTIETH_MS))
    if count != SPIKES or not off < 0.01:
        raise NoStart(
            f"{count:g} spikes, the first at {first:g} ms and the 20th at {twentieth:g} ms, where there are "
            f"{SPIKES}, at {FIRST_MS} and {TWENTIETH_MS} ms"
        )
    return f"{SPIKES} spikes, within {off:.4f} ms of their known times"


def mechanism(folder):
    """Give in words how near a compiled leak is to its formula.

    Raises
    ------
    NoStart
        It could not be compiled or loaded, or computes something else.
    """
    with executable(folder) as place:
        time_ms, found_mV = numbers_of(MECHANISM, place, LEAK)
    expected_mV = E_MV + (FROM_MV - E_MV) * math.exp(-G_PER_C * time_ms)
    off = abs(found_mV - expected_mV)
    if not off < 0.001:
        raise NoStart(f"a compiled leak rests at {found_mV:g} mV where its formula gives {expected_mV:g} mV")
    return f"a leak was compiled and loaded, and follows its formula within {off:.5f} mV"


def ranks(folder):
    """Give in words that two processes have computed a ring of cells together.

    Raises
    ------
    NoStart
        They did not find each other, or computed something else.
    """
    (first,) = numbers_of(RING, folder, places.lessons() / "examples" / "ring.py")
    if abs(first - RING_MS) > 1e-6:
        raise NoStart(
            f"the ring of two processes fires first at {first:g} ms, where it should at {RING_MS} ms"
        )
    return f"two processes have computed a ring together; it fires first at {first:g} ms"


def numbers_of(program, folder, *words):
    """Give the numbers that a program prints in its last line.

    Raises
    ------
    NoStart
        It failed; the message is the last thing it said.
    """
    # nothing of the student's is imported, and nothing of it stays
    places_of_its_own = {"XDG_CACHE_HOME": str(folder), "HHLAB_ANSWERS": str(folder)}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", program, *map(str, words)],
            cwd=folder,
            env=os.environ | places_of_its_own,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
        return [float(word) for word in done.stdout.strip().splitlines()[-1].split()]
    except subprocess.TimeoutExpired:
        raise NoStart(f"it was not done after {PATIENCE_S} s") from None
    except (IndexError, ValueError):
        said = done.stderr.strip() or done.stdout.strip() or f"it ended with status {done.returncode}"
        raise NoStart(said.splitlines()[-1]) from None


@contextmanager
def executable(folder):
    """Give a folder from which compiled code can be loaded, for as long as the block lasts.

    A container's memory disks are often closed to programs; the folder of the work is not.
    """
    own = places.work() / ".hhlab"
    if os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0) and own.is_dir():
        with tempfile.TemporaryDirectory(dir=own) as other:
            yield Path(other)
    else:
        yield folder
