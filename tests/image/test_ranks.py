"""The button of lesson 14, which starts mpiexec: pressed in a real browser, twice, and stopped."""

import io

import numpy as np
import pytest
from browsing import failures, open_notebook, run_all
from PIL import Image
from playwright.sync_api import expect

from conftest import wait_for

LESSON = "14_cells_that_talk.ipynb"
ONE_RANK, SEVERAL_RANKS = (31, 119, 180), (255, 127, 14)  # the first two colours of matplotlib
ALIVE = """
import pathlib
for line in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
    try:
        words = line.read_bytes().split(bytes(1))
    except OSError:
        continue
    if b"mpiexec" in words[0] or any(word.endswith(b"ring.py") for word in words):
        print(words)
"""


class Button:
    """The button, what it says, and its picture."""

    def __init__(self, page):
        self.page = page
        self.button = page.get_by_role("button", name="mpiexec", exact=True)
        self.row = page.locator(".widget-hbox", has=self.button).last
        self.said = page.locator(".widget-vbox", has=self.button).last.locator("> .widget-label")
        self.ranks = self.row.locator("select")
        self.cells = self.row.locator("input[type=number]")
        self.picture = page.locator(".widget-vbox", has=self.button).last.locator("img")

    def choose(self, ranks, cells):
        self.ranks.select_option(str(ranks))
        self.cells.fill(str(cells))
        self.cells.press("Enter")

    def pixels(self, colour):
        """How many pixels of the picture have a colour."""
        self.picture.scroll_into_view_if_needed()
        image = np.asarray(Image.open(io.BytesIO(self.picture.screenshot())).convert("RGB"), dtype=int)
        return int((np.abs(image - colour).max(axis=2) < 40).sum())


@pytest.fixture
def button(page, lab):
    open_notebook(page, lab, LESSON)
    run_all(page)
    button = Button(page)
    button.button.scroll_into_view_if_needed()
    yield button
    # what a press draws belongs to its place and to no other cell
    assert failures(page) == []
    lab.shut_down()


def test_both_rasters_are_shown_and_lie_on_each_other(button):
    button.choose(ranks=2, cells=20)
    button.button.click()
    expect(button.said).to_have_text("running")
    expect(button.button).to_be_disabled()
    expect(button.said).to_have_text("mpiexec -n 2 python examples/ring.py --cells 20: identical")
    expect(button.button).to_be_enabled()
    assert button.pixels(ONE_RANK) > 200
    assert button.pixels(SEVERAL_RANKS) > 200


def test_more_ranks_than_processors_and_an_impatient_hand(button):
    button.choose(ranks=4, cells=7)
    button.button.dblclick()
    expect(button.said).to_have_text("mpiexec -n 4 python examples/ring.py --cells 7: identical")
    expect(button.picture).to_have_count(1)
    first = button.picture.screenshot()
    expect(button.button).to_be_enabled()
    button.choose(ranks=1, cells=50)
    button.button.click()
    expect(button.said).to_have_text("mpiexec -n 1 python examples/ring.py --cells 50: identical")
    assert button.picture.screenshot() != first


def test_an_interrupted_run_leaves_no_process_and_a_button_that_works(button, page, lab):
    button.choose(ranks=4, cells=50)
    button.button.click()
    expect(button.said).to_have_text("running")
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.interrupt()")
    expect(button.said).to_have_text("stopped")
    expect(button.button).to_be_enabled()
    wait_for(lambda: lab.exec("python", "-c", ALIVE).strip() == "")
    button.choose(ranks=2, cells=7)
    button.button.click()
    expect(button.said).to_have_text("mpiexec -n 2 python examples/ring.py --cells 7: identical")
