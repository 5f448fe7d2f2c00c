"""The A-type current: NEURON's run of the 1977 axon against its equations, which SciPy solves."""

import crab
import numpy as np
import pytest
from test_one_entry import arrays_of

import hhlab
from hhlab import CurrentClamp, Membrane
from hhlab.descriptions import rates_1977
from hhlab.protocols.common import amp_nA, rest_mV
from hhlab.scripts.neuron_script import neuron_script
from hhlab.simulator.engine import simulate
from hhlab.simulator.propagation import propagate

CRAB = Membrane.connor_1977()
TRACES = ("v", "m", "h", "n", "a", "b", "ga", "ia", "ina", "ik", "il", "i_cap", "i_density")


def run(membrane=CRAB, density=10.0, tstop=40.0, celsius=18, method="cvode", record=("v",), **more):
    clamp = CurrentClamp(amp=amp_nA(density, membrane), delay=0, dur=1e9)
    settings = {"tstop": tstop, "celsius": celsius, "method": method, "v_init": -68, **more}
    return simulate(membrane, clamp, record=record, **settings)


def test_every_state_is_that_of_the_equations():
    dt = 0.00125
    rec = run(method="cn", dt=dt, record=TRACES)
    exact = crab.solved(10.0, 40.1, -68.0)
    assert rec.v == pytest.approx(exact.sol(rec.t)[0], abs=0.05)
    # Crank-Nicolson has the gates half a step later
    for name, values in zip("mhnab", exact.sol(rec.t + dt / 2)[1:], strict=True):
        assert getattr(rec, name)[1:] == pytest.approx(values[1:], abs=3e-4), name
    assert np.ptp(rec.a) > 0.3
    assert np.ptp(rec.b) > 0.2


def test_halving_the_step_quarters_the_error():
    exact = crab.spikes_ms(10.0, 100.0)
    errors = [
        hhlab.spike_times_ms(run(tstop=100.0, method="cn", dt=dt)) - exact for dt in (0.05, 0.025, 0.0125)
    ]
    ratios = np.abs(np.array(errors[:-1]) / np.array(errors[1:]))
    assert ratios == pytest.approx(4, abs=0.4)


@pytest.mark.parametrize(("method", "tolerance"), [("cn", 0.03), ("cvode", 0.02), ("neuron", 0.5)])
def test_spikes_come_when_the_equations_say(method, tolerance):
    found = hhlab.spike_times_ms(run(tstop=100.0, method=method))
    assert found == pytest.approx(crab.spikes_ms(10.0, 100.0), abs=tolerance)


def test_currents_are_what_the_gates_make_of_them_and_add_up():
    rec = run(record=TRACES)
    assert rec.ga == pytest.approx(0.0477 * rec.a**3 * rec.b, abs=1e-10)
    assert rec.ia == pytest.approx(rec.ga * (rec.v + 75), abs=1e-9)
    ionic = crab.ionic(*(getattr(rec, name) for name in ("v", *"mhnab")))
    assert 1000 * (rec.ina + rec.ik + rec.il + rec.ia) == pytest.approx(ionic, abs=1e-4)
    assert 1000 * rec.i_cap[1:] + ionic[1:] == pytest.approx(rec.i_density[1:], abs=0.1)


def test_firing_begins_at_a_rate_as_low_as_one_likes():
    threshold = crab.threshold_uA_per_cm2()
    assert hhlab.spike_count(run(density=threshold - 0.01, tstop=2000)) == 0
    found = [hhlab.rate_hz(run(density=threshold + above, tstop=2500)) for above in (0.01, 0.04, 0.16)]
    assert 0.5 < found[0] < 1.5
    # near a fold the rate grows about as the root of what the current is above it
    assert np.divide(found[1:], found[:-1]) == pytest.approx(2.2, abs=0.25)
    squid = [hhlab.rate_hz(run(Membrane(), density, 500, 6.3)) for density in (6.5, 7, 8)]
    assert min(squid) > 45


def test_it_is_the_current_that_delays_and_slows():
    without = run(CRAB.but(gabar=0.0), tstop=100)
    assert hhlab.rate_hz(without) > 3 * hhlab.rate_hz(run(tstop=100))
    assert hhlab.spike_times_ms(without) == pytest.approx(crab.spikes_ms(10.0, 100.0, g_a=0), abs=0.02)


def test_warmth_speeds_every_gate_by_three_in_ten_degrees():
    found = hhlab.spike_times_ms(run(tstop=60, celsius=28, density=14.0))
    assert found == pytest.approx(crab.spikes_ms(14.0, 60.0, speed=3.0), abs=0.02)
    again = hhlab.spike_times_ms(run(tstop=60, celsius=18, density=14.0))
    assert again == pytest.approx(crab.spikes_ms(14.0, 60.0), abs=0.02)


