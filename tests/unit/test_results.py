"""Curves, Family and Profile keep what they were given, refuse what they cannot show, and are drawn whole."""

import numpy as np
import pytest

import hhlab
from hhlab import Curves, Family, Profile, Recording
from hhlab.figures.palette import ramp
from hhlab.results import export
from hhlab.results.curves import trace_of
from hhlab.results.tables import Table
from hhlab.results.words import in_words

X = np.array([1.0, 10.0, 100.0])


def curves(**changes):
    return Curves(**{"x": "duration [ms]", "y": "rate [Hz]", "lines": {"from rest": (X, X**2)}, **changes})


@pytest.fixture(scope="module")
def family():
    t = np.linspace(0, 5, 51)
    recordings = [Recording(t=t, v=np.full(51, v), ina=v * t * 1e-3, ik=v * t * 2e-3) for v in (-60, 0, 60)]
    return Family("test potential [mV]", range(-60, 61, 60), recordings)


@pytest.fixture(scope="module")
def profile():
    x, t = np.linspace(0, 3000, 31), np.arange(0, 10, 0.1)
    # a pulse of 100 mV that travels at 0.5 m/s
    return Profile(x_um=x, t=t, v=[-65 + 100 * np.exp(-((t - 1 - at / 500) ** 2)) for at in x])


def test_curves_copy_and_lock_their_numbers():
    x = X.copy()
    kept = curves(lines={"f": (x, [1, 2, np.nan])})
    x[0] = 5
    assert kept.lines["f"][0][0] == 1
    with pytest.raises(ValueError, match="read-only"):
        kept.lines["f"][0][0] = 5
    with pytest.raises(TypeError):
        kept.lines["g"] = (X, X)


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"lines": {}}, ValueError, "nothing to show"),
        ({"lines": [X, X]}, TypeError, r'Curves.lines must be a dict \{"label": \(x, y\)\}'),
        ({"lines": {"f": X}}, TypeError, r"lines\['f'\] must be a pair \(x, y\)"),
        ({"lines": {"f": (X, X[:2])}}, ValueError, r"lines\['f'\] has 3 values of x and 2 of y"),
        ({"lines": {"f": (X, "abc")}}, TypeError, r"The y of lines\['f'\] must hold numbers"),
        ({"dots": {"f": (X, [1, 2, np.inf])}}, ValueError, r"The y of dots\['f'\] holds values that are not"),
        ({"lines": {"f": (X - 1, X)}, "log": "x"}, ValueError, "holds a x of 0 or less"),
        ({"marks": {"rest": (1, 2, 3)}}, TypeError, r"marks\['rest'\] must be a pair"),
        ({"marks": {"rest": (1, 0)}, "log": "y"}, ValueError, r"The y of marks\['rest'\] = 0"),
        ({"marks": {"rest": (1, np.nan)}}, ValueError, r"The y of marks\['rest'\] = nan"),
        ({"dashed": "fit"}, ValueError, "Curves.dashed names 'fit'.*the lines are: from rest"),
        ({"faint": ("fit",)}, ValueError, "Curves.faint names 'fit'.*the lines are: from rest"),
        ({"log": "z"}, ValueError, "Curves.log must be"),
        ({"x_range": (1, 0)}, ValueError, "Curves.x_range runs from 1 to 0"),
        ({"y_range": 3}, TypeError, r"Curves.y_range must be \(least, greatest\)"),
        ({"x": 3}, TypeError, "Curves.x must be text"),
    ],
)
def test_curves_refuse_what_cannot_be_drawn(changes, error, message):
    with pytest.raises(error, match=message):
        curves(**changes)


def test_curves_are_drawn_with_their_axes_and_labels():
    figure = hhlab.draw(
        curves(
            dots={"measured": (X, X)},
            marks={"onset": (2, 5)},
            dashed="from rest",
            log="xy",
            x_range=(0.1, 50),
        )
    )
    (axis,) = figure.axes
    line, dots, mark = axis.lines
    assert np.array_equal(line.get_ydata(), X**2)
    assert line.is_dashed()
    assert (dots.get_marker(), mark.get_xydata().tolist()) == ("o", [[2, 5]])
    assert (axis.get_xlabel(), axis.get_yscale()) == ("duration [ms]", "log")
    low, high = axis.get_xlim()
    assert low == pytest.approx(0.1)
    assert high > 100


