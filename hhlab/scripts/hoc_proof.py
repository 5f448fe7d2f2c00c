"""Programs made by a NEURON of their own, and compared with what they were written from."""

import json
import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import numpy as np

from .hoc_program import text_of
from .literals import Refused

LIMIT_S = 120
# one process for all of them, in which nothing else lives
MAKES = """
import json, sys
import numpy as np
from neuron import h
h.load_file("stdrun.hoc")
found = []
for program in json.load(open(sys.argv[1])):
    if not h(program["hoc"]):
        sys.exit("NEURON refused a program")
    found.append([np.array(getattr(h, name)) for name in program["vectors"]])
np.concatenate([row for rows in found for row in rows]).tofile(sys.argv[2])
json.dump([[len(row) for row in rows] for rows in found], open(sys.argv[3], "w"))
"""


def made(programs):
    """Give what the Vectors of some programs hold in the end: for each program a list of arrays.

    Parameters
    ----------
    programs : list of dict
        Each with its ``hoc`` and the names of its ``vectors``.

    Raises
    ------
    Refused
        NEURON does not make one of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        asked, samples, told = (Path(folder) / name for name in ("asked", "samples", "lengths"))
        asked.write_text(json.dumps(programs))
        command = [sys.executable, "-c", MAKES, asked, samples, told]
        done = subprocess.run(command, capture_output=True, timeout=LIMIT_S, check=False)
        if done.returncode:
            raise Refused(f"NEURON does not make the program: {done.stderr.decode()[-500:]}")
        row, lengths = np.fromfile(samples), json.loads(told.read_text())
    parts = iter(np.split(row, np.cumsum([length for few in lengths for length in few])[:-1]))
    return [[next(parts) for _ in few] for few in lengths]


def prove(proofs):
    """Make the programs of some runs anew, and say nothing where every sample is equal.

    Parameters
    ----------
    proofs : list of (pieces, names, references, captures)

    Raises
    ------
    Refused
        A sample differs: something acts on the run that is not in the program.
    """
    hold(claims_of(proofs))


def claims_of(proofs):
    """Give what some proofs claim as a list that JSON can hold, as a process may not make programs itself.

    Returns
    -------
    list of dict
        ``hoc`` and ``vectors`` of a program, and for each Vector what it may hold, as digests; None for any.
    """
    return [
        {
            "hoc": text_of(pieces, one.values),
            "vectors": names,
            "samples": [_digests(reference, one) for reference in references],
        }
        for pieces, names, references, captures in proofs
        for one in captures
    ]


def hold(claims):
    """Make the programs of some claims, and say nothing where all of them are true; else raise Refused."""
    for claim, rows in zip(claims, made(claims), strict=True):
        for allowed, row in zip(claim["samples"], rows, strict=True):
            if allowed is not None and sha256(row.tobytes()).hexdigest() not in allowed:
                raise Refused("Something acts on the run that is not in the program.")


def _digests(reference, capture):
    if not reference.startswith("&"):
        return None
    return [sha256(data).hexdigest() for data, few in capture.references.items() if reference in few]
