"""hhlab: the Hodgkin-Huxley model on the NEURON simulator, to learn how a nerve cell fires."""

import os
from importlib import import_module
from inspect import isfunction

# NEURON looks for a screen, and says so when there is none, unless told before its first import.
os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")

__version__ = "0.1.0"

# Where each public name lives. A name is imported when it is first used: a worker process that only
# simulates needs no figures, and a script that only measures needs no sliders.
_HOMES = {
    "axons": ("Axon", "MyelinatedAxon"),
    "dynamics.branches": ("cycle_branch", "cycle_fold"),
    "dynamics.cycles": ("NoCycle", "limit_cycle"),
    "dynamics.equilibria": ("equilibria", "hopf_points"),
    "dynamics.reduced": ("ReducedModel", "reduced_hopf_uA_per_cm2"),
    "dynamics.shocks": ("shocked_cycle", "stops_firing"),
    "engine": ("calc_hh", "simulate"),
    "curves": ("Curves",),
    "exercises.classroom": ("check", "mystery", "mystery_axon"),
    "exercises.prediction": ("predict",),
    "exercises.sheet": ("exercise", "sheet"),
    "exercises.students": ("sign_in",),
    "explorer": ("Explorer", "explore"),
    "family": ("Family",),
    "integration": ("SimulationError",),
    "figures": ("draw",),
    "measure": (
        "arrival_ms",
        "arrivals_ms",
        "current_density_uA_per_cm2",
        "half_width_ms",
        "impulse_count",
        "peak_mV",
        "rate_hz",
        "spike_count",
        "spike_times_ms",
        "velocity_m_per_s",
    ),
    "mechanisms": ("MechanismError", "check_units", "compile_mechanism"),
    "networks": ("Ring", "Spikes", "simulate_ring"),
    "parallel": ("MPIError", "run_on_ranks"),
    "parameters": (
        "CurrentClamp",
        "Membrane",
        "PairedPulses",
        "PulseTrain",
        "Ramp",
        "Settings",
        "Shock",
        "Synapse",
        "VoltageClamp",
    ),
    "playground": ("playground",),
    "profile": ("Profile",),
    "propagation": ("propagate",),
    "protocols.clamping": ("clamp_family",),
    "protocols.common": ("NoThreshold", "rest_mV"),
    "protocols.conduction": (
        "collision",
        "conduction",
        "velocities_m_per_s",
    ),
    "protocols.energetics": ("ion_exchange", "sodium_entry"),
    "protocols.firing": (
        "f_i_curve",
        "first_spike_latency_ms",
        "hysteresis",
        "repetitive_onset_uA_per_cm2",
    ),
    "protocols.gating": ("inactivation_curve", "tail_currents"),
    "protocols.limits": ("fastest_celsius", "hottest_celsius", "least_sodium"),
    "protocols.passive": ("input_resistance", "time_constant_ms"),
    "protocols.recovery": ("rebound", "refractory_curve"),
    "protocols.strength": ("chronaxie_ms", "strength_duration", "threshold_charge_nC_per_cm2"),
    "protocols.synaptic": ("psp_mV", "threshold_weight_uS"),
    "protocols.thresholds": (
        "anode_break_uA_per_cm2",
        "rheobase_nA",
        "rheobase_uA_per_cm2",
        "shock_threshold_mV",
        "slowest_ramp_uA_per_cm2_per_ms",
        "threshold_nA",
        "threshold_uA_per_cm2",
    ),
    "ranges": ("Log",),
    "recording": ("TRACES", "Recording"),
    "sections": ("psection", "psection_diff"),
    "sweeps": ("sweep",),
    "worker": ("WorkerLost", "cancel"),
}
# Called as hhlab.NAME their functions run in the worker process; as hhlab.engine.NAME, where they are called.
_SIMULATING = ("engine", "networks", "propagation", "protocols.")
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name):
    if name not in _HOME_OF:
        raise AttributeError(f"hhlab has no {name!r}.")
    home = _HOME_OF[name]
    value = getattr(import_module(f"hhlab.{home}"), name)
    if home.startswith(_SIMULATING) and isfunction(value):
        value = import_module("hhlab.worker").isolated(value)
    globals()[name] = value
    return value


def __dir__():
    return [*globals(), *__all__]
