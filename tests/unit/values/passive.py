"""L01 to L04: geometry, the passive membrane, the gates, the batteries; and what NEURON ships with."""

import math
from functools import cache

import numpy as np
import squid
from neuron import h
from scipy.optimize import brentq, minimize_scalar

from hhlab import Membrane, rates
from hhlab.engine import configured, simulate
from hhlab.measure import current_density_uA_per_cm2, rate_hz, spike_count, spike_times_ms
from hhlab.parameters import CurrentClamp, Settings
from hhlab.protocols.common import amp_nA, rest_mV
from hhlab.protocols.energetics import sodium_entry
from hhlab.protocols.passive import input_resistance, time_constant_ms

from . import DEFAULT, DOCS, FORMULA, SCIPY, SODIUM, row

LEAK = Membrane.passive()
train = cache(lambda membrane: simulate(membrane, method="neuron"))
exact = cache(lambda membrane: simulate(membrane, method="cvode"))
entry = cache(sodium_entry)


def blog_spikes(membrane, method="neuron"):
    """Give the spike times of the blog post's run between 50 and 245 ms."""
    run = train(membrane) if method == "neuron" else exact(membrane)
    times = spike_times_ms(run)
    return times[(times >= 50) & (times <= 245)]


def shipped(name, x=None):
    """Give a measure of what NEURON's own section has after its mechanisms are inserted."""

    def read(_):
        section = h.Section(name="new")
        section.insert("hh")
        section.insert("pas")
        return getattr(section if x is None else section(x), name)

    return read


def neurons(expression, celsius=6.3):
    """Give a measure that asks NEURON for a number at a temperature."""

    def ask(_):
        with configured(Settings(celsius=celsius)):
            return expression()

    return ask


def gate_half_mV(gate):
    """Give where a gate's steady state is a half."""
    return brentq(lambda v: rates.steady_state(gate, v) - 0.5, -100, 0)


def slowest_h():
    """Give the potential at which h is slowest, and its time constant there."""
    found = minimize_scalar(lambda v: -rates.tau_ms("h", v), bounds=(-100, 0), method="bounded")
    return float(found.x), float(-found.fun)


def at_start(name, membrane):
    """Give what a trace holds when a run begins at −65 mV."""
    return simulate(membrane, CurrentClamp(amp=0), tstop=1, method="cvode", record=name).traces[name][0]


def lone_step_Mohm(membrane):
    """Give the resistance that one step of −1 pA for 100 ms shows."""
    clamp = CurrentClamp(amp=-0.001, delay=10, dur=100)
    run = simulate(membrane, clamp, tstop=110, v_init=rest_mV(membrane))
    return (run.v[-1] - run.v[0]) / -0.001


def peak_mV(membrane):
    """Give the peak after 40 µA/cm² for 0.5 ms, the stimulus behind the published peaks; nan if graded."""
    clamp = CurrentClamp(amp=amp_nA(40, membrane), delay=1, dur=0.5)
    run = simulate(membrane, clamp, tstop=30, method="cvode", v_init=rest_mV(membrane))
    return run.v.max() if run.v.max() > -20 else math.nan


def least_firing_ko(membrane):
    """Give the potassium outside at which a disturbance of rest grows instead of fading [mM]."""

    def grows(ko):
        batteries = membrane.but(nernst=True, ko=ko)
        run = simulate(
            batteries, CurrentClamp(amp=0), tstop=300, method="cvode", v_init=rest_mV(batteries) + 0.1
        )
        early, late = (np.ptp(run.v[(run.t > a) & (run.t < a + 50)]) for a in (50, 250))
        return late > early

    low, high = 2.5, 5.0
    if grows(low) or not grows(high):
        return math.nan
    while high - low > 1e-3:
        middle = (low + high) / 2
        low, high = (low, middle) if grows(middle) else (middle, high)
    return high


CURRENT = "µA/cm²"
PLAIN = {"lost": ()}
D = {"configuration": "D", "subject": DEFAULT}
EXACT = {"configuration": "el −54.3, CVODE", "subject": DEFAULT}
PAS = {"configuration": "passive, 10 µm", "source": FORMULA, "subject": LEAK, "lost": ("gl",)}
NERNST = {**PLAIN, "source": FORMULA, "configuration": "6.3 °C"}
SHIPPED = {**PLAIN, "source": DOCS, "configuration": "as shipped"}
DOP853 = "SciPy: DOP853 and Radau at 1e-12 agree"

