"""Take the README's pictures of the lab, light and dark: the welcome page as a student finds it.

python benchmarks/readme_picture.py
"""

import io

from browser_lab import ROOT, opened
from PIL import Image

SIZE = {"width": 1280, "height": 768}
COLOURS = 96
MOST_BYTES = 150_000
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}


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
            target = ROOT / "docs" / f"lab-{name}.png"
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
