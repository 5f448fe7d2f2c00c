"""What an experimenter measures on an axon, against scaling, conservation and impossible input."""

import math

import numpy as np
import pytest

from hhlab import Axon, Membrane, MyelinatedAxon
from hhlab.descriptions.parameters import CurrentClamp
from hhlab.protocols import limits
from hhlab.protocols.common import NoThreshold, rest_mV
from hhlab.protocols.conduction import collision, conduction, velocities_m_per_s
from hhlab.protocols.energetics import FARADAY, ion_exchange
from hhlab.protocols.limits import fastest_celsius, hottest_celsius, least_sodium
from hhlab.results.measures import velocity_m_per_s
from hhlab.simulator.engine import simulate
from hhlab.simulator.propagation import propagate

SQUID = Axon.squid_1952()
NERVE = MyelinatedAxon(L=20_021)


def test_an_impulse_has_a_shape():
    cold, warm = conduction(SQUID, celsius=6.3), conduction(SQUID)
    for found in (cold, warm):
        assert found.height_mV == pytest.approx(found.peak_mV - rest_mV(SQUID))
        assert 5 < found.undershoot_mV < 12
    assert cold.height_mV > warm.height_mV > 90
    assert cold.width_ms > 2 * warm.width_ms
    assert conduction(SQUID, method="cvode").peak_mV == pytest.approx(warm.peak_mV, abs=0.05)


def test_an_impulse_starts_at_the_rest_of_the_membrane_as_it_is():
    axon = SQUID.but(gl=0.0009)
    ends = [axon.place_um(share) for share in (0.4, 0.6)]
    # forty milliseconds are enough for any membrane to come to its rest
    waited = propagate(axon, {0.0: axon.pulse(delay=40)}, at_um=ends, tstop=50)
    hurried = propagate(axon, at_um=ends, tstop=10)
    speed = conduction(axon).velocity_m_per_s
    assert speed == pytest.approx(velocity_m_per_s(waited), rel=1e-3)
    assert speed < 0.9 * velocity_m_per_s(hurried)


def test_without_sodium_channels_nothing_travels():
    found = conduction(SQUID.but(gnabar=0))
    assert not found.conducted
    assert math.isnan(found.velocity_m_per_s)
    for search in (least_sodium, hottest_celsius, fastest_celsius):
        with pytest.raises(NoThreshold, match="does not conduct"):
            search(SQUID.but(gnabar=0))
    with pytest.raises(NoThreshold, match="No impulse comes"):
        ion_exchange(SQUID.but(gnabar=0))


@pytest.mark.parametrize("channel", ["gkbar", "gl"])
def test_without_the_other_channels_the_impulse_is_another_one(channel):
    lost = conduction(SQUID.but(**{channel: 0}))
    assert lost.velocity_m_per_s != pytest.approx(conduction(SQUID).velocity_m_per_s, rel=0.003)


def test_velocities_follow_the_roots():
    (half, whole, twice), ra = (
        velocities_m_per_s(SQUID, "diam", (238, 476, 952)),
        velocities_m_per_s(SQUID, "Ra", (17.7, 35.4, 70.8)),
    )
    assert [half, twice] == pytest.approx([whole / math.sqrt(2), whole * math.sqrt(2)], rel=1e-6)
    assert ra == pytest.approx([whole * math.sqrt(2), whole, whole / math.sqrt(2)], rel=1e-6)
    assert whole == conduction(SQUID).velocity_m_per_s


def test_velocities_rise_with_warmth_and_end():
    found = velocities_m_per_s(SQUID, "celsius", (0, 10, 20, 30, 40))
    assert (np.diff(found[:4]) > 0).all()
    assert math.isnan(found[4])
    assert 6.3 < fastest_celsius(SQUID)[0] < hottest_celsius(SQUID)


def test_a_weaker_membrane_conducts_slower_and_then_not_at_all():
    shares = np.array([1, 0.8, 0.6, 0.4, 0.3])
    found = velocities_m_per_s(SQUID, "gnabar", 0.12 * shares)
    assert (np.diff(found[:4]) < 0).all()
    assert math.isnan(found[4])
    assert 0.3 < least_sodium(SQUID) < 0.4
    # less than a third as much is needed when nothing leaks
    assert least_sodium(SQUID.but(gl=0)) < least_sodium(SQUID)


