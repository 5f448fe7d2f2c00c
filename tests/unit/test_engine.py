"""The engine against oracles of its own making: SciPy, analytic solutions, NEURON's plain script."""

import math
import subprocess
import sys

import numpy as np
import pytest
from neuron import h
from oracle import solve, steps

import hhlab
from hhlab import CurrentClamp, Membrane, rates
from hhlab.simulator import engine
from hhlab.simulator.cells import build_soma

h.load_file("stdrun.hoc")


@pytest.fixture
def plain_script():
    """The blog post's script under `continuerun`: (t, v)."""

    def run(amp=0.1, dur=200.0, delay=50.0, tstop=300.0):
        soma = h.Section(name="soma")
        soma.L = soma.diam = 10
        soma.insert("hh")
        clamp = h.IClamp(soma(0.5))
        clamp.delay, clamp.dur, clamp.amp = delay, dur, amp
        t = h.Vector().record(h._ref_t)
        v = h.Vector().record(soma(0.5)._ref_v)
        h.finitialize(-65)
        h.continuerun(tstop)
        return np.array(t), np.array(v)

    return run


@pytest.mark.parametrize("amp", [0.05, 0.1, 0.15])
def test_calc_hh_equals_the_plain_script_sample_for_sample(plain_script, amp):
    t, v = hhlab.calc_hh(amp=amp)
    plain_t, plain_v = plain_script(amp=amp)
    assert len(t) == 12001
    assert np.array_equal(t, plain_t)
    assert np.array_equal(v, plain_v)


def test_a_long_run_has_its_last_step_too():
    t, _ = hhlab.calc_hh(tstop=11_651)
    assert len(t) == 466_041
    assert t[-1] == pytest.approx(11_651)


def test_a_step_of_no_current_at_perfect_rest_is_survived():
    rest = hhlab.rest_mV()
    for dur in (1.876784610419425, *np.linspace(0.5, 20, 40)):
        clamp = hhlab.CurrentClamp(amp=0, delay=1, dur=dur)
        rec = hhlab.simulate(clamp=clamp, v_init=rest, tstop=65, method="cvode")
        assert rec.v == pytest.approx(rest, abs=1e-6)


def test_a_plain_membrane_is_neurons_own_hh():
    soma = h.Section(name="soma")
    soma.insert("hh")
    plain = Membrane()
    assert (plain.gnabar, plain.gkbar, plain.gl, plain.el) == tuple(
        getattr(soma(0.5).hh, name) for name in ("gnabar", "gkbar", "gl", "el")
    )
    assert (plain.cm, plain.ena, plain.ek) == (soma.cm, soma.ena, soma.ek)


def test_calc_hh_gives_arrays_of_its_own_memory():
    t, v = hhlab.calc_hh(tstop=10)
    assert not np.shares_memory(t, v)
    v[:] = 0
    assert hhlab.calc_hh(tstop=10)[1][0] == -65.0


@pytest.mark.parametrize(
    ("membrane", "amp", "celsius"),
    [
        (Membrane(), 0.1, 6.3),
        (Membrane.squid_1952(L=20, diam=15), 0.25, 6.3),
        (Membrane(gnabar=0.15, gkbar=0.04, cm=0.9, ena=52, ek=-80), 0.12, 9.0),
    ],
)
def test_cvode_agrees_with_scipy(membrane, amp, celsius):
    clamp = CurrentClamp(amp=amp, delay=5, dur=30)
    run = hhlab.simulate(membrane, clamp, tstop=40, celsius=celsius, method="cvode")
    expected = solve(run.t, membrane, *steps(membrane, (amp, 5, 35)), celsius=celsius)
    assert hhlab.spike_count(run) > 1
    # an upstroke of 400 mV/ms turns 1 µs into 0.4 mV
    assert np.abs(run.v - expected).max() < 0.5
    exact = hhlab.Recording(t=run.t, v=expected)
    assert np.abs(hhlab.spike_times_ms(run) - hhlab.spike_times_ms(exact)).max() < 0.002


def test_spike_times_on_the_reference_train():
    # SciPy DOP853, Radau and LSODA at 1e-12 agree on these to 1e-8 ms
    reference = {0: 50.978956048, 19: 240.386761316, 20: 250.373487890}
    for method, tolerance_ms in (("cn", 0.045), ("cvode", 0.002)):
        times = hhlab.spike_times_ms(hhlab.simulate(method=method))
        assert len(times) == 21
        for spike, expected in reference.items():
            assert times[spike] == pytest.approx(expected, abs=tolerance_ms)


