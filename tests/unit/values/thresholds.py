"""L06: steps, shocks and ramps at threshold."""

import math
from functools import cache

import numpy as np
import squid
from neuron import h
from oracle import solve

from hhlab.descriptions.parameters import Ramp, Settings, Shock
from hhlab.protocols.common import amp_nA, rest_mV
from hhlab.protocols.strength import chronaxie_ms, threshold_charge_nC_per_cm2
from hhlab.protocols.thresholds import (
    rheobase_nA,
    rheobase_uA_per_cm2,
    shock_threshold_mV,
    threshold_uA_per_cm2,
)
from hhlab.results.measures import spike_count
from hhlab.simulator.cells import build_soma
from hhlab.simulator.engine import simulate
from hhlab.simulator.integration import configured

from . import CHANNELS, DEFAULT, SCIPY, SQUID, row

ION = "µA/cm²"
D = {"configuration": "D", "subject": DEFAULT}


@cache
def shocked(membrane, shift):
    """Give the run after an instantaneous displacement from −65 mV."""
    return simulate(membrane, Shock(shift=shift, delay=0), tstop=40, method="cvode")


def shock_peak_mV(membrane, shift):
    """Give the peak after a shock, above −65 mV; nan without an impulse."""
    run = shocked(membrane, shift)
    return run.v.max() + 65 if run.v.max() > -20 else math.nan


def shock_peak_ms(membrane, shift):
    """Give when that peak comes."""
    run = shocked(membrane, shift)
    return run.t[np.argmax(run.v)] if run.v.max() > -20 else math.nan


@cache
def exact_shock(shift):
    """Give t and v after a shock, by SciPy."""
    return squid.run((40, 0), v=-65.0 + shift)


def trough_mV(membrane):
    """Give how far below rest the potential swings after an impulse; nan without one."""
    run = shocked(membrane, 15.0)
    return run.v.min() - rest_mV(membrane) if run.v.max() > -20 else math.nan


def ramp_spikes(membrane, slope):
    """Count the spikes of a run of 400 ms whose ramp begins at 50 ms.

    By fixed steps: near an unstable rest the error that CVODE allows is enough to start an impulse.
    """
    clamp = Ramp(slope=amp_nA(slope, membrane), delay=50, dur=400)
    return spike_count(simulate(membrane, clamp, tstop=400, v_init=rest_mV(membrane)))


def exact_ramp_spikes(slope):
    """Count the same spikes, by SciPy."""
    t = np.arange(0, 400, 0.05)
    v = solve(t, SQUID, lambda time: slope * max(0.0, time - 50), breaks=(50,), v_init=rest_mV(SQUID))
    return int(((v[:-1] < 0) & (v[1:] >= 0)).sum())


def tabulated_edge(membrane, since=0.0, dur=200.0, tail=60.0, guess=2.2):
    """Give the weakest step [µA/cm²] that fires in plain NEURON under CVODE with tabulated rates.

    hhlab has no such method; students who switch CVODE on and leave the tables get it.
    """
    rest, solver, parallel = rest_mV(membrane), h.CVode(), h.ParallelContext()

    def fires(density):
        with configured(Settings(method="cvode")):
            h.usetable_hh = 1
            soma = build_soma(membrane)
            clamp = h.IClamp(soma(0.5))
            clamp.delay, clamp.dur, clamp.amp = 1, dur, amp_nA(density, membrane)
            t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
            solver.atol(1e-6)
            parallel.set_maxstep(10)
            h.finitialize(rest)
            parallel.psolve(1 + dur + tail)
            return squid.fired(np.array(t), np.array(v), since=since)

    try:
        return squid.edge(fires, *squid.around(guess))
    except AssertionError:
        return math.nan


def strength(dur):
    """Give the measure of a threshold."""
    return lambda membrane: threshold_uA_per_cm2(membrane, dur)


# guesses only bracket SciPy's search, which fails if the edge lies outside
STRENGTHS = ((0.1, 65.1), (0.5, 13.27), (1, 6.92), (2, 3.86), (5, 2.35))

ROWS = [
    row("L06", "rheobase", 2.2403, 0.0005, rheobase_uA_per_cm2, ION),
    row(
        "L06",
        "rheobase, by SciPy",
        lambda: squid.threshold(200, 2.24),
        0.0005,
        rheobase_uA_per_cm2,
        ION,
        source=SCIPY,
    ),
    row("L06", "rheobase of the 10 µm soma", 7.04, 0.005, lambda m: 1000 * rheobase_nA(m), "pA"),
    row(
        "L06", "rheobase, defaults", 2.237, 0.001, lambda m: rheobase_uA_per_cm2(m, method="neuron"), ION, **D
    ),
    *(
        row(
            "L06",
            f"rheobase, el −{-el:g}, tables, CVODE",
            value,
            tolerance,
            tabulated_edge,
            ION,
            configuration="plain NEURON, tabulated rates, CVODE",
            subject=DEFAULT.but(el=el),
        )
        for el, value, tolerance in ((-54.3, 2.225, 0.001), (-54.387, 2.2285, 0.0005))
    ),
    row("L06", "chronaxie", 1.654, 0.002, chronaxie_ms, "ms"),
    *(
        row(
            "L06",
            f"threshold at {dur:g} ms, by SciPy",
            lambda dur=dur, guess=guess: squid.threshold(dur, guess),
            0.001 * guess,
            strength(dur),
            ION,
            source=SCIPY,
        )
        for dur, guess in STRENGTHS
    ),
    row("L06", "threshold at 0.5 ms", 13.28, 0.01, strength(0.5), ION),
    row("L06", "threshold charge", 6.5, 0.05, threshold_charge_nC_per_cm2, "nC/cm²"),
    row("L06", "shock", 6.505, 0.003, shock_threshold_mV, "mV"),
    row("L06", "peak after 6 mV", math.nan, 0, lambda m: shock_peak_mV(m, 6.0), "mV", lost=()),
    *(
        row(
            "L06",
            f"peak after {shift:g} mV",
            value,
            0.05,
            lambda m, shift=shift: shock_peak_mV(m, shift),
            "mV",
        )
        for shift, value in ((7, 102.1), (15, 105.4), (90, 108.5))
    ),
    row("L06", "time of the peak after 7 mV", 3.39, 0.01, lambda m: shock_peak_ms(m, 7.0), "ms"),
    row(
        "L06",
        "time of the peak after 7 mV, by SciPy",
        lambda: exact_shock(7.0)[0][np.argmax(exact_shock(7.0)[1])],
        0.02,
        lambda m: shock_peak_ms(m, 7.0),
        "ms",
        source=SCIPY,
    ),
    row("L06", "undershoot below rest", -11.2, 0.05, trough_mV, "mV"),
    *(
        row(
            "L06",
            f"spikes of a ramp of {slope:g} µA/cm²/ms",
            lambda slope=slope: exact_ramp_spikes(slope),
            0,
            lambda m, slope=slope: ramp_spikes(m, slope),
            configuration="E by Crank-Nicolson",
            # without K⁺ channels the ramp lifts the potential and holds it there: no spike either
            lost=() if slope < 0.06 else CHANNELS,
            source=SCIPY,
        )
        for slope in (0.02, 0.05, 0.08)
    ),
]
