"""Channels that open and close by chance: against formulas, and NEURON where they are many."""

import math

import numpy as np
import pytest
import squid
from neuron import h
from scipy.linalg import expm

import hhlab
from hhlab import CurrentClamp, Membrane, VoltageClamp
from hhlab.descriptions.currents import currents_of
from hhlab.dynamics.chance import GRID_MV, Kind, changes

SQUID = Membrane.squid_1952()
REST = CurrentClamp(amp=0)
HELD = -40.0  # mV, where a sixth of the potassium channels is open


def held(channels, trials, tstop, v=HELD, membrane=SQUID, **more):
    """Give the Recordings of patches that have been held at `v` [mV] for ever."""
    clamp = VoltageClamp(amp1=v, dur1=1e9)
    record = ("gna", "gk")
    settings = {"v_init": v, "tstop": tstop, "record": record} | more
    return hhlab.noisy_trials(membrane, clamp, channels=channels, trials=trials, **settings).recordings


def open_shares(recordings, trace, gbar):
    """Give which fraction is open, shape (trials, samples)."""
    return np.array([rec.traces[trace] for rec in recordings]) / gbar


def chance_of(v, sort, later_ms=None):
    """Give the chance that a channel is open, or open now and `later_ms` after, by the rates alone."""
    (a_m, b_m), (a_h, b_h), (a_n, b_n) = squid.rates(v)
    gates = {"gna": ((a_m, b_m, 3), (a_h, b_h, 1)), "gk": ((a_n, b_n, 4),)}[sort]
    total = 1.0
    for a, b, power in gates:
        x = a / (a + b)
        again = 1.0 if later_ms is None else x + (1 - x) * math.exp(-later_ms * (a + b))
        total *= (x * again) ** power
    return total


@pytest.mark.parametrize("power", [1, 3, 4])
def test_the_chances_of_a_step_are_those_of_the_chain_of_its_rates(power):
    opening, closing, dt = 0.7, 0.3, 0.4  # 1/ms, 1/ms, ms
    rates = np.zeros((power + 1, power + 1))
    for i in range(power + 1):
        if i < power:
            rates[i, i + 1] = (power - i) * opening
        if i > 0:
            rates[i, i - 1] = i * closing
        rates[i, i] = -rates[i].sum()
    moved = (1 - math.exp(-dt * (opening + closing))) / (opening + closing)
    found = changes(np.array([opening * moved]), np.array([closing * moved]), power)
    assert found.shape == (1, power + 1, power + 1)
    assert np.allclose(found[0], expm(rates * dt), atol=1e-14)


@pytest.mark.parametrize(("trace", "share"), [("gna", SQUID.gnabar), ("gk", SQUID.gkbar)])
def test_mean_and_variance_of_what_is_open_are_binomial(trace, share):
    channels, trials = 1000, 1000
    number = round(channels * share / (SQUID.gnabar + SQUID.gkbar))
    p = chance_of(HELD, trace)
    recordings = held(channels, trials, tstop=2.0)
    for sample in (0, -1):  # as it begins, and once it has turned
        found = open_shares(recordings, trace, share)[:, sample]
        variance = p * (1 - p) / number
        assert abs(found.mean() - p) < 4 * math.sqrt(variance / trials)
        assert found.var() == pytest.approx(variance, rel=4 * math.sqrt(2 / trials))
        assert np.allclose(found * number, np.round(found * number))


@pytest.mark.parametrize(("trace", "share"), [("gna", SQUID.gnabar), ("gk", SQUID.gkbar)])
def test_what_is_open_forgets_at_the_pace_of_its_gates(trace, share):
    number = round(10_000 * share / (SQUID.gnabar + SQUID.gkbar))
    trials, dt = 1500, 0.05
    open_now = open_shares(held(10_000, trials, tstop=4.0, dt=dt), trace, share)
    p = chance_of(HELD, trace)
    variance = p * (1 - p) / number
    for later in (0.1, 0.5, 1.0, 3.0):  # ms
        pairs = (open_now[:, 0] - p) * (open_now[:, round(later / dt)] - p)
        expected = (chance_of(HELD, trace, later) - p * p) / number
        assert abs(pairs.mean() - expected) < 4 * variance / math.sqrt(trials)


