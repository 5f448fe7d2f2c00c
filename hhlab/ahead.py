"""Answers known ahead: while a slider is held, the runs of its other places are made before they are needed.

A function of a student's is first only listened to: it is called, and stopped where it asks the worker for a
run. What it asked for is then simulated together with the runs of many other places, and when it is called
again it finds the answer waiting. It is the very run that it would have got.
"""

import pickle
from collections import OrderedDict
from contextlib import contextmanager

MOST_ANSWERS = 400
PATIENCE_S = 2.0  # models are made to take a small part of it
_answers = OrderedDict()
_state = {"listening": False, "noted": None}


class Asked(BaseException):
    """Raised where a function that is only listened to asks for a run; no ``except Exception`` stops it."""

    def __init__(self, function, args, kwargs):
        super().__init__(function.__name__)
        self.function, self.args_given, self.kwargs = function, args, kwargs


class Coming:
    """An answer that the worker is about to give, among those of a model.

    Parameters
    ----------
    future : concurrent.futures.Future
        Of a list of answers.
    index : int
    """

    def __init__(self, future, index):
        self.future, self.index = future, index

    def wait(self):
        """Give the answer when it has come, or None where the model failed."""
        try:
            return self.future.result(timeout=PATIENCE_S)[self.index]
        except Exception:
            return None


def find(function, args, kwargs):
    """Give the answer to a call if it is known ahead, else None.

    Raises
    ------
    Asked
        The caller is only listened to.
    Exception
        What the run raised, when it was made ahead.
    """
    if not (_answers or _state["listening"]):
        return None
    answer = _answers.get(_key(function, args, kwargs))
    if isinstance(answer, Coming):
        answer = None if _state["listening"] else answer.wait()
    if isinstance(answer, Exception):
        raise answer
    if answer is None and _state["listening"]:
        raise Asked(function, args, kwargs)
    return answer


def listen(call):
    """Give what `call` gives or, as an Asked, what it asks the worker for and is not known yet."""
    with _listening():
        try:
            return call()
        except Asked as found:
            return found


def question(call):
    """Give what `call` asks the worker for, known or not, or None where it asks for nothing."""
    answers = dict(_answers)
    _answers.clear()
    try:
        heard = listen(call)
        return heard if isinstance(heard, Asked) else None
    finally:
        _answers.update(answers)


def keep(asked, answer):
    """Keep the answer of a call, its error or what is Coming, until :func:`forget` or many others."""
    _answers[_key(asked.function, asked.args_given, asked.kwargs)] = answer
    while len(_answers) > MOST_ANSWERS:
        _answers.popitem(last=False)


def forget():
    """Drop every answer."""
    _answers.clear()


class Call:
    """A call of a function that runs in the worker, and its answer as long as it is the last."""

    def __init__(self, function, args, kwargs):
        self.function, self.args, self.kwargs, self.answer = function, args, kwargs, None


def note(function, args, kwargs):
    """Give the Call that is about to be made, and add it to the list of :func:`noted`."""
    call, calls = Call(function, args, kwargs), _state["noted"]
    if calls:
        calls[-1].answer = None  # the answers of many would fill the memory
    if calls is not None:
        calls.append(call)
    return call


@contextmanager
def noted():
    """Give a list that fills with the Calls that are made of the worker meanwhile."""
    before, _state["noted"] = _state["noted"], []
    try:
        yield _state["noted"]
    finally:
        _state["noted"] = before


@contextmanager
def _listening():
    _state["listening"] = True
    try:
        yield
    finally:
        _state["listening"] = False


def _key(function, args, kwargs):
    # equal bytes are equal arguments; the converse does not matter
    return pickle.dumps((function.__module__, function.__qualname__, args, sorted(kwargs.items())))