def test_neuron_defaults_lose_the_last_spike_of_the_train():
    assert hhlab.spike_count(hhlab.simulate(method="neuron")) == 20


def test_crank_nicolson_is_second_order_and_backward_euler_first():
    clamp = CurrentClamp(amp=0.1, delay=1, dur=100)
    times = {}
    for method in ("cn", "neuron"):
        for dt in (0.02, 0.01, 0.005):
            run = hhlab.simulate(clamp=clamp, tstop=60, dt=dt, method=method)
            times[method, dt] = hhlab.spike_times_ms(run)[4]
    for method, ratio in (("cn", 4), ("neuron", 2)):
        first = times[method, 0.02] - times[method, 0.01]
        second = times[method, 0.01] - times[method, 0.005]
        assert first / second == pytest.approx(ratio, rel=0.1)


def test_the_currents_of_a_crank_nicolson_step_are_those_that_charge_the_membrane():
    membrane, clamp = Membrane(), CurrentClamp(amp=0.1, delay=1, dur=100)
    run = hhlab.simulate(membrane, clamp, tstop=20, record=("v", "ina", "ik", "il", "i_stim"))
    charging = membrane.cm * np.diff(run.v) / np.diff(run.t)  # µA/cm²
    ionic = 1000 * (run.ina + run.ik + run.il)[1:]
    stim = run.i_stim[1:] * 1e5 / membrane.area_um2
    assert np.abs(charging + ionic - stim).max() < 0.01 * np.abs(charging).max()


def test_passive_membrane_charges_as_an_rc_circuit():
    membrane = Membrane(gnabar=0, gkbar=0, gl=0.001, el=-70, L=10, diam=10)
    clamp = CurrentClamp(amp=0.01, delay=10, dur=1000)
    run = hhlab.simulate(membrane, clamp, tstop=20, v_init=-70)
    tau_ms = membrane.cm / (1000 * membrane.gl)
    final_mV = clamp.amp * 1e5 / membrane.area_um2 / (1000 * membrane.gl)
    after = np.clip(run.t - clamp.delay, 0, None)
    assert final_mV == pytest.approx(3.183, abs=0.001)  # 10 pA through 318.3 MΩ
    assert np.abs(run.v - (-70 + final_mV * (1 - np.exp(-after / tau_ms)))).max() < 1e-3


@pytest.mark.parametrize("channel", ["gnabar", "gkbar", "gl"])
def test_the_oracle_notices_a_missing_channel(channel):
    clamp = CurrentClamp(amp=0.1, delay=5, dur=30)
    run = hhlab.simulate(Membrane(**{channel: 0}), clamp, tstop=40, method="cvode")
    exact = solve(run.t, Membrane(), *steps(Membrane(), (0.1, 5, 35)))
    assert np.abs(run.v - exact).max() > 5


def test_gates_start_at_the_steady_state_of_the_rates():
    run = hhlab.simulate(clamp=CurrentClamp(amp=0), tstop=1, record=("m", "h", "n"))
    for gate in "mhn":
        assert run.traces[gate][0] == pytest.approx(float(rates.steady_state(gate, -65.0)), rel=1e-12)


def test_currents_balance_at_every_sample_under_cvode():
    names = ("ina", "ik", "il", "i_cap", "i_density")
    run = hhlab.simulate(method="cvode", tstop=100, record=names)
    balance = run.i_cap + run.ina + run.ik + run.il - run.i_density / 1000
    assert np.abs(balance).max() < 1e-9 * np.abs(run.i_cap).max()


def test_conductance_and_driving_force_give_the_current():
    run = hhlab.simulate(method="cvode", tstop=100, record=("v", "m", "h", "gna", "ina"))
    assert run.gna == pytest.approx(0.12 * run.m**3 * run.h, rel=1e-9)
    assert run.ina == pytest.approx(run.gna * (run.v - 50), rel=1e-9, abs=1e-12)


def test_area_and_current_scale_together():
    small = hhlab.simulate(Membrane(L=10), CurrentClamp(amp=0.1))
    large = hhlab.simulate(Membrane(L=20), CurrentClamp(amp=0.2))
    assert np.abs(small.v - large.v).max() < 1e-8


