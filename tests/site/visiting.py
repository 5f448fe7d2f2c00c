"""A visitor at the site: sizes of screens, a page that is watched, its explorers and their sliders."""

import os
from contextlib import contextmanager
from pathlib import Path

LONG = bool(os.environ.get("HHLAB_LONG"))
AXE = Path(__file__).parents[2] / "browser" / "node_modules" / "axe-core" / "axe.min.js"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SIZES = {
    "phone": PHONE,
    "tablet": {"viewport": {"width": 820, "height": 1180}, "has_touch": True},
    "laptop": {"viewport": {"width": 1366, "height": 768}},
    # a laptop at 200 %
    "zoomed": {"viewport": {"width": 683, "height": 384}, "device_scale_factor": 2},
}
OWN = ("data:", "blob:", "about:")


@contextmanager
def visited(browser, site, size="phone", **options):
    """Give a page that holds a test to two rules: no error in its console, no request to anywhere else."""
    screen = SIZES[size] | options
    if browser.browser_type.name == "chromium":
        screen["is_mobile"] = size in ("phone", "tablet")
    context = browser.new_context(**screen)
    page = context.new_page()
    page.set_default_timeout(15_000)
    page.troubles = troubles = []
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    page.on(
        "console",
        lambda said: said.type in ("error", "warning") and troubles.append(f"{page.url}: {said.text}"),
    )
    page.on(
        "request", lambda one: is_elsewhere(one.url, site) and troubles.append(f"{page.url} asks {one.url}")
    )
    try:
        yield page
    finally:
        context.close()
    assert not troubles, "\n".join(troubles)


def is_elsewhere(url, site):
    return not url.startswith((site.room, site.here, *OWN))


def too_wide(page):
    """How many pixels a page is wider than its screen."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def violations(page):
    """What axe-core finds of the serious kinds: the rule, and the first element that breaks it."""
    page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(
        """async () => {
            const found = await axe.run(document, { resultTypes: ["violations"] });
            return found.violations.filter(one => ["serious", "critical"].includes(one.impact))
                .map(one => `${one.id} (${one.nodes.length}): ${one.nodes[0].html.slice(0, 160)}`);
        }"""
    )


def explorers(page):
    """The explorers of a page, each alive."""
    hosts = page.locator(".hhlab-page-explorer").all()
    for host in hosts:
        host.scroll_into_view_if_needed()
        host.locator(".hhlab-alive").wait_for()
    return hosts


def sliders(explorer):
    return explorer.locator(".hhlab-control:visible").filter(has=explorer.page.locator(".noUi-handle")).all()


def value(control):
    return float(control.locator(".noUi-handle").get_attribute("aria-valuenow"))


def shown(control):
    """Scroll to where a slider can be touched and most of its picture is in sight; give how much, 0 to 1.

    A slider that something lies over, wherever the page is scrolled to, gives 0.
    """
    return control.evaluate(
        """control => {
            const explorer = control.closest(".hhlab-explorer");
            const handle = control.querySelector(".noUi-handle");
            const area = one => one.offsetWidth * one.offsetHeight;
            const picture = [...explorer.querySelectorAll(".hhlab-panels, .hhlab-still, .hhlab-shape")]
                .sort((a, b) => area(b) - area(a))[0];
            const tenth = i => (i + 0.5) / 10;
            const hit = (x, y, root) => root.contains(document.elementFromPoint(x, y));
            function seen() {
                const place = handle.getBoundingClientRect(), box = picture.getBoundingClientRect();
                if (!hit(place.left + place.width / 2, place.top + place.height / 2, control)) return 0;
                let count = 0;
                for (let i = 0; i < 10; i++) for (let j = 0; j < 10; j++)
                    count += hit(box.left + box.width * tenth(i), box.top + box.height * tenth(j), explorer);
                return count / 100;
            }
            const places = ["start", "center", "end"].map(block => {
                control.scrollIntoView({ block, behavior: "instant" });
                if (block === "end") scrollBy({ top: 30, behavior: "instant" });
                return [seen(), scrollY];
            });
            const [most, top] = places.sort((a, b) => b[0] - a[0])[0];
            scrollTo({ top, behavior: "instant" });
            return most;
        }"""
    )


def waiting_for_paint(explorer):
    """Begin to count the pictures that an explorer paints."""
    explorer.evaluate(
        """root => {
            root.painted = 0;
            root.counting ??= root.addEventListener("hhlab-painted", () => root.painted++) ?? true;
        }"""
    )


def painted(explorer):
    """Wait until it has painted one."""
    explorer.page.wait_for_function("root => root.painted > 0", arg=explorer.element_handle())
