"""An explorer takes whatever function a person has, and says in words what it cannot take."""

import ctypes
import enum
import functools
import gc
import itertools
import math
import os
import sys
import warnings

import ipywidgets as widgets
import matplotlib.pyplot as plt
import numpy as np
import pytest
from frames import decoded
from neuron import h

import hhlab
from hhlab import Curves, Log, Membrane, Recording
from hhlab.live import mishaps
from hhlab.live.stills import Picture
from hhlab.results.tables import Table

REC = Recording(t=[0, 1, 2], v=[-65, 30, -65])
AMP = {"amp": (0.0, 1.0)}


def texts(box):
    return [child.value for child in box.children if isinstance(child, widgets.HTML)]


def pictures(explorer):
    return [bytes(child.value) for child in explorer._view.children if isinstance(child, Picture)]


def moved(explorer):
    """The pictures before and after a move."""
    before = pictures(explorer)
    explorer.amp.value = 0.9
    assert explorer.error == ""
    return before, pictures(explorer)


class Cell:
    def __call__(self, amp=0.1):
        return f"amp {amp}"

    def method(self, amp=0.1):
        return f"amp {amp}"

    async def later(self, amp=0.1):
        return amp


def by_place(amp=0.1, /, dur=1.0):
    return f"amp {amp}"


def two(amp, dur):
    return f"amp {amp}"


@functools.lru_cache
def remembered(amp=0.1):
    return f"amp {amp}"


@pytest.mark.parametrize(
    "function",
    [
        functools.partial(two, dur=1),
        functools.partial(functools.partial(two), dur=1),
        Cell(),
        Cell().method,
        by_place,
        remembered,
        lambda *, amp: f"amp {amp}",
        lambda *args, amp: f"amp {amp}",
        lambda **values: f"amp {values['amp']}",
    ],
    ids=lambda one: type(one).__name__,
)
def test_whatever_can_be_called_is_a_run(function):
    explorer = hhlab.explore(function, **AMP)
    explorer.amp.value = 0.75
    assert texts(explorer._view) == ["<pre>amp 0.75</pre>"]
    assert repr(explorer).startswith("Explorer of ")


def test_a_builtin_that_tells_its_arguments_is_one_too():
    explorer = hhlab.explore(math.sqrt, x=(0.0, 1.0))
    explorer.x.value = 0.25
    assert texts(explorer._view) == ["<pre>0.5</pre>"]


async def waits(amp=0.1):
    return amp


def yields(amp=0.1):
    yield amp


@pytest.mark.parametrize(
    ("function", "ranges", "message"),
    [
        (waits, AMP, r"waits\(\) is an async function"),
        (Cell().later, AMP, r"later\(\) is an async function"),
        (functools.partial(waits, 1), {}, "is an async function"),
        (yields, AMP, r"yields\(\) is a generator: it has a yield"),
        (max, AMP, r"does not tell which arguments max\(\) takes. Write a function with def"),
        (lambda *values: REC, AMP, r"by their place \(\*args\), and a slider needs one with a name"),
        (lambda: REC, AMP, "takes no arguments, so a slider has nothing to set"),
        (REC, AMP, "it is Recording of t, v.*Give the function itself"),
        (lambda presets: REC, {}, "needs 'presets', a name that explore.. keeps for itself.*my_presets"),
        (
            lambda presets=1: REC,
            {"presets": (0, 1)},
            "presets must be a dict.*If your function has an argument",
        ),
        (lambda derived=1: REC, {"derived": (0, 1)}, "derived must be a list of measures.*give it another"),
    ],
)
def test_what_cannot_be_one_is_refused_in_a_sentence(function, ranges, message):
    with pytest.raises(TypeError, match=message):
        hhlab.explore(function, **ranges)


@pytest.mark.parametrize(
    "name",
    ["run", "self", "method", "children", "layout", "value", "values", "name", "keep", "comm", "größe"],
)
def test_an_argument_may_have_any_name(name):
    explorer = hhlab.explore(lambda **values: values[name], **{name: (0, 10)})
    explorer.controls[name].value = 7
    assert texts(explorer._view) == ["<pre>7</pre>"]
    assert explorer.values == {name: 7}


