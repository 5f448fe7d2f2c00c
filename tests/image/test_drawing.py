"""The pixels of the live view against the numbers of its run, and what keys and a pointer do in a picture.

Where a number belongs is taken from the labels of the axes, as a reader would; the numbers are those of CSV.
"""

import base64
import io
import re

import numpy as np
import pytest
from browsing import Explorer
from PIL import Image
from playwright.sync_api import expect

from hhlab.figures.palette import ramp

RUN = """import hhlab
from hhlab import CurrentClamp

def run(amp=0.1):
    return hhlab.simulate(clamp=CurrentClamp(amp=amp, dur=60, delay=10), tstop=100, record=("v", "m", "h"))

hhlab.explore(run, amp=(0.0, 0.3, 0.002))"""
AXON = """import hhlab
import numpy as np

def run(speed=500.0):
    x, t = np.linspace(0, 3000, 61), np.arange(0, 10, 0.05)
    v = -65 + 100 * np.exp(-((t[None] - 1 - x[:, None] / speed) / 0.4) ** 2)
    return hhlab.Profile(x_um=x, t=t, v=v, at_ms=4.0)

hhlab.explore(run, speed=(100.0, 1000.0))"""
# keeps what is written on each canvas, and where
READ = """
const { fillText, clearRect } = CanvasRenderingContext2D.prototype;
Object.assign(CanvasRenderingContext2D.prototype, {
    fillText(text, x, y, ...more) {
        const { x: across, y: down } = this.getTransform().transformPoint(new DOMPoint(x, y));
        (this.canvas.labels ??= []).push({ text, across, down, align: this.textAlign });
        return fillText.call(this, text, x, y, ...more);
    },
    clearRect(...box) {
        this.canvas.labels = [];
        return clearRect.call(this, ...box);
    },
});
"""
COLOURS = {"v": "#0072b2", "m": "#d55e00", "h": "#e69f00"}  # blue, vermilion and orange of Okabe and Ito
AWAY_PX = 2  # how far a line may be from where its numbers belong


class Picture:
    """A canvas: its pixels, shape (height, width, 3), and the places of numbers along its axes."""

    def __init__(self, canvas):
        png, self.labels = canvas.evaluate("one => [one.toDataURL(), one.labels ?? []]")
        image = Image.open(io.BytesIO(base64.b64decode(png.partition(",")[2])))
        paper = Image.new("RGBA", image.size, "white")
        self.pixels = np.asarray(Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB"), float)

    def axis(self, align, place):
        """Give pixels per unit, and the pixel of 0, of the axis whose labels stand so."""
        numbers = [
            (float(one["text"].replace("−", "-")), one[place])
            for one in self.labels
            if one["align"] == align and re.fullmatch(r"−?[\d.]+", one["text"])
        ]
        values, places = np.array(numbers).T
        assert len(values) >= 3
        scale, zero = np.polyfit(values, places, 1)
        assert np.abs(scale * values + zero - places).max() < 1
        return scale, zero

    def ink(self, colour):
        """Say where at least half of a pixel has a colour, on white or on the grey of the grid."""
        wanted = 255 - np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], float)
        given = 255 - self.pixels
        share = given @ wanted / (wanted @ wanted)
        return (share > 0.5) & (np.abs(given - share[..., None] * wanted).max(axis=2) < 30 * share)


def band(t, trace, moments):
    """Give the least and the greatest value of a trace between each moment and the next but two."""
    values = np.interp(moments, t, trace)
    low, high = [], []
    for k in range(len(moments) - 3):
        inside = np.append(trace[(t >= moments[k]) & (t <= moments[k + 3])], values[k : k + 4])
        low.append(inside.min())
        high.append(inside.max())
    return np.array(low), np.array(high)


def assert_drawn(picture, colour, across, t, trace):
    """Hold each column of pixels in a colour to the numbers that belong there."""
    (across_px, across_zero), (up_px, up_zero) = across, picture.axis("right", "down")
    columns = np.arange(np.ceil(across_zero + 3), np.floor(across_zero + across_px * t[-1] - 3)).astype(int)
    # a pixel's middle is half a pixel from its edge, and a line of two pixels reaches into both neighbours
    edges = (np.append(columns - 1, columns[-1] + [0, 1, 2]) - across_zero) / across_px
    low, high = band(t, trace, edges)
    top, bottom = high * up_px + up_zero, low * up_px + up_zero
    ink = picture.ink(colour)[:, columns]
    rows = np.arange(len(ink))[:, None] + 0.5
    outside = ink & ((rows < top - AWAY_PX) | (rows > bottom + AWAY_PX))
    assert outside.sum() == 0, f"{outside.sum()} pixels of {colour} are where no number is"
    # where the trace is steep a column need not be full, and where another crosses it a pixel may be hidden
    assert (ink.any(axis=0)).mean() > 0.95
    calm = ink.any(axis=0) & (bottom - top < 1)
    assert calm.sum() > 50
    middles = (ink * rows).sum(axis=0)[calm] / ink.sum(axis=0)[calm]
    assert abs(np.median(middles - (top + bottom)[calm] / 2)) < 1


