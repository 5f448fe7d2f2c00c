"""The engine in a process of its own, so that a run and the caller's NEURON never touch.

In one process a run would integrate the caller's sections along and record the caller's live Vectors anew,
and no saving of globals cures that. The process starts with the first run, survives a crash, and is
replaced when a run is interrupted.
"""

import re
import traceback
from collections import deque, namedtuple
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import wraps
from itertools import islice
from typing import ParamSpec, TypeVar

from loky.process_executor import BrokenProcessPool, ShutdownExecutorError, TerminatedWorkerError

from . import processes
from .processes import end, end_all, inside

TIME_LIMIT_S = 300.0  # far above any allowed run: what takes longer has lost its way
AHEAD = 3  # of the calls in order, for each process: what runs, and what is handed to it meanwhile
CRASHES = ("SIGABRT", "SIGBUS", "SIGFPE", "SIGILL", "SIGSEGV")
NOTHING_LOST = "A new process starts with the next run, and nothing else is lost."
Call = namedtuple("Call", "function args kwargs answer")
_notes = []


Called = ParamSpec("Called")
Answer = TypeVar("Answer")


class WorkerLost(RuntimeError):
    """The process that simulates ended, or was ended, before it gave an answer."""


def isolated(function: Callable[Called, Answer]) -> Callable[Called, Answer]:
    """Give `function` with the same arguments and results, called in the worker process."""

    @wraps(function)
    def call(*args: Called.args, **kwargs: Called.kwargs) -> Answer:
        if inside():
            return function(*args, **kwargs)
        answer = result(submit(function, *args, **kwargs))
        for calls in _notes:
            if calls:
                calls[-1] = calls[-1]._replace(answer=None)  # the answers of many would fill the memory
            calls.append(Call(function, args, kwargs, answer))
        return answer

    return call


@contextmanager
def noted():
    """Give a list that fills with the isolated calls made meanwhile; the last one with its answer."""
    calls = []
    _notes.append(calls)
    try:
        yield calls
    finally:
        _notes.remove(calls)


def submit(function, *args, workers=1, **kwargs):
    """Give a future of ``function(*args, **kwargs)`` in one of `workers` processes."""
    try:
        future = processes.submit(workers, _tidily, function, *args, **kwargs)
    except (BrokenProcessPool, ShutdownExecutorError):
        # it died while nobody waited for it, for instance when the machine slept or ran out of memory
        end(workers)
        future = processes.submit(workers, _tidily, function, *args, **kwargs)
    except KeyboardInterrupt:
        _stop(workers)  # it may run already, and nobody would wait for it
    future.workers = workers
    return future


def result(future):
    """Wait for a future of :func:`submit`.

    Raises
    ------
    WorkerLost
        The process died, was cancelled, or took longer than ``TIME_LIMIT_S``; the next call has a new one.
    KeyboardInterrupt
        The wait was interrupted; the run is ended with its process.
    """
    try:
        return future.result(timeout=TIME_LIMIT_S)
    except (ShutdownExecutorError, CancelledError):
        raise WorkerLost(f"The run was cancelled. {NOTHING_LOST}") from None
    except BrokenProcessPool as error:
        end(future.workers)
        raise WorkerLost(f"{_what_broke(error)} {NOTHING_LOST}") from None
    except TimeoutError:
        end(future.workers)
        late = f"The run took more than {TIME_LIMIT_S:g} s and was ended."
        raise WorkerLost(f"{late} {NOTHING_LOST}") from None
    except KeyboardInterrupt:
        _stop(future.workers)
    except Exception as error:
        # the traceback inside the worker says nothing to the caller
        error.__cause__ = None
        raise


def _stop(workers):
    """End what runs in some processes because of Ctrl+C, and pass it on."""
    end(workers, wait=False)  # a busy machine takes its time
    # anew, without the frames of the wait: Jupyter takes longer to print them than the run to end
    raise KeyboardInterrupt("The run was stopped.") from None


def in_order(function, calls, workers):
    """Give the results of many calls, in their order, as they come; closing it early leaves out the rest."""
    # no more than the pool hands on at once: a future that waits there is never cancelled, over which the
    # pool's own thread would stumble when it is ended
    calls, futures = iter(calls), deque()
    for call in islice(calls, AHEAD * workers):
        futures.append(submit(function, *call, workers=workers))
    while futures:
        found = result(futures.popleft())
        futures.extend(submit(function, *call, workers=workers) for call in islice(calls, 1))
        yield found


def cancel() -> None:
    """End whatever hhlab simulates now, for instance from a button, a timer or another thread.

    The call that waits for it raises :class:`WorkerLost`. The next one starts a new process, and is right.

    Returns
    -------
    None

    Examples
    --------
    >>> import hhlab
    >>> hhlab.cancel()
    """
    end_all()


def _what_broke(error):
    if not isinstance(error, TerminatedWorkerError):
        return str(error)  # arguments or an answer that cannot pass between processes
    died = "The process that simulates died before it gave an answer"
    # loky tells it in its message only, and on Windows not at all
    found = re.search(r"\{(\w+)\((-?\d+)\)", str(error))
    if not found:
        return f"{died}."
    name, code = found.groups()
    if name == "SIGKILL":
        return f"{died}: it was killed ({name}), as a system does that runs out of memory."
    if name in CRASHES:
        return f"{died}: NEURON, or what it called, crashed ({name})."
    return f"{died}: it ended with {f'exit code {code}' if name == 'EXIT' else name}."


def _tidily(function, *args, **kwargs):
    """Call `function`; after an error leave none of its cells alive, for NEURON would run them along."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        traceback.clear_frames(error.__traceback__)
        raise