def test_warmth_makes_it_forget_sooner():
    p = chance_of(HELD, "gk")
    for celsius, speed in ((6.3, 1), (26.3, 9)):
        x = open_shares(held(10_000, 1000, 0.5, celsius=celsius), "gk", SQUID.gkbar)
        expected = (chance_of(HELD, "gk", 0.5 * speed) - p * p) / (p - p * p)
        assert np.corrcoef(x[:, 0], x[:, -1])[0, 1] == pytest.approx(expected, abs=0.12)


def in_neuron(amp, tstop):
    """Give what NEURON itself says, step by step, with exact rates."""
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("hh")
    soma.el_hh = -54.387
    electrode = h.IClamp(soma(0.5))
    electrode.delay, electrode.dur, electrode.amp = 1, 1e9, amp
    vectors = {
        name: h.Vector().record(ref)
        for name, ref in {
            "v": soma(0.5)._ref_v,
            "gna": soma(0.5).hh._ref_gna,
            "gk": soma(0.5).hh._ref_gk,
        }.items()
    }
    before = h.usetable_hh, h.dt, h.celsius
    h.usetable_hh, h.dt, h.celsius = 0, 0.025, 6.3
    try:
        h.finitialize(-65)
        for _ in range(round(tstop / h.dt)):
            h.fadvance()
    finally:
        h.usetable_hh, h.dt, h.celsius = before
    return {name: np.array(vector) for name, vector in vectors.items()}


def test_a_great_many_channels_are_neurons_own():
    expected = in_neuron(amp=0.1, tstop=40)
    clamp = CurrentClamp(amp=0.1, delay=1, dur=1e9)
    found = hhlab.noisy(SQUID, clamp, channels=1e12, tstop=40, record=("v", "gna", "gk", "ina"))
    assert expected["v"].max() > 30
    assert abs(found.v - expected["v"]).max() < 0.02  # mV
    for name in ("gna", "gk"):  # NEURON shows a conductance one step after it has used it
        assert abs(found.traces[name][:-1] - expected[name][1:]).max() < 2e-5  # S/cm²
    assert np.allclose(found.ina, found.gna * (found.v - SQUID.ena))


@pytest.mark.parametrize(
    "membrane",
    [Membrane(inactivation=False), Membrane.connor_1977(), Membrane.passive(), Membrane(cm=2.0, gkbar=0.0)],
    ids=["pronase", "class I", "passive", "no potassium"],
)
def test_a_million_channels_of_any_membrane_do_what_simulate_says(membrane):
    clamp = CurrentClamp(amp=0.05, delay=1, dur=3)
    settings = {"tstop": 12, "celsius": 10.0, "dt": 0.01}
    found = hhlab.noisy(membrane, clamp, channels=1e10, **settings)
    expected = hhlab.simulate(membrane, clamp, **settings)
    # the first falls behind by half a step on the steepest slope
    assert abs(found.v - expected.v).max() < 0.5 + 0.01 * abs(np.diff(expected.v)).max() / 0.01


def test_an_electrode_with_resistance_is_neurons_own_too():
    clamp = VoltageClamp(amp1=-65, dur1=1, amp2=0, dur2=4, amp3=-40, dur3=2, rs=1.0)
    found = hhlab.noisy(SQUID, clamp, channels=1e10, tstop=10, dt=0.005)
    expected = hhlab.simulate(SQUID, clamp, tstop=10, method="cvode")
    assert abs(found.v - np.interp(found.t, expected.t, expected.v)).mean() < 0.05
    assert abs(found.v[round(4.9 / 0.005)] - np.interp(4.9, expected.t, expected.v)) < 0.01


