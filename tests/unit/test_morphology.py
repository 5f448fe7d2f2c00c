"""Cells of a real form: read, built, recorded, and refused with words that help."""

import importlib
import json
import math

import numpy as np
import pyramid
import pytest
from neuron import h
from test_browser_code import run
from values.morphology import areas_um2

import hhlab
from hhlab.live.scope.frames import encode
from hhlab.live.scope.panels import sheet_of
from hhlab.results import export
from hhlab.results.words import in_words

FORK = """
1 1   0   0 0 10  -1
2 3   0  10 0  1   1
3 3   0 110 0  1   2
4 3  50 160 0  0.5 3   # a comment
5 3 -50 160 0  0.5 3
"""


@pytest.fixture
def shape():
    """Two moments of a small cell: at the second only its first segment is high."""
    cell = hhlab.read_swc(FORK).build()
    v = [[-70, -20 if i == 0 else -60 - i] for i in range(sum(one.nseg for one in cell.values()))]
    return hhlab.shape_of(cell, [0, 5], v, marks={"electrode": cell["dend[1]"](0.5)})


def test_the_demo_cell_has_every_point_of_its_file_and_the_area_of_its_cylinders():
    form = hhlab.pyramidal_cell()
    points, parents = dict(pyramid.tracing()[0]), pyramid.tracing()[1]
    for branch in form.branches:
        assert branch.points == pytest.approx(points.pop(branch.name), abs=1e-4)
        assert (branch.parent, branch.at) == parents.get(branch.name, ("", 1.0))
    assert not points
    cell = form.build()
    area = sum(segment.area() for section in cell.values() for segment in section)
    assert area == pytest.approx(areas_um2().sum(), rel=1e-9)


def test_to_read_a_form_leaves_no_section_and_no_name_behind():
    before = len(list(h.allsec()))
    form = importlib.import_module("hhlab.morphology.reading").pyramidal_cell.__wrapped__()
    hhlab.read_swc(FORK)
    assert len(list(h.allsec())) == before
    assert not hasattr(h, "dendrite_1")
    assert len(form.branches) == 79


def test_a_text_becomes_branches_of_the_length_that_it_says():
    cell = hhlab.read_swc(FORK).build()
    assert cell["dend[0]"].L == 100
    assert math.isclose(cell["dend[1]"].L, math.hypot(50, 50), rel_tol=1e-6)
    assert cell["dend[2]"].parentseg() == cell["dend[0]"](1)
    assert hhlab.read_swc(FORK).path_to("dend[2]") == ["soma[0]", "dend[0]", "dend[2]"]


def test_a_file_is_read_as_its_text_is(tmp_path):
    path = tmp_path / "fork.swc"
    path.write_text(FORK.replace("\n", "\r\n"), encoding="utf-8")
    assert len(hhlab.read_swc(path).branches) == len(hhlab.read_swc(str(path)).branches) == 4


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("1   2", "1   9"), "Line 4: the parent of point 3 is 9"),
        (("0  1   1", "0  0   1"), "Line 3: the radius must be above 0 µm"),
        (("0  1   1", "0  -2   1"), "Line 3: the radius must be above 0 µm"),
        (("\n5 3", "\n4 3"), "Line 6: point 4 stands already in line 5"),
        (("0.5 3   #", "0.5 4   #"), "Line 5: point 4 is its own parent"),
        (("1   2", "1  -1"), "Line 4: point 3 is a second root"),
        (("1   2", "1"), "Line 4: a point has seven numbers"),
        (("110", "far"), "Line 4: the y must be a number, but it is 'far'"),
        (("110", "nan"), "Line 4: the y must be a number"),
        (("3 3   0", "3.5 3   0"), "Line 4: the number must be whole"),
        ((FORK, "\n# nothing\n"), "There is no point"),
    ],
)
def test_what_is_wrong_in_a_text_is_said_with_its_line(change, said):
    assert change[0] in FORK
    with pytest.raises(hhlab.SWCError, match=said.replace("(", r"\(")):
        hhlab.read_swc(FORK.replace(*change, 1))


def test_what_is_no_file_and_no_text_is_said():
    with pytest.raises(FileNotFoundError, match=r"no file 'fork\.swc'"):
        hhlab.read_swc("fork.swc")
    with pytest.raises(TypeError, match="needs a file or text"):
        hhlab.read_swc(3)


def test_each_cylinder_lies_in_its_segment_and_all_of_them_are_the_cell():
    cell = hhlab.pyramidal_cell().build()
    for section in cell.values():
        section.nseg = 3
    segments = [segment for section in cell.values() for segment in section]
    shape = hhlab.shape_of(cell, [0], [[i] for i, _ in enumerate(segments)])
    ends = shape.pieces[..., :3]
    lengths = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    found = np.bincount(shape.of, lengths, minlength=len(segments))
    wanted = [segment.sec.L / segment.sec.nseg for segment in segments]
    # points that no picture shows are left out, and a polygon's chord is a little shorter
    assert found == pytest.approx(wanted, rel=0.25)
    assert found.sum() == pytest.approx(sum(wanted), rel=0.05)