def test_a_section_has_the_parameters_of_its_membrane():
    membrane = Membrane(L=12, diam=8, cm=0.9, gnabar=0.11, gkbar=0.03, gl=0.0004, ena=48, ek=-75, el=-55)
    soma = build_soma(membrane)
    assert sum(segment.area() for segment in soma) == pytest.approx(membrane.area_um2)
    for name in ("L", "diam", "cm", "ena", "ek"):
        assert getattr(soma, name) == getattr(membrane, name)
    for name in ("gnabar", "gkbar", "gl", "el"):
        assert getattr(soma, f"{name}_hh") == getattr(membrane, name)


GLOBALS = ("celsius", "dt", "secondorder", "usetable_hh", "t")
CVODE = ("active", "atol", "rtol", "maxstep", "minstep", "maxorder", "condition_order", "stiff")


@pytest.mark.parametrize("method", ["cn", "neuron", "cvode"])
def test_a_students_settings_neither_change_a_run_nor_are_changed_by_it(method):
    expected = engine.simulate(method=method)
    cvode = h.CVode()
    before = {name: getattr(h, name) for name in GLOBALS}
    before_cvode = {name: getattr(cvode, name)() for name in CVODE}
    try:
        cvode.atol(0.5)
        cvode.condition_order(1)
        cvode.active(True)
        h.dt, h.celsius, h.secondorder, h.usetable_hh = 0.2, 30, 1, 1
        theirs = {name: getattr(h, name) for name in GLOBALS}
        theirs_cvode = {name: getattr(cvode, name)() for name in CVODE}
        run = engine.simulate(method=method)
        assert np.array_equal(run.v, expected.v)
        assert {name: getattr(h, name) for name in GLOBALS} == theirs
        assert {name: getattr(cvode, name)() for name in CVODE} == theirs_cvode
    finally:
        for name, value in before_cvode.items():
            getattr(cvode, name)(value)
        for name, value in before.items():
            setattr(h, name, value)


def test_the_same_run_twice_is_the_same():
    first, second = (hhlab.simulate(record=("v", "ina")) for _ in range(2))
    assert np.array_equal(first.v, second.v)
    assert np.array_equal(first.ina, second.ina)


@pytest.mark.parametrize(
    ("dt", "tstop"), [(0.03, 100), (0.07, 100), (0.025, 0.025), (1, 37.5), (0.0125, 10.01)]
)
def test_a_fixed_step_run_ends_within_one_step_of_tstop(dt, tstop):
    run = hhlab.simulate(dt=dt, tstop=tstop)
    assert 0 <= tstop - run.t[-1] < dt
    assert len(run.t) == math.floor(tstop / dt + 1e-9) + 1


def test_a_run_says_how_it_was_made():
    texts = {
        method: hhlab.simulate(method=method, tstop=1).configuration for method in ("cn", "neuron", "cvode")
    }
    assert "Crank-Nicolson" in texts["cn"]
    assert "backward Euler" in texts["neuron"]
    assert "CVODE" in texts["cvode"]
    assert all("6.3 °C" in text and "el -54.3 mV" in text for text in texts.values())


def test_ten_thousand_runs_in_one_process_leave_its_memory_as_it_was():
    # in a process of its own, whose memory nothing else moves
    text = """
import gc, psutil
from hhlab import CurrentClamp, Membrane
from hhlab.simulator import engine
def runs(count):
    for i in range(count):
        engine.simulate(Membrane(gnabar=0.12 - 1e-6 * i), CurrentClamp(amp=0.1, delay=1), tstop=5)
    gc.collect()
    return psutil.Process().memory_info().rss
before = runs(300)
print(runs(10_000) - before)
"""
    grown = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, check=True).stdout
    assert int(grown) < 5e6


def test_a_density_is_the_current_over_the_area():
    rec = hhlab.simulate(Membrane(L=20, diam=5), tstop=60, record=("i_stim", "i_density"))
    assert rec.i_density == pytest.approx(rec.i_stim * 1e5 / (100 * np.pi))
    assert rec.i_density.max() == pytest.approx(0.1e5 / (100 * np.pi))


def test_a_run_says_which_rates_it_had():
    made = {
        method: hhlab.simulate(tstop=1, method=method).configuration for method in ("cn", "neuron", "cvode")
    }
    assert made["cn"].startswith("Crank-Nicolson, dt 0.025 ms, exact rates")
    assert made["neuron"].startswith("NEURON's defaults (backward Euler, dt 0.025 ms, tabulated rates)")
    assert made["cvode"].startswith("CVODE, atol 0.0001, exact rates")
