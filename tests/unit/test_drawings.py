"""Drawings that explain: whole, in the palette's colours, with words for who cannot see them, and right."""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import hhlab
from hhlab.figures.palette import SERIES
from hhlab.figures.schemes import course
from hhlab.figures.schemes.atlas import DRAWINGS

PLANS = Path(__file__).parents[2] / "teacher" / "lessons"
SVG = "{http://www.w3.org/2000/svg}"
NA, K, LEAK = (hhlab.TRACES[name].colour for name in ("ina", "ik", "il"))
COLOURS = {*SERIES, *(trace.colour for trace in hhlab.TRACES.values())} - {"#000000"}

# what a physiologist would look for, as the words must say it
SAID = {
    "electrode": ["IClamp", "into the cell is positive", "leaves through every patch of the membrane"],
    "leak": ["outside above", "c_m dV/dt", "g (V − E)", "battery E, minus pole inside", "enters the inside"],
    "circuit": [
        *("outside above", "g_Na and g_K", "fixed conductance g_L", "positive outward"),
        *("E_Na +50 mV, plus pole inside", "E_K −77 mV, minus pole inside", "E_L −54 mV, minus pole inside"),
    ],
    "channel": ["three m, shut", "at its inner end one h, open", "four gates n, shut", "all four are open"],
    "batteries": [
        *("much Na⁺ outside", "Sodium pushes in", "E_Na with its plus pole inside"),
        *("much inside", "Potassium pushes out", "E_K with its minus pole inside"),
    ],
    "clamp": ["V, at its minus input", "command, at its plus input", "second electrode into the cell"],
    "pieces": ["three pieces", "x = 1/6, 1/2 and 5/6", "resistance R", "R/2", "sealed"],
    "saltation": ["to the right", "Na⁺ flows in", "flows out at the next node", "at nodes only"],
    "map": ["First spike", "lesson 7 needs lesson 3 too", "15 and 16 build on all"],
    "synapse": ["jumps by the weight w", "decays with tau", "flows in, a current i below 0"],
}


@pytest.fixture(params=DRAWINGS)
def drawn(request):
    return request.param, hhlab.drawing(request.param), ET.fromstring(hhlab.drawing(request.param).svg)


def of_kind(root, kind):
    return root.findall(f".//{SVG}{kind}")


def labels(root):
    """Give (x, y, text) of each label, with its subscripts after an underscore."""
    for text in of_kind(root, "text"):
        parts = [text.text or ""]
        for span in text:
            written = (span.text or "").strip("\u200b")
            parts += ["_" + written if written else "", span.tail or ""]
        yield float(text.get("x")), float(text.get("y")), "".join(parts)


def lines(root, colour, width):
    """Give the points of each line of a colour and a width."""
    for one in of_kind(root, "polyline"):
        if one.get("stroke") == colour and one.get("stroke-width") == str(width):
            yield [tuple(map(float, point.split(","))) for point in one.get("points").split()]


def plates(root, colour):
    """Give the heights of the plus and the minus pole of the one battery of a colour."""
    (long,) = [one for one in lines(root, colour, 2) if one[0][1] == one[-1][1] and len(one) == 2]
    (short,) = lines(root, colour, 5)
    assert long[1][0] - long[0][0] > short[1][0] - short[0][0]
    return long[0][1], short[0][1]


def test_every_drawing_is_looked_at_here():
    assert set(SAID) == set(DRAWINGS)


def test_it_is_an_image_with_words_that_say_what_is_seen(drawn):
    name, scheme, root = drawn
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert root.get("aria-label") == scheme.words == repr(scheme)
    assert scheme._repr_html_() == scheme.svg
    assert [said for said in SAID[name] if said not in scheme.words] == []


def test_every_symbol_that_is_seen_is_named_in_the_words(drawn):
    _, scheme, root = drawn
    seen = {
        found for _, _, text in labels(root) for found in re.findall(r"\b\w+_\w+|\b[a-zA-Z]\b(?!⁺)", text)
    }
    # of a conductance and its current the words may name one
    assert {symbol for symbol in seen if symbol.replace("I_", "g_") not in scheme.words} == set()


def test_its_colours_are_those_of_the_palette_or_of_the_text_around_it(drawn):
    _, scheme, root = drawn
    used = {one.get(kind) for one in root.iter() for kind in ("stroke", "fill")} - {None, "none"}
    assert used <= COLOURS | {"currentColor"}
    assert used & COLOURS and "currentColor" in used
    assert not re.search(r"\b(black|white)\b|#000|#fff|rgb", scheme.svg, re.I)


def test_it_asks_for_nothing_from_anywhere(drawn):
    _, scheme, root = drawn
    text = scheme.svg.replace('xmlns="http://www.w3.org/2000/svg"', "", 1)
    assert not re.search(r"href|src=|url\(|@import|//|<script|<style|\bon\w+=|\bid=", text)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "g", "polyline", "polygon", "rect", "circle", "text", "tspan")
    }


def test_its_letters_can_be_read_in_a_lab_of_400_pixels(drawn):
    _, _, root = drawn
    scale = 264 / float(root.get("viewBox").split()[2])  # what the edges of JupyterLab leave of 400 pixels
    assert min(float(one.get("font-size")) * scale for one in of_kind(root, "text")) >= 11
    assert all(float(one.get("font-size", 15)) * scale >= 9 for one in of_kind(root, "tspan"))


