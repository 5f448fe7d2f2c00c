"""Lessons 13 and 14: a channel of one's own, synapses, the ring."""

from functools import cache
from pathlib import Path

import numpy as np
import tiring
from neuron import h

from hhlab import CurrentClamp, Recording, Ring, Synapse, spike_times_ms
from hhlab.descriptions.parameters import Settings
from hhlab.mechanisms.compiling import compile_mechanism
from hhlab.protocols.synaptic import psp_mV, threshold_weight_uS
from hhlab.simulator.cells import build_soma
from hhlab.simulator.integration import advance, configured
from hhlab.simulator.networks import simulate_ring
from hhlab.simulator.stimuli import attach

from . import DEFAULT, DOCS, FORMULA, REFERENCE, SCIPY, row

MECHANISMS = Path(__file__).parents[3] / "notebooks" / "mechanisms"


def potential(own):
    """Give v of the first lesson's soma, its K⁺ channels built in or one's own."""
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("hh")
    if own:
        soma.gkbar_hh = 0
        soma.insert(compile_mechanism(MECHANISMS / "khh.mod"))
    settings = Settings()
    with configured(settings):
        electrode = attach(CurrentClamp(), soma(0.5))
        v = h.Vector().record(soma(0.5)._ref_v)
        advance(settings, on_start=[electrode.on_start])
        return np.array(v)


def difference(_):
    return np.abs(potential(own=True) - potential(own=False)).max()


M_CURRENT = {"gmbar": 0.001, "taumax": 1000.0}  # S/cm², ms
STEP = {"amp": 0.05, "delay": 50.0, "dur": 400.0}


@cache
def tiring_spikes_ms(membrane, settings, half=-35.0):
    """Give when the soma of lesson 13 fires, with its M-current, half open at `half` [mV]."""
    text = (MECHANISMS / "km.mod").read_text(encoding="utf-8")
    km = compile_mechanism(text.replace("v + 35", f"v + {-half:g}"))
    with configured(settings):
        soma = build_soma(membrane)
        soma.insert(km)
        for name, value in M_CURRENT.items():
            setattr(getattr(soma(0.5), km), name, value)
        electrode = attach(CurrentClamp(**STEP), soma(0.5))
        t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
        advance(settings, on_start=[electrode.on_start])
        return spike_times_ms(Recording(t=t, v=v))


def tired_rates(settings, tolerance, configuration, how=""):
    """Give the rows of how fast that soma fires at first and at last, and how often."""
    measures = (
        ("rate at first", lambda times: 1000 / (times[1] - times[0]), tolerance, "Hz"),
        ("rate at last", lambda times: 1000 / (times[-1] - times[-2]), tolerance, "Hz"),
        ("spikes", len, 0, ""),
    )
    return [
        row(
            "L13",
            f"{name}, with an M-current{how}",
            lambda of=of: of(tiring.spikes_ms(DEFAULT, **M_CURRENT, **STEP)),
            allowed,
            lambda membrane, of=of: of(tiring_spikes_ms(membrane, settings)),
            unit,
            source=SCIPY,
            configuration=configuration,
            subject=DEFAULT,
        )
        for name, of, allowed, unit in measures
    ]


def ring(weight, measure):
    return lambda _: measure(simulate_ring(Ring(weight=weight)))


def of_ring(name, value, tolerance, weight, measure, unit="", source=REFERENCE):
    name = f"{name}, weight {weight:g} µS"
    found = ring(weight, measure)
    return row("L14", name, value, tolerance, found, unit, source=source, configuration="D", lost=())


def first_period(spikes):
    return np.diff(spikes.of(0))[0]


ROWS = [
    row(
        "L13",
        "largest difference in v, own K⁺ channel and built-in one",
        0,
        1e-9,
        difference,
        "mV",
        source=FORMULA,
        configuration="Crank-Nicolson, exact rates",
        lost=(),
    ),
    # at 0.025 ms the last interval is 0.06 % too long, and a quarter of that at half the step
    *tired_rates(Settings(tstop=500, dt=0.005), 0.005, "el −54.3, Crank–Nicolson at 0.005 ms"),
    *tired_rates(Settings(tstop=500, method="neuron"), 0.5, "D", ", NEURON's defaults"),
    row(
        "L13",
        "spikes, with an M-current that opens 10 mV earlier",
        lambda: len(tiring.spikes_ms(DEFAULT, **M_CURRENT, **STEP, half=-45.0)),
        0,
        lambda membrane: len(tiring_spikes_ms(membrane, Settings(tstop=500, method="neuron"), half=-45.0)),
        source=SCIPY,
        configuration="D",
        subject=DEFAULT,
    ),
    row(
        "L14",
        "threshold weight of an ExpSyn, τ 2 ms",
        0.269,
        0.001,
        lambda m: 1000 * threshold_weight_uS(m, method="neuron"),
        "nS",
        configuration="D",
        subject=DEFAULT,
    ),
    row(
        "L14",
        "EPSP of 0.1 nS",
        1.7,
        0.05,
        lambda m: psp_mV(m, Synapse(weight=1e-4), method="neuron"),
        "mV",
        configuration="D",
        subject=DEFAULT,
    ),
    of_ring("first spike of the ring", 10.925, 1e-6, 0.01, lambda s: s.times_ms[0], "ms", DOCS),
    of_ring("first spike of cell 1", 17.4, 1e-6, 0.01, lambda s: s.of(1)[0], "ms"),
    of_ring("period of the ring", 32.4, 0.001, 0.01, first_period, "ms"),
    of_ring("period of the ring", 35.525, 0.001, 0.005, first_period, "ms"),
    of_ring("spikes in 100 ms", 14, 0, 0.01, len),
    of_ring("spikes in 100 ms", 13, 0, 0.005, len),
]
