"""Drawings that explain, as Chromium sets their letters: on light pages and dark ones, wide and narrow."""

import pytest
from browsing import command, failures, open_notebook, run_all

from hhlab.figures.schemes.atlas import DRAWINGS

# a page as JupyterLab has it, and one that knows no theme
PAGES = {
    "light": "background:#fff;--jp-content-font-color1:rgba(0,0,0,0.87)",
    "dark": "background:#111;--jp-content-font-color1:rgba(255,255,255,0.87)",
    "plain": "background:#fff;color:#222",
}
MEASURED = """() => {
    const svg = document.querySelector('svg');
    const {width, height} = svg.viewBox.baseVal;
    const labels = [...svg.querySelectorAll('text')].map(text => {
        const {x, y, width, height} = text.getBBox();
        // letters fill the middle of their line
        const [top, bottom] = [y + 0.2 * height, y + 0.85 * height];
        return {text: text.textContent, left: x, right: x + width, top, bottom};
    });
    const strokes = [];
    for (const one of svg.querySelectorAll('polyline, polygon, rect, circle')) {
        const way = svg.getScreenCTM().inverse().multiply(one.getScreenCTM());
        for (let at = 0; at <= one.getTotalLength(); at += 1) {
            const point = one.getPointAtLength(at).matrixTransform(way);
            strokes.push([point.x, point.y]);
        }
    }
    return {width, height, labels, strokes, page: svg.getBoundingClientRect().width,
            letters: getComputedStyle(svg).color};
}"""


def measured(browser, name, look, pixels):
    page = browser.new_page(viewport={"width": pixels, "height": 700})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(f'<body style="margin:0;font-family:sans-serif;{PAGES[look]}">{DRAWINGS[name]().svg}')
    found = page.evaluate(MEASURED)
    page.close()
    assert [url for url in asked if not url.startswith("about:")] == []
    return found


@pytest.mark.parametrize("look", PAGES)
@pytest.mark.parametrize("name", DRAWINGS)
def test_no_label_leaves_the_drawing_meets_another_or_lies_on_a_line(browser, name, look):
    found = measured(browser, name, look, 400)
    assert found["page"] == 400
    labels = found["labels"]
    for k, one in enumerate(labels):
        assert one["left"] >= 0 and one["right"] <= found["width"], one
        assert one["top"] >= 0 and one["bottom"] <= found["height"], one
        for other in labels[k + 1 :]:
            apart = one["right"] < other["left"] or other["right"] < one["left"]
            assert apart or one["bottom"] < other["top"] or other["bottom"] < one["top"], (one, other)
        for x, y in found["strokes"]:
            on_it = one["left"] < x < one["right"] and one["top"] < y < one["bottom"]
            assert not on_it, (one, x, y)


def test_its_letters_have_the_colour_of_the_text_around_it(browser):
    colours = {look: measured(browser, "circuit", look, 800)["letters"] for look in PAGES}
    assert colours == {
        "light": "rgba(0, 0, 0, 0.87)",
        "dark": "rgba(255, 255, 255, 0.87)",
        "plain": "rgb(34, 34, 34)",
    }


@pytest.mark.parametrize("name", DRAWINGS)
def test_it_fits_a_laptops_screen(browser, name):
    found = measured(browser, name, "light", 1366)
    assert found["page"] * found["height"] / found["width"] <= 400


@pytest.fixture
def no_kernel_stays(lab):
    yield
    lab.shut_down()


def test_in_the_lab_one_output_follows_the_theme_and_has_its_words(no_kernel_stays, page, lab):
    lab.write("drawn.ipynb", ['import hhlab\nhhlab.drawing("circuit")'])
    open_notebook(page, lab, "drawn.ipynb")
    run_all(page)
    assert failures(page) == []
    image = page.get_by_role("img", name=DRAWINGS["circuit"]().words, exact=True)
    image.wait_for()
    letters = []
    for theme in ("JupyterLab Light", "JupyterLab Dark"):
        command(page, "apputils:change-theme", theme=theme)
        page.wait_for_function(
            "dark => document.body.dataset.jpThemeLight === String(!dark)", arg=theme.endswith("Dark")
        )
        letters.append(image.locator("text").first.evaluate("text => getComputedStyle(text).fill"))
    command(page, "apputils:change-theme", theme="JupyterLab Light")
    assert letters[0].startswith("rgba(0, 0, 0") and letters[1].startswith(("rgba(255", "rgb(255"))
