"""What the live view is given to draw: every sample, its colour and unit, and for a drag a faithful few."""

import numpy as np
import pytest
from frames import decoded

import hhlab
from hhlab import Curves, Family, Profile
from hhlab.figures.palette import ramp
from hhlab.live.scope.frames import encode, thinned
from hhlab.live.scope.panels import sheet_of


@pytest.fixture(scope="module")
def rec():
    return hhlab.simulate(record=("v", "i_stim", "m", "h", "n"))


def panels(result):
    header, arrays = decoded(encode(sheet_of(result)))
    return header["panels"], arrays


def limits_of(values, least, shown):
    """The limits of an axis; tight ones leave eight hundredths of the height on each side."""
    low, high = min(values), max(values)
    tight = pytest.approx([low - 0.08 * (high - low), high + 0.08 * (high - low)])
    return {"found": [low, high], "least": least and list(least), "limits": list(shown), "tight": tight}


def test_every_sample_of_a_recording_arrives_and_time_only_once(rec):
    found, arrays = panels(rec)
    assert [panel["key"] for panel in found] == ["voltage", "stimulus", "gates"]
    assert len(arrays) == 1 + 5
    for panel in found:
        for one in panel["series"]:
            (name,) = (name for name in rec.traces if hhlab.TRACES[name].label == one["label"])
            assert np.array_equal(arrays[one["x"]], np.float32(rec.t))
            assert np.array_equal(arrays[one["y"]], np.float32(rec.traces[name]))
            assert one["colour"] == hhlab.TRACES[name].colour
    words = {"title": "membrane potential", "unit": "mV", "log": False}
    assert found[0]["y"] == limits_of(rec.v, (-90, 60), (-90, 60)) | words


def test_a_family_has_a_panel_for_each_trace_and_a_series_for_each_recording(rec):
    other = hhlab.simulate(clamp=hhlab.CurrentClamp(amp=0.0), record=tuple(rec.traces))
    found, arrays = panels(Family("amp [nA]", [0.0, 0.1], [other, rec]))
    assert [len(panel["series"]) for panel in found] == [2] * 5
    assert [one["label"] for one in found[0]["series"]] == ["0 nA", "0.1 nA"]
    assert np.array_equal(arrays[found[0]["series"][1]["y"]], np.float32(rec.v))


def test_curves_keep_their_styles_axes_and_gaps():
    curves = Curves(
        x="v [mV]",
        y="n",
        lines={"n nullcline": ([0, 1, 2], [0, np.nan, 1])},
        dots={"spikes": ([1], [1])},
        marks={"rest": (0, 0.3)},
        dashed="n nullcline",
        x_range=(-90, 60),
    )
    (panel,), arrays = panels(curves)
    assert [one["style"] for one in panel["series"]] == ["dash", "dots", "mark"]
    assert panel["series"][0]["colour"] == hhlab.TRACES["n"].colour
    assert np.isnan(arrays[panel["series"][0]["y"]][1])
    assert panel["x"] == limits_of([0, 2], (-90, 60), (-90, 60)) | {"title": "v", "unit": "mV", "log": False}
    (logged,), _ = panels(Curves(x="x [ms]", y="y", lines={"a": ([1, 2], [1, 2])}, log="y"))
    assert (logged["x"]["log"], logged["y"]["log"], logged["series"][0]["style"]) == (False, True, "line")


def test_a_profile_arrives_as_true_samples_few_enough_for_a_screen():
    x, t = np.linspace(0, 1000, 501), np.arange(0, 20, 0.01)
    whole = Profile(x_um=x, t=t, v=np.sin(x[:, None] / 100 + t[None]))
    (panel,), arrays = panels(whole)
    places, times = arrays[panel["series"][0]["x"]], arrays[panel["times"]]
    grid = arrays[panel["series"][0]["y"]].reshape(len(times), len(places))
    assert len(places) <= 300
    assert len(times) <= 300
    assert np.array_equal(grid[7], np.float32(whole.along(float(t[7 * 7]))[::2]))


def test_a_profile_shows_a_narrow_range_where_one_is_asked_for():
    quiet = Profile(x_um=[0, 10, 20], t=[0, 1], v=[[-70, -60], [-70, -65], [-70, -69]], v_range=(-75, -50))
    assert panels(quiet)[0][0]["y"]["least"] == [-75, -50]
    above, below, _ = hhlab.draw(quiet).axes
    assert above.get_ylim() == below.collections[0].get_clim() == (-75, -50)


def curves_on(y, y_range=None, log=""):
    return Curves(x="x", y="y", lines={"y": (np.arange(1.0, 1 + len(y)), y)}, y_range=y_range, log=log)


@pytest.mark.parametrize(
    ("curves", "limits"),
    [
        # the end of the range as it is written, and no single-precision number that is a little more
        (curves_on([0.0, 0.3], (0.0, 0.3)), (0.0, 0.3)),
        (curves_on([0.0, 0.5], (0.0, 0.4)), (0.0, 0.54)),
        (curves_on([-1.0, 0.3], (0.0, 0.3)), (-1.104, 0.3)),
        (curves_on([1.0, 3.0]), (0.84, 3.16)),
        (curves_on([2.0, 2.0]), (1.9, 2.1)),
        (curves_on([0.0, 0.0]), (-0.1, 0.1)),
        (curves_on([np.nan, 1.0, 2.0]), (0.92, 2.08)),
        (curves_on([1.0, 10.0], log="y"), (10**-0.08, 10**1.08)),
        (curves_on([1.0, 10.0], (0.1, 100.0), "y"), (0.1, 100.0)),
        (curves_on([1.0, 1000.0], (0.1, 100.0), "y"), (0.1, 10**3.32)),
    ],
)
def test_an_axis_holds_what_is_drawn_and_its_range_as_in_a_figure(curves, limits):
    (panel,), _ = panels(curves)
    assert panel["y"]["limits"] == pytest.approx(limits)
    (axis,) = hhlab.draw(curves).axes
    # without a range a figure has matplotlib's own limits
    assert not curves.y_range or axis.get_ylim() == pytest.approx(limits)


