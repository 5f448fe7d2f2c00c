"""Peaks and their prominences, against SciPy's."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.signal import find_peaks

import hhlab
from hhlab.results.peaks import peaks


def same(values):
    tops, found = find_peaks(values, prominence=0)
    ours, prominences = peaks(values)
    return ours.tolist() == tops.tolist() and prominences.tolist() == pytest.approx(found["prominences"])


@given(arrays(float, st.integers(1, 40), elements=st.integers(-3, 3).map(float)))
def test_steps_and_flats(values):
    assert same(values)


@given(arrays(float, st.integers(1, 60), elements=st.floats(-90, 60)))
def test_any_row(values):
    assert same(values)


def test_a_train_and_noise():
    train = hhlab.simulate(clamp=hhlab.CurrentClamp(amp=0.1)).v
    assert same(train)
    assert same(train + np.random.default_rng(1952).normal(0, 2, len(train)))
