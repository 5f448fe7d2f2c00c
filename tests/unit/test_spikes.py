"""What counts as a spike, held to equations and currents, in all the ways in which a peak can be made."""

import numpy as np
import pytest

import hhlab
from hhlab import CurrentClamp, Membrane, PairedPulses, Recording, Shock, VoltageClamp
from hhlab.protocols.common import amp_nA
from hhlab.results.spikes import other_tops, spike_tops

SQUID = Membrane.squid_1952()
STEPPERS = ("cn", "cvode", "neuron")


def run(membrane=SQUID, clamp=None, tstop=40.0, method="cvode", **settings):
    return hhlab.simulate(
        membrane, clamp, tstop=tstop, method=method, record=("v", "ina", "ik", "il"), **settings
    )


def without_currents(rec):
    return Recording(t=rec.t, v=rec.v)


def step(density, dur=1e9, membrane=SQUID):
    return CurrentClamp(amp=amp_nA(density, membrane), delay=1, dur=dur)


@pytest.mark.parametrize("method", STEPPERS)
def test_every_swing_of_a_cell_in_high_potassium_counts_though_none_crosses_zero(method):
    rec = hhlab.simulate(Membrane(nernst=True, ko=5.5), CurrentClamp(amp=0), tstop=300, method=method)
    late = rec.v[rec.t > 100]
    assert -10 < late.max() < 0  # what a count of crossings of 0 mV does not see
    # an independent count: the rises through the middle of the lasting swing
    middle = (late.max() + late.min()) / 2
    up = np.flatnonzero((rec.v[:-1] < middle) & (rec.v[1:] >= middle))
    tops = rec.t[spike_tops(rec)]
    assert len(up) - len(tops) in (0, 1)  # the last may be cut off
    assert all(a < top < b for a, top, b in zip(rec.t[up], tops, [*rec.t[up][1:], 300], strict=False))
    assert hhlab.rate_hz(rec, 100) == pytest.approx(1000 / np.diff(tops[tops > 100]).mean(), rel=1e-3)


def test_a_train_that_dies_away_ends_where_its_swings_fall_below_20_mV():
    rec = run(clamp=step(120), tstop=200)
    tops, low_small = spike_tops(rec), other_tops(rec, 2.0)
    assert len(tops) >= 2
    swings = [rec.v[top] - rec.v[top:].min() for top in tops]
    assert min(swings) >= 20
    assert len(low_small[0]) > 20
    assert np.array_equal(tops, spike_tops(without_currents(rec)))


@pytest.mark.parametrize(("dur", "amp"), [(0.1, 3.0), (1, 1.0), (5, 1.0), (20, 0.3)])
def test_no_current_makes_a_spike_where_sodium_is_blocked(dur, amp):
    assert hhlab.spike_count(run(SQUID.blocked(na=1), CurrentClamp(amp=amp, delay=1, dur=dur))) == 0


@pytest.mark.parametrize("method", STEPPERS)
@pytest.mark.parametrize(("dur", "amp"), [(0.1, 3.0), (0.5, 0.8), (1, 0.5), (5, 0.5), (20, 0.3)])
def test_a_current_makes_no_spike_in_a_passive_membrane(method, dur, amp):
    rec = hhlab.simulate(Membrane.passive(), CurrentClamp(amp=amp, delay=1, dur=dur), tstop=40, method=method)
    assert rec.v.max() > 0
    assert hhlab.spike_count(rec) == 0
    assert len(other_tops(rec, 2.0)[2]) == 1


@pytest.mark.parametrize("method", ["cvode", "neuron"])
@pytest.mark.parametrize("rs", [0.001, 0.1, 1.0])
def test_a_voltage_clamp_makes_no_spike(method, rs):
    clamp = VoltageClamp(rs=rs, dur1=1, amp1=-65, dur2=5, amp2=20, dur3=20, amp3=-65)
    rec = run(clamp=clamp, tstop=30, method=method)
    assert rec.v.max() > 10
    assert hhlab.spike_count(rec) == hhlab.spike_count(without_currents(rec)) == 0


@pytest.mark.parametrize("method", STEPPERS)
@pytest.mark.parametrize("shift", [5.0, 6.4])
def test_a_weak_shock_makes_no_spike(method, shift):
    assert hhlab.spike_count(run(clamp=Shock(shift=shift, delay=1), method=method)) == 0


@pytest.mark.parametrize("method", STEPPERS)
@pytest.mark.parametrize("shift", [6.6, 20.0, 60.0, 90.0])
def test_a_strong_shock_makes_one_which_is_not_timed_by_the_shock(method, shift):
    rec = run(clamp=Shock(shift=shift, delay=1), method=method)
    (time,) = hhlab.spike_times_ms(rec)
    assert time > 1.1
    assert hhlab.spike_count(without_currents(rec)) == 1


@pytest.mark.parametrize("method", STEPPERS)
def test_the_second_of_two_pulses_pushes_but_does_not_fire_a_refractory_cell(method):
    pulses = PairedPulses(amp=amp_nA(26.5, SQUID), delay=1, dur=0.5, interval=3, ratio=25)
    rec = run(clamp=pulses, tstop=30, method=method)
    assert rec.v[rec.t > 4].max() > 0
    assert hhlab.spike_count(rec) == hhlab.spike_count(without_currents(rec)) == 1


@pytest.mark.parametrize("celsius", [-5.0, 6.3, 18.5, 25.0, 30.0])
def test_the_trace_alone_tells_what_the_currents_tell(celsius):
    # an independent rule: above -20 mV with the ionic current inward
    for density in (0.5, 1, 2, 4, 8, 16, 32, 64):
        for dur in (0.5, 100.0):
            rec = run(clamp=step(density, dur), tstop=120, celsius=celsius)
            inward = (rec.v > -20) & (rec.ina + rec.ik + rec.il < 0)
            assert (hhlab.spike_count(without_currents(rec)) > 0) == bool(inward.any()), (density, dur)


@pytest.mark.parametrize("method", STEPPERS)
def test_a_low_spike_is_timed_at_its_top_and_a_higher_one_where_it_crosses_zero(method):
    rec = run(clamp=step(11, 200), tstop=60, celsius=25, method=method)
    (top,) = spike_tops(rec)[:1]
    assert -20 < rec.v[top] < 0
    assert hhlab.spike_times_ms(rec)[0] == rec.t[top]
    cold = run(clamp=step(12, 200), tstop=60, method=method)
    first = hhlab.spike_times_ms(cold)[0]
    assert np.interp(first, cold.t, cold.v) == pytest.approx(0, abs=1e-6)


def test_a_threshold_of_ones_own_counts_crossings():
    rec = Recording(t=[0, 1, 2, 3, 4], v=[-65, -30, -65, 10, -65])
    assert hhlab.spike_count(rec) == 1
    assert hhlab.spike_count(rec, -40) == 2


def test_a_spike_that_the_end_cuts_does_not_count_until_it_has_come_down():
    rec = run(clamp=step(20), tstop=20, method="cn")
    (top, *_) = spike_tops(rec)
    down = top + np.argmax(rec.v[top:] <= rec.v[top] - 20)
    assert hhlab.spike_count(Recording(t=rec.t[: down + 1], v=rec.v[: down + 1])) == 1
    assert hhlab.spike_count(Recording(t=rec.t[:down], v=rec.v[:down])) == 0