@pytest.mark.parametrize("name", ["leak", "circuit", "channel", "batteries", "pieces", "saltation"])
def test_outside_stands_above_inside(name):
    heights = {}
    for _, y, text in labels(ET.fromstring(hhlab.drawing(name).svg)):
        for side in ("outside", "inside"):
            if side in text:
                heights.setdefault(side, []).append(y)
    assert max(heights["outside"]) < min(heights["inside"])


@pytest.mark.parametrize(
    ("name", "inside_is_plus"),
    [
        ("circuit", {NA: True, K: False, LEAK: False}),
        ("leak", {LEAK: False}),
        ("batteries", {NA: True, K: False}),
    ],
)
def test_a_battery_has_its_plus_pole_on_the_side_that_its_sign_says(name, inside_is_plus):
    root = ET.fromstring(hhlab.drawing(name).svg)
    for colour, plus_below in inside_is_plus.items():
        plus, minus = plates(root, colour)
        assert (plus > minus) == plus_below
        # and the sign stands at that pole
        assert any(text == "+" and abs(y - 5 - plus) < abs(y - 5 - minus) for _, y, text in labels(root))


def test_the_batteries_of_the_circuit_are_those_of_1952():
    written = [text for _, _, text in labels(ET.fromstring(hhlab.drawing("circuit").svg)) if "mV" in text]
    assert written == ["+50 mV", "−77 mV", "−54 mV"]


@pytest.mark.parametrize(("name", "colours"), [("circuit", [NA, K, LEAK]), ("leak", [LEAK])])
def test_an_ionic_current_is_drawn_outward(name, colours):
    root = ET.fromstring(hhlab.drawing(name).svg)
    for colour in colours:
        heads = [one for one in of_kind(root, "polygon") if one.get("fill") == colour]
        tips = [[tuple(map(float, p.split(","))) for p in one.get("points").split()] for one in heads]
        upright = [points for points in tips if points[1][1] == points[2][1]]
        assert len(upright) == 1 and upright[0][0][1] < upright[0][1][1]


def test_ions_push_from_where_there_are_more_of_them():
    root = ET.fromstring(hhlab.drawing("batteries").svg)
    for colour, inward in ((NA, True), (K, False)):
        heights = [float(one.get("cy")) for one in of_kind(root, "circle") if one.get("fill") == colour]
        above, below = (sum(y < 150 for y in heights), sum(y > 150 for y in heights))
        (start, end) = next(lines(root, colour, 4))
        assert (above > below) == inward == (end[1] > start[1])


def test_a_channel_has_the_gates_of_its_formula():
    root = ET.fromstring(hhlab.drawing("channel").svg)
    gates = [text for _, _, text in labels(root) if len(text) == 1]
    assert gates == [*"mmmh", *"nnnn"]
    widths = [
        abs(one[1][0] - one[0][0]) for name in "mhn" for one in lines(root, hhlab.TRACES[name].colour, 5)
    ]
    assert [width > 30 for width in widths] == [True] * 3 + [False] + [
        True
    ] * 4  # only h leaves the pore free


def test_the_map_has_each_lesson_below_those_that_its_plan_says_it_needs():
    lessons = {int(plan.stem): plan.read_text("utf-8") for plan in sorted(PLANS.glob("[0-9]*.md"))}
    assert lessons.keys() <= course.STATIONS.keys()
    seen = 0
    for number, plan in lessons.items():
        said = re.search(r"Needs lessons? ([^.;]*)", plan)
        if not said:
            continue
        words = re.sub(
            r"(\d+) to (\d+)", lambda m: " ".join(map(str, range(int(m[1]), int(m[2]) + 1))), said[1]
        )
        missing = {int(found) for found in re.findall(r"\d+", words)} - course.needed(number)
        assert missing == set(), (number, missing)
        seen += 1
    assert seen >= 14


def test_the_map_shows_every_station_and_no_two_in_one_place():
    texts = [text for _, _, text in labels(ET.fromstring(hhlab.drawing("map").svg))]
    assert sorted(texts) == sorted(
        [str(number) for number in course.STATIONS] + [name for name, *_ in course.STATIONS.values()]
    )
    places = [(x, row) for _, x, row, _ in course.STATIONS.values()]
    assert len(set(places)) == len(places)


def test_an_unknown_drawing_is_refused_with_the_nearest_and_with_all():
    for slip, meant in (("curcuit", "circuit"), ("Leak", "leak"), ("synapses", "synapse"), ("xyz", None)):
        with pytest.raises(ValueError, match=re.escape(repr(slip))) as caught:
            hhlab.drawing(slip)
        assert all(name in str(caught.value) for name in DRAWINGS)
        assert ("Did you mean" in str(caught.value)) == bool(meant)
        assert not meant or f"Did you mean '{meant}'?" in str(caught.value)
    for junk in (None, 3, ["leak"], hhlab.Membrane()):
        with pytest.raises(TypeError, match="a name in quotes"):
            hhlab.drawing(junk)
