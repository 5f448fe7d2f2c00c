"""The processes that simulate: how they are started, what they are told, and how they end.

A process knows that it is one of them; it ends with its caller, however that ends, and a fork of the caller
begins its own.
"""

import os
import signal
import sys
import time
import warnings
from contextlib import contextmanager, suppress
from multiprocessing import current_process, resource_tracker
from multiprocessing.util import Finalize
from threading import Lock, Thread, current_thread, main_thread
from weakref import WeakSet

import loky

IDLE_S = 60  # after which a pool gives its memory back; the single worker stays
PIPE_BYTES = 1 << 20  # what Linux lets any user ask for
_MARK = "HHLAB_WORKER"

# runs that come at the moment of going idle wait for new workers; loky says so, but nothing is lost or wrong
warnings.filterwarnings("ignore", "A worker stopped while some jobs were given to the executor", UserWarning)

_executors = {}
_abandoned = []  # a fork's parent still uses them: to free them would disturb it
_feeders = WeakSet()  # loky's threads that hand calls on, of executors that have ended
_lock = Lock()  # a slider and a button may live in two threads


def _start_afresh():
    """Let a forked process have workers of its own; the threads that serve its parent's stay behind."""
    global _lock
    _lock = Lock()
    _abandoned.append(dict(_executors))
    _executors.clear()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_start_afresh)


def inside():
    """Say whether this process is a worker."""
    return _MARK in os.environ


def executor(workers):
    """Give the executor of `workers` processes, begun where there is none."""
    with _lock:
        if workers not in _executors:
            # multiprocessing would let a process of its own wait for its worker before it ends
            Finalize(None, _end_at_exit, exitpriority=10)
            # and forbids one to those of a Pool, who are killed and would leave it behind; ours sees that
            current_process()._config["daemon"] = False
            _executors[workers] = loky.ProcessPoolExecutor(
                max_workers=workers,
                timeout=None if workers == 1 else IDLE_S,
                initializer=_prepare,
                initargs=(os.getpid(),),
                env={_MARK: "1"},
            )
            _widen(_executors[workers]._result_queue._reader)
        return _executors[workers]


def submit(workers, function, *args, **kwargs):
    """Give the future of a call in one of `workers` processes, which start where there are none."""
    with _deaf():
        return executor(workers).submit(function, *args, **kwargs)


@contextmanager
def _deaf():
    """Let the processes that start meanwhile hear no Ctrl+C, which the terminal sends to them too."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # when it starts it lets Ctrl+C through again
    with _postponed():
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _postponed():
    """Let a Ctrl+C wait until this is done.

    The mask is that of one thread: those of NumPy's library hear it all the same, and Python answers here.
    """
    usual = signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(usual):
        yield
        return
    heard = []
    signal.signal(signal.SIGINT, lambda *what: heard.append(what))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
    if heard:
        usual(*heard[0])


def end(workers, wait=True):
    """End the executor of `workers` processes and whatever runs in them; the next call begins another."""
    ended = _executors.pop(workers, None)
    if ended is not None:
        feeder = ended._call_queue and ended._call_queue._thread
        if feeder:
            _feeders.add(feeder)
        ended.shutdown(wait=wait, kill_workers=True)


def end_all():
    """End every process that simulates."""
    for workers in list(_executors):
        end(workers)


def _end_at_exit():
    end_all()
    # such a thread gives its semaphores back last of all, and nobody else waits for it: cut off half-way
    # it would leave one behind, which the tracker of such things then reports
    for feeder in list(_feeders):
        feeder.join(1)  # with nobody left to read, it may wait for ever


def _widen(pipe):
    """Let as much of an answer through a pipe at once as the system allows, where it can be told to."""
    # of 64 KB, the usual size, the many traces of a slider take three times as long as of 1 MB
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE_BYTES)


def _prepare(caller):
    # Jupyter's stop button and Ctrl+C reach every process of the group; what stops a run is its caller
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":  # elsewhere an orphan's parent does not change
        Thread(target=_end_with, args=(caller,), daemon=True).start()


def _end_with(caller):
    # a caller that is killed tells nobody, and this process holds both ends of the pipe on which it waits
    while os.getppid() == caller:
        time.sleep(1.0)
    os._exit(0)
