"""Take the README's pictures: the lab's welcome page, light and dark, and the course's pages on a phone.

python benchmarks/readme_picture.py

The pages are those of `make site`.
"""

import io
import subprocess
import sys
from pathlib import Path

from browser_lab import ROOT, opened
from PIL import Image

SIZE = {"width": 1280, "height": 768}
COLOURS = 96
MOST_BYTES = 150_000
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
PORT = 8017  # of the pages


def main():
    with opened() as place:
        page = place.browser.new_page(viewport=SIZE)
        page.goto(f"{place.site}/lab/tree/00_welcome.ipynb?reset&token={place.token}")
        page.locator(".hhlab-scope > .hhlab-status", has_text="spike").wait_for(timeout=60_000)
        for name, theme in THEMES.items():
            page.evaluate(
                "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })", theme
            )
            page.wait_for_timeout(3000)
            keep(page, f"lab-{name}")
        pages(place.browser)


def pages(browser):
    """Take what a phone shows of the course's first page and of an axon, side by side in the README."""
    command = [Path(sys.executable).with_name("hhlab"), "site", "--port", str(PORT), "--ip", "127.0.0.1"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        while "is open" not in server.stdout.readline():
            if server.poll() is not None:
                raise SystemExit("There is no site to take a picture of: make site")
        page = browser.new_page(**PHONE)
        for name, address in {"first": "index.html", "axon": "lessons/12_impulse.html"}.items():
            page.goto(f"http://127.0.0.1:{PORT}/{address}")
            first = page.locator(".hhlab-page-explorer").first
            first.scroll_into_view_if_needed()
            first.locator(".hhlab-status", has_text="mV").wait_for(timeout=60_000)
            first.evaluate("box => scrollTo(0, box.getBoundingClientRect().top + scrollY - 240)")
            page.wait_for_timeout(2000)
            keep(page, f"pages-{name}")
    finally:
        server.terminate()


def keep(page, name):
    """Write what a page shows into docs/."""
    target = ROOT / "docs" / f"{name}.png"
    target.write_bytes(small(page.screenshot()))
    print(target, target.stat().st_size, "bytes")


def small(png):
    """Give a picture in few colours, of which a page with text has no more."""
    picture = Image.open(io.BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    if out.tell() > MOST_BYTES:
        raise SystemExit(f"The picture has {out.tell()} bytes, and a README may have {MOST_BYTES}.")
    return out.getvalue()


if __name__ == "__main__":
    main()
