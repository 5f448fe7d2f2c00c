"""Every clamp against SciPy's solution of the same equations under the same current."""

import numpy as np
import pytest
from oracle import density_of, solve, steps

import hhlab
from hhlab import Membrane, PairedPulses, PulseTrain, Ramp, Shock, VoltageClamp, rates
from hhlab.simulator.cells import reversal_potentials
from hhlab.simulator.integration import configured

SQUID = Membrane.squid_1952()


def assert_same_spikes_and_shape(run, expected, spikes):
    exact = hhlab.Recording(t=run.t, v=expected)
    assert hhlab.spike_count(exact) == spikes
    assert hhlab.spike_times_ms(run) == pytest.approx(hhlab.spike_times_ms(exact), abs=0.002)
    # an upstroke of 400 mV/ms turns 1 µs into 0.4 mV
    assert np.abs(run.v - expected).max() < 0.5


def test_a_train():
    clamp = PulseTrain(amp=0.1, delay=5, dur=1, interval=25, count=3)
    run = hhlab.simulate(SQUID, clamp, tstop=90, method="cvode", record=("v", "i_stim"))
    pulses = steps(SQUID, *((0.1, 5 + 25 * i, 6 + 25 * i) for i in range(3)))
    assert_same_spikes_and_shape(run, solve(run.t, SQUID, *pulses), 3)
    assert set(np.round(run.i_stim, 12)) == {0.0, 0.1}


@pytest.mark.parametrize(("interval", "spikes"), [(8, 1), (25, 2)])
def test_paired_pulses(interval, spikes):
    clamp = PairedPulses(amp=0.084, delay=5, dur=0.5, interval=interval, ratio=0.9)
    run = hhlab.simulate(SQUID, clamp, tstop=50, method="cvode")
    pulses = steps(SQUID, (0.084, 5, 5.5), (0.9 * 0.084, 5 + interval, 5.5 + interval))
    assert_same_spikes_and_shape(run, solve(run.t, SQUID, *pulses), spikes)


def test_overlapping_pulses_add_up():
    clamp = PairedPulses(amp=0.01, delay=1, dur=5, interval=2, ratio=2)
    run = hhlab.simulate(SQUID, clamp, tstop=10, record=("i_stim",))
    assert run.i_stim.max() == pytest.approx(0.03)


def test_a_ramp():
    clamp = Ramp(slope=0.002, delay=5, dur=40)
    run = hhlab.simulate(SQUID, clamp, tstop=60, method="cvode", record=("v", "i_stim"))
    slope = density_of(0.002, SQUID)
    expected = solve(run.t, SQUID, lambda t: slope * (t - 5) if 5 <= t < 45 else 0.0, (5, 45))
    assert_same_spikes_and_shape(run, expected, 3)
    assert run.i_stim.max() == pytest.approx(0.08, rel=0.01)


@pytest.mark.parametrize("method", ["cvode", "cn"])
@pytest.mark.parametrize(("shift", "fires"), [(6, False), (7, True), (15, True), (90, True)])
def test_a_shock(method, shift, fires):
    rest = -64.99638  # of the 1952 equations: the root of the total ionic current
    run = hhlab.simulate(SQUID, Shock(shift=shift, delay=2), tstop=20, method=method, v_init=rest)
    expected = solve(run.t, SQUID, lambda t: 0.0, shocks=[(2.0, shift)], v_init=rest)
    assert (hhlab.peak_mV(run) > 0) == fires
    after = run.t > 2.1
    assert hhlab.peak_mV(run) == pytest.approx(expected[after].max(), abs=0.5 if method == "cvode" else 1.5)


def test_shock_peaks_of_the_reference():
    # SciPy: 7, 15 and 90 mV give 102.1, 105.4 and 108.5 mV above rest
    for shift, peak in ((7, 102.1), (15, 105.4), (90, 108.5)):
        run = hhlab.simulate(SQUID, Shock(shift=shift, delay=0.5), tstop=15, method="cvode", v_init=-65)
        assert hhlab.peak_mV(run) + 65 == pytest.approx(peak, abs=0.15)


