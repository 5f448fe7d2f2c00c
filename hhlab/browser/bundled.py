"""The half of a widget that runs in the browser, as `make` bundles it from browser/."""

from pathlib import Path

BUNDLES = Path(__file__).parent / "static"
# where the pages lie in the image, and where `make neuron-web` puts it
NEURON = (Path("/usr/share/hhlab/site/_static/neuron"), Path(__file__).parents[2] / "build" / "neuron")
NEURON_FILES = ("neuron.js", "neuron.wasm")
NOT_BUILT = """export default { render({ el }) {
    el.setAttribute("role", "alert");
    el.textContent = "This part of the page is not built here. In the folder of hhlab, type: make lab";
} };"""


def script(name):
    """Give the JavaScript of a widget; where it is not built, one that says so on the page."""
    return _text(f"{name}.js", NOT_BUILT)


def style(name):
    """Give the style sheet of a widget."""
    return _text(f"{name}.css", "")


def neuron():
    """Give the files of NEURON for a page, by name, as bytes; none where it is not here."""
    for place in NEURON:
        if all((place / file).exists() for file in NEURON_FILES):
            return {file: (place / file).read_bytes() for file in NEURON_FILES}
    return {}


def _text(file, instead):
    path = BUNDLES / file
    return path.read_text(encoding="utf-8") if path.exists() else instead
