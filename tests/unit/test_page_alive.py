"""A page of one explorer from a disk, under a finger on a phone and under the keyboard, in Chromium."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

import hhlab
from hhlab import Curves

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAPTOP = {"viewport": {"width": 1366, "height": 768}}


def waves(a=1.0, b=2.0, c=0.5, d=0.0, e=0.0, f=0.0, g=0.0, kind="sine"):
    x = np.linspace(0, 6, 60)
    y = a * (np.sin if kind == "sine" else np.cos)(b * x) + c + d + e + f + g
    return Curves(x="x", y="y", lines={"wave": (x, y)}, y_range=(-3, 3)), {"top": y.max()}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    ranges = dict.fromkeys("acdefg", (0.0, 2.0))
    explorer = hhlab.explore(
        waves, **ranges, b=(1.0, 4.0), kind=["sine", "cosine"], presets={"both": {"a": 0.5, "c": 0.25}}
    )
    return explorer.page(tmp_path_factory.mktemp("stick") / "waves.html").as_uri()


@pytest.fixture
def opened(chromium, address):
    """Give a function that opens the page; nothing may go wrong on it, and nothing be asked of a network."""
    wrong, contexts = [], []

    def open_page(where, hash=""):
        contexts.append(chromium.new_context(**where))
        page = contexts[-1].new_page()
        page.on("console", lambda said: said.type in ("error", "warning") and wrong.append(said.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda asked: asked.url.startswith("http") and wrong.append(asked.url))
        page.goto(address + hash)
        page.wait_for_selector(".hhlab-alive .u-over")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong


def value(page, name):
    return float(page.input_value(f".hhlab-of-{name} input[type=number]"))


def said(**values):
    return f"top {waves(**values)[1]['top']:.4g}"


def drag(page, name, share):
    """Drag the handle of a slider by a finger to a share of its way, as Chromium sends it."""
    touch = page.context.new_cdp_session(page)
    page.locator(f".hhlab-of-{name} .noUi-handle").scroll_into_view_if_needed()
    handle = page.locator(f".hhlab-of-{name} .noUi-handle").bounding_box()
    way = page.locator(f".hhlab-of-{name} .noUi-target").bounding_box()
    x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
    goal = way["x"] + share * way["width"]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for part in np.linspace(x, goal, 8):
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": part, "y": y}]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_moves_each_slider_with_its_picture_in_sight_and_the_one_before_goes_back(opened):
    page = opened(PHONE)
    before = None
    for name in "acdefg":
        drag(page, name, 0.75)
        page.wait_for_selector(f".hhlab-of-{name}.hhlab-changed")
        assert value(page, name) == pytest.approx(1.5, abs=0.1)
        expect(page.locator(".hhlab-derived")).to_have_text(said(**{name: value(page, name)}))
        picture = page.locator(".hhlab-plot").bounding_box()
        handle = page.locator(f".hhlab-of-{name} .noUi-handle").bounding_box()
        assert 0 <= picture["y"] < picture["y"] + picture["height"] <= handle["y"]
        assert handle["y"] + handle["height"] <= 844
        if before:
            assert value(page, before) == {"a": 1.0, "c": 0.5}.get(before, 0.0)
            assert f"{before} is back" in page.inner_text(".hhlab-page-note")
        before = name
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_finger_that_scrolls_over_a_slider_moves_nothing(opened):
    page = opened(PHONE)
    way = page.locator(".hhlab-of-a .noUi-target").bounding_box()
    touch, x, y = page.context.new_cdp_session(page), way["x"] + 0.9 * way["width"], way["y"] + 2
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for down in range(0, 200, 20):
        point = {"x": x, "y": y - down}
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    page.wait_for_timeout(300)
    assert value(page, "a") == 1.0
    assert page.evaluate("scrollY") > 50
    page.evaluate("scrollTo(0, 0)")
    page.touchscreen.tap(x, page.locator(".hhlab-of-a .noUi-target").bounding_box()["y"] + 2)
    assert value(page, "a") == pytest.approx(1.8, abs=0.1)


def test_the_keyboard_presets_and_the_box_move_it_too(opened):
    page = opened(LAPTOP)
    page.focus(".hhlab-of-a .noUi-handle")
    page.keyboard.press("ArrowRight")
    assert value(page, "a") > 1.0
    assert page.get_attribute(".hhlab-of-a .noUi-handle", "aria-label") == "a"
    page.click("[data-preset=both]")
    expect(page.locator(".hhlab-derived")).to_have_text(said(a=0.5, c=0.25))
    assert (value(page, "a"), value(page, "c")) == (0.5, 0.25)
    page.fill(".hhlab-of-b input[type=number]", "400")
    page.keyboard.press("Enter")
    assert (value(page, "a"), value(page, "b"), value(page, "c")) == (1.0, 4.0, 0.5)
    page.select_option(".hhlab-of-kind select", "1")
    expect(page.locator(".hhlab-derived")).to_have_text(said(kind="cosine"))
    page.get_by_role("button", name="Copy as NEURON script").click()
    assert 'waves(a=1.0, c=0.5, d=0.0, e=0.0, f=0.0, g=0.0, b=2.0, kind="cosine")' in page.input_value(
        ".hhlab-script textarea"
    )


def test_a_link_brings_the_values_and_says_what_it_could_not_do(opened):
    page = opened(LAPTOP, "#a=0.25&x=7")
    expect(page.locator(".hhlab-derived")).to_have_text(said(a=value(page, "a")))
    nearest = value(page, "a")
    assert abs(nearest - 0.25) <= 0.02
    if nearest != 0.25:
        assert f"no picture of a = 0.25, the nearest is at {nearest}" in page.inner_text(".hhlab-page-note")
    assert "x = 7, but no control has this name" in page.inner_text(".hhlab-page-note")
    page.get_by_role("button", name="Link").click()
    assert page.input_value(".hhlab-script textarea").endswith(f"waves.html#a={nearest}")
    page.keyboard.press("Escape")
    with page.expect_download() as saved:
        page.get_by_role("button", name="PNG").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as saved:
        page.get_by_role("button", name="CSV").click()
    rows = Path(saved.value.path()).read_text(encoding="utf-8").split("\n")
    assert rows[0] == "wave: x,wave: y"
    assert float(rows[2].split(",")[1]) == pytest.approx(0.5 + nearest * np.sin(12 / 59), abs=1e-4)