class Size(enum.Enum):
    SMALL = 1
    LARGE = 2


@pytest.mark.parametrize(
    ("choices", "labels", "values"),
    [
        ([("weak", 0.1), ("strong", 0.3)], ["weak", "strong"], [0.1, 0.3]),
        ((("weak", 0.1), ("strong", 0.3)), ["weak", "strong"], [0.1, 0.3]),
        ({"weak": 0.1, "strong": 0.3}, ["weak", "strong"], [0.1, 0.3]),
        (("a", "b"), ["a", "b"], ["a", "b"]),
        (np.array([0.1, 0.2], dtype=np.float32), ["0.1", "0.2"], [0.1, 0.2]),
        (np.arange(3), ["0", "1", "2"], [0, 1, 2]),
        ({3, 1, 2}, ["1", "2", "3"], [1, 2, 3]),
        (range(4, 5), ["4"], [4]),
        ([True, False], ["True", "False"], [True, False]),
        (Size, ["SMALL", "LARGE"], list(Size)),
        ([Size.LARGE], ["LARGE"], [Size.LARGE]),
        ([math.sin, math.cos], ["sin", "cos"], [math.sin, math.cos]),
        (zip("ab", [1, 2], strict=True), ["a", "b"], [1, 2]),
        ([(1, 2), (3, 4)], ["(1, 2)", "(3, 4)"], [(1, 2), (3, 4)]),
        ([0.0, math.inf], ["0.0", "inf"], [0.0, math.inf]),
    ],
    ids=lambda one: type(one).__name__,
)
def test_choices_can_be_written_in_many_ways(choices, labels, values):
    given = []
    explorer = hhlab.explore(lambda x: given.append(x), x=choices)
    assert [label for label, _ in explorer.x.options] == labels
    for value in values[1:]:
        explorer.x.value = value
    assert given == values
    assert list(map(type, given)) == list(map(type, values))
    decoded(explorer._scope.frame)  # what a browser can read


def test_arrays_and_descriptions_can_be_chosen_from():
    traces = {"short": np.arange(3), "long": np.arange(4)}
    explorer = hhlab.explore(lambda x: len(x), x=traces)
    explorer.x.label = "long"
    assert texts(explorer._view) == ["<pre>4</pre>"]
    cells = hhlab.explore(lambda cell: cell.gnabar, cell=[Membrane(), Membrane(gnabar=0.2)])
    cells.cell.index = 1
    assert texts(cells._view) == ["<pre>0.2</pre>"]


def test_a_flag_is_a_check_mark_at_its_default():
    explorer = hhlab.explore(lambda on=False: on, on=True)
    assert explorer.on.value is False
    explorer.on.value = True
    assert texts(explorer._view) == ["<pre>True</pre>"]


def test_a_range_of_python_is_a_slider_of_its_own_steps():
    explorer = hhlab.explore(lambda n: n, n=range(1, 22, 2))
    control = explorer.n
    assert [control.at(i) for i in control.places] == list(range(1, 22, 2))


