"""What a student wrote is run in a process of its own, with an end to its time, its memory and its output.

The process knows nothing of the caller: an empty folder, no variables of the environment, no open files. It
gives back plain numbers. What is refused before that, `python_trial` and `mod_trial` say.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress

MOST_OUTPUT = 200_000  # bytes of an answer
GIB = 1 << 30


class Failed(Exception):
    """It gave nothing; `code` is "lost" or "refused", and the message says more."""

    def __init__(self, code, message=""):
        super().__init__(message)
        self.code = code


def run(module, task, *, seconds, memory_gib, file_bytes=0, at_home=False):
    """Give what ``module.main(task)`` gives, from a process with limits.

    Parameters
    ----------
    module : str
        Of this folder.
    task : dict
        As JSON can hold it, and so is what comes back.
    seconds : float
        Of the processor; of the clock it may take three times as long.
    memory_gib : float
        Of addresses; NEURON and NumPy take half a gibibyte of them for a start.
    file_bytes : int
        Which a file may have that it writes.
    at_home : bool
        Work in the caller's folder and with the caller's cache, as what is compiled must.

    Raises
    ------
    Failed
        It gave nothing, by the student's doing.
    RuntimeError
        Something is missing on this machine.
    """
    limits = {"seconds": seconds, "memory": int(memory_gib * GIB), "file": file_bytes}
    asked = json.dumps({"limits": limits, "task": task}).encode()
    with tempfile.TemporaryDirectory() as folder, _started(module, folder, at_home) as process:
        try:
            out, _ = process.communicate(asked, 3 * seconds)
        except subprocess.TimeoutExpired:
            raise Failed("lost") from None
        finally:
            _end(process)
    return _answer(out)


def _started(module, folder, at_home):
    return subprocess.Popen(
        [sys.executable, "-I", "-m", f"{__package__}.{module}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=None if at_home else folder,
        env=_environment(folder, at_home),
        start_new_session=True,
        close_fds=True,
    )


def _answer(out):
    try:
        found = json.loads(out) if len(out) <= MOST_OUTPUT else {}
    except ValueError:
        found = {}
    if not isinstance(found, dict) or "refused" not in found:
        raise Failed("lost")
    if found["refused"]:
        raise Failed("refused", found["refused"])
    if found.get("missing"):
        raise RuntimeError(found["missing"])
    return found["found"]


def serve(main, refused):
    """In that process: set its limits, do the task, and print what was found as JSON.

    Parameters
    ----------
    main : callable
        From the task to what JSON can hold.
    refused : type of exception
        What of the student's is refused with a message.
    """
    asked = json.load(sys.stdin)
    # what is printed meanwhile goes nowhere: the answer has a pipe of its own
    pipe = os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    _limit(**asked["limits"])
    try:
        answer = {"refused": "", "found": main(asked["task"])}
    except refused as error:
        answer = {"refused": str(error)}
    except RuntimeError as error:
        # a compiler, for instance: no fault of the student's
        answer = {"refused": "", "missing": str(error) or "The program could not be run."}
    pipe.write(json.dumps(answer))
    pipe.flush()
    os._exit(0)


def _limit(seconds, memory, file):
    try:
        import resource
    except ImportError:  # Windows, where the clock alone ends it
        return
    for kind, most in (
        (resource.RLIMIT_CPU, int(seconds)),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, file),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # the system's own limit is lower
            resource.setrlimit(kind, (most, most))


def _environment(folder, at_home):
    kept = ("PATH", "LD_LIBRARY_PATH", "NEURONHOME", *(("HOME", "XDG_CACHE_HOME") if at_home else ()))
    plain = {name: os.environ[name] for name in kept if name in os.environ}
    one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {"HOME": folder, "LC_ALL": "C.UTF-8", "NEURON_MODULE_OPTIONS": "-nogui"} | one_thread | plain


def _end(process):
    """End it and whatever it started."""
    if os.name == "posix":
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