@pytest.fixture
def explorer(page, opened):
    page.add_init_script(READ)
    opened(RUN)
    explorer = Explorer(page, "amp [nA]")
    expect(explorer.status).to_contain_text("6 spikes, the first at 11.0 ms")
    explorer.picture()
    return explorer


def test_each_trace_is_drawn_in_its_colour_where_its_numbers_are(page, explorer):
    with page.expect_download() as download:
        explorer.button("CSV").click()
    run = np.genfromtxt(download.value.path(), delimiter=",", names=True)
    potential, gates = (Picture(explorer.root.locator("canvas").nth(i)) for i in range(2))
    assert potential.pixels.shape[1] == gates.pixels.shape[1]
    across = gates.axis("center", "across")  # time is written once, below the last panel
    for picture, name, column in ((potential, "v", "v_mV"), (gates, "m", "m"), (gates, "h", "h")):
        assert_drawn(picture, COLOURS[name], across, run["t_ms"], run[column])


def test_a_zoomed_trace_is_drawn_where_its_numbers_are(page, explorer):
    with page.expect_download() as download:
        explorer.button("CSV").click()
    run = np.genfromtxt(download.value.path(), delimiter=",", names=True)
    explorer.panels.focus()
    page.keyboard.press("+")
    expect(explorer.button("Zoom back")).to_be_enabled()
    page.keyboard.press("Shift+ArrowLeft")
    page.mouse.move(0, 0)
    explorer.picture()
    gates = Picture(explorer.root.locator("canvas").nth(1))
    scale, zero = gates.axis("center", "across")
    shown = (run["t_ms"] > 25) & (run["t_ms"] < 75)
    # as if time began where the picture begins
    assert_drawn(gates, COLOURS["h"], (scale, zero + 25 * scale), run["t_ms"][shown] - 25, run["h"][shown])


def said(explorer):
    """What is read at the cursor: the time, and how far it is from the mark."""
    explorer.settle()
    words = explorer.root.locator(".hhlab-said").inner_text().replace("−", "-")
    at = re.search(r"time (\S+) ms", words)
    apart = re.search(r"\((\S+) ms from the mark\)", words)
    return [found and float(found[1]) for found in (at, apart)]


