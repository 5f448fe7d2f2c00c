"""Every slider on one page: the soma of the lessons, with all that can be set."""

from typing import Any

import ipywidgets as widgets

from ..descriptions.parameters import METHODS, Membrane, Settings
from .controls import LOOKS
from .explorer import Explorer, explore
from .soma import measured, run

PRESETS: dict[str, dict[str, Any]] = {
    "NEURON's defaults": {"method": "neuron"},
    "1952": {"el": Membrane.squid_1952().el, "method": "cvode"},
    "one shock": {"dur": 0.5},
    "TTX": {"gnabar": 0.0},
    "TEA": {"gkbar": 0.018, "amp": 0.0},
    "18.5 °C": {"celsius": 18.5},
    "anode break": {"amp": -0.03, "dur": 30.0},
    "too much current": {"amp": 0.5},
}


def playground() -> Explorer:
    """Give an Explorer with every slider of the soma, and presets for well-known experiments.

    Returns
    -------
    Explorer

    Raises
    ------
    WorkerLost
        The process that simulates ended before the first picture.

    Examples
    --------
    >>> import hhlab
    >>> explorer = hhlab.playground()
    >>> explorer.amp.value = 0.2
    """
    method = widgets.Dropdown(
        options=[(words, name) for name, words in METHODS.items()],
        value=Settings.method,
        description="method",
        **LOOKS,
    )
    return explore(
        run,
        presets=PRESETS,
        derived=measured,
        amp=(-0.05, 0.5, 0.001),
        dur=(0.1, 80.0),
        celsius=(0.0, 40.0),
        v_init=(-100.0, 0.0),
        cm=(0.1, 3.0),
        gnabar=(0.0, 0.3),
        gkbar=(0.0, 0.12),
        gl=(0.0, 0.003),
        ena=(0.0, 80.0),
        ek=(-100.0, -40.0),
        el=(-90.0, -20.0),
        method=method,
    )
