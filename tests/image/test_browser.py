"""The lab as a student sees it: a real browser on the running container."""

import os
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from conftest import COMPLAINT, docker, launch

expect.set_options(timeout=30_000)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# root needs --no-sandbox; the rest keeps the browser itself from asking the network
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
LAPTOP = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def lab():
    lab = launch(command=["--LabApp.expose_app_in_browser=True"])
    lab.wait_for_url()
    yield lab
    docker("rm", "--force", "--volumes", lab.name)


@pytest.fixture(scope="module")
def browser():
    assert Path(CHROMIUM).exists(), f"This test needs Chromium at {CHROMIUM}; CHROMIUM names another place."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, lab):
    with watched(browser, lab) as page:
        yield page


@contextmanager
def watched(browser, lab):
    """A page that holds a test to two rules: no error in it, and no request to anywhere but the lab."""
    page = browser.new_page(viewport=LAPTOP)
    page.set_default_timeout(30_000)
    errors, strays = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: strays.append(request.url))
    yield page
    page.close()
    own = (f"http://127.0.0.1:{lab.port}/", "data:", "blob:")
    assert errors == []
    assert [url for url in strays if not url.startswith(own)] == []


def open_notebook(page, lab, name):
    page.goto(f"http://127.0.0.1:{lab.port}/lab/tree/{name}?reset&token={lab.token}")
    page.wait_for_selector('.jp-Toolbar-kernelName:has-text("Python 3")')
    page.wait_for_function("window.jupyterapp !== undefined")


def run_all(page):
    page.evaluate("window.jupyterapp.commands.execute('notebook:run-all-cells')")
    page.wait_for_function(
        """() => {
            const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
            return cells.filter(cell => cell.type === 'code').every(cell => cell.executionCount !== null);
        }""",
        timeout=120_000,
    )


def failures(page):
    """The errors that cells show."""
    return page.evaluate(
        """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
            .filter(cell => cell.type === 'code')
            .flatMap(cell => cell.outputs.toJSON())
            .filter(output => output.output_type === 'error' || output.name === 'stderr')"""
    )


class Explorer:
    """The explorer whose first slider is called `label`, the last such on the page."""

    def __init__(self, page, label):
        row = page.locator(".hhlab-explorer", has=page.get_by_text(label, exact=True))
        self.root = row.last
        self.root.scroll_into_view_if_needed()
        self.status = self.root.get_by_role("status")
        control = self.root.locator(".hhlab-control", has=page.get_by_text(label, exact=True))
        self.box = control.locator("input[type=number]")
        self.handle = control.locator(".noUi-handle")

    def picture(self):
        return self.root.locator(".hhlab-panels").screenshot()

    def type(self, value):
        self.box.fill(str(value))
        self.box.press("Enter")


def test_the_printed_address_opens_the_welcome_page_and_nothing_else(page, lab):
    page.goto(lab.url)
    expect(page.locator(".jp-NotebookPanel h1").first).to_be_visible()
    expect(page.locator(".lm-TabBar-tab.jp-mod-current .lm-TabBar-tabLabel").first).to_have_text(
        "00_welcome.ipynb"
    )
    page.wait_for_timeout(2000)  # pop-ups come late
    assert page.locator(".Toastify__toast, .jp-Dialog").count() == 0


def test_the_welcome_page_runs_and_its_slider_moves_a_spike(page, lab):
    open_notebook(page, lab, "00_welcome.ipynb")
    run_all(page)
    assert failures(page) == []
    explorer = Explorer(page, "amp [nA]")
    expect(explorer.status).to_contain_text("spike")
    before = explorer.picture()
    explorer.type(0)
    expect(explorer.status).to_contain_text("No spike")
    assert explorer.picture() != before


def test_lesson_1_runs_to_its_end_and_its_slider_moves_a_spike(page, lab):
    open_notebook(page, lab, "01_first_spike.ipynb")
    run_all(page)
    assert failures(page) == []
    explorer = Explorer(page, "amp [nA]")
    explorer.type(0.1)
    expect(explorer.status).to_contain_text("20 spikes, the first at 51.0 ms")
    pictures = [explorer.picture()]
    explorer.handle.focus()
    for _ in range(5):
        explorer.handle.press("ArrowRight")
    expect(explorer.box).to_have_value("0.105")
    pictures.append(explorer.picture())
    explorer.type(0)
    expect(explorer.status).to_contain_text("No spike")
    pictures.append(explorer.picture())
    assert len(set(pictures)) == 3
    drag(page, explorer.handle, pixels=40)
    expect(explorer.status).not_to_contain_text("No spike")


def drag(page, handle, pixels):
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + pixels, y, steps=20)
    page.mouse.up()


def test_a_value_outside_the_slider_is_answered_in_words(page, lab):
    open_notebook(page, lab, "00_welcome.ipynb")
    run_all(page)
    explorer = Explorer(page, "amp [nA]")
    explorer.type(99)
    expect(explorer.status).to_contain_text("amp = 99 nA, but it must be at most")
    assert float(explorer.box.input_value()) < 1


def test_no_extension_is_dead(lab):
    listing = lab.exec("jupyter", "labextension", "list")
    assert "enabled" in listing
    assert " X" not in listing


@pytest.fixture(scope="module")
def app():
    app = launch(command=["voila"])
    app.wait_for_url()
    yield app
    docker("rm", "--force", "--volumes", app.name)


def test_the_playground_is_a_page_without_code(browser, app):
    with watched(browser, app) as page:
        page.goto(app.url)
        explorer = Explorer(page, "amp [nA]")
        expect(explorer.status).to_contain_text("spikes")
        assert page.get_by_text("import hhlab").count() == 0
        before = explorer.picture()
        explorer.type(0)
        expect(explorer.status).to_contain_text("No spike")
        assert explorer.picture() != before
    assert not COMPLAINT.search(app.log())
