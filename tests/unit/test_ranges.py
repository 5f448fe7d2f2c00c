"""A slider stands at round values, at its ends, and for Log at steps of equal ratio."""

import numpy as np
import pytest

import hhlab
from hhlab import Log, Recording
from hhlab.live.ranges import Even, as_range


def test_a_log_range_has_about_a_hundred_steps_of_equal_ratio():
    log = Log(1e-5, 1e-2)
    values = np.array([log.at(i) for i in range(100)])
    assert (values[0], values[-1]) == (1e-5, 1e-2)
    assert np.allclose(values[1:] / values[:-1], 10 ** (1 / 33), rtol=0.01)
    assert log.nearest(1.01e-4) == 1e-4
    assert 3e-4 < log.middle < 3.3e-4


def test_an_even_range_stands_at_multiples_of_its_step_and_at_both_ends():
    even = as_range("dur", (0.1, 250.0))
    assert even == Even(0.1, 250.0, 2.0)
    assert [even.nearest(x) for x in (0.1, 0.9, 1.2, 102.1, 250)] == [0.1, 0.1, 2, 102, 250]
    whole = as_range("cells", (1, 10)).nearest(6.7)
    assert (whole, type(whole)) == (7, int)


def test_a_step_that_is_written_counts_from_the_low_end_as_in_python():
    odd = as_range("nseg", (1, 21, 2))
    assert [odd.nearest(x) for x in range(1, 22, 2)] == list(range(1, 22, 2))
    halves = as_range("v", (-0.5, 2.5, 1.0))
    assert [halves.nearest(x) for x in (-0.5, 0.4, 1.6, 2.5)] == [-0.5, 0.5, 1.5, 2.5]


@pytest.mark.parametrize(
    "choice",
    [Log(0.5, 1000), Log(50, 3000), Log(1.2355, 4321.5), (0.0, 250.5, 2.0), (0.5, 20.0), (1, 10, 2)],
    ids=str,
)
def test_the_ends_of_a_slider_are_those_that_were_asked_for(choice):
    def run(x):
        return Recording(t=[0, 1], v=[0, x])

    control = hhlab.explore(run, x=choice).x
    low, high = (choice.low, choice.high) if isinstance(choice, Log) else choice[:2]
    assert (control.at(0), control.at(control.places[-1])) == (low, high)
    for end, value in ((control.slider.max, high), (control.slider.min, low)):
        # a hand comes to the end from the step before it
        control.slider.value = _at(control.slider, abs(end - control.slider.step))
        control.slider.value = _at(control.slider, end)
        assert control.value == control.box.value == value


def _at(slider, along):
    return 10**along if hasattr(slider, "base") else along


@pytest.mark.parametrize(
    ("low", "high", "error", "message"),
    [
        (0, 1, ValueError, "Log.low = 0, but it must be above 0"),
        (2, 1, ValueError, "Log runs from 2 to 1"),
        ("a", 1, TypeError, "Log.low must be a number"),
        (1e-300, 1e300, ValueError, "600 powers of ten; a slider has steps for 100 at most"),
        (5e-324, 1, ValueError, "Log.low = 4.94066e-324, but it must be at least 1e-300"),
        (1, 1.7e308, ValueError, r"Log.high = 1.7e\+308, but it must be at most 1e\+300"),
        (1, 1.0001, ValueError, r"less than 1 %; for so narrow a range write \(1.0, 1.0001\)"),
    ],
)
def test_a_log_range_that_is_none_is_refused(low, high, error, message):
    with pytest.raises(error, match=message):
        Log(low, high)


def test_whole_numbers_stay_whole_and_decimals_short_whoever_writes_them():
    for choice in [(np.int64(1), np.int64(9)), (np.array(1), np.array(9)), (1, 9, np.int8(2)), (1, 90_000)]:
        control = hhlab.explore(lambda x: x, x=choice).x
        values = {control.at(i) for i in control.places} | {control.value}
        assert {type(value) for value in values} == {int}
        assert {1, int(choice[1])} <= values
    short = np.float32(0.2)
    control = hhlab.explore(lambda x=short: x, x=(np.float32(0.1), np.float32(0.3))).x
    assert (control.at(0), control.value, control.at(100)) == (0.1, 0.2, 0.3)
    assert Log(np.float32(1e-3), np.int64(1)) == Log(1e-3, 1)


def test_a_logarithmic_slider_moves_a_run():
    def run(g=1e-3):
        return Recording(t=[0, 1], v=[0, g])

    explorer = hhlab.explore(run, g=Log(1e-5, 1e-2))
    explorer.g.slider.value = 1.02e-4  # a hand, somewhere near the step
    assert explorer.g.value == explorer.g.box.value == 1e-4
    explorer.g.box.value = 2.345e-4
    assert explorer.recording.v[1] == 2.345e-4
    assert explorer.g.slider.value == pytest.approx(2.345e-4)
    explorer.g.value = 1e-2
    assert explorer.error == ""
    assert explorer.g.slider.value == pytest.approx(1e-2)


@pytest.mark.parametrize("choice", [(0.0, 1.0, 0.3), (1, 10, 2), (0.0, 20.0), Log(0.5, 1000)], ids=str)
def test_at_each_stop_the_handle_stands_there_and_gives_its_value(choice):
    control = hhlab.explore(lambda x: x, x=choice).x
    for place in control.places:
        along = control.stops[place]
        value = 10**along if isinstance(choice, Log) else along
        control.slider.value = type(control.slider.value)(value)
        assert control.place == place
        assert control.value == control.at(place)


@pytest.mark.parametrize("ends", [(0.5, 20.0), (0.25, 7.0), (-0.5, 5.0), (1, 601), (3.0, 4.0), (0.05, 1.0)])
def test_every_stop_of_a_slider_has_a_value_of_its_own(ends):
    control = hhlab.explore(lambda x: [x, x], x=ends).x
    values = [control.at(k) for k in control.places]
    assert (values[0], values[-1]) == ends
    assert values == sorted(set(values))
    for k, value in zip(control.places, values, strict=True):
        control.slider.value = control.stops[k]
        assert (control.value, control.place) == (value, k)


def test_a_multiple_within_half_a_step_of_an_end_is_that_end():
    odd = Even(0.6, 9.6, 1)
    assert [odd.at(i) for i in (0, 1, 2, 9, 10)] == [0.6, 0.6, 2, 9, 9.6]


def test_a_slider_of_too_many_places_is_refused():
    assert as_range("amp", (0, 1, 1e-5)).step == 1e-5
    with pytest.raises(ValueError, match="makes 200,000 places; a slider has at most 100,000"):
        as_range("amp", (0, 1, 5e-6))


def test_a_handle_stands_at_the_step_of_its_value():
    explorer = hhlab.explore(lambda amp=0.1: Recording(t=[0, 1], v=[0, amp]), amp=(0.0, 0.3, 0.01))
    assert len(explorer.amp.places) == 31
    for value, place in ((0.1, 10), (0.0, 0), (0.29, 29), (0.3, 30)):
        explorer.amp.value = value
        assert explorer.amp.place == place
        assert explorer.amp.at(place) == value
