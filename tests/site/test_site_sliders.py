"""Every slider of every page moves by a finger, a pointer and the keyboard, with its picture in sight."""

import pytest
from visiting import LONG, SIZES, explorers, painted, shown, sliders, value, visited, waiting_for_paint

LONGER = pytest.mark.skipif(not LONG, reason="takes minutes: HHLAB_LONG=1")
PARTS = 4
# of the picture is in sight beside its slider
ENOUGH = 0.5
FIRST = ["", "lessons/01_first_spike.html", "lessons/playground.html"]


def move(explorer, control, touch):
    """Move a slider as a hand does: a finger taps on its line, a keyboard presses an arrow."""
    waiting_for_paint(explorer)
    if touch:
        line = control.locator(".noUi-target")
        box = line.bounding_box()
        handle = control.locator(".noUi-handle").bounding_box()
        left = handle["x"] + handle["width"] / 2 > box["x"] + box["width"] / 2
        line.tap(position={"x": box["width"] * (0.2 if left else 0.8), "y": box["height"] / 2})
    else:
        handle = control.locator(".noUi-handle")
        high = float(handle.get_attribute("aria-valuemax"))
        handle.press("ArrowLeft" if value(control) == high else "ArrowRight")
    painted(explorer)


def troubles_with(page, site, name, every=True, touch=True):
    """Move the sliders of a page; give what did not go as it should."""
    wrong = []
    page.goto(site.room + name)
    for number, explorer in enumerate(explorers(page)):
        for control in sliders(explorer)[: None if every else 1]:
            seen = shown(control)
            label = f"{name or 'index.html'}, explorer {number + 1}, {control.get_attribute('class')}"
            before = value(control)
            try:
                move(explorer, control, touch)
            except Exception as problem:  # all others are to be tried too
                wrong.append(f"{label}: {str(problem).splitlines()[0]}")
                continue
            if value(control) == before:
                wrong.append(f"{label}: stays at {before}")
            if seen < ENOUGH:
                wrong.append(f"{label}: {seen:.0%} of its picture is in sight")
            if explorer.locator(".hhlab-stale").count():
                wrong.append(f"{label}: {explorer.locator('.hhlab-status').first.inner_text()}")
    return wrong + page.troubles


@pytest.mark.parametrize("part", range(PARTS))
def test_the_first_slider_of_every_explorer_moves_by_a_finger(chromium, site, part):
    wrong = []
    for name in [one for one in site.pages if one not in FIRST][part::PARTS]:
        if "hhlab-page-explorer" in site.pages[name].text:
            with visited(chromium, site, "phone") as page:
                wrong += troubles_with(page, site, name, every=False)
                page.troubles.clear()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", FIRST)
def test_every_slider_of_the_first_pages_moves(chromium, site, name, size):
    with visited(chromium, site, size) as page:
        wrong = troubles_with(page, site, name, touch=size in ("phone", "tablet"))
        page.troubles.clear()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [*FIRST, "lessons/03_gates_and_currents.html"])
def test_no_picture_lies_over_what_the_keyboard_comes_to(chromium, site, name):
    """From below, as Shift and Tab do: what the picture covers is in sight for the browser."""
    with visited(chromium, site, "phone") as page:
        page.goto(site.room + name)
        page.add_style_tag(content="html { scroll-behavior: auto !important }")
        covered = []
        for explorer in explorers(page):
            for handle in explorer.locator(".noUi-handle:visible").all():
                covered += handle.evaluate(
                    """async handle => {
                        const explorer = handle.closest(".hhlab-explorer");
                        scrollBy(0, explorer.getBoundingClientRect().bottom - innerHeight * 0.7);
                        handle.focus();
                        await new Promise(requestAnimationFrame);
                        const box = handle.getBoundingClientRect();
                        const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
                        const there = document.elementFromPoint(x, y);
                        return handle.contains(there) ? [] : [`${handle.ariaLabel}: ${there?.className}`];
                    }"""
                )
        assert covered == []


@LONGER
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("browser", ["chromium", "firefox"], indirect=True)
@pytest.mark.parametrize("part", range(PARTS))
def test_every_slider_of_every_page_moves(browser, site, size, part):
    touch = size in ("phone", "tablet") and browser.browser_type.name == "chromium"
    wrong = []
    for name in list(site.pages)[part::PARTS]:
        if "hhlab-page-explorer" in site.pages[name].text:
            with visited(browser, site, size) as page:
                wrong += troubles_with(page, site, name, touch=touch)
                page.troubles.clear()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("browser", ["firefox"], indirect=True)
def test_firefox_moves_them_too(browser, site):
    with visited(browser, site, "laptop") as page:
        wrong = troubles_with(page, site, "lessons/playground.html", touch=False)
        page.troubles.clear()
    assert not wrong, "\n".join(wrong)


def test_a_finger_drags_a_slider_and_scrolls_past_it(chromium, site):
    with visited(chromium, site, "phone") as page:
        page.goto(site.room + "lessons/playground.html")
        explorer = explorers(page)[0]
        control = sliders(explorer)[1]
        assert shown(control) >= ENOUGH
        handle = control.locator(".noUi-handle").bounding_box()
        x, y = handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2
        to_the_right = x < 195
        before = value(control)
        finger = page.context.new_cdp_session(page)
        finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 11):
            there = [{"x": x + (8 if to_the_right else -8) * step, "y": y}]
            finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": there})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        assert (value(control) > before) == to_the_right and value(control) != before


def test_the_keyboard_alone_reaches_a_slider_and_moves_it(chromium, site):
    with visited(chromium, site, "laptop") as page:
        page.goto(site.room + "lessons/playground.html")
        explorer = explorers(page)[0]
        page.evaluate("scrollTo(0, 0); document.activeElement?.blur()")
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.classList.contains('noUi-handle')"):
                break
        else:
            raise AssertionError("no slider within 200 steps of the tabulator")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"
        before = page.evaluate("Number(document.activeElement.getAttribute('aria-valuenow'))")
        waiting_for_paint(explorer)
        page.keyboard.press("ArrowRight")
        painted(explorer)
        assert page.evaluate("Number(document.activeElement.getAttribute('aria-valuenow'))") > before
