"""What a double of the kernel asks of the worker: a double of the worker answers it.

A run can often be foreseen: when the slider's value is what tells the calls of two places apart, it tells
those of the next places apart too. They are then simulated together, as the cells of one model. An answer is
given to the very call that it belongs to, or to none.
"""

import inspect
import os
import pickle
import select
import struct
from concurrent.futures import Future
from multiprocessing.connection import Connection
from threading import Thread

import cloudpickle

from ..descriptions.parameters import Settings
from ..simulator.engine import completed, simulate
from . import double, worker
from .sweeps import run_cells

CHUNK_STEPS = 300_000  # cells times steps of one model: about 70 ms of NEURON
ASKS_FOR_THE_WORKER = -1  # the number of the message with which a double does so
_signature = inspect.signature(simulate)


class Questions:
    """In a double of the kernel: whatever is asked of the worker from now on goes to the worker's double.

    Parameters
    ----------
    send : callable
        Of the double, to reach the process that has the worker.
    """

    def __init__(self, send):
        self._send, self._pipes = send, None
        self._turns, self._turn, self._value, self._coming = {}, 0, b"", []
        worker.submit = self._submit  # of this process alone, which has no worker

    def expect(self, value, coming):
        """Say for which value of the slider the next calls are, and which are likely to come after it."""
        self._turn, self._value, self._coming = 0, _packed(value), [_packed(other) for other in coming]

    def _submit(self, function, *args, workers=1, **kwargs):
        """Give a future that has its answer, as :func:`hhlab.workers.worker.submit` gives one that will."""
        self._turn += 1
        future, key = Future(), cloudpickle.dumps((function, args, kwargs))
        value, before, known = self._turns.get(self._turn, (b"", b"", {}))
        if key not in known:
            known = self._answers([key, *self._foreseen(key, value, before)])
        answer = known.pop(key)
        self._turns[self._turn] = (self._value, key, known)
        if isinstance(answer, Exception):
            future.set_exception(answer)
        else:
            future.set_result(answer)
        return future

    def _foreseen(self, key, value, before):
        if not value or value == self._value or before.replace(value, self._value) != key:
            return []
        return [before.replace(value, other) for other in self._coming]

    def _answers(self, keys):
        """Give the answers to the first of some calls, by call."""
        try:
            questions, answers = self._pipes = self._pipes or self._connected()
            questions.send(keys)
            return dict(zip(keys, answers.recv(), strict=False))
        except (EOFError, OSError):
            os._exit(0)  # to go on without an answer would make a wrong picture

    def _connected(self):
        (theirs, mine), (read, write) = os.pipe(), os.pipe()
        double.widen(read)
        self._send(ASKS_FOR_THE_WORKER, pickle.dumps((os.getpid(), theirs, write)))
        questions, answers = Connection(mine, readable=False), Connection(read, writable=False)
        answers.recv()
        # from now on each end sees when the other is gone
        os.close(theirs)
        os.close(write)
        return questions, answers


def pass_on(message):
    """Let the worker make a double of itself for one of this process, which has sent this message."""
    worker.submit(_serve, *pickle.loads(message))


def _serve(pid, questions, answers):
    flags = os.O_NONBLOCK  # to wait for nobody
    opened = []
    try:
        opened.append(os.open(f"/proc/{pid}/fd/{questions}", os.O_RDONLY | flags))
        opened.append(os.open(f"/proc/{pid}/fd/{answers}", os.O_WRONLY | flags))
        child = double.fork(lambda: _answer_all(*opened), keep=set(opened))
        Thread(target=os.waitpid, args=(child, 0), daemon=True).start()
    except (OSError, RuntimeError):
        pass  # it has gone, or there is no other process or thread to be had
    finally:
        for fd in opened:
            os.close(fd)


def _answer_all(questions, answers):
    for fd in (questions, answers):
        os.set_blocking(fd, True)
    Thread(target=_end_with, args=(answers,), daemon=True).start()
    questions, answers = Connection(questions, writable=False), Connection(answers, readable=False)
    answers.send("here")
    while True:
        answers.send_bytes(cloudpickle.dumps(_answered(questions.recv())))


def _end_with(pipe):
    poll = select.poll()
    poll.register(pipe, 0)
    poll.poll()  # until nobody reads it any more
    os._exit(0)


def _answered(keys):
    """Give the answers to the first of some calls: as many as are the cells of one model."""
    function, args, kwargs = pickle.loads(keys[0])
    if function is simulate and len(keys) > 1:
        try:
            return _model([pickle.loads(key) for key in keys])
        except Exception:
            pass  # one cell spoils it for all
    try:
        return [function(*args, **kwargs)]
    except Exception as error:
        return [error.with_traceback(None)]


def _model(calls):
    cells, shared = [], None
    for _, args, kwargs in calls:
        given = _signature.bind(*args, **kwargs)
        given.apply_defaults()
        asked = dict(given.arguments)
        cell = completed(asked.pop("membrane"), asked.pop("clamp"))
        record = asked.pop("record")
        try:
            settings = Settings(**asked)
            cell = tuple(description.but() for description in cell)
        except (TypeError, ValueError):
            break  # foreseen, but never to be asked
        shared = shared or (settings, record)
        if (settings, record) != shared or len(cells) == _most(settings):
            break
        cells.append(cell)
    return run_cells(cells, *shared)


def _most(settings):
    if settings.method == "cvode":
        return 1  # steps that serve every cell of a model are not those of a cell alone
    return max(1, int(CHUNK_STEPS * settings.dt / settings.tstop))


def _packed(value):
    """Give the bytes of a value in a pickle."""
    return struct.pack(">d", value)
