"""Explorers on a laptop's screen: sliders, words and panels in sight together, and axes that can be read."""

import os

import pytest
import sight
from browsing import LAPTOP, Explorer, command, failures, open_notebook, run_all
from playwright.sync_api import expect
from test_lessons import COURSE, NAMES

PLAYGROUND = "import hhlab\n\nhhlab.playground()"
FOUR = """def run(amp=0.1, gnabar=0.12, gkbar=0.036, gl=0.0003, dur=5.0):
    membrane = hhlab.Membrane(gnabar=gnabar, gkbar=gkbar, gl=gl)
    clamp = hhlab.CurrentClamp(amp=amp, dur=dur)
    return hhlab.simulate(membrane, clamp, tstop=30, record=("v", "ina", "ik", "gna", "gk", "m", "h", "n"))

hhlab.explore(
    run, amp=(-0.1, 0.3), gnabar=(0.0, 0.3), gkbar=(0.0, 0.12), gl=(0.0, 0.003), dur=(0.1, 5.0),
    derived=[hhlab.peak_mV, hhlab.rate_hz],
)"""
RASTER = """def raster(cells=3):
    dots = {"": ([5.0 * i for i in range(cells)], list(range(cells)))}
    return hhlab.Curves(x="time [ms]", y="cell", dots=dots, x_range=(0, 100))

hhlab.explore(raster, cells=(2, 50))"""
PROFILE = """import numpy as np

def wave(speed=500.0):
    x, t = np.linspace(0, 3000, 61), np.arange(0, 10, 0.05)
    v = -65 + 100 * np.exp(-((t[None] - 1 - x[:, None] / speed) / 0.4) ** 2)
    return hhlab.Profile(x_um=x, t=t, v=v, at_ms=4.0)

hhlab.explore(wave, speed=(100.0, 1000.0))"""
PLANES = """def planes(a):
    rows = np.linspace(0, 2, 50)
    return [
        hhlab.Curves(x="v [mV]", y=name, lines={"one": (rows, a * rows**2), "two": (rows, rows)})
        for name in ("n", "h")
    ]

def both(a=1.0):
    return tuple(planes(a))

hhlab.explore(both, a=hhlab.Log(0.001, 1000))"""


@pytest.fixture
def explorers(page, opened):
    page.add_init_script(sight.WRITTEN)
    opened(PLAYGROUND, FOUR, RASTER, PROFILE, PLANES)
    found = page.locator(".hhlab-explorer")
    expect(found).to_have_count(5)
    expect(page.locator(".hhlab-plot")).to_have_count(11)
    return found.all()


def test_explorers_fit_a_laptop_and_narrow_and_low_windows(page, explorers):
    for explorer in explorers:
        found = sight.seen(explorer)
        assert sight.complaints(found) == [], found
    (cells,) = sight.seen(explorers[2])["y"]
    assert [float(text) for text in cells] == [0, 1, 2]
    for width, height, files in ((800, 900, True), (400, 800, False), (683, 384, False)):
        page.set_viewport_size({"width": width, "height": height})
        if not files:
            command(page, "application:toggle-left-area", visible=False)
            page.evaluate("window.jupyterapp.shell.collapseLeft()")
        for explorer in explorers:
            found = sight.seen(explorer)
            assert not found["wide"], (width, found)
            assert min(found["sliders"]) > 200, (width, found)
            assert all(len(axis) >= 3 for axis in found["y"]), (width, found)
            # at 200 %, as on a telephone, the first slider and the first panel are in sight together
            slider = explorer.locator(".noUi-target").first.bounding_box()
            panel = explorer.locator(".hhlab-plot").first.bounding_box()
            assert panel["y"] + panel["height"] - slider["y"] < found["room"], (width, found)


def test_panels_have_the_height_that_the_window_leaves(page, explorers):
    heights = []
    for height in (650, LAPTOP["height"], 1000):
        page.set_viewport_size(LAPTOP | {"height": height})
        heights.append(sight.seen(explorers[1])["height"])
    assert heights[0] < heights[1] < heights[2]


def test_a_kept_trace_is_called_by_what_it_differs_in_or_as_the_student_wants(page, opened):
    opened(PLAYGROUND)
    explorer = Explorer(page, "amp [nA]")
    names = explorer.root.get_by_role("group", name="kept traces").get_by_role("button")
    explorer.button("Keep trace").click()
    expect(names).to_have_text("as now")
    explorer.type(0.2)
    expect(names).to_have_text("amp 0.1 nA")
    explorer.button("Keep trace").click()
    explorer.type(0.0)
    expect(names).to_have_text(["amp 0.1 nA", "amp 0.2 nA"])
    lines = explorer.root.locator(".hhlab-kept path")
    assert len({line.get_attribute("stroke") for line in lines.all()}) == 2
    names.first.click()
    page.keyboard.type("control")
    page.keyboard.press("Enter")
    expect(names).to_have_text(["control", "amp 0.2 nA"])
    expect(names.first).to_be_focused()
    explorer.button("Clear kept").click()
    expect(names).to_have_count(0)


@pytest.mark.skipif(
    "HHLAB_LONG" not in os.environ, reason="HHLAB_LONG=1 looks at the explorers of every lesson"
)
@pytest.mark.parametrize(
    "name", [name for name in NAMES if "explore(" in (COURSE / name).read_text(encoding="utf-8")]
)
def test_every_explorer_of_a_lesson_fits_a_laptop(page, lab, name):
    page.add_init_script(sight.WRITTEN)
    open_notebook(page, lab, name)
    run_all(page)
    assert failures(page) == []
    page.wait_for_timeout(2000)
    found = [sight.seen(explorer) for explorer in page.locator(".hhlab-explorer").all()]
    missed = {f"{i} {one['label']}": sight.complaints(one) for i, one in enumerate(found)}
    assert {name: said for name, said in missed.items() if said} == {}