@pytest.mark.parametrize(("y", "whole"), [([0, 1, 4], True), ([0, 1.5, 4], False), ([np.nan, 1, 2], True)])
def test_what_is_counted_has_whole_numbers_at_its_axis(y, whole):
    raster = Curves(x="time [ms]", y="cell", dots={"spikes": ([1, 2, 3], y)})
    (panel,), _ = panels(raster)
    assert panel["y"].get("whole", False) == whole
    assert "whole" not in panel["x"]  # a time of 1 ms is not counted
    (plain,), _ = panels(Curves(x="x", y="cell", lines={"a line": ([1, 2, 3], y)}))
    assert "whole" not in plain["y"]


def test_lines_run_out_of_the_range_of_x_that_is_asked_for_and_points_do_not():
    x = np.linspace(-2, 5, 71)
    curves = Curves(x="x", y="y", lines={"a": (x, x**2)}, x_range=(-1, 3), y_range=(0, 2))
    (panel,), _ = panels(curves)
    assert panel["x"]["limits"] == panel["x"]["least"] == [-1, 3]
    assert panel["y"]["found"] == pytest.approx([0, 9])
    (axis,) = hhlab.draw(curves).axes
    assert axis.get_xlim() == (-1, 3)
    assert axis.get_ylim() == pytest.approx(panel["y"]["limits"])
    for more in ({"dots": {"b": ([5], [1])}}, {"marks": {"b": (5, 1)}}):
        curves = Curves(x="x", y="y", lines={"a": (x, x**2)}, x_range=(-1, 3), **more)
        assert panels(curves)[0][0]["x"]["limits"][1] > 5
        assert hhlab.draw(curves).axes[0].get_xlim()[1] > 5
    nowhere = Curves(x="x", y="y", lines={"a": (x, x)}, x_range=(10, 20))
    (panel,), _ = panels(nowhere)
    assert panel["x"]["limits"] == [10, 20]


def test_an_axis_without_a_number_shows_something():
    (panel,), _ = panels(curves_on([np.nan, np.nan]))
    assert (panel["y"]["found"], panel["y"]["limits"]) == (None, [0, 1])
    # what single precision cannot hold is a gap
    (panel,), _ = panels(curves_on([1.0, 2.0, 1e300]))
    assert panel["y"]["found"] == [1, 2]


def test_two_panels_of_one_kind_have_keys_of_their_own(rec):
    found, _ = panels((rec, rec))
    assert len({panel["key"] for panel in found}) == len(found) == 6


def test_what_no_view_knows_has_no_panel():
    assert panels({"rate [Hz]": 3.0}) == ([], [])


@pytest.mark.parametrize("method", ["cn", "cvode"])
def test_thinned_samples_draw_the_same_picture(method):
    rec = hhlab.simulate(method=method, record=("v", "i_stim", "m", "h", "n", "ina", "ik"))
    keep = thinned(rec, 1 / 1000)
    assert len(keep) < 0.35 * len(rec.t) or method == "cvode"
    for trace in rec.traces.values():
        drawn = np.interp(rec.t, rec.t[keep], trace[keep])
        assert np.abs(drawn - trace).max() <= 1 / 1000 * np.ptp(trace)
        assert np.ptp(trace[keep]) == np.ptp(trace), "the limits of the axis would change"


def test_a_recording_of_two_samples_is_not_thinned():
    assert thinned(hhlab.Recording(t=[0, 1], v=[0, 1]), 0.001).tolist() == [0, 1]


def test_the_arrays_of_a_frame_begin_at_four_bytes_whatever_its_words(rec):
    for length in range(4):
        frame = encode(sheet_of(rec), words="x" * length)
        header = int.from_bytes(frame[:4], "little")
        assert (4 + header) % 4 == 0
        assert len(frame) == 4 + header + 4 * sum(decoded(frame)[0]["lengths"])


def test_the_colour_of_a_familys_trace_tells_its_number(rec):
    (panel,), _ = panels(Family("amp [nA]", [0.3, -0.1, 0.1], [alone(rec)] * 3))
    light, dark, middle = (one["colour"] for one in panel["series"])
    assert (dark, middle, light) == (ramp(0), ramp(0.5), ramp(1))


def alone(rec):
    return hhlab.Recording(t=rec.t, v=rec.v)


def test_a_profile_begins_at_its_own_moment_and_spans_its_own_places():
    profile = Profile(x_um=[100, 110, 120], t=[0, 1, 2], v=[[-70, -60, -65]] * 3)
    (panel,), arrays = panels(profile)
    assert panel["at"] == profile.at_ms == 1
    assert (panel["x"]["least"], panel["t"]["least"]) == ([100, 120], [0, 2])
    assert arrays[panel["series"][0]["y"]].tolist() == [-70] * 3 + [-60] * 3 + [-65] * 3
    assert (panel["ramp"][0], panel["ramp"][-1]) == (ramp(0), ramp(1))