def test_a_mark_stands_where_its_segment_is(shape):
    assert shape.marks["electrode"] == pytest.approx([25, 135, 0])


def test_its_words_say_where_it_is_highest_and_lowest(shape):
    assert shape.at_ms == 5
    assert in_words(shape) == (
        "At 5 ms the potential is highest in soma[0](0.5), −20.0 mV, and lowest in dend[2](0.5), −63.0 mV."
    )


def test_its_numbers_are_saved_by_segment(shape):
    lines = export.csv(shape).splitlines()
    assert lines[0].startswith("t [ms],v in soma[0](0.5) [mV],")
    assert lines[2].split(",")[:2] == ["5.0", "-20.0"]


def test_it_is_drawn_in_the_colours_of_its_potentials(shape):
    figure = hhlab.draw(shape)
    (lines, _mark) = figure.axes[0].collections
    assert lines.get_array().tolist() == shape.when(5)[shape.of].tolist()
    assert lines.get_clim() == (-70, -20)


@pytest.mark.parametrize(
    ("rows", "said"),
    [(3, "v has 3 rows, but these Sections have 4 segments"), (5, "v has 5 rows")],
)
def test_a_row_too_many_or_too_few_is_said(rows, said):
    cell = hhlab.read_swc(FORK).build()
    with pytest.raises(ValueError, match=said):
        hhlab.shape_of(cell, [0, 1], [[-70, -70]] * rows)


def test_a_section_without_points_is_told_the_remedy():
    bare = h.Section(name="bare")
    with pytest.raises(ValueError, match=r"h\.define_shape\(\)"):
        hhlab.shape_of([bare], [0], [[-70]])
    with pytest.raises(TypeError, match="needs NEURON's Sections"):
        hhlab.shape_of(["bare"], [0], [[-70]])
    cell = hhlab.read_swc(FORK).build()
    with pytest.raises(TypeError, match="A mark must be a Segment"):
        hhlab.shape_of(cell, [0], [[-70]] * 4, marks={"electrode": 0.5})


def test_a_long_run_is_sent_in_few_moments_the_first_one_shown_among_them():
    cell = hhlab.read_swc(FORK).build()
    t = np.linspace(0, 100, 40_001)
    v = [np.where(np.abs(t - 33.3325) < 0.001, 20.0, -70.0)] * 4
    sheet = sheet_of(hhlab.shape_of(cell, t, v))
    (panel,) = sheet.panels
    times = sheet.arrays[panel["times"]]
    assert len(times) <= 122
    assert panel["at"] in times
    assert sheet.arrays[panel["v"]].max() == 20


TURN = """
import { ball, posed, dragged, turning, FRONT } from "./turning.js";
const pieces = JSON.parse(process.argv[1]);
const { middle, radius } = ball(pieces);
const lengths = [FRONT, { yaw: 1, pitch: 0.5, near: 1 }].map((pose) => {
    const at = turning(middle, pose);
    return Math.hypot(...at(pieces[0], pieces[1], pieces[2]).map(
        (one, k) => one - at(pieces[4], pieces[5], pieces[6])[k]));
});
let back = FRONT;
for (let i = 0; i < 48; i++) back = posed("ArrowRight", back);
console.log(JSON.stringify({
    middle, radius, lengths,
    front: turning(middle, FRONT)(pieces[0], pieces[1], pieces[2]),
    round: Math.cos(back.yaw),
    upright: dragged(FRONT, 0, 1e6, 300).pitch,
    nearest: "++++++++++++++++++++++++++++++".split("").reduce((pose, key) => posed(key, pose), FRONT).near,
    home: posed("0", back), nothing: posed("a", FRONT),
}));
"""


def test_a_turned_cell_keeps_its_lengths_and_no_key_turns_it_over(shape):
    found = run(TURN, json.dumps(shape.pieces.ravel().tolist()))
    ends = shape.pieces[0, :, :3]
    assert found["lengths"] == pytest.approx([np.linalg.norm(ends[1] - ends[0])] * 2)
    points = shape.pieces[..., :3].reshape(-1, 3)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    assert found["middle"] == pytest.approx(middle)
    assert found["front"] == pytest.approx(ends[0] - middle)
    assert found["radius"] == pytest.approx(np.linalg.norm(points - middle, axis=1).max())
    assert found["round"] == pytest.approx(1)
    assert found["upright"] == pytest.approx(math.pi / 2)
    assert found["nearest"] == 40
    assert found["home"] == {"yaw": 0, "pitch": 0, "near": 1}
    assert found["nothing"] is None


def test_a_frame_of_it_holds_a_row_for_each_moment(shape):
    sheet = sheet_of(shape)
    assert encode(sheet)
    (panel,) = sheet.panels
    assert len(sheet.arrays[panel["v"]]) == 4 * len(sheet.arrays[panel["times"]])
    assert len(sheet.arrays[panel["pieces"]]) == 8 * len(sheet.arrays[panel["of"]])
