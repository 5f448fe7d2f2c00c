"""The explorer as a hand on the slider drives it, in the kernel's half."""

import math

import ipywidgets as widgets
import numpy as np
import pytest
from frames import decoded

import hhlab
from hhlab import CurrentClamp


def run(amp=0.1, dur=200.0):
    return hhlab.simulate(clamp=CurrentClamp(amp=amp, dur=dur))


def traces(explorer):
    """What the live view was given to draw, by the name of its only panel's trace."""
    header, arrays = decoded(explorer._scope.frame)
    return {panel["key"][0]: arrays[panel["series"][0]["y"]] for panel in header["panels"]}


@pytest.fixture
def explorer():
    return hhlab.explore(run, amp=(-0.05, 0.3), dur=(0.1, 250.0))


def test_it_starts_at_the_defaults(explorer):
    assert explorer.amp.value == 0.1
    assert explorer.amp.slider.value == 0.1
    assert explorer.dur.box.value == 200.0
    assert hhlab.spike_count(explorer.recording) == 21


def test_a_name_that_ends_in_its_unit_shows_it_as_all_others_do():
    def seen(every_ms=0.1, shift_mV=0.0, hold=-65.0, v=-65.0, panels=1):
        return hhlab.simulate(tstop=5)

    ranges = {"every_ms": [0.1, 1.0], "shift_mV": (-20.0, 20.0), "hold": (-90.0, 0.0), "v": (-90.0, 0.0)}
    explorer = hhlab.explore(seen, panels=[1, 2], **ranges)
    titles = [getattr(control, "slider", control).description for control in explorer.controls.values()]
    assert titles == ["panels", "every [ms]", "shift [mV]", "hold [mV]", "v [mV]"]
    with pytest.raises(ValueError, match="shift_mV = 30 mV, but it must be at most 20 mV"):
        explorer.shift_mV.value = 30


def test_a_slider_moves_the_box_the_run_and_the_picture(explorer):
    explorer.amp.slider.value = 0.05
    assert explorer.amp.box.value == 0.05
    assert np.array_equal(traces(explorer)["v"], np.float32(explorer.recording.v))
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
    children = explorer.children
    for amp in (0.0, 0.1, 0.2):
        explorer.amp.value = amp
    assert explorer.children is children
    assert explorer._view.children == ()


@pytest.mark.parametrize("value", [5, -1, math.nan, math.inf])
def test_a_value_outside_the_slider_is_reported_and_undone(explorer, value):
    picture = explorer._scope.frame
    explorer.amp.box.value = value
    assert explorer.error.startswith(f"amp = {float(value):g} nA, but it must be")
    assert explorer._scope.error == explorer.error
    assert explorer.amp.value == explorer.amp.box.value == explorer.amp.slider.value == 0.1
    assert explorer._scope.frame == picture
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
    assert explorer._scope.error == explorer.error
    assert "hhlab-stale" in explorer._dom_classes
    explorer.amp.value = 0.15
    assert explorer.error == ""
    assert explorer._scope.error == ""
    assert "hhlab-stale" not in explorer._dom_classes


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


def test_a_run_that_takes_a_method_can_be_switched_from_the_defaults_to_the_equations():
    def switched(amp=0.1, method="neuron"):
        return hhlab.simulate(clamp=CurrentClamp(amp=amp), method=method)

    explorer = hhlab.explore(switched, amp=(0.0, 0.3))
    assert [method for _, method in explorer.method.options] == ["neuron", "cvode"]
    assert hhlab.spike_count(explorer.recording) == 20
    explorer.method.value = "cvode"
    assert hhlab.spike_count(explorer.recording) == 21
    fast = hhlab.explore(lambda method="cn": hhlab.simulate(method=method))
    assert fast.method.value == "cn"


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
    assert 'src="data:image/png;base64,iVBOR' in bundle["text/html"]
    words = "membrane potential over time from 0 to 300 ms: 21 spikes, peak 42.1 mV."
    assert f'alt="{words}"' in bundle["text/html"]
    assert bundle["text/plain"] == (
        "Explorer of run(amp=0.1, dur=200.0)\n21 spikes, the first at 51.0 ms; peak 42.1 mV; 100.3 Hz."
    )


def test_sliders_name_their_unit(explorer):
    ours = hhlab.explore(lambda current: "", current=(0, 10))
    assert ours.current.slider.description == "current [µA/cm²]"
    assert explorer.amp.slider.description == "amp [nA]"
    assert explorer.amp.box.tooltip == "amp [nA]"


def test_reset_and_presets_move_every_control_with_one_run():
    calls = []

    def counted(amp=0.1, dur=200.0):
        calls.append((amp, dur))
        return run(amp, dur)

    presets = {"brief": {"dur": 1.0}, "strong": {"amp": 0.3}}
    explorer = hhlab.explore(counted, amp=(0.0, 0.3), dur=(0.1, 250.0), presets=presets)
    explorer.preset("brief")
    assert "hhlab-changed" in explorer.dur._dom_classes
    explorer.preset("strong")
    assert explorer.values == {"amp": 0.3, "dur": 200.0}
    assert "hhlab-changed" not in explorer.dur._dom_classes
    explorer.reset()
    assert calls == [(0.1, 200.0), (0.1, 1.0), (0.3, 200.0), (0.1, 200.0)]
    with pytest.raises(ValueError, match=r"No preset is called 'weak'.*There are: brief, strong"):
        explorer.preset("weak")
    with pytest.raises(TypeError, match="The preset 'bad' sets 'L'; the controls are: amp"):
        hhlab.explore(run, amp=(0.0, 0.3), presets={"bad": {"L": 3}})


def test_a_preset_outside_a_slider_is_an_error_and_changes_one_thing_only(explorer):
    explorer._presets = {"bad": {"amp": 9.0}}
    explorer._asked(None, {"do": "preset", "name": "bad"}, [])
    assert explorer.error.startswith("amp = 9 nA")


def test_at_most_six_pictures_are_kept(explorer):
    explorer.keep()
    explorer.keep()
    assert explorer._scope.kept == [explorer._scope.frame]
    for amp in (0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3):
        explorer.amp.value = amp
        explorer.keep()
    assert len(explorer._scope.kept) == 6
    assert decoded(explorer._scope.kept[0])[0]["values"]["amp"] == 0.0
    explorer.clear()
    assert explorer._scope.kept == []


def test_derived_quantities_come_from_a_function_or_from_the_run():
    explorer = hhlab.explore(run, amp=(0.0, 0.3), derived=lambda rec: {"peak [mV]": hhlab.peak_mV(rec)})
    assert explorer.derived["peak [mV]"] == hhlab.peak_mV(run())
    assert repr(explorer).endswith("Hz.\npeak [mV]: 42.06")
    assert decoded(explorer._scope.frame)[0]["derived"] == [["peak [mV]", "42.06"]]
    own = hhlab.explore(lambda amp=0.1: (run(amp), {"half [nA]": amp / 2}), amp=(0.0, 0.3))
    own.amp.value = 0.2
    assert own.derived == {"half [nA]": 0.1}
    assert own.recording is own.result[0]


def test_the_numbers_of_a_picture_are_read_back_as_they_were_computed(explorer):
    head, *rows = explorer.csv().splitlines()
    assert head == "t [ms],v [mV]"
    read = np.array([row.split(",") for row in rows], dtype=float)
    assert np.array_equal(read, np.column_stack([explorer.recording.t, explorer.recording.v]))
