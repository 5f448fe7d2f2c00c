"""hhlab: the Hodgkin-Huxley model on the NEURON simulator, to learn how a nerve cell fires."""

import os
from importlib import import_module

# NEURON looks for a screen, and says so when there is none, unless told before its first import.
os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")

__version__ = "0.1.0"

# Where each public name lives. A name is imported when it is first used: a worker process that only
# simulates needs no figures, and a script that only measures needs no sliders.
_HOMES = {
    "engine": ("SimulationError", "calc_hh", "simulate"),
    "explorer": ("Explorer", "explore"),
    "figures": ("draw",),
    "measure": ("current_density_uA_per_cm2", "peak_mV", "rate_hz", "spike_count", "spike_times_ms"),
    "parameters": (
        "CurrentClamp",
        "Membrane",
        "PairedPulses",
        "PulseTrain",
        "Ramp",
        "Settings",
        "Shock",
        "VoltageClamp",
    ),
    "recording": ("TRACES", "Recording"),
    "sections": ("psection", "psection_diff"),
    "sweeps": ("sweep",),
    "worker": ("WorkerLost",),
}
# Called as hhlab.NAME these run in the worker process; the module's own function runs where it is called.
_ISOLATED = {"calc_hh", "simulate"}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"hhlab has no {name!r}.")
    value = getattr(import_module(f"hhlab.{_HOME_OF[name]}"), name)
    if name in _ISOLATED:
        value = import_module("hhlab.worker").isolated(value)
    globals()[name] = value
    return value


def __dir__():
    return [*globals(), *__all__]
