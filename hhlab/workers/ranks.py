"""Why a script under mpiexec failed, from what its ranks and mpiexec print."""

import re

SHOWN = 12  # lines of what the script itself said
LEAVE = ("pc.barrier()", "pc.done()", "h.quit()")  # the last lines of a script
_OF_MPI = re.compile(
    r"^-{20,}\n.*?^-{20,}\n"  # what mpiexec says stands between two lines
    r"|^\[[\w.-]+:\d+\].*\n|^numprocs=.*\n|^prterun.*\n",
    re.DOTALL | re.MULTILINE,
)
_STATUS = re.compile(r"Process name: \[[^\]]*,(\d+)\]\s+Exit code:\s+(\d+)")
_ABORT = re.compile(r"MPI_ABORT was invoked on rank (\d+)")
_SIGNAL = re.compile(r"rank (\d+)\b.*?\bsignal (\d+) \(([^)]*)\)", re.DOTALL)


def what_failed(output, complaint, script):
    """Give the end of a sentence that begins with the name of a script.

    Parameters
    ----------
    output, complaint : str
        What was printed, and what was printed as an error.
    script : str
        The text of the script.
    """
    own = "\n".join(_own_lines(complaint))
    status, died, aborted = (find.search(complaint) for find in (_STATUS, _SIGNAL, _ABORT))
    if "exited without calling" in complaint:
        missing = [line for line in LEAVE if line.split(".")[1] not in script]
        hint = f"add {', '.join(missing)}" if missing else "let every rank come to them"
        return f"must end with pc.barrier(), pc.done(), h.quit() on every rank: {hint}."
    if died:
        rank, number, name = died.groups()
        why = ", as a system does that runs out of memory" if number == "9" else ""
        sentence = f"failed: rank {rank} ended by signal {number} ({name}){why}."
    elif aborted:
        sentence = f"failed: NEURON ended rank {aborted[1]} after an error."
    elif status:
        sentence = f"failed: rank {status[1]} ended with exit status {status[2]}."
    else:
        sentence = "failed."
    return f"{sentence}\n{own}" if own else sentence


def _own_lines(complaint):
    lines = [line for line in _OF_MPI.sub("", f"{complaint}\n").splitlines() if line.strip()]
    return list(dict.fromkeys(lines))[-SHOWN:]  # several ranks say the same
