"""What a screen reader says of a picture, and where it finds it."""

import json
import re
from base64 import b64decode
from html import unescape
from io import BytesIO
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib_inline.backend_inline import configure_inline_support
from PIL import Image

import hhlab
from hhlab.figures.alternatives import alternative
from hhlab.figures.paper import png, small
from hhlab.figures.showing import MARK, describe_figures

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").rglob("*.ipynb"))
IMAGE = re.compile(r'<img class="hhlab-picture" alt="([^"]*)"[^>]* src="data:image/png;base64,([^"]*)">')


@pytest.fixture(autouse=True)
def no_figure_stays():
    yield
    plt.close("all")


@pytest.fixture
def shell():
    """A notebook's shell with pyplot's inline figures, which describes them."""
    shell = InteractiveShell.instance()
    configure_inline_support(shell, "inline")
    formatter = shell.display_formatter
    shell.display_formatter.active_types = formatter.format_types
    describe_figures()
    yield shell
    del formatter.format
    InteractiveShell.clear_instance()


def test_a_recording_is_told_by_its_panels_their_range_and_its_spikes():
    rec = hhlab.simulate(tstop=80, record=("v", "n"))
    spikes, peak = hhlab.spike_count(rec), hhlab.peak_mV(rec)
    said = alternative(hhlab.draw(rec))
    assert said.startswith(
        f"membrane potential over time from 0 to 80 ms: {spikes} spikes, peak {peak:.1f} mV."
    )
    top = rec.t[rec.n.argmax()]
    assert said.endswith(
        f"n, K⁺ activation over time from 0 to 80 ms: highest {rec.n.max():.4g} at {top:.4g} ms."
    )
    cut = alternative(hhlab.draw(rec, panels="v", start_ms=49, stop_ms=56))
    assert cut.startswith("membrane potential over time from 49 to 56 ms: 1 spike")


def test_curves_a_family_and_a_cable_are_told():
    x = np.array([1.0, 2.0, 4.0])
    curves = hhlab.Curves(x="dose [nM]", y="rate [Hz]", lines={"cell": (x, 10 * x)}, marks={"half": (2, 20)})
    assert alternative(hhlab.draw(curves)) == (
        "rate over dose from 1 to 4 nM: cell: rises from 10 to 40 Hz; half: 20 Hz at 2 nM."
    )
    amps = np.linspace(0, 0.1, 12)
    runs = [hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp), tstop=10) for amp in amps]
    family = hhlab.Family("amp [nA]", amps, runs)
    assert re.search(r"12 lines, the first .*, the last ", alternative(hhlab.draw(family)))
    said = alternative(hhlab.draw(hhlab.propagate()))
    assert "over place along the cable from " in said and "mm: highest" in said
    assert re.search(r"colours for membrane potential from −\d+\.\d+ to \d+\.\d+ mV", said)


def test_a_students_own_figure_is_told_by_its_title_its_axes_and_its_lines():
    figure, (above, below) = plt.subplots(2, 1, sharex=True)
    figure.suptitle("Two blocks")
    above.plot([0, 1, 2], [1, 4, 2], label="TTX")
    above.axhline(3)
    above.set(ylabel="rate [Hz]", title="first")
    below.bar([0, 1], [2, 5])
    below.scatter([0, 1, 2], [1, 1, 1], label="measured")
    below.set(xlabel="dose [nM]", ylabel="count")
    assert alternative(figure) == (
        "Two blocks. first: rate over dose from 0 to 2 nM: TTX: highest 4 Hz at 1 nM. "
        "count over dose from −0.4 to 2 nM: measured: 3 points; 2 bars from 2 to 5."
    )


def test_a_figure_of_anything_is_told():
    figure, axes = plt.subplots()
    axes.imshow(np.arange(4.0).reshape(2, 2))
    figure.colorbar(axes.images[0], label="potential [mV]")
    assert "colours for potential from 0 to 3 mV" in alternative(figure)
    assert alternative(plt.figure()) == "An empty picture."
    for drawn in (
        lambda axes: axes.plot([np.nan, np.nan], [1, 2]),
        lambda axes: axes.plot(["a", "b"], [1, 2]),
        lambda axes: axes.pie([1, 2], labels=["a", "b"]),
        lambda axes: axes.hist([1, 2, 2]),
        lambda axes: axes.errorbar([1, 2], [3, 4], yerr=1),
        lambda axes: axes.boxplot([1, 2, 3]),
        lambda axes: axes.fill_between([0, 1], [1, 2]),
        lambda axes: axes.text(0, 0, "only words"),
        lambda axes: axes.quiver([0, 1], [0, 1], [1, 1], [0, 1]),
    ):
        figure, axes = plt.subplots()
        drawn(axes)
        assert alternative(figure).endswith(".")


def shown(shell, thing):
    data, _ = shell.display_formatter.format(thing)
    return data


def test_a_notebook_shows_every_figure_with_words_and_its_picture_once(shell):
    plt.plot([0, 1], [0, 2], label="mine")
    plt.ylabel('a "high" <line> [mV]')
    for figure in (plt.gcf(), hhlab.draw(hhlab.simulate(tstop=60))):
        data = shown(shell, figure)
        assert "image/png" not in data
        words, picture = IMAGE.fullmatch(data["text/html"]).groups()
        assert unescape(words) == alternative(figure) == data["text/plain"]
        assert Image.open(BytesIO(b64decode(picture))).size[0] > 300
    assert shown(shell, 3) == {"text/plain": "3"}
    before = shell.display_formatter.format
    describe_figures()
    assert shell.display_formatter.format is before and getattr(before, MARK)


def test_a_picture_is_stored_in_a_third_of_the_size_and_looks_the_same():
    whole = png(hhlab.draw(hhlab.simulate(tstop=80, record=("v", "i_stim", "m", "h", "n"))))
    few = small(whole)
    assert len(few) < len(whole) / 2
    one, other = (np.asarray(Image.open(BytesIO(data)).convert("RGB"), int) for data in (whole, few))
    assert abs(one - other).max() <= 16
    noise = BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (99, 99, 3), np.uint8)).save(noise, "png")
    assert small(noise.getvalue()) == noise.getvalue()  # a photograph keeps its colours


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_stored_picture_is_without_words(path):
    outputs = [
        one for cell in json.loads(path.read_text("utf-8"))["cells"] for one in cell.get("outputs", [])
    ]
    bundles = [one["data"] for one in outputs if "data" in one]
    assert [kind for data in bundles for kind in data if kind.startswith("image/")] == []
    for html in ("".join(data.get("text/html", "")) for data in bundles):
        for image in re.findall(r"<img\b[^>]*>", html):
            assert len(re.search(r'alt="([^"]*)"', image)[1]) > 20
        for drawing in re.findall(r"<svg\b[^>]*>", html):
            assert 'role="img"' in drawing and 'aria-label="' in drawing
