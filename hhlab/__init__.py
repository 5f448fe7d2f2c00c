"""hhlab: the Hodgkin-Huxley model on the NEURON simulator, to learn how a nerve cell fires."""

from .engine import SimulationError, calc_hh, simulate
from .explore import Explorer, explore
from .figures import draw
from .measure import (
    current_density_uA_per_cm2,
    peak_mV,
    rate_hz,
    spike_count,
    spike_times_ms,
)
from .parameters import CurrentClamp, Membrane, Settings
from .recording import TRACES, Recording
from .sections import psection, psection_diff

__version__ = "0.1.0"

__all__ = [
    "TRACES",
    "CurrentClamp",
    "Explorer",
    "Membrane",
    "Recording",
    "Settings",
    "SimulationError",
    "calc_hh",
    "current_density_uA_per_cm2",
    "draw",
    "explore",
    "peak_mV",
    "psection",
    "psection_diff",
    "rate_hz",
    "simulate",
    "spike_count",
    "spike_times_ms",
]
