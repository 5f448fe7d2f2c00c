"""While a slider is held: the runs of all its places, nearest first, sent to the browser as they come."""

import asyncio
import inspect
import math
import time
from itertools import count

from . import ahead, worker
from .engine import simulate
from .parameters import Settings
from .sweeps import run_cells

FIRST_CELLS, MOST_CELLS, CHUNK_STEPS = 8, 24, 300_000  # of one model: about 70 ms of NEURON
IN_FLIGHT = 2  # models in the worker: one runs while the results of the other are sent
MOST_BYTES = 30_000_000  # of one family, in the browser
SLOWEST_S = 0.15  # a run in the kernel that takes longer would hold up the hand on the slider
STILL_S = 0.15  # the runs that a moving hand asks for come first
PAUSE_S = 0.002  # between two runs in the kernel, for what else it has to do
_numbers = count(1)
_signature = inspect.signature(simulate)


class Drag:
    """The family of one slider: what `run` gives at each of its places, with the other controls as they are.

    Runs that `run` asks the worker for are made there, many as the cells of one model. A `run` that simulates
    by itself, in the kernel, is called once for each place while the slider is held still, between other
    messages, and at last for the value that the slider shows: NEURON is left as that run leaves it.

    Parameters
    ----------
    run : callable
    name : str
    control : Control
    values : dict, of all controls
    encode : callable
        From a result and its values to the bytes of a frame.
    send : callable
        Takes a message and a list of buffers.
    """

    def __init__(self, run, name, control, values, encode, send):
        self.number = next(_numbers)
        self.run, self.name, self.control, self.values = run, name, control, dict(values)
        self.encode, self.send = encode, send
        self.missing, self.sent_bytes = set(control.places), 0
        self.held, self.stopped = False, False
        self.moved_s = -math.inf
        self.task = None
        ahead.forget()  # the answers for another slider

    def fits(self, name, values):
        """Say whether this is the family of a slider under these values of the other controls."""
        return (
            name == self.name and {**self.values, name: None} == {**values, name: None} and not self.stopped
        )

    def stop(self):
        """Make no more runs."""
        self.stopped = True
        ahead.forget()

    def grab(self):
        """Let a hand take hold of the slider, which it is about to move."""
        self.held, self.moved_s = True, time.perf_counter()

    def moved(self, result):
        """Take the result that the slider's own move has asked for: its place needs no other run."""
        self.moved_s = time.perf_counter()
        place = self.control.place
        if place in self.missing and self.control.at(place) == self.control.value:
            self.missing.discard(place)
            self._send({place: result})

    async def go(self, asks_for, took_s):
        """Make and send what is missing, until all is there or it is stopped.

        Parameters
        ----------
        asks_for : set of callable
            What `run` asks the worker for.
        took_s : float
            How long it takes.
        """
        if not self.missing:
            return
        if made_ahead(asks_for):
            await self._in_worker()
        elif not asks_for and took_s < SLOWEST_S:
            await self._in_kernel()
        if not self.missing and not self.stopped:
            self.send({"family": self.number, "complete": True}, [])

    async def _in_worker(self):
        flying, size = [], FIRST_CELLS
        while (self.missing or flying) and not self.stopped:
            while self.missing and len(flying) < IN_FLIGHT:
                places = self._nearest(size)
                self.missing -= set(places)
                # the last model is small: nothing else is done while its results are sent
                size = min(MOST_CELLS, max(FIRST_CELLS, len(self.missing) // 2))
                flying.append(self._submitted(places))
            places, models = flying.pop(0)
            for future, model in models:
                await _take(future, model)
            if self.stopped:
                return
            heard = {place: self._heard(place) for place in places}
            self._send({place: result for place, result in heard.items() if not _wants_a_run(result)})
            # a run that asks twice is heard again
            if still := [place for place, result in heard.items() if _wants_a_run(result)]:
                flying.insert(0, self._submitted(still))

    def _submitted(self, places):
        """Give those places that ask for a run, and the models in the worker that simulate them."""
        heard = {place: self._heard(place) for place in places}
        wanted = {place: call for place, call in heard.items() if _wants_a_run(call)}
        return list(wanted), [(_submit(model), model) for model in _models(wanted.values())]

    async def _in_kernel(self):
        made = False
        while self.missing and self.held and not self.stopped:
            still_s = time.perf_counter() - self.moved_s
            if still_s < STILL_S:
                await asyncio.sleep(STILL_S - still_s)
                continue
            (place,) = self._nearest(1)
            self.missing.discard(place)
            self._send({place: self._heard(place)})
            made = True
            await asyncio.sleep(PAUSE_S)
        if made:
            self.run(**self.values | {self.name: self.control.value})

    def _heard(self, place):
        """Give the result at a place, or what it asks for, or None: the browser will ask, and be told why."""
        try:
            return ahead.listen(lambda: self.run(**self._values(place)))
        except Exception:
            return None

    def _send(self, results):
        frames = {
            place: self.encode(result, self._values(place))
            for place, result in results.items()
            if not (result is None or isinstance(result, ahead.Asked))
        }
        self.sent_bytes += sum(map(len, frames.values()))
        if self.sent_bytes > MOST_BYTES:
            self.stop()
        elif frames:
            self.send({"family": self.number, "places": list(frames)}, list(frames.values()))

    def _nearest(self, most):
        return sorted(self.missing, key=lambda place: abs(place - self.control.place))[:most]

    def _values(self, place):
        return self.values | {self.name: self.control.at(place)}


def made_ahead(functions):
    """Say whether the family of a `run` that asks the worker for these is made there, without being held."""
    return simulate in functions


def _wants_a_run(outcome):
    return isinstance(outcome, ahead.Asked) and outcome.function is simulate


def _models(wanted):
    """Group calls of simulate into models: equal settings and traces, and no more cells than are quick."""
    groups = {}
    for call in wanted:
        given = _signature.bind(*call.args_given, **call.kwargs)
        given.apply_defaults()
        cell = (given.arguments.pop("membrane"), given.arguments.pop("clamp"))
        record = given.arguments.pop("record")
        try:
            settings = Settings(**given.arguments)
            most = (
                1 if settings.method == "cvode" else max(1, int(CHUNK_STEPS * settings.dt / settings.tstop))
            )
            models = groups.setdefault((settings, record if isinstance(record, str) else tuple(record)), [[]])
        except Exception:
            continue  # impossible settings: the slider's own run will say so
        if len(models[-1]) >= most:
            models.append([])
        models[-1].append((call, cell))
    return [(model, *key) for key, models in groups.items() for model in models]


def _submit(model):
    calls, settings, record = model
    future = worker.submit(run_cells, [cell for _, cell in calls], settings, record)
    for i, (call, _) in enumerate(calls):
        ahead.keep(call, ahead.Coming(future, i))
    return future


async def _take(future, model):
    """Keep the answers of a model; where one cell spoils it, each run is made by itself."""
    calls, settings, record = model
    try:
        answers = await asyncio.wrap_future(future)
    except Exception:
        answers = [await _alone(cell, settings, record) for _, cell in calls]
    for (call, _), answer in zip(calls, answers, strict=True):
        ahead.keep(call, answer)


async def _alone(cell, settings, record):
    try:
        (answer,) = await asyncio.wrap_future(worker.submit(run_cells, [cell], settings, record))
    except Exception as error:
        return error
    return answer
