"""Numbers read off traces whose answer is known beforehand."""

import numpy as np
import pytest

import hhlab
from hhlab import Recording, measure


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


def test_words_say_what_the_picture_shows():
    rec = hhlab.simulate()
    assert measure.in_words(rec) == "21 spikes, the first at 51.0 ms; peak 42.1 mV; 100.3 Hz."
    assert measure.in_words(hhlab.simulate(tstop=55)).startswith("1 spike, at 51.0 ms; peak 42")
    assert measure.in_words(hhlab.simulate(tstop=20)).startswith(
        "No spike; the potential stays between -65.0"
    )


def test_words_without_a_potential_name_the_traces():
    rec = Recording(t=[0, 1], i_stim=[0, 0.1], m=[0.05, 1])
    assert measure.in_words(rec) == "electrode current from 0 to 0.1 nA; m, Na⁺ activation from 0.05 to 1."
