"""An explorer as one HTML file that lives in any browser, from a disk, too: what it needs is inside."""

import json
from base64 import b64encode
from html import escape

from ... import __version__
from ...browser import bundled
from .writing import files_of

PAGE = """<!doctype html>
<html lang="en" class="hhlab-page">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<div class="hhlab-page-explorer" data-src="explorer.json">{still}</div>
</main>
<footer>Made with hhlab {version} and the NEURON simulator. Nothing on this page asks for a network.</footer>
{files}
<script type="module">{script}</script>
</body>
</html>
"""
POLICY = (
    "default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'; "
    "script-src 'unsafe-inline' 'wasm-unsafe-eval' blob:; worker-src blob:; connect-src data: blob:"
)


def page_of(explorer, title):
    """Give the text of the page.

    Raises
    ------
    OSError
        What runs in the browser is not built here.
    """
    script = bundled.script("page")
    if script == bundled.NOT_BUILT:
        raise OSError("What lives in a page is not built here. In the folder of hhlab, type: make lab")
    neuron = bundled.neuron()
    files = files_of(explorer, "explorer", neuron=bool(neuron))
    if json.loads(files["explorer.json"])["described"]:
        files |= neuron
    return PAGE.format(
        policy=POLICY,
        title=escape(title),
        style=bundled.style("page"),
        still=_still(explorer),
        version=__version__,
        files="\n".join(_inside(name, data) for name, data in files.items()),
        script=script.replace("</script", "<\\/script"),
    )


def _still(explorer):
    """Give what is shown where no script runs."""
    shown, described = explorer._pictured()
    if "image/png" not in shown:
        return escape(explorer._words())
    data = shown["image/png"]
    text = data if isinstance(data, str) else b64encode(data).decode()
    words = described.get("image/png", {}).get("alt", explorer._words())
    return f'<img src="data:image/png;base64,{text}" alt="{escape(words)}">'


def _inside(name, data):
    text = b64encode(data).decode()
    return f'<script type="text/plain" id="hhlab-file-{escape(name)}">{text}</script>'