def test_keys_move_the_cursor_both_ways_set_the_mark_and_take_it_away(page, explorer):
    explorer.panels.focus()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowRight"):
        page.keyboard.press(key)
    # 100 ms have 200 steps; the cursor began in the middle
    assert said(explorer) == [pytest.approx(49.5, abs=0.01), None]
    page.keyboard.press("Enter")
    for key in ("ArrowLeft", "ArrowLeft", "Shift+ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    assert said(explorer) == [pytest.approx(43.0, abs=0.01), pytest.approx(-6.5, abs=0.01)]
    marked = explorer.picture()
    page.keyboard.press("Shift+ArrowRight")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert said(explorer) == [pytest.approx(49.5, abs=0.01), pytest.approx(0.0, abs=0.01)]
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowLeft")
    assert said(explorer) == [pytest.approx(49.0, abs=0.01), None]
    assert explorer.picture() != marked


def test_the_minus_key_undoes_each_plus(page, explorer):
    whole = explorer.picture()
    explorer.panels.focus()
    for key in ("+", "+", "-"):
        page.keyboard.press(key)
    expect(explorer.button("Zoom back")).to_be_enabled()
    page.keyboard.press("-")
    expect(explorer.button("Zoom back")).to_be_disabled()
    page.keyboard.press("Escape")
    assert said(explorer) == [None, None]
    # without the ring of the focus
    explorer.panels.evaluate("one => one.blur()")
    assert explorer.picture() == whole


def test_a_click_sets_the_mark_from_which_time_is_read_and_a_second_takes_it_away(page, explorer):
    scale, zero = Picture(explorer.root.locator("canvas").nth(1)).axis("center", "across")
    box = explorer.root.locator("canvas").first.bounding_box()
    down = box["y"] + 60

    def place(ms):
        return box["x"] + zero + ms * scale

    page.mouse.click(place(20), down)
    page.mouse.move(place(45), down)
    assert said(explorer) == [pytest.approx(45, abs=0.2), pytest.approx(25, abs=0.2)]
    page.mouse.move(place(20) + 3, down)
    page.mouse.click(place(20) + 3, down)
    assert said(explorer)[1] is None


def test_a_double_click_goes_back_and_leaves_no_mark(page, explorer):
    whole = explorer.picture()
    over = explorer.root.locator(".u-over").first.bounding_box()
    page.mouse.move(over["x"] + 100, over["y"] + 40)
    page.mouse.down()
    page.mouse.move(over["x"] + 200, over["y"] + 40, steps=5)
    page.mouse.up()
    expect(explorer.button("Zoom back")).to_be_enabled()
    page.mouse.dblclick(over["x"] + 150, over["y"] + 40)
    expect(explorer.button("Zoom back")).to_be_disabled()
    page.mouse.move(over["x"], over["y"] - 100)
    assert explorer.picture() == whole


def test_the_kymograph_has_the_colours_of_its_numbers_and_is_dragged_to_another_moment(page, opened):
    page.add_init_script(READ)
    opened(AXON)
    explorer = Explorer(page, "speed")
    canvas = explorer.root.locator("canvas.hhlab-kymograph")
    expect(canvas).to_be_visible()
    explorer.picture()
    profile, picture = Picture(explorer.root.locator("canvas").first), Picture(canvas)
    (along, left), (up, bottom) = profile.axis("center", "across"), (-180 / 9.95, 180)
    x, t = np.meshgrid(np.arange(125, 3000, 125), np.arange(0.5, 9.5, 0.1))
    v = -65 + 100 * np.exp(-(((t - 1 - x / 500) / 0.4) ** 2))
    places = (t * up + bottom).astype(int), (x * along + left).astype(int)
    expected = np.array(
        [[int(ramp((value + 90) / 150)[i : i + 2], 16) for i in (1, 3, 5)] for value in v.ravel()]
    )
    off = np.abs(picture.pixels[places].reshape(-1, 3) - expected).max(axis=1).reshape(v.shape)
    # a pixel is one sample, which may be half a step away: where the potential is flat that says nothing
    flat = np.abs(t - 1 - x / 500) > 1.5
    away = np.abs(t - 4.0) > 0.2  # the dashed line
    assert (flat & away).sum() > 200
    assert off[flat & away].max() < 12
    crest = np.abs(t - 1 - x / 500) < 0.05
    assert (crest & away).sum() > 5
    assert picture.pixels[places][crest & away][:, 1].min() > 140, "the impulse is the lightest"

    moment = explorer.root.get_by_label("moment of the profile")
    assert moment.get_attribute("aria-valuetext") == "4 ms"
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    before = explorer.picture()

    def point(ms):
        return box["x"] + 300, box["y"] + box["height"] * (1 - ms / 9.95)

    page.mouse.move(*point(2))
    assert moment.get_attribute("aria-valuetext") == "4 ms"
    page.mouse.down()
    for ms in (2, 5, 7.5):
        page.mouse.move(*point(ms), steps=3)
        assert float(moment.get_attribute("aria-valuetext").split()[0]) == pytest.approx(ms, abs=0.06)
    # beyond its end the last moment stays
    page.mouse.move(box["x"] + 300, box["y"] - 40)
    assert moment.get_attribute("aria-valuetext") == "9.95 ms"
    page.mouse.move(*point(3))
    page.mouse.up()
    page.mouse.move(*point(8))
    assert float(moment.get_attribute("aria-valuetext").split()[0]) == pytest.approx(3, abs=0.06)
    assert explorer.picture() != before


def test_a_slider_whose_box_is_not_there_yet_is_given_no_name_that_is_none(explorer):
    # the parts of a control come one by one, in any order
    said = explorer.control.evaluate(
        """control => {
            const handle = control.querySelector(".noUi-handle");
            handle.removeAttribute("aria-valuetext");
            handle.removeAttribute("aria-label");
            control.querySelector("input[type=number]").remove();
            control.querySelector(".widget-label").remove();
            handle.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
            return [handle.getAttribute("aria-valuetext"), handle.getAttribute("aria-label")];
        }"""
    )
    assert said == [None, None]