def test_a_voltage_clamp_gives_the_currents_of_the_rate_equations():
    clamp = VoltageClamp(amp1=-65, dur1=2, amp2=0, dur2=20, amp3=-65)
    run = hhlab.simulate(SQUID, clamp, tstop=22, method="cvode", record=("v", "ina", "ik", "m"))
    held = (run.t > 2.1) & (run.t < 21.9)
    since = run.t[held] - 2
    gates = {
        gate: rates.steady_state(gate, 0.0)
        + (rates.steady_state(gate, -65.0) - rates.steady_state(gate, 0.0))
        * np.exp(-since / rates.tau_ms(gate, 0.0))
        for gate in "mhn"
    }
    ina = 0.12 * gates["m"] ** 3 * gates["h"] * (0 - 50)
    ik = 0.036 * gates["n"] ** 4 * (0 + 77)
    assert np.abs(run.v[held]).max() < 0.05  # 1 kΩ carries 5 nA with an error of 5 µV, and a µs of charging
    assert run.ina[held] == pytest.approx(ina, abs=2e-3 * np.abs(ina).max())
    assert run.ik[held] == pytest.approx(ik, abs=2e-3 * np.abs(ik).max())
    # the 1952 equations solved with SciPy: the peak at 0 mV, and when
    assert run.ina.min() * 1000 == pytest.approx(-1457, rel=0.002)
    assert run.t[run.ina.argmin()] - 2 == pytest.approx(0.62, abs=0.01)


def test_series_resistance_spoils_the_clamp():
    good, bad = (
        hhlab.simulate(SQUID, VoltageClamp(amp2=-20, rs=rs), tstop=20, method="cvode") for rs in (0.001, 5.0)
    )
    held = (6, 19)
    errors = [np.abs(run.v[(run.t > held[0]) & (run.t < held[1])] + 20).max() for run in (good, bad)]
    assert errors[0] < 0.01
    assert errors[1] > 5


def test_without_inactivation_the_sodium_current_stays():
    membrane = SQUID.but(inactivation=False)
    names = ("v", "m", "h", "gna", "ina")
    run = hhlab.simulate(membrane, VoltageClamp(amp2=0, dur2=50), tstop=40, method="cvode", record=names)
    end = float(0.12 * rates.steady_state("m", 0.0) ** 3)
    assert run.gna[-1] == pytest.approx(end, rel=1e-4)
    assert run.ina[-1] == pytest.approx(-50 * end, rel=1e-3)
    assert (run.h == 1).all()


@pytest.mark.parametrize("celsius", [6.3, 16.3])
def test_without_inactivation_against_scipy(celsius):
    membrane = SQUID.but(inactivation=False, gnabar=0.02)
    run = hhlab.simulate(
        membrane, hhlab.CurrentClamp(delay=2, dur=10), tstop=20, celsius=celsius, method="cvode"
    )
    expected = solve(run.t, membrane, *steps(membrane, (0.1, 2, 12)), celsius=celsius)
    assert np.ptp(expected) > 30
    assert np.abs(run.v - expected).max() < 0.5


def test_nernst_potentials_follow_concentrations_and_temperature():
    kelvin = 273.15 + 6.3
    expected = 1000 * 8.314462618 * kelvin / 96485.33212  # RT/F in mV
    with configured(hhlab.Settings(celsius=6.3)):
        ena, ek = reversal_potentials(Membrane(nernst=True))
    assert ena == pytest.approx(expected * np.log(140 / 10), abs=1e-3)  # 63.55 mV
    assert ek == pytest.approx(expected * np.log(2.5 / 54.4), abs=1e-3)  # -74.17 mV


def test_concentrations_count_only_with_nernst():
    clamp = hhlab.CurrentClamp(amp=0)
    at_rest = {"clamp": clamp, "tstop": 200, "method": "cvode"}
    fixed = hhlab.simulate(SQUID.but(ko=20), **at_rest)
    assert fixed.v[-1] == pytest.approx(-64.99638, abs=1e-3)
    computed = hhlab.simulate(Membrane(nernst=True), **at_rest)
    assert computed.v[-1] == pytest.approx(-63.81, abs=0.01)  # the published lesson value, el = -54.3


def test_blocked_channels_are_fewer_channels():
    half = SQUID.blocked(na=0.5, k=0.25)
    assert (half.gnabar, half.gkbar) == pytest.approx((0.06, 0.027))
    with pytest.raises(ValueError, match="blocked fraction na = 2, but it must be at most 1"):
        SQUID.blocked(na=2)
    run = hhlab.simulate(
        SQUID.blocked(na=0.5), hhlab.CurrentClamp(amp=0.084, delay=1, dur=0.5), tstop=20, method="cvode"
    )
    assert hhlab.peak_mV(run) < 35


def test_a_passive_membrane_has_no_gates():
    run = hhlab.simulate(
        Membrane.passive(), hhlab.CurrentClamp(amp=0.01, delay=0, dur=100), tstop=50, v_init=-70
    )
    assert run.v[-1] + 70 == pytest.approx(3.183, abs=1e-3)  # 318.3 MΩ
