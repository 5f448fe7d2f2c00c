"""What one run showed: arrays with names and units, and no tie to NEURON."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..descriptions.currents import CURRENTS
from ..descriptions.traces import BLACK, BLUE, SKY, Trace
from .columns import NOT_RUN, column, text
from .tables import Table

# to add a trace: an entry here. Those of the ionic currents and their gates are theirs.
TRACES = {
    "v": Trace("membrane potential", "mV", "voltage", BLUE, "v"),
    "i_stim": Trace("electrode current", "nA", "stimulus", BLACK, "i", source="electrode"),
    "i_density": Trace("current density", "µA/cm²", "density", BLACK, "i", source="electrode", per_area=True),
    "i_syn": Trace("synaptic current", "nA", "synapse", BLACK, "i", source="synapse"),
    **{name: trace for current in CURRENTS for name, trace in current.traces.items()},
    "i_cap": Trace("capacitive current", "mA/cm²", "currents", SKY, "i_cap"),
}


def on_membrane(name):
    """Say whether a trace is recorded on the membrane, and not on what stimulates it."""
    return TRACES[name].source == "membrane"


class Recording:
    """The time course of one run.

    ``rec.t`` is time in ms; every other trace, such as ``rec.v``, is an array of the same length. The arrays
    are copies and cannot be written to: what was recorded stays as it was.

    Parameters
    ----------
    t : sequence of float, shape (N,)
        Time in ms, never falling.
    configuration : str, optional
        How the run was made: method, time step, temperature.
    **traces : sequences of float, shape (N,)
        At least one of the names in ``hhlab.TRACES`` (v [mV], i_stim [nA], m, h, n, ina [mA/cm²], ...).

    Raises
    ------
    TypeError, ValueError
        A name is unknown, an array is not one-dimensional, lengths differ, or a value is not finite.

    Examples
    --------
    >>> rec = Recording(t=[0.0, 0.025], v=[-65.0, -64.9])
    >>> rec.v.max()
    np.float64(-64.9)
    """

    def __init__(self, t: ArrayLike, *, configuration: str = "", **traces: ArrayLike) -> None:
        if not traces:
            raise ValueError("A Recording needs at least one trace besides t, such as v=v.")
        for name in traces:
            if name not in TRACES:
                raise ValueError(f"{name!r} is not a trace. The traces are: {', '.join(TRACES)}.")
        self._traces = {"t": column("t", t, empty=NOT_RUN)}
        for name, values in traces.items():
            self._traces[name] = _trace(name, values, len(self.t))
        if (self.t[1:] < self.t[:-1]).any():
            raise ValueError("t goes backwards: pass the time of one run, in ms.")
        self.configuration = text("configuration", configuration)

    def __getattr__(self, name: str) -> NDArray[np.float64]:
        try:
            return self.__dict__["_traces"][name]
        except KeyError:
            if name in TRACES:
                raise AttributeError(
                    f'"{name}" was not recorded; ask for it with record=("{name}",).'
                ) from None
            raise AttributeError(f"A Recording has no {name!r}.") from None

    def __dir__(self):
        return [*super().__dir__(), *self._traces]

    @property
    def traces(self) -> Mapping[str, NDArray[np.float64]]:
        """The recorded arrays by name, without t."""
        return MappingProxyType({name: trace for name, trace in self._traces.items() if name != "t"})

    def table(self) -> Table:
        """Give a table with one row per Vector: unit, number of samples, first, last and extremes."""
        header = ("vector", "what it holds", "unit", "samples", "first", "last", "least", "greatest")
        rows = [
            (
                name,
                *_label_and_unit(name),
                f"{len(x):,}",
                # a current that does not flow is -0 to NEURON
                *(f"{y + 0.0:.5g}" for y in (x[0], x[-1], x.min(), x.max())),
            )
            for name, x in self._traces.items()
        ]
        return Table(header, rows, caption=self.configuration)

    def __repr__(self):
        names = ", ".join(self._traces)
        made = f" ({self.configuration})" if self.configuration else ""
        return f"Recording of {names}: {len(self.t):,} samples, {self.t[0]:g} to {self.t[-1]:g} ms{made}"

    def _repr_html_(self):
        return self.table()._repr_html_()


def _label_and_unit(name):
    return ("time", "ms") if name == "t" else (TRACES[name].label, TRACES[name].unit)


def _trace(name, values, length):
    trace = column(name, values, empty=NOT_RUN)
    if len(trace) != length:
        raise ValueError(
            f"{name} has {len(trace)} samples and t has {length}. Record both in the same run, and again "
            "after every change of nseg: a Vector keeps old data without a word."
        )
    return trace
