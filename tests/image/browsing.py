"""A student at the lab: a real browser, a notebook, an explorer and its slider."""

import os
from contextlib import contextmanager

from playwright.sync_api import expect

expect.set_options(timeout=60_000)
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
# root needs --no-sandbox; the rest keeps the browser itself from asking the network
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]
LAPTOP = {"width": 1366, "height": 768}


@contextmanager
def watched(browser, lab, **options):
    """A page that holds a test to two rules: no error in it, and no request to anywhere but the lab."""
    page = browser.new_page(viewport=LAPTOP, **options)
    page.set_default_timeout(60_000)
    errors, strays = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: strays.append(request.url))
    yield page
    page.close()
    own = (f"http://127.0.0.1:{lab.port}/", "data:", "blob:")
    assert errors == [], errors
    assert [url for url in strays if not url.startswith(own)] == []


def open_notebook(page, lab, name):
    page.goto(f"http://127.0.0.1:{lab.port}/lab/tree/{name}?reset&token={lab.token}")
    page.wait_for_selector('.jp-Toolbar-kernelName:has-text("Python 3")')
    # the name of a kernel stands there before anything reaches it
    page.wait_for_function(
        """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel
            ?.connectionStatus === 'connected'"""
    )


def command(page, name, **arguments):
    page.evaluate(
        "([name, arguments]) => window.jupyterapp.commands.execute(name, arguments)", [name, arguments]
    )


def run_all(page):
    command(page, "notebook:run-all-cells")
    page.wait_for_function(
        """() => {
            const cells = [...window.jupyterapp.shell.currentWidget.content.model.cells];
            return cells.filter(cell => cell.type === 'code').every(cell => cell.executionCount !== null);
        }""",
        timeout=240_000,
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
    """The explorer that has a slider called `label`, and one called `beside`, the last such on the page."""

    def __init__(self, page, label, beside=None):
        self.page = page
        own = page.locator(".hhlab-explorer", has=page.get_by_text(label, exact=True))
        self.root = own.filter(has=page.get_by_text(beside or label, exact=True)).last
        self.root.scroll_into_view_if_needed()
        self.status = self.root.locator(".hhlab-scope > .hhlab-status")
        self.scope = self.root.locator(".hhlab-scope")
        self.panels = self.root.locator(".hhlab-panels")
        self.control = self.root.locator(".hhlab-control", has=page.get_by_text(label, exact=True))
        self.box = self.control.locator("input[type=number]")
        self.handle = self.control.locator(".noUi-handle")

    def settle(self):
        """Give the display time to show what was done."""
        self.page.evaluate(
            "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    def picture(self):
        """The picture as it is once the display has had time to show it."""
        self.settle()
        return self.panels.screenshot()

    def type(self, value):
        self.box.fill(str(value))
        self.box.press("Enter")

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def press(self, pixels=0):
        """Put the pointer on the handle and press; give where it is."""
        self.handle.scroll_into_view_if_needed()
        box = self.handle.bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        return x, y

    def drag(self, pixels):
        x, y = self.press()
        self.page.mouse.move(x + pixels, y, steps=20)
        self.page.mouse.up()