def test_what_enters_leaves():
    for celsius in (6.3, 18.5):
        found = ion_exchange(SQUID, celsius=celsius)
        left = found.potassium_nC_per_cm2 + found.leak_nC_per_cm2
        assert found.sodium_nC_per_cm2 == pytest.approx(left, rel=1e-4)
        assert found.sodium_pmol_per_cm2 == pytest.approx(found.sodium_nC_per_cm2 / FARADAY * 1e3)


def test_a_travelling_impulse_takes_about_as_much_sodium_as_one_that_stands():
    # an independent path to the same quantity: the space-clamped membrane, without any cable
    membrane = Membrane.squid_1952(L=10, diam=10)
    rest = rest_mV(membrane)
    shock = CurrentClamp(amp=0.4, delay=1, dur=0.1)
    run = simulate(membrane, shock, tstop=120, celsius=18.5, method="cvode", v_init=rest, record=("v", "ina"))
    standing = 1000 * np.trapezoid(run.ina[0] - run.ina, run.t)
    assert ion_exchange(SQUID).sodium_nC_per_cm2 == pytest.approx(standing, rel=0.1)


def test_two_impulses_that_meet_die():
    found = collision(SQUID)
    assert found.meeting_um == pytest.approx(SQUID.L / 2)
    assert (found.impulses == 1).all()
    later = collision(SQUID, delay=0.5)
    assert later.meeting_um > SQUID.L / 2
    assert (later.impulses == 1).all()
    # the meeting place is that of two equal speeds: (L + v·delay)/2
    assert later.meeting_um == pytest.approx((SQUID.L + 18.7e3 * 0.5) / 2, rel=0.02)


def test_two_impulses_that_do_not_meet_both_live():
    found = collision(SQUID, delay=8)
    assert (found.impulses == 2).all()
    # without channels both pulses stay where they were given
    assert (collision(SQUID.but(gnabar=0)).impulses[10:-10] == 0).all()


def test_myelin_speeds_an_impulse_and_its_loss_slows_or_stops_it():
    bare = conduction(Axon(diam=10, L=10_000)).velocity_m_per_s
    healthy = conduction(NERVE).velocity_m_per_s
    slowed = conduction(NERVE.but(damaged=3)).velocity_m_per_s
    assert 8 * bare < healthy < 11 * bare
    assert bare < slowed < 0.5 * healthy
    assert not conduction(NERVE.but(damaged=3, damage=50)).conducted
    # thicker myelin, faster impulse
    assert (np.diff(velocities_m_per_s(NERVE, "cm_myelin", (0.005, 0.01, 0.02, 0.05))) < 0).all()


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: conduction("squid"), TypeError, "axon must be an Axon, but it is 'squid'"),
        (lambda: conduction(Membrane()), TypeError, "axon must be an Axon"),
        (lambda: ion_exchange(Membrane()), TypeError, "axon must be an Axon"),
        (lambda: collision(SQUID, delay=-1), ValueError, "CurrentClamp.delay = -1 ms"),
        (lambda: collision(SQUID, delay="1"), TypeError, "delay must be a number"),
        (lambda: conduction(SQUID, celsius=100), ValueError, "Settings.celsius = 100 °C"),
        (lambda: conduction(SQUID, celsius="warm"), TypeError, "Settings.celsius must be a number"),
        (lambda: ion_exchange(SQUID, celsius=math.nan), ValueError, "Settings.celsius"),
        (lambda: ion_exchange(SQUID, celsius="warm"), TypeError, "Settings.celsius"),
        (lambda: velocities_m_per_s(SQUID, "width", [1]), ValueError, "No parameter is called 'width'"),
        (lambda: velocities_m_per_s(SQUID, "diam", []), ValueError, "1 to 1000 values, but it got 0"),
        (lambda: velocities_m_per_s(SQUID, "diam", 5), TypeError, "must be a list of numbers"),
        (lambda: velocities_m_per_s(SQUID, "diam", [0]), ValueError, "Axon.diam = 0 µm"),
        (lambda: least_sodium(SQUID, tolerance=0), ValueError, "tolerance"),
        (lambda: fastest_celsius(SQUID, tolerance="1"), TypeError, "tolerance"),
    ],
)
def test_impossible_experiments_are_refused(call, error, message):
    with pytest.raises(error, match=message):
        call()


def test_an_edge_is_found_on_the_side_that_passes():
    assert 0.3 <= limits._edge(lambda share: share >= 0.3, 1.0, 0.0, 0.01) <= 0.31
    assert 32.9 <= limits._edge(lambda celsius: celsius <= 33, 6.3, 60.0, 0.1) <= 33