@pytest.mark.parametrize(
    ("choices", "error", "message"),
    [
        ("cn", TypeError, r'it is \'cn\' \(str\). For one text write a list: \["cn", ...\]'),
        ((1, 2, 3, 4), TypeError, r"For choices write a list: \[1, 2, ...\]"),
        (0.1, TypeError, r"A slider needs two ends, as in x=\(0, 1\)"),
        (widgets.IntSlider, TypeError, r"write IntSlider\(...\)"),
        (widgets.VBox(), TypeError, "The widget for x holds no value"),
        (itertools.count(), ValueError, "more than 1,000 choices"),
        ({}, TypeError, "range of x must be"),
        (None, TypeError, "range of x must be"),
        (np.ones((2, 2)), TypeError, "range of x must be"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_is_no_choice_is_answered_with_what_to_write(choices, error, message):
    with pytest.raises(error, match=message):
        hhlab.explore(lambda x: x, x=choices)


def test_a_widget_whose_value_no_browser_can_compare_still_works():
    explorer = hhlab.explore(lambda day: str(day), day=widgets.DatePicker())
    assert texts(explorer._view) == ["<pre>None</pre>"]


def test_a_run_that_changes_its_inputs_changes_nothing_of_ours():
    def run(names):
        names.append("m")
        return len(names)

    explorer = hhlab.explore(run, names={"one": ["v"], "two": ["v", "h"]})
    explorer.names.label = "two"
    explorer.names.label = "one"
    assert texts(explorer._view) == ["<pre>2</pre>"]


def plain(amp):
    plt.plot([0, amp])


def closed_by_itself(amp):
    plt.plot([0, amp])
    plt.show()


def returned(amp):
    figure, axes = plt.subplots()
    axes.plot([0, amp])
    return figure


def axes_returned(amp):
    return plt.figure().subplots().plot([0, amp])


@pytest.mark.parametrize("function", [plain, closed_by_itself, returned, axes_returned])
def test_what_pyplot_draws_moves_and_is_drawn_once(function):
    explorer = hhlab.explore(function, **AMP)
    (before,), (after,) = moved(explorer)
    assert before.startswith(b"\x89PNG")
    assert before != after
    assert plt.get_fignums() == []  # a figure left open would appear below the cell
    assert texts(explorer._below) == []


def test_axes_made_outside_the_run_move_too():
    figure, axes = plt.subplots()

    def run(amp):
        axes.clear()
        axes.plot([0, amp])
        figure.canvas.draw()

    explorer = hhlab.explore(run, **AMP)
    assert plt.get_fignums() == []
    before, after = moved(explorer)
    assert before != after


def test_a_figure_that_a_run_does_not_touch_is_left_alone():
    other = plt.figure()
    hhlab.explore(returned, **AMP)
    assert plt.fignum_exists(other.number)
    plt.close(other)


def test_several_figures_are_all_shown():
    def run(amp):
        for i in range(int(3 * amp) + 1):
            plt.figure()
            plt.plot([i, amp])

    explorer = hhlab.explore(run, **AMP)
    before, after = moved(explorer)
    assert (len(set(before)), len(set(after))) == (2, 3)


def test_a_recording_is_live_and_what_was_drawn_stands_below_it():
    def run(amp):
        plt.plot([0, amp])
        return REC

    explorer = hhlab.explore(run, **AMP)
    assert explorer.recording is REC
    assert [panel["key"] for panel in decoded(explorer._scope.frame)[0]["panels"]] == ["voltage"]
    before, after = moved(explorer)
    assert before != after


def test_many_figures_leave_no_memory_behind():
    def run(amp):
        plt.plot(np.full(20_000, amp))

    explorer = hhlab.explore(run, **AMP)
    explorer.amp.value = 0.1
    gc.collect()
    before = sum(isinstance(thing, plt.Figure) for thing in gc.get_objects())
    for i in range(30):
        explorer.amp.value = i / 100
    gc.collect()
    assert sum(isinstance(thing, plt.Figure) for thing in gc.get_objects()) <= before
    assert texts(explorer._below) == []  # no warning of many open figures


def test_a_figure_in_pixels_is_refused_before_it_takes_the_memory():
    explorer = hhlab.explore(lambda amp: plt.figure(figsize=(64_000, 48_000)), **AMP)
    assert "figsize counts in inches" in explorer.error


def test_labels_at_the_edge_of_a_small_figure_are_whole():
    def run(amp, label):
        plt.figure(figsize=(3, 1)).subplots().set_xlabel(label)

    explorer = hhlab.explore(run, **AMP, label=["", "time [ms]"])
    height = [int.from_bytes(pictures(explorer)[0][20:24], "big")]
    explorer.label.value = "time [ms]"
    height += [int.from_bytes(pictures(explorer)[0][20:24], "big")]
    assert height[1] > height[0]


def test_what_is_printed_stands_below_the_picture_and_nowhere_else(capfd):
    def run(amp):
        if amp > 0.5:
            print("in Python <b>")
            print("an error", file=sys.stderr)
            os.write(1, b"past Python\n")
            ctypes.CDLL(None).puts(b"in C")
            h("print 12345")
        return REC

    explorer = hhlab.explore(run, **AMP)
    explorer.amp.value = 0.9
    (said,) = texts(explorer._below)
    for part in ("in Python &lt;b&gt;", "an error", "past Python", "in C", "12345"):
        assert part in said
    explorer.amp.value = 0.1
    assert texts(explorer._below) == []
    assert capfd.readouterr() == ("", "")


def test_what_is_printed_without_end_is_cut():
    def run(amp):
        for i in range(20_000):
            print("line", i)
        return REC

    (said,) = texts(hhlab.explore(run, **AMP)._below)
    assert len(said) < 10_000
    assert "line 0\n" in said
    assert "line 19999" in said


@pytest.mark.filterwarnings("default")
def test_a_warning_is_said_each_time_and_once():
    def run(amp):
        for _ in range(3):
            warnings.warn("careful", stacklevel=1)
        return REC

    explorer = hhlab.explore(run, **AMP)
    for _ in moved(explorer):
        (said,) = texts(explorer._below)
        assert said.count("UserWarning: careful (line") == 1


def fails(amp):
    values = [amp]
    return values[5]


@pytest.mark.parametrize(
    ("function", "said", "where"),
    [
        (fails, "IndexError: list index out of range", "IndexError in fails(), line"),
        (lambda amp: {}["k"], "KeyError: 'k'", "KeyError in &lt;lambda&gt;, line"),
        (lambda amp: sys.exit(), "asked Python to end", "SystemExit in"),
        (
            lambda amp: hhlab.simulate(record=3),
            "record must name traces",
            "TypeError in &lt;lambda&gt;, line",
        ),
        (lambda amp: iter([1]), "computes nothing before it is gone through", None),
        (lambda amp: itertools.count(), "computes nothing before it is gone through", None),
        (lambda amp: waits(), "leave out async", None),
        (lambda amp: Recording(t=h.Vector(), v=h.Vector()), "Nothing has been recorded yet", "ValueError in"),
        (lambda amp: (h.Vector(), h.Vector()), "Nothing has been recorded yet", None),
    ],
)
def test_an_error_is_one_sentence_with_its_place_in_the_students_code(function, said, where):
    explorer = hhlab.explore(function, **AMP)
    assert said in explorer.error
    assert "\n" not in explorer.error
    assert "hhlab-stale" in explorer._dom_classes
    below = texts(explorer._below)
    assert len(below) == (where is not None)
    if where:
        assert where in below[0]
        assert "hhlab/" not in below[0]


def test_the_line_that_failed_has_an_arrow():
    (below,) = texts(hhlab.explore(fails, **AMP)._below)
    (line,) = [line for line in below.splitlines() if "→" in line]
    assert line.endswith("return values[5]")


def test_an_error_is_said_to_be_where_it_was_raised_and_not_where_it_passed():
    def outer(amp):
        return fails(amp)

    with pytest.raises(IndexError) as caught:
        outer(0.1)
    where, _ = mishaps.place(caught.value)
    assert where.startswith("IndexError in fails()")


def test_the_stop_button_ends_a_run_with_a_sentence_in_a_callback_and_an_error_in_a_cell(monkeypatch):
    def run(amp):
        if amp > 0.5:
            raise KeyboardInterrupt
        return REC

    explorer = hhlab.explore(run, **AMP)
    with pytest.raises(KeyboardInterrupt):
        explorer.amp.value = 0.9
    monkeypatch.setattr("hhlab.live.explorer._in_a_cell", lambda: False)
    explorer.amp.value = 0.8
    assert explorer.error == "run() was stopped before it was done."
    explorer.amp.value = 0.1
    assert explorer.error == ""


def test_an_error_of_derived_is_said_and_what_it_prints_is_shown():
    bad = hhlab.explore(lambda amp: REC, derived=lambda rec: 3, **AMP)
    assert bad.error == "derived must give a dict of numbers, but it gave 3 (int)."
    loud = hhlab.explore(lambda amp: REC, derived=lambda rec: print("here") or {"a": np.float32(1.5)}, **AMP)
    assert texts(loud._below) == ["<pre>here</pre>"]
    assert decoded(loud._scope.frame)[0]["derived"] == [["a", "1.5"]]


def test_a_copied_script_runs_once_more_in_silence(capfd):
    def run(amp):
        print("here")
        plt.plot([0, amp])
        return hhlab.simulate(tstop=5)

    explorer = hhlab.explore(run, **AMP)
    assert "h.continuerun(5)" in explorer.script()
    assert plt.get_fignums() == []
    assert capfd.readouterr() == ("", "")


class Frame:
    def _repr_html_(self):
        return "<table><tr><td>1</td></tr></table>"


class Broken:
    def _repr_html_(self):
        raise ValueError("no table")

    def __repr__(self):
        return "Broken"


@pytest.mark.parametrize(
    ("result", "shown"),
    [
        (Frame(), "<table><tr><td>1</td></tr></table>"),
        (Broken(), "<pre>Broken</pre>"),
        ("a < b", "<pre>a &lt; b</pre>"),
        (np.float64(0.5), "<pre>0.5</pre>"),
        ({"a": [1]}, "<pre>{&#x27;a&#x27;: [1]}</pre>"),
        ([1, 2], "<pre>[1, 2]</pre>"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_tables_numbers_and_texts_are_shown(result, shown, capfd):
    explorer = hhlab.explore(lambda amp: result, **AMP)
    assert texts(explorer._view) == [shown]
    assert explorer._scope.tools["controls"]  # and so there is a button to reset them
    assert capfd.readouterr() == ("", "")


def test_a_tuple_shows_each_of_its_parts():
    explorer = hhlab.explore(lambda amp: (REC, Frame(), {"half": amp / 2}), amp=(0.0, 1.0))
    assert explorer.recording is REC
    assert texts(explorer._view) == [Frame()._repr_html_()]
    assert explorer.derived == {"half": 0.25}
    alone = hhlab.explore(lambda amp: {"half": amp / 2}, **AMP)
    assert (alone.derived, alone._view.children) == ({"half": 0.25}, ())


def test_a_run_that_gives_nothing_is_told_to_return():
    assert "gives nothing to show. Let it end with return" in hhlab.explore(lambda amp: None, **AMP)._words()


@pytest.mark.parametrize(
    ("result", "axes", "lines"),
    [
        ((np.arange(3.0), np.array([5.0, 7, 6])), ("row 1", "row 2"), [([0, 1, 2], [5, 7, 6])]),
        ((h.Vector([0, 1]), h.Vector([5, 7])), ("row 1", "row 2"), [([0, 1], [5, 7])]),
        (([0, 1], [5, 7]), ("row 1", "row 2"), [([0, 1], [5, 7])]),
        ((np.array([1.0, 0]), np.array([5.0, 7])), ("row 1", "row 2"), [([1, 0], [5, 7])]),
        ([np.array([3.0, 1]), np.array([4.0, 2])], ("number", "value"), [([0, 1], [3, 1]), ([0, 1], [4, 2])]),
        ([np.arange(2), np.arange(3)], ("number", "value"), [([0, 1], [0, 1]), ([0, 1, 2], [0, 1, 2])]),
        (np.array([4, 2]), ("number", "result"), [([0, 1], [4, 2])]),
        (
            (np.array([0.0, 2, 1]), np.array([5.0, 6, 7]), np.array([8.0, 9, 10])),
            ("number", "value"),
            [([0, 1, 2], [0, 2, 1]), ([0, 1, 2], [5, 6, 7]), ([0, 1, 2], [8, 9, 10])],
        ),
    ],
)
def test_rows_of_numbers_are_drawn_live(result, axes, lines):
    explorer = hhlab.explore(lambda amp: result, **AMP)
    header, arrays = decoded(explorer._scope.frame)
    (panel,) = header["panels"]
    assert (panel["x"]["title"], panel["y"]["title"]) == axes
    drawn = [(list(arrays[one["x"]]), list(arrays[one["y"]])) for one in panel["series"]]
    assert drawn == lines
    assert "return hhlab.Recording(t=t, v=v)" in explorer._words()


def test_what_is_no_number_leaves_a_gap_and_is_told():
    explorer = hhlab.explore(lambda amp: (np.arange(4.0), np.array([1, np.nan, np.inf, 2])), **AMP)
    header, arrays = decoded(explorer._scope.frame)
    y = arrays[header["panels"][0]["series"][0]["y"]]
    assert np.array_equal(y, [1, np.nan, np.nan, 2], equal_nan=True)
    assert "2 of 8 numbers are nan or inf" in explorer._words()


def test_a_raster_may_be_empty():
    spikes = {"spikes": ([], [])}
    explorer = hhlab.explore(lambda amp: Curves(x="time [ms]", y="cell", dots=spikes), **AMP)
    assert explorer._words() == "cell, spikes: none."
    assert explorer.png().startswith(b"\x89PNG")


def test_a_number_too_great_for_a_picture_is_a_gap_in_it():
    explorer = hhlab.explore(lambda amp: Recording(t=[0, 1, 2], v=[0, 1e300, 0]), **AMP)
    header, arrays = decoded(explorer._scope.frame)
    assert np.array_equal(arrays[header["panels"][0]["series"][0]["y"]], [0, np.nan, 0], equal_nan=True)


def test_ten_million_samples_are_drawn_with_their_extremes():
    v = np.random.default_rng(1).normal(size=10_000_000)
    v[1_234_567], v[7_654_321] = 90, -90
    rec = Recording(t=np.arange(len(v)) * 0.025, v=v)
    explorer = hhlab.explore(lambda amp: rec, **AMP)
    assert len(explorer._scope.frame) < 1_000_000
    header, arrays = decoded(explorer._scope.frame)
    drawn = arrays[header["panels"][0]["series"][0]["y"]]
    assert (drawn.max(), drawn.min()) == (90, -90)
    assert explorer.recording is rec
    rows = hhlab.explore(lambda amp: (rec.t, rec.v), **AMP)
    assert len(rows._scope.frame) < 1_000_000


@pytest.mark.parametrize(
    "result",
    [
        Table(("a", "b"), [(i, i) for i in range(1_000_000)]),
        "x" * 10_000_000,
        list(range(1_000_000)),
        {str(i): i for i in range(100_000)},
        [REC] * 10_000,
    ],
    ids=lambda result: type(result).__name__,
)
def test_an_enormous_result_is_cut(result):
    explorer = hhlab.explore(lambda amp: result, **AMP)
    assert explorer.error == ""
    assert sum(map(len, texts(explorer._view))) < 400_000


def test_a_slider_spans_what_numbers_can():
    for choice in [(-1e308, 1.7e308), (0, 5e-324), (1, 1 + 1e-15), (0, 1, 1e-9), (0, 10**400)]:
        with pytest.raises(ValueError, match="of x"):
            hhlab.explore(lambda x: x, x=choice)
    for choice in [(1e308, 1.7e308), (0, 10**30), (10**15 + 3, 10**15 + 50), Log(1e-40, 1e40)]:
        control = hhlab.explore(lambda x: x, x=choice).x
        for place in (0, len(control.places) // 3, control.places[-1]):
            control.value = control.at(place)


def test_what_is_printed_after_a_run_goes_where_it_went_before(capfd):
    before = sys.stdout, sys.stderr
    hhlab.explore(lambda amp: print("held back"), **AMP)
    assert (sys.stdout, sys.stderr) == before
    print("in Python")
    sys.stdout.flush()
    os.write(1, b"past Python\n")
    os.write(2, b"an error\n")
    assert capfd.readouterr() == ("in Python\npast Python\n", "an error\n")
