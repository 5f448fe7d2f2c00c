"""Say how soon a page of the course shows a picture, what it takes from the network, and how it drags.

    python benchmarks/site_pages.py
    python benchmarks/site_pages.py --url http://127.0.0.1:8000/ --drag lessons/01_first_spike.html

The first picture is the first image or canvas in sight that is painted, on a phone's screen, with an empty
cache and a processor four times slowed, from the same machine. Carried is what the network carries until it
is still. A drag is sixty moves of a pointer, one for each picture of the display; painted is how many of the
places to which they brought the slider the explorer showed, and a long task is one that kept the page busy
for more than 50 ms. Explorers that NEURON draws in the page are dragged, not those with pictures made ahead.
"""

import argparse
import contextlib
import sys
from pathlib import Path
from statistics import median
from urllib.parse import urljoin

from playwright.sync_api import sync_playwright
from site_load import served

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "image"))
from browsing import CHROMIUM, FLAGS

PAGES = ["", "lessons/01_first_spike.html", "lessons/05_voltage_clamp.html", "lessons/12_impulse.html"]
PLAYGROUND = "lessons/playground.html"
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SLOWED, ROUNDS, MOVES = 4, 5, 60
FIRST = """
(function look() {
    const isPicture = one => {
        const box = one.getBoundingClientRect();
        return box.width > 100 && box.top < innerHeight && (one.tagName === "CANVAS" || one.naturalWidth > 0);
    };
    if ([...document.querySelectorAll("main img, main canvas, article img")].some(isPicture))
        requestAnimationFrame(() => { window.firstPicture = performance.now(); });
    else requestAnimationFrame(look);
})()"""
WATCH = """root => {
    window.painted = 0;
    window.long = [];
    root.addEventListener("hhlab-painted", () => window.painted++);
    new PerformanceObserver(list => window.long.push(...list.getEntries().map(one => one.duration)))
        .observe({ type: "longtask" });
}"""


def first_picture(browser, url):
    """Open a page once; give the ms until its first paint and its first picture, and the bytes carried."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    wire = context.new_cdp_session(page)
    carried = []
    wire.on("Network.loadingFinished", lambda one: carried.append(one["encodedDataLength"]))
    wire.send("Network.enable")
    wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    page.add_init_script(FIRST)
    page.goto(url, wait_until="networkidle", timeout=60_000)
    # of a lesson the first picture may stand further down
    picture = page.evaluate("window.firstPicture ?? NaN")
    paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    context.close()
    return paint, picture, sum(carried)


def drags(browser, url):
    """Drag each slider of a page's explorers, and give for each the pictures painted and the longest task."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    page.goto(url)
    found = []
    for host in page.locator(".hhlab-page-explorer").all():
        host.scroll_into_view_if_needed()
        host.locator(".hhlab-alive").wait_for()
        data = page.request.get(urljoin(url, host.get_attribute("data-src"))).json()
        if not data["described"]:
            continue
        host.evaluate(WATCH)
        for handle in host.locator(".noUi-handle").all():
            found.append(dragged(page, handle))
    context.close()
    return found


def dragged(page, handle):
    """Drag a slider in sixty moves.

    Give its name, how many places it was brought to, the pictures painted, and the longest task [ms].
    """
    name = handle.get_attribute("aria-label") or ""
    handle.scroll_into_view_if_needed()
    handle.hover()
    page.wait_for_timeout(1500)  # as a hand does that looks first
    box = handle.bounding_box()
    line = handle.locator("xpath=ancestor::*[contains(@class, 'noUi-target')]").bounding_box()
    y, start = box["y"] + box["height"] / 2, box["x"] + box["width"] / 2
    page.evaluate("() => { window.painted = 0; window.long = []; }")
    page.mouse.move(start, y)
    page.mouse.down()
    room = max(line["x"] + line["width"] - start, start - line["x"])
    sign = 1 if line["x"] + line["width"] - start == room else -1
    places = set()
    for step in range(1, MOVES + 1):
        page.mouse.move(start + sign * room * 0.9 * step / MOVES, y)
        page.evaluate("() => new Promise(requestAnimationFrame)")
        places.add(handle.get_attribute("aria-valuenow"))
    page.mouse.up()
    page.wait_for_timeout(300)
    painted, long = page.evaluate("() => [window.painted, window.long]")
    return name, len(places), painted, max(long, default=0)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--url", help="a site that is served already")
    options.add_argument("--drag", action="append", help="the page whose sliders are dragged")
    asked = options.parse_args()
    with (
        contextlib.nullcontext(asked.url) if asked.url else served() as site,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as browser,
    ):
        print("| page | first paint [s] | first picture [s] | carried [kB] |\n|---|---|---|---|")
        for name in [*PAGES, PLAYGROUND]:
            rounds = [first_picture(browser, urljoin(site, name)) for _ in range(ROUNDS)]
            paint, picture, carried = (median(column) for column in zip(*rounds, strict=True))
            print(
                f"| {name or 'index.html'} | {paint / 1e3:.2f} | {picture / 1e3:.2f} | {carried / 1e3:.0f} |"
            )
        print(f"\n| page | drag of {MOVES} moves | painted | longest task [ms] |\n|---|---|---|---|")
        for name in asked.drag or [PLAYGROUND]:
            found = drags(browser, urljoin(site, name))
            for slider, places, painted, longest in found:
                print(f"| {name} | {slider} | {painted} of {places} | {longest:.0f} |", flush=True)


if __name__ == "__main__":
    main()