@pytest.mark.parametrize("celsius", [6.3, 18, 30])
def test_the_squid_takes_the_current_too(celsius):
    membrane = Membrane.squid_1952(gabar=0.02)
    assert rest_mV(membrane) < rest_mV(Membrane.squid_1952()) - 0.2
    rec = run(membrane, density=20.0, celsius=celsius, record=("v", "ia", "a", "b"))
    assert rec.ia == pytest.approx(0.02 * rec.a**3 * rec.b * (rec.v + 75), abs=1e-9)
    found = hhlab.equilibria(membrane, celsius=celsius)[0]
    assert list(found.gates) == ["m", "h", "n", "a", "b"]
    assert found.v_mV == pytest.approx(rest_mV(membrane), abs=1e-6)


def test_the_rates_are_the_published_ones():
    v = np.array([-90.0, -60.0, -41.0, 3.0])
    settled, taus = crab.steady(v)
    for name, steady, tau in zip("mhnab", settled, taus, strict=True):
        opening, closing = (rate(v) for rate in rates_1977.RATES[name])
        assert opening / (opening + closing) == pytest.approx(steady, rel=1e-12), name
        assert 1 / (opening + closing) == pytest.approx(tau, rel=1e-12), name


def test_a_slider_may_begin_where_there_is_no_current():
    explorer = hhlab.explore(
        lambda gabar=0.0: hhlab.simulate(Membrane(gabar=gabar), tstop=20, record=("v", "ia", "a")),
        gabar=(0.0, 0.05),
    )
    assert (explorer.recording.ia == 0).all()
    assert explorer.recording.a[0] == pytest.approx(float(rates_1977.a_inf(-65.0)), abs=1e-7)
    explorer.gabar.value = 0.05
    assert explorer.error == ""
    assert explorer.recording.ia.max() > 0


@pytest.mark.parametrize("method", ["cn", "cvode"])
def test_a_script_of_plain_neuron_makes_the_channels_and_the_same_arrays(tmp_path, method):
    names = ["v", "ia", "a", "b", "ga", "m", "n", "ina", "ik"]
    rec = run(density=20.0, tstop=20.0, celsius=20, method=method, record=names)
    clamp = CurrentClamp(amp=amp_nA(20.0, CRAB), delay=0, dur=1e9)
    settings = hhlab.Settings(tstop=20.0, celsius=20, method=method, v_init=-68)
    script = neuron_script(CRAB, clamp, settings, names)
    assert "hhlab." not in script
    found = arrays_of(script, names, tmp_path)
    for name, values in zip(names, found, strict=True):
        assert np.array_equal(values, getattr(rec, name)), name


def test_a_membrane_without_it_runs_as_if_there_were_none():
    plain, watched = (run(Membrane(), method="cn", record=names) for names in (("v",), ("v", "ia")))
    assert np.array_equal(plain.v, watched.v)


def test_an_axon_carries_it_and_myelin_keeps_it_to_the_nodes():
    axon = hhlab.Axon.connor_1977(L=3000, diam=100)
    profile = propagate(axon, tstop=3, celsius=18, v_init=-68, record=("v", "ia"))
    assert profile.v.max() > 0
    assert np.abs(profile.others["ia"]).max() > 0
    node, internode, *_ = hhlab.MyelinatedAxon.connor_1977().stretches
    assert node.gabar == pytest.approx(10 * 0.0477)
    assert internode.gabar == 0
    assert node.kinetics == internode.kinetics == "connor_1977"


def test_pronase_works_on_these_channels_too():
    rec = run(CRAB.but(inactivation=False), density=0.0, tstop=20, record=("v", "h", "gna", "m"))
    assert (rec.h == 1).all()
    assert rec.gna == pytest.approx(0.12 * rec.m**3, abs=1e-9)


def test_other_kinetics_are_refused_and_two_variables_do_not_stand_for_five():
    with pytest.raises(ValueError, match=r"Membrane\.kinetics must be one of"):
        Membrane(kinetics="frog")
    with pytest.raises(ValueError, match=r"Membrane\.kinetics must be one of"):
        Membrane(kinetics=["connor_1977"])
    with pytest.raises(ValueError, match="Two variables stand for m, h and n"):
        hhlab.ReducedModel(membrane=CRAB)
    with pytest.raises(ValueError, match=r"47\.7 mS/cm² is 0\.0477"):
        Membrane(gabar=47.7)
