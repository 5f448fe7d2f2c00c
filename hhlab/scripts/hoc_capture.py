"""A run looked at while NEURON makes it: its model, its start and its end, and all that it recorded."""

import re
import sys
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from neuron import h

from ..descriptions import quantities
from ..simulator import engine, integration, propagation
from .hoc_model import Model
from .hoc_numbers import Traced, decides, traced
from .literals import Refused

MANY = 50  # segments: of more only the potential is looked at
CLOSED = "hhlab.exercises"  # what runs there keeps its parameters to itself


@dataclass
class Capture:
    """One run.

    Attributes
    ----------
    values : dict
        What the function was called with.
    known : dict of float to list of expressions
    printed : list of (text, format, expression)
    pieces : list of str and float
        The model, as :meth:`Model.pieces` gives it.
    v_init : float
    ends : list of tuples
        How NEURON was told to go on: ("continuerun", tstop) or ("advance", settings, segments).
    references : dict of bytes to list of str
        From the bytes of what was recorded to the hoc of its references.
    areas : dict of float to str
        From the area of a segment that has a point process to the hoc of it.
    lengths : list of float
        Of the Sections [µm].
    result : object
        What the function gave.
    """

    values: dict
    known: dict = field(default_factory=dict)
    printed: list = field(default_factory=list)
    pieces: list = field(default_factory=list)
    v_init: float = 0.0
    ends: list = field(default_factory=list)
    references: dict = field(default_factory=dict)
    areas: dict = field(default_factory=dict)
    lengths: list = field(default_factory=list)
    result: Any = None

    @property
    def told(self):
        """What is known of its numbers, as :func:`hhlab.scripts.hoc_numbers.traced` yields it."""
        return self.values, self.known, self.printed


def captured(run, values, closed=CLOSED):
    """Give the Capture of ``run(**values)``, made in this process.

    Raises
    ------
    Refused
        It makes no run, or more than one, or one that no lines are known for; or it is another run for some
        values than for others.
    """
    capture = Capture(dict(values))
    watch = _Watch(capture, closed)
    with traced(values) as (given, known, printed), watch.on(), _plain_for_neuron(run):
        capture.result = run(**given)
        capture.known = {number: list(few) for number, few in known.items()}
        capture.printed = list(printed)
        if decides():
            raise Refused("The function decides by the value of a slider.")
    if watch.model is None:
        raise Refused("The function makes no run of NEURON.")
    if len(capture.ends) != 1:
        raise Refused("The function makes no plain run of NEURON.")
    for text, vector in watch.vectors:
        capture.references.setdefault(np.array(vector).tobytes(), []).append(text)
    return capture


class _Watch:
    def __init__(self, capture, closed):
        self.closed = closed
        self.capture, self.model, self.vectors, self.error = capture, None, [], None

    @contextmanager
    def on(self):
        """Look at every run that is made meanwhile."""
        with ExitStack() as stack:
            for module in (engine, propagation):
                stack.enter_context(patch.object(module, "advance", self._advance))
            stack.enter_context(_numbers_stay())
            stack.enter_context(self._continuerun())
            handlers = [h.FInitializeHandler(3, self._begun), h.FInitializeHandler(0, self._set)]
            try:
                yield
            finally:
                handlers.clear()
                error, self.error = self.error, None
            if error:
                raise error

    def _begun(self):
        # an error here would pass through NEURON, which would not like it
        try:
            if self.model is not None:
                raise Refused("The function makes more than one run.")
            frame = sys._getframe()
            while frame:
                if frame.f_globals.get("__name__", "").startswith(self.closed):
                    raise Refused("What an exercise hides stays hidden.")
                frame = frame.f_back
            self.model = model = Model()
            self.capture.pieces = model.pieces()
            every = sum(section.nseg for section in model.sections) <= MANY
            self.vectors = [(text, h.Vector().record(ref)) for text, ref in model.variables(every)]
            self.capture.areas = model.areas()
            self.capture.lengths = [float(section.L) for section in model.sections]
        except Exception as error:
            self.error = self.error or error

    def _set(self):
        found = {segment.v for section in h.allsec() for segment in section.allseg()}
        if len(found) == 1:
            self.capture.v_init = found.pop()
        else:
            self.error = self.error or Refused("The run starts at more than one potential.")

    def _advance(self, settings, on_start=(), segments=1):
        self.capture.ends.append(("advance", settings, segments))
        plain = {one.name: _plain(getattr(settings, one.name)) for one in fields(settings)}
        integration.advance(replace(settings, **plain), on_start, segments)

    @contextmanager
    def _continuerun(self):
        """Let NEURON's continuerun say where it was told to end."""
        if not h.name_declared("continuerun"):
            yield
            return
        text = (Path(h.neuronhome()) / "lib/hoc/stdrun.hoc").read_text(encoding="utf-8")
        (own,) = re.findall(r"^proc continuerun\(\).*?^}", text, re.DOTALL | re.MULTILINE)
        h("objref hhlab_watch")
        h.hhlab_watch = self._ended
        h(own.replace("proc continuerun(", "proc hhlab_told_continuerun("))
        h("proc continuerun() {\n hhlab_watch.__call__($1)\n hhlab_told_continuerun($1)\n}")
        try:
            yield
        finally:
            h(own)
            h("objref hhlab_watch")

    def _ended(self, tstop):
        self.capture.ends.append(("continuerun", tstop))


class _Neuron:
    """NEURON's h for a notebook: what is called gets plain numbers, since NEURON takes no others for some."""

    def __init__(self, neuron):
        self.__dict__["_neuron"] = neuron

    def __getattr__(self, name):
        found = getattr(self._neuron, name)
        if name.startswith("_ref_") or not callable(found):
            return found
        return lambda *args, **kwargs: found(*map(_plain, args), **kwargs)

    def __setattr__(self, name, value):
        setattr(self._neuron, name, _plain(value))

    def __call__(self, text):
        return self._neuron(text)


def _plain(value):
    return float(value) if isinstance(value, Traced) else value


@contextmanager
def _plain_for_neuron(run):
    """Let the functions of a notebook have an h that takes numbers that remember."""
    names = getattr(run, "__globals__", {})
    own = {name: _Neuron(value) for name, value in names.items() if value is h}
    with patch.dict(names, own) if own and not names["__name__"].startswith("hhlab.") else nullcontext():
        yield


@contextmanager
def _numbers_stay():
    """Let a description keep a number that remembers as it is; it is made a plain one by a check."""
    plain = quantities.number

    def number(name, value, *args, **kwargs):
        checked = plain(name, value, *args, **kwargs)
        return value if isinstance(value, Traced) else checked

    modules = [
        module
        for name, module in list(sys.modules.items())
        if name.startswith("hhlab.") and getattr(module, "number", None) is plain
    ]
    with ExitStack() as stack:
        for module in modules:
            stack.enter_context(patch.object(module, "number", number))
        yield
