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
    assert hhlab.spike_count(Recording(t=[0, 1, 2, 3], v=[-1, 0, 0, 1])) == 1


def test_current_density():
    # 0.1 nA on a 10 µm × 10 µm cylinder
    assert hhlab.current_density_uA_per_cm2(0.1, np.pi * 100) == pytest.approx(31.83, abs=0.005)
