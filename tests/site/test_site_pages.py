"""Every page in real browsers: no error, no request elsewhere, nothing that axe-core calls serious."""

import pytest
from visiting import LONG, SIZES, too_wide, violations, visited

# what has not come to life: of an explorer a part bears the mark, a card bears it itself
DEAD = "[data-src]:not(.hhlab-alive):not(:has(.hhlab-alive))"
# a part of the pages each, so that two processes share them
PARTS = 4
LONGER = pytest.mark.skipif(not LONG, reason="takes minutes: HHLAB_LONG=1")
EVERY = [
    pytest.param(name, size, marks=() if (name, size) == ("chromium", "phone") else LONGER)
    for name in ("chromium", "firefox")
    for size in SIZES
]


def open_page(page, site, name):
    """Open a page and let all of it come into sight once, as a reader does."""
    page.goto(site.room + name, wait_until="load")
    page.evaluate(
        """async dead => {
            for (const one of document.querySelectorAll("[data-src]")) {
                one.scrollIntoView({ block: "center" });
                for (let i = 0; i < 100 && one.matches(dead); i++)
                    await new Promise(done => setTimeout(done, 50));
            }
        }""",
        DEAD,
    )


@pytest.mark.parametrize(("browser", "size"), EVERY, indirect=["browser"])
@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_sound(browser, site, size, part):
    wrong = []
    for name in list(site.pages)[part::PARTS]:
        with visited(browser, site, size) as page:
            open_page(page, site, name)
            if too_wide(page) > 0:
                wrong.append(f"{name}: {too_wide(page)} pixels wider than the screen")
            wrong += [f"{name}: {one}" for one in violations(page)]
            dead = page.locator(DEAD).count()
            wrong += [f"{name}: {dead} explorers and cards are not alive"] if dead else []
            wrong += page.troubles
            page.troubles.clear()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ["", "lessons/01_first_spike.html", "lessons/playground.html"])
@pytest.mark.parametrize("browser", ["firefox"], indirect=True)
def test_firefox_shows_the_pages_that_are_opened_first(browser, site, name):
    with visited(browser, site, "laptop") as page:
        open_page(page, site, name)
        assert violations(page) == []
        assert page.locator(DEAD).count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["", "lessons/01_first_spike.html", "docs/values.html"])
def test_a_page_follows_the_readers_theme(chromium, site, name, theme):
    with visited(chromium, site, color_scheme=theme) as page:
        open_page(page, site, name)
        shade = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).map(Number)")
        assert (sum(shade[:3]) / 3 < 80) == (theme == "dark")
        assert violations(page) == []
