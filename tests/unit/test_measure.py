"""Numbers read off traces whose answer is known beforehand."""

import numpy as np
import pytest

import hhlab
from hhlab import Recording


@pytest.fixture
def sine():
    """50 mV at 100 Hz for 95 ms, which rises through zero at 10, 20, ... 90 ms."""
    t = np.arange(2.5, 95, 0.01)
    return Recording(t=t, v=50 * np.sin(2 * np.pi * t / 10))


def test_spike_times_are_interpolated(sine):
    assert hhlab.spike_times_ms(sine) == pytest.approx(np.arange(10, 91, 10), abs=1e-6)


def test_another_threshold_is_crossed_later(sine):
    assert hhlab.spike_times_ms(sine, 25)[0] == pytest.approx(10 + 10 / 12, abs=1e-4)  # sin(30°) is one half


def test_rate_in_a_window(sine):
    assert hhlab.rate_hz(sine) == pytest.approx(100)
    assert hhlab.spike_count(sine) == 9
    assert np.isnan(hhlab.rate_hz(sine, 15, 25))


def test_peak(sine):
    assert hhlab.peak_mV(sine) == pytest.approx(50, abs=1e-3)


def test_a_sample_on_the_threshold_is_counted_once():
    assert hhlab.spike_count(Recording(t=[0, 1, 2, 3], v=[-1, 0, 0, 1]), 0) == 1


def test_current_density():
    # 0.1 nA on a 10 µm × 10 µm cylinder
    assert hhlab.current_density_uA_per_cm2(0.1, np.pi * 100) == pytest.approx(31.83, abs=0.005)


@pytest.fixture
def triangle():
    """A rise of 100 mV from 10 to 11 ms and a fall from 11 to 13 ms."""
    return Recording(t=[0, 10, 11, 13, 20], v=[-60, -60, 40, -60, -60])


def test_an_impulse_arrives_and_lasts_at_half_its_height(triangle):
    assert hhlab.arrival_ms(triangle) == pytest.approx(10.5)
    assert hhlab.half_width_ms(triangle) == pytest.approx(1.5)
    assert hhlab.impulse_count(triangle) == 1


@pytest.mark.parametrize("v", [[-60, -60, -45, -60, -60], [-60] * 5])
def test_a_ripple_is_no_impulse(v):
    ripple = Recording(t=[0, 10, 11, 13, 20], v=v)
    assert np.isnan(hhlab.arrival_ms(ripple))
    assert np.isnan(hhlab.half_width_ms(ripple))
    assert hhlab.impulse_count(ripple) == 0


def test_an_impulse_that_is_not_over_has_no_width():
    assert np.isnan(hhlab.half_width_ms(Recording(t=[0, 1, 2], v=[-60, -60, 40])))


def test_a_profile_has_a_velocity_with_a_direction():
    t = np.linspace(0, 10, 1001)
    x_um = np.array([0.0, 1000, 2000, 3000])

    def passing(arrivals):
        return hhlab.Profile(
            x_um=x_um,
            t=t,
            v=[100 * np.exp(-((t - at) ** 2)) - 65 for at in arrivals],
            configuration="made up",
        )

    forwards, backwards = passing([3, 4, 5, 6]), passing([6, 5, 4, 3])
    assert hhlab.arrivals_ms(forwards) == pytest.approx(np.arange(3, 7) - np.sqrt(np.log(2)), abs=1e-3)
    assert hhlab.velocity_m_per_s(forwards) == pytest.approx(1, rel=1e-4)
    assert hhlab.velocity_m_per_s(backwards, 0, 3000) == pytest.approx(-1, rel=1e-4)
    assert np.isnan(hhlab.velocity_m_per_s(passing([4, 4, 4, 4])))
    assert forwards.at(1400).v == pytest.approx(forwards.v[1])
    assert forwards.at(1400).configuration == "made up"


def test_a_crossing_that_falls_on_a_sample_has_the_time_of_that_sample():
    touched = Recording(t=[0.0, 1.0, 2.0, 3.0], v=[-1, 0, 0, 1])
    assert hhlab.spike_times_ms(touched, 0).tolist() == [1.0]
    through = Recording(t=[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], v=[-20, 0, 20, -20, -10, 10])
    assert hhlab.spike_times_ms(through, 0).tolist() == [1.0, 4.5]


def test_a_low_impulse_is_one_too():
    warm = Recording(t=[0, 10, 11, 13, 20], v=[-60, -60, -10, -60, -60])
    assert hhlab.arrival_ms(warm) == pytest.approx(10.5)
    assert hhlab.half_width_ms(warm) == pytest.approx(1.5)


def test_an_impulse_is_timed_in_the_middle_of_its_way_unless_told_otherwise():
    t = np.linspace(0, 40, 4001)
    x_um, arrivals = np.arange(11) * 1000.0, np.array([5, 10, 15, 17, 18, 19, 20, 22, 25, 30, 34])
    profile = hhlab.Profile(x_um=x_um, t=t, v=[100 * np.exp(-((t - at) ** 2)) - 65 for at in arrivals])
    assert hhlab.velocity_m_per_s(profile) == pytest.approx(1, rel=1e-4)
    assert hhlab.velocity_m_per_s(profile, 0, 10_000) == pytest.approx(10 / 29, rel=1e-4)