def test_a_faint_line_is_drawn_and_named_nowhere_and_takes_no_colour():
    more = {"arrows": (X, X), "fit": (X, X)}
    plain = curves(lines={"from rest": (X, X), "fit": (X, X)})
    ours = curves(lines={"from rest": (X, X), **more}, faint="arrows")
    (axis,), (before,) = hhlab.draw(ours).axes, hhlab.draw(plain).axes
    first, arrows, fit = axis.lines
    assert [one.get_color() for one in (first, fit)] == [one.get_color() for one in before.lines]
    assert arrows.get_linewidth() < first.get_linewidth()
    assert arrows.get_label().startswith("_")
    assert in_words(ours) == in_words(plain)


def test_a_label_that_begins_with_a_trace_has_its_colour():
    assert [trace_of(label) for label in ("n nullcline", "m∞", "i_stim", "from rest", "measured", "")] == [
        "n",
        "m",
        "i_stim",
        None,
        None,
        None,
    ]
    drawn = hhlab.draw(curves(lines=dict.fromkeys(("other", "n nullcline", "h_inf"), (X, X)))).axes[0].lines
    colours = [line.get_color() for line in drawn]
    assert colours[1:] == [hhlab.TRACES["n"].colour, hhlab.TRACES["h"].colour]
    assert colours[0] not in colours[1:]


def test_a_family_has_an_axis_for_each_trace_and_a_line_for_each_recording(family):
    figure = hhlab.draw(family)
    assert [len(axis.lines) for axis in figure.axes] == [3, 3, 3]
    assert figure.axes[1].get_ylabel() == "Na⁺ current\n[mA/cm²]"
    assert len({line.get_color() for line in figure.axes[0].lines}) == 3
    assert [text.get_text() for text in figure.axes[0].get_legend().get_texts()] == ["−60", "0", "60"]
    assert len(hhlab.draw(family.but("ina"), stop_ms=2).axes) == 1


@pytest.mark.parametrize(
    ("values", "change", "error", "message"),
    [
        ([1, 2], lambda rec: rec, ValueError, "Family has 2 values and 3 Recordings"),
        ([1, 2, np.nan], lambda rec: rec, ValueError, "Family.values holds values that are not finite"),
        ([1, 2, 3], lambda rec: rec.v, TypeError, "must hold Recordings, but one is"),
        ([1, 2, 3], lambda rec: Recording(t=rec.t, v=rec.v), ValueError, "must hold the same traces"),
    ],
)
def test_a_family_refuses_what_does_not_belong_together(family, values, change, error, message):
    first, *others = family.recordings
    with pytest.raises(error, match=message):
        Family("v [mV]", values, [change(first), *others])


def test_a_profile_is_read_along_the_axon_and_at_one_place(profile):
    assert profile.at_ms == 4.0  # when the pulse passes the middle, 1500 µm
    assert profile.x_um[np.argmax(profile.along(3.0))] == 1000
    there = profile.at(1000)
    assert there.t[np.argmax(there.v)] == pytest.approx(3.0)


def test_a_profile_is_drawn_above_its_kymograph(profile):
    above, below, _ = hhlab.draw(profile).axes
    assert np.array_equal(above.lines[0].get_ydata(), profile.along(4.0))
    (mesh,) = below.collections
    assert mesh.get_array().shape == (100, 31)
    assert mesh.get_array().max() == profile.v.max()


def test_a_profile_takes_two_samples_of_one_time_and_more_samples_than_pixels():
    t = np.sort(np.append(np.arange(0, 50, 0.01), 20.0))
    long = Profile(x_um=[0, 10, 20], t=t, v=[np.sin(t)] * 3)
    (mesh,) = hhlab.draw(long).axes[1].collections
    assert mesh.get_array().shape[0] <= 1000


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"v": [[1, 2, 3]]}, ValueError, r"Profile.v has the shape \(1, 3\), but it must be \(2, 3\)"),
        ({"v": [[1, 2], [1, 2]]}, ValueError, r"Profile.v has the shape \(2, 2\), but it must be \(2, 3\)"),
        ({"v": [[1, 2, 3], [1, 2]]}, TypeError, "Profile.v must hold numbers"),
        ({"v": [[1, 2, 3], [1, 2, np.nan]]}, ValueError, "Profile.v holds values"),
        ({"x_um": [10, 0]}, ValueError, "Profile.x_um must rise"),
        ({"t": [0, 2, 1]}, ValueError, "Profile.t goes backwards"),
        ({"configuration": np.inf}, TypeError, "Profile.configuration must be text"),
        ({"v_range": (0, -1)}, ValueError, "Profile.v_range runs from 0 to -1"),
        ({"at_ms": 5}, ValueError, "Profile.at_ms = 5 ms, but it must be at most 2 ms"),
    ],
)
def test_a_profile_refuses_what_does_not_fit(changes, error, message):
    with pytest.raises(error, match=message):
        Profile(**{"x_um": [0, 10], "t": [0, 1, 2], "v": [[0, 0, 0], [1, 1, 1]], **changes})


