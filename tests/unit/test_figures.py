"""Figures show the Recording they were given, whole and unchanged."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import hhlab
from hhlab.figures import palette
from hhlab.figures.paper import Drawing, png
from hhlab.figures.pyplot import drawn
from hhlab.live.scope.panels import sheet_of


@pytest.fixture(scope="module")
def rec():
    return hhlab.simulate(tstop=80, record=("v", "i_stim", "m", "h", "n"))


def test_a_panel_for_each_kind_of_trace(rec):
    figure = hhlab.draw(rec)
    assert len(figure.axes) == 3
    assert [len(axis.lines) for axis in figure.axes] == [1, 1, 3]
    assert "[mV]" in figure.axes[0].get_ylabel()
    assert figure.axes[-1].get_xlabel() == "time [ms]"


def test_every_sample_is_drawn(rec):
    line = hhlab.draw(rec).axes[0].lines[0]
    assert np.array_equal(line.get_xdata(), rec.t)
    assert np.array_equal(line.get_ydata(), rec.v)


def test_panels_and_stretch_can_be_chosen(rec):
    figure = hhlab.draw(rec, panels=["gates", "v"], start_ms=49, stop_ms=56)
    assert [len(axis.lines) for axis in figure.axes] == [3, 1]
    assert figure.axes[0].get_xlim() == (49, 56)


def test_a_trace_has_its_colour_everywhere(rec):
    colours = {line.get_label(): line.get_color() for axis in hhlab.draw(rec).axes for line in axis.lines}
    assert colours[hhlab.TRACES["m"].label] == hhlab.TRACES["m"].colour


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"result": 3}, TypeError, "needs a Recording"),
        ({"panels": ["ina"]}, ValueError, "Nothing to draw for 'ina'.*This Recording has: v"),
        ({"panels": []}, ValueError, "panels is empty"),
        ({"panels": np.zeros((2, 2))}, TypeError, "A panel must be text, but it is array"),
        ({"start_ms": 60, "stop_ms": 50}, ValueError, "start_ms = 60 ms must come before stop_ms = 50 ms"),
        ({"start_ms": "now"}, TypeError, "start_ms must be a number in ms"),
    ],
)
def test_what_cannot_be_drawn_is_refused(rec, arguments, error, message):
    with pytest.raises(error, match=message):
        hhlab.draw(**{"result": rec, **arguments})


def test_a_label_has_the_minus_sign_of_the_axes():
    x = np.arange(3.0)
    lines = {"-8 mV": (x, x), "at -.5, 1e-05 S/cm², Crank-Nicolson, 2-3": (x, x), "-v": (x, x)}
    curves = hhlab.Curves(x="x", y="y", lines=lines, marks={"peak -5": (1.0, 1.0)})
    (axis,) = hhlab.draw(curves).axes
    shown = ["−8 mV", "at −.5, 1e-05 S/cm², Crank-Nicolson, 2-3", "-v"]
    assert [text.get_text() for text in axis.get_legend().get_texts()] == shown
    assert [text.get_text() for text in axis.texts] == ["peak −5"]
    assert [series["label"] for series in sheet_of(curves).panels[0]["series"]] == [*shown, "peak −5"]


def test_the_colours_are_those_that_readers_and_old_pages_know():
    kept = {"v": "#0072b2", "il": "#cc79a7", "i_cap": "#56b4e9", "h": "#e69f00"}
    kept |= dict.fromkeys(("m", "gna", "ina"), "#d55e00")  # sodium's
    kept |= dict.fromkeys(("n", "gk", "ik"), "#009e73")  # potassium's
    kept |= dict.fromkeys(("i_stim", "i_density", "i_syn"), "#000000")  # the electrode's
    assert kept.items() <= {name: trace.colour for name, trace in hhlab.TRACES.items()}.items()


def test_a_number_is_told_from_dark_to_light():
    # points of viridis, as published
    assert [palette.ramp(x) for x in (0, 1 / 3, 2 / 3, 1)] == ["#440154", "#3b528b", "#21918c", "#5ec962"]
    assert palette.ramp(-1) == palette.ramp(0) and palette.ramp(2) == palette.ramp(1)
    # half-way between two points, digit by digit
    assert palette.ramp(1 / 6) == "#402a70"

    def lightness(x):
        return sum(int(palette.ramp(x)[k : k + 2], 16) * weight for k, weight in ((1, 3), (3, 6), (5, 1)))

    assert (np.diff([lightness(x) for x in np.linspace(0, 1, 21)]) > 0).all()


def test_an_axis_holds_what_it_promises_and_all_that_is_drawn(rec):
    voltage, _, gates = hhlab.draw(rec).axes
    assert voltage.get_ylim() == (-90, 60)
    assert gates.get_ylim() == (-0.03, 1.03)
    for v in ([-65, 80], [-120, 0]):
        (axis,) = hhlab.draw(hhlab.Recording(t=[0, 1], v=v)).axes
        low, high = axis.get_ylim()
        assert low <= -90 and low < min(v) and high >= 60 and max(v) < high


def test_a_picture_that_no_page_can_show_is_refused_by_its_dots():
    with pytest.raises(ValueError, match="70 × 70 inches at 100 dots per inch"):
        png(Drawing(figsize=(70, 70), dpi=100))
    assert png(Drawing(figsize=(1, 1), dpi=100)).startswith(b"\x89PNG")


def test_a_figure_is_as_it_was_once_what_is_drawn_meanwhile_has_been_noted():
    figure, told = Figure(), []
    figure.stale_callback = usual = lambda *given: told.append(given)
    with drawn([figure]) as found:
        figure.add_axes((0, 0, 1, 1))
    assert found == [figure] and told
    assert figure.stale_callback is usual