ROWS = [
    row("L01", "area of the soma", 314.159, 0.01, lambda m: m.area_um2, "µm²", source=FORMULA, **PLAIN),
    row(
        "L01",
        "density of 0.1 nA",
        31.831,
        0.001,
        lambda m: current_density_uA_per_cm2(0.1, m.area_um2),
        CURRENT,
        source=FORMULA,
        **PLAIN,
    ),
    row("L01", "first spike", 50.985, 0.05, lambda m: spike_times_ms(train(m))[0], "ms", **D),
    row(
        "L01", "spikes from 50 to 245 ms", 20, 0, lambda m: len(blog_spikes(m)), lost=("gnabar", "gkbar"), **D
    ),
    row("L01", "steady rate", 100, 1.5, lambda m: rate_hz(train(m), 145, 245), "Hz", **D),
    row("L01", "steady interval", 9.985, 0.01, lambda m: np.diff(blog_spikes(m))[-1], "ms", **D),
    row("L01", "first interval", 10.68, 0.005, lambda m: np.diff(blog_spikes(m))[0], "ms", **D),
    row("L01", "first peak", 41.58, 0.005, lambda m: train(m).v[train(m).t < 55].max(), "mV", **D),
    row(
        "L01",
        "spikes, exactly",
        21,
        0,
        lambda m: spike_count(exact(m)),
        source=DOP853,
        lost=("gnabar", "gkbar"),
        **EXACT,
    ),
    row(
        "L01",
        "first spike, exactly",
        50.978956048,
        0.002,
        lambda m: spike_times_ms(exact(m))[0],
        "ms",
        source=DOP853,
        **EXACT,
    ),
    row(
        "L01",
        "20th spike, exactly",
        240.386761316,
        0.002,
        lambda m: spike_times_ms(exact(m))[19],
        "ms",
        source=DOP853,
        **EXACT,
    ),
    row(
        "L01",
        "21st spike, exactly",
        250.373487890,
        0.002,
        lambda m: spike_times_ms(exact(m))[20],
        "ms",
        source=DOP853,
        **EXACT,
    ),
    row(
        "L01", "first peak, exactly", 42.03, 0.03, lambda m: exact(m).v[exact(m).t < 55].max(), "mV", **EXACT
    ),
    row(
        "L01",
        "rest",
        -64.97405245,
        1e-6,
        rest_mV,
        "mV",
        source=SCIPY,
        configuration="el −54.3",
        subject=DEFAULT,
    ),
    row("L02", "resistance", 318.310, 0.001, lambda m: input_resistance(m).slope_Mohm, "MΩ", **PAS),
    row("L02", "time constant", 1, 1e-3, time_constant_ms, "ms", **PAS),
    row("L02", "change by 10 pA", 3.1831, 1e-4, lambda m: 0.01 * input_resistance(m).slope_Mohm, "mV", **PAS),
    row(
        "L02",
        "resistance, L and diam doubled",
        79.577,
        0.001,
        lambda m: input_resistance(m.but(L=20, diam=20)).slope_Mohm,
        "MΩ",
        **PAS,
    ),
    row(
        "L02",
        "time constant, L and diam doubled",
        1,
        1e-3,
        lambda m: time_constant_ms(m.but(L=20, diam=20)),
        "ms",
        **PAS,
    ),
    row("L02", "slope resistance at rest", 273, 0.5, lambda m: input_resistance(m).slope_Mohm, "MΩ"),
    row(
        "L02",
        "slope conductance at rest",
        1.1669,
        0.0005,
        lambda m: 1e5 / (input_resistance(m, amp=1e-5).slope_Mohm * m.area_um2),
        "mS/cm²",
    ),
    row(
        "L02",
        "chord conductance at rest",
        0.6775,
        0.0005,
        lambda m: 1e5 / (input_resistance(m).chord_Mohm * m.area_um2),
        "mS/cm²",
    ),
    row("L02", "chord resistance at rest", 470, 0.5, lambda m: input_resistance(m).chord_Mohm, "MΩ"),
    *(
        row("L03", f"{gate}∞ at −65 mV", value, 5e-6, lambda m, gate=gate: at_start(gate, m), **PLAIN)
        for gate, value in (("m", 0.05293), ("h", 0.59612), ("n", 0.31768))
    ),
    *(
        row(
            "L03",
            f"τ of {gate} at −65 mV, by SciPy",
            lambda i=i: 1 / sum(squid.rates(-65.0)[i]),
            1e-9,
            lambda _, gate=gate: rates.tau_ms(gate, -65.0),
            "ms",
            source=SCIPY,
            **PLAIN,
        )
        for i, gate in enumerate("mhn")
    ),
    *(
        row(
            "L03",
            f"τ of {gate} at −65 mV",
            value,
            tolerance,
            lambda _, gate=gate: rates.tau_ms(gate, -65.0),
            "ms",
            **PLAIN,
        )
        for gate, value, tolerance in (("m", 0.2368, 5e-5), ("h", 8.516, 5e-4), ("n", 5.459, 5e-4))
    ),
    *(
        row(
            "L03",
            f"{name} at −65 mV",
            value,
            tolerance,
            lambda _, f=f: f(-65.0),
            "1/ms",
            source=FORMULA,
            **PLAIN,
        )
        for name, f, value, tolerance in (
            ("α of m", rates.alpha_m, 0.22356, 5e-6),
            ("β of m", rates.beta_m, 4.0, 1e-12),
            ("α of h", rates.alpha_h, 0.07, 1e-12),
            ("β of h", rates.beta_h, 0.04743, 5e-6),
            ("α of n", rates.alpha_n, 0.05820, 5e-6),
            ("β of n", rates.beta_n, 0.125, 1e-12),
        )
    ),
    row(
        "L03",
        "α of m at −40 mV",
        1,
        1e-12,
        lambda _: rates.alpha_m(-40.0),
        "1/ms",
        source="limit of 0/0",
        **PLAIN,
    ),
    row(
        "L03",
        "α of n at −55 mV",
        0.1,
        1e-12,
        lambda _: rates.alpha_n(-55.0),
        "1/ms",
        source="limit of 0/0",
        **PLAIN,
    ),
    *(
        row("L03", f"half of {gate}∞", value, 0.05, lambda _, gate=gate: gate_half_mV(gate), "mV", **PLAIN)
        for gate, value in (("m", -40.0), ("h", -62.3), ("n", -53.4))
    ),
    row("L03", "where h is slowest", -66.8, 0.05, lambda _: slowest_h()[0], "mV", **PLAIN),
    row("L03", "its slowest time constant", 8.58, 0.005, lambda _: slowest_h()[1], "ms", **PLAIN),
    row("L03", "I_Na at −65 mV", -1.22, 0.005, lambda m: 1000 * at_start("ina", m), CURRENT, lost=SODIUM),
    row("L03", "I_K at −65 mV", 4.40, 0.005, lambda m: 1000 * at_start("ik", m), CURRENT, lost=("gkbar",)),
    row("L03", "I_L at −65 mV", -3.18, 0.005, lambda m: 1000 * at_start("il", m), CURRENT, lost=("gl",)),
    row("L03", "rest", -64.99638, 1e-5, rest_mV, "mV"),
    row("L03", "Na⁺ charge over C·ΔV", 13.2, 0.05, lambda m: entry(m).ratio),
    row(
        "L03",
        "Na⁺ charge over C·ΔV, warm",
        4.0,
        0.05,
        lambda m: sodium_entry(m, celsius=18.5).ratio,
        configuration="E, 18.5 °C",
    ),
    row("L04", "RT/F", 24.08, 0.005, neurons(lambda: h.nernst(1, math.e, 1)), "mV", **NERNST),
    row("L04", "per decade", 55.45, 0.005, neurons(lambda: h.nernst(1, 10, 1)), "mV", **NERNST),
    row("L04", "ENa of 10 and 140 mM", 63.55, 0.005, neurons(lambda: h.nernst(10, 140, 1)), "mV", **NERNST),
    row(
        "L04", "EK of 54.4 and 2.5 mM", -74.17, 0.005, neurons(lambda: h.nernst(54.4, 2.5, 1)), "mV", **NERNST
    ),
    row(
        "L04",
        "Na⁺ outside for +50 mV",
        79.8,
        0.05,
        neurons(lambda: brentq(lambda nao: h.nernst(10, nao, 1) - 50, 10, 200)),
        "mM",
        **NERNST,
    ),
    row(
        "L04",
        "rest with Nernst's potentials",
        -63.81,
        0.005,
        lambda m: rest_mV(m.but(nernst=True)),
        "mV",
        configuration="el −54.3, Nernst",
        subject=DEFAULT,
    ),
    row(
        "L04",
        "K⁺ outside at which the cell fires by itself",
        lambda: brentq(squid.growth, 2.5, 5),
        0.005,
        least_firing_ko,
        "mM",
        source=SCIPY,
        configuration="E, Nernst",
    ),
    *(
        row("L04", f"peak at ENa {ena} mV", value, 0.1, lambda m, ena=ena: peak_mV(m.but(ena=ena)), "mV")
        for ena, value in ((20, 12.2), (30, 21.8), (40, 31.3), (50, 40.8))
    ),
    row(
        "L04",
        "peak per mV of ENa",
        0.95,
        0.01,
        lambda m: (peak_mV(m.but(ena=50)) - peak_mV(m.but(ena=20))) / 30,
    ),
    *(
        row("NEURON", f"default {label}", value, 1e-9, shipped(name, x), unit, **SHIPPED)
        for label, name, x, value, unit in (
            ("L", "L", None, 100, "µm"),
            ("diam", "diam", 0.5, 500, "µm"),
            ("Ra", "Ra", None, 35.4, "Ω·cm"),
            ("cm", "cm", 0.5, 1, "µF/cm²"),
            ("gnabar", "gnabar_hh", 0.5, 0.12, "S/cm²"),
            ("gkbar", "gkbar_hh", 0.5, 0.036, "S/cm²"),
            ("gl", "gl_hh", 0.5, 0.0003, "S/cm²"),
            ("el", "el_hh", 0.5, -54.3, "mV"),
            ("ena", "ena", 0.5, 50, "mV"),
            ("ek", "ek", 0.5, -77, "mV"),
            ("g of pas", "g_pas", 0.5, 0.001, "S/cm²"),
            ("e of pas", "e_pas", 0.5, -70, "mV"),
            ("nai", "nai", 0.5, 10, "mM"),
            ("nao", "nao", 0.5, 140, "mM"),
            ("ki", "ki", 0.5, 54.4, "mM"),
            ("ko", "ko", 0.5, 2.5, "mM"),
        )
    ),
]