def test_few_channels_fire_by_themselves_and_many_are_silent():
    def spikes(channels):
        family = hhlab.noisy_trials(SQUID, REST, channels=channels, tstop=100, trials=5)
        return sum(hhlab.spike_count(rec) for rec in family.recordings)

    assert spikes(1000) > 5
    assert spikes(100_000) == 0


def test_a_seed_is_a_run():
    runs = [hhlab.noisy(SQUID, REST, tstop=5, seed=seed).v for seed in (1, 1, 2)]
    assert (runs[0] == runs[1]).all()
    assert (runs[0] != runs[2]).any()
    family = hhlab.noisy_trials(SQUID, REST, tstop=5, trials=1, seed=1)
    assert (family.recordings[0].v == runs[0]).all()
    assert family.by == "trial"


def test_trials_do_not_know_of_each_other():
    family = hhlab.noisy_trials(SQUID, REST, channels=10_000, tstop=3, trials=400)
    ends = np.array([rec.v[-1] for rec in family.recordings])
    assert abs(np.corrcoef(ends[:-1], ends[1:])[0, 1]) < 0.2


def test_the_run_says_how_it_was_made():
    rec = hhlab.noisy(SQUID, REST, channels=500, tstop=1, celsius=10, seed=7)
    assert rec.configuration == "500 channels, seed 7, dt 0.025 ms, 10 °C"


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ({"channels": 0}, ValueError, "channels = 0, but it must be at least 1"),
        ({"channels": 10.5}, ValueError, "whole number"),
        ({"channels": "many"}, TypeError, "channels must be a number"),
        ({"seed": -1}, ValueError, "seed"),
        ({"tstop": 1e5}, ValueError, "Shorten tstop"),
        ({"clamp": hhlab.Ramp()}, TypeError, "CurrentClamp or a VoltageClamp, but it is Ramp"),
        ({"clamp": CurrentClamp(amp=1000, delay=0)}, ValueError, "likely slip.*amp counts in nA"),
        ({"membrane": hhlab.Axon()}, TypeError, r"axon\.patch\(\)"),
        ({"membrane": Membrane(nernst=True)}, ValueError, "nernst=False"),
        ({"record": "m"}, ValueError, "v, gna, ina, gk, ik, il"),
        ({"record": ()}, ValueError, "empty"),
        ({"record": 3}, TypeError, "record must name traces"),
    ],
)
def test_bad_input_is_named(wrong, error, words):
    with pytest.raises(error, match=words):
        hhlab.noisy(**{"tstop": 1.0} | wrong)


@pytest.mark.parametrize("trials", [0, 1.5, 20_000])
def test_trials_are_counted(trials):
    with pytest.raises(ValueError, match="trials"):
        hhlab.noisy_trials(trials=trials, tstop=1)


def test_chances_between_the_potentials_of_the_grid_are_those_of_the_rates():
    (sodium, *_) = currents_of(SQUID)
    table = Kind(sodium, 0.12, 50.0, 1, 0.025, 6.3).chances
    for v in (-70.05, -40.05, -3.33, 40.01):
        i, share = divmod((v - GRID_MV[0]) / 0.1, 1)
        found = table[int(i)] + share * (table[int(i) + 1] - table[int(i)])
        (a_m, b_m), (a_h, b_h), _ = squid.rates(v)
        sorts = [
            [x * -math.expm1(-0.025 * (a + b)) / (a + b) for x in (a, b)] for a, b in ((a_m, b_m), (a_h, b_h))
        ]
        m, h_gate = (
            changes(np.array([opening]), np.array([closing]), power)[0]
            for (opening, closing), power in zip(sorts, (3, 1), strict=True)
        )
        assert np.allclose(found, np.kron(m, h_gate), rtol=0, atol=1e-5)