def test_several_results_are_drawn_one_below_the_other(family, profile):
    assert len(hhlab.draw((family.recordings[0], curves())).axes) == 3
    with pytest.raises(TypeError, match=r"draw\(\) needs a Recording, Family, Curves, Profile or Shape"):
        hhlab.draw((curves(), 3))
    with pytest.raises(TypeError, match="panels chooses from a Recording or a Family"):
        hhlab.draw(profile, panels=["v"])


def test_an_explorer_shows_them_all(family, profile):
    rec = family.recordings[0]
    results = {"curves": curves(), "family": family, "profile": profile, "both": (rec, curves())}
    explorer = hhlab.explore(lambda kind="curves": results[kind], kind=list(results))
    shown = {}
    for kind, result in results.items():
        explorer.kind.value = kind
        assert explorer.result is result
        assert explorer.error == ""
        shown[kind] = explorer.png()
        assert shown[kind].startswith(b"\x89PNG")
    assert len(set(shown.values())) == 4
    assert explorer.recording is rec


def test_a_profile_is_read_at_the_nearest_sample_and_the_nearest_place(profile):
    assert np.array_equal(profile.along(3.04), profile.v[:, 30])
    assert np.array_equal(profile.along(3.06), profile.v[:, 31])
    places = Profile(x_um=[50, 150, 350], t=[0, 1], v=[[1, 1], [2, 2], [3, 3]])
    # the outer halves of its ends are of the cable too, and no more than that
    assert [places.nearest(x) for x in (0, 99, 101, 249, 251, 450)] == [0, 0, 1, 1, 2, 2]
    for beyond in (-1, 451):
        with pytest.raises(ValueError, match="x_um = "):
            places.nearest(beyond)


def table(result):
    head, *rows = export.csv(result).splitlines()
    return head, [[float(cell) if cell else None for cell in row.split(",")] for row in rows]


def test_the_numbers_of_every_picture_are_read_back(family):
    places = Profile(x_um=[50, 150], t=[0, 0.1], v=[[-65, -64], [1 / 3, 2]])
    assert table(places) == ("t [ms],v at 50 µm [mV],v at 150 µm [mV]", [[0, -65, 1 / 3], [0.1, -64, 2]])
    both = Curves(x="d [ms]", y="I [nA]", lines={"f": ([1, 2], [0.1, 0.7])}, marks={"rest": (3, 4)})
    head, rows = table(both)
    assert head == "f: d [ms],f: I [nA],rest: d [ms],rest: I [nA]"
    assert rows == [[1, 0.1, 3, 4], [2, 0.7, None, None]]
    head, rows = table(family)
    assert head.startswith("t at -60 mV [ms],v at -60 mV [mV],ina at -60 mV [mA/cm²]")
    assert [row[1] for row in rows] == family.recordings[0].v.tolist()


def test_a_table_marks_its_rows_and_shows_text_as_text():
    made = Table(("name", "<i>"), [("a", 1), ("<b>", 2)], marked=frozenset({1}))
    assert [line[:2] for line in repr(made).splitlines()] == ["  ", "  ", "  ", "* "]
    page = made._repr_html_()
    assert "<b>" not in page and "<i>" not in page and "&lt;b&gt;" in page
    assert page.split("<tbody>")[1].split("</tr>")[1].startswith('<tr style="background')


def test_a_kymograph_stands_upright_and_its_moment_is_marked():
    v = np.arange(6.0).reshape(2, 3)  # rows are places, columns are moments
    above, below, _ = hhlab.draw(Profile(x_um=[0, 100], t=[0, 1, 2], v=v, at_ms=1)).axes
    (mesh,) = below.collections
    assert mesh.get_array().tolist() == v.T.tolist()
    low, high = below.get_ylim()
    assert low < high and below.get_xlim()[0] < below.get_xlim()[1]
    (line,) = below.lines
    assert set(line.get_ydata()) == {1}
    assert above.lines[0].get_ydata().tolist() == [1, 4]


def test_the_line_of_the_least_number_of_a_family_is_the_darkest(family):
    first, *others = (line.get_color() for line in hhlab.draw(family).axes[0].lines)
    assert [first, *others] == [ramp(0), ramp(0.5), ramp(1)]
