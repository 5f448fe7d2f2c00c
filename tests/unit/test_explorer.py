"""The explorer as a hand on the slider drives it, in the kernel's half."""

import math

import ipywidgets as widgets
import numpy as np
import pytest

import hhlab
from hhlab import CurrentClamp


def run(amp=0.1, dur=200.0):
    return hhlab.simulate(clamp=CurrentClamp(amp=amp, dur=dur))


@pytest.fixture
def explorer():
    return hhlab.explore(run, amp=(-0.05, 0.3), dur=(0.1, 250.0))


def test_it_starts_at_the_defaults(explorer):
    assert explorer.amp.value == 0.1
    assert explorer.amp.slider.value == 0.1
    assert explorer.dur.box.value == 200.0
    assert hhlab.spike_count(explorer.recording) == 21


def test_a_slider_moves_the_box_the_run_and_the_picture(explorer):
    before = explorer._image.value
    explorer.amp.slider.value = 0.05
    assert explorer.amp.box.value == 0.05
    assert bytes(explorer._image.value).startswith(b"\x89PNG")
    assert explorer._image.value != before
    assert np.array_equal(explorer.recording.v, run(amp=0.05).v)


def test_the_box_keeps_a_value_between_two_steps_of_the_slider(explorer):
    explorer.amp.box.value = 0.12345
    assert explorer.amp.value == 0.12345
    assert np.array_equal(explorer.recording.v, run(amp=0.12345).v)


def test_the_browsers_answer_to_a_value_between_two_steps_changes_nothing(explorer):
    explorer.amp.value = 0.1234
    explorer.amp.slider.value = 0.124  # the browser snaps the handle to its grid, and says so
    assert explorer.amp.value == 0.1234
    explorer.amp.slider.value = 0.126  # a hand on the slider
    assert explorer.amp.value == 0.126


def test_a_hand_on_the_slider_gives_round_values(explorer):
    explorer.dur.slider.value = 102.1  # the third step of 2 from 0.1 is no value that anybody wants
    assert explorer.dur.value == 102
    explorer.dur.slider.value = 0.1
    assert explorer.dur.value == 0.1


def test_one_change_is_one_run():
    calls = []

    def counted(amp=0.1):
        calls.append(amp)
        return run(amp)

    explorer = hhlab.explore(counted, amp=(0.0, 0.3))
    explorer.amp.slider.value = 0.2
    explorer.amp.box.value = 0.25
    explorer.amp.value = 0.3
    assert calls == [0.1, 0.2, 0.25, 0.3]


def test_the_picture_is_updated_in_place_and_never_stacked(explorer):
    shown = explorer._view.children
    for amp in (0.0, 0.1, 0.2):
        explorer.amp.value = amp
    assert explorer._view.children is shown
    assert len(shown) == 1


@pytest.mark.parametrize("value", [5, -1, math.nan, math.inf])
def test_a_value_outside_the_slider_is_reported_and_undone(explorer, value):
    picture = explorer._image.value
    explorer.amp.box.value = value
    assert explorer.error.startswith(f"amp = {float(value):g} nA, but it must be")
    assert "hhlab-error" in explorer._status.value
    assert explorer.amp.value == explorer.amp.box.value == explorer.amp.slider.value == 0.1
    assert explorer._image.value == picture
    explorer.amp.value = 0.2
    assert explorer.error == ""


def test_python_gets_the_same_error_raised(explorer):
    with pytest.raises(ValueError, match=r"amp = 5 nA, but it must be at most 0\.3 nA"):
        explorer.amp.value = 5
    with pytest.raises(TypeError, match="amp must be a number in nA"):
        explorer.amp.value = "much"
    assert explorer.amp.value == 0.1


def test_an_error_in_run_is_a_line_and_the_next_run_is_right():
    def fails(amp=0.1):
        if amp > 0.2:
            raise RuntimeError("amp is too <large>")
        return run(amp)

    explorer = hhlab.explore(fails, amp=(0.0, 0.3))
    explorer.amp.value = 0.3
    assert explorer.error == "amp is too <large>"
    assert "&lt;large&gt;" in explorer._status.value
    assert "hhlab-stale" in explorer._view._dom_classes
    explorer.amp.value = 0.15
    assert explorer.error == ""
    assert "hhlab-stale" not in explorer._view._dom_classes


def test_axes_stay_put_until_a_trace_leaves_them(explorer):
    axis = explorer._picture._figure.axes[0]
    before = axis.get_ylim(), axis.get_xlim()
    for amp in (-0.005, 0.0, 0.3):
        explorer.amp.value = amp
    assert (axis.get_ylim(), axis.get_xlim()) == before


def test_a_figure_and_a_table_are_shown_too():
    explorer = hhlab.explore(lambda L=10: hhlab.draw(run(amp=L / 100)), L=(1, 30))
    assert bytes(explorer._image.value).startswith(b"\x89PNG")
    table = hhlab.explore(lambda amp=0.1: run(amp).table(), amp=(0.0, 0.3))
    assert "<table>" in table._html.value
    assert table._view.children == (table._html,)


def test_choices_and_widgets_are_controls():
    def chosen(method="cn", names=("v",)):
        return hhlab.simulate(method=method, tstop=60, record=names)

    names = widgets.SelectMultiple(options=["v", "m", "h"], value=["v"])
    explorer = hhlab.explore(chosen, method=["cn", "neuron"], names=names)
    explorer.method.value = "neuron"
    assert "backward Euler" in explorer.recording.configuration
    names.value = ("v", "m")
    assert set(explorer.recording.traces) == {"v", "m"}
    names.value = ()
    assert explorer.error.startswith("record is empty")


def test_whole_numbers_stay_whole():
    def count(cells=3):
        assert isinstance(cells, int)
        return hhlab.Recording(t=range(cells), v=range(cells))

    explorer = hhlab.explore(count, cells=(1, 10))
    explorer.cells.slider.value = 7
    assert len(explorer.recording.t) == 7


@pytest.mark.parametrize(
    ("function", "ranges", "error", "message"),
    [
        (3, {}, TypeError, "needs a function"),
        (run, {"current": (0, 1)}, TypeError, "run.. has no argument 'current'; it has: amp, dur"),
        (run, {"amp": (0.3, 0)}, ValueError, "the first must be the smaller"),
        (run, {"amp": (0, math.nan)}, ValueError, "range of amp = nan"),
        (run, {"amp": 0.1}, TypeError, "range of amp must be"),
        (run, {"amp": ("a", "b")}, TypeError, "range of amp must be a number"),
        (run, {"amp": (0.2, 0.3)}, ValueError, "default of amp = 0.1 nA, but it must be at least 0.2 nA"),
        (run, {"amp": (0, 0.3, 0)}, ValueError, "step of amp = 0"),
        (run, {"amp": []}, TypeError, "range of amp must be"),
        (lambda amp: run(amp), {}, TypeError, "needs 'amp': give it a range"),
    ],
)
def test_a_range_that_is_none_is_refused(function, ranges, error, message):
    with pytest.raises(error, match=message):
        hhlab.explore(function, **ranges)


def test_a_saved_page_shows_the_picture_and_the_words(explorer):
    bundle = explorer._repr_mimebundle_()
    assert bundle["image/png"] == explorer._image.value
    assert bundle["text/plain"] == (
        "Explorer of run(amp=0.1, dur=200.0)\n21 spikes, the first at 51.0 ms; peak 42.1 mV; 100.3 Hz."
    )


def test_sliders_name_their_unit(explorer):
    assert explorer.amp.slider.description == "amp [nA]"
    assert explorer.amp.box.tooltip == "amp [nA]"
