"""What a student sees before the first key: the welcome page's first picture, alive."""

import json
from pathlib import Path

import pytest
from browsing import Explorer, command
from playwright.sync_api import expect

ROOT = Path(__file__).parents[2]
WELCOME = "00_welcome.ipynb"


@pytest.fixture
def open_welcome(page, lab):
    """Open the welcome page, by default as it was shipped."""

    def open_page(source=None, path=WELCOME):
        content = json.loads((ROOT / "notebooks" / WELCOME).read_text("utf-8"))
        for cell in content["cells"]:
            if cell["cell_type"] == "code":
                cell |= {"outputs": [], "execution_count": None}
                cell["source"] = source or "".join(cell["source"])
        lab.ask("PUT", f"contents/{path}", {"type": "notebook", "content": content})
        # another test may have left the page a kernel that counts on
        lab.shut_down()
        page.goto(f"http://127.0.0.1:{lab.port}/lab/tree/{path}?reset&token={lab.token}")

    yield open_page
    lab.shut_down()


def wait_for_count(page, count):
    """Wait until the first code cell, whose number is folded away with its text, has this number."""
    page.wait_for_function(
        """count => {
            const cells = window.jupyterapp?.shell.currentWidget?.content.model?.cells ?? [];
            return [...cells].find(cell => cell.type === 'code')?.executionCount === count;
        }""",
        arg=count,
    )


def first_picture(page):
    # a kernel starts, and NEURON in it
    page.locator(".hhlab-explorer").wait_for(timeout=90_000)
    return Explorer(page, "amp [nA]")


def test_a_living_picture_is_there_before_the_first_key(page, open_welcome):
    open_welcome()
    explorer = first_picture(page)
    expect(explorer.status).to_contain_text("spike")
    wait_for_count(page, 1)
    before = explorer.picture()
    explorer.type(0)
    expect(explorer.status).to_contain_text("No spike")
    assert explorer.picture() != before


def test_a_page_opened_again_is_as_its_student_left_it(page, open_welcome):
    open_welcome()
    expect(first_picture(page).status).to_contain_text("spike")
    wait_for_count(page, 1)
    command(page, "docmanager:save")
    page.reload()
    page.wait_for_selector('.jp-Toolbar-kernelName:has-text("Python 3")')
    page.wait_for_timeout(3000)
    # what has run in this kernel is not run again
    wait_for_count(page, 1)


@pytest.mark.parametrize(
    ("source", "path"),
    [("import hhlab\n\nopen('ran', 'w')", WELCOME), (None, "mine.ipynb")],
)
def test_no_cell_of_a_students_own_runs_by_itself(page, lab, open_welcome, source, path):
    open_welcome(source, path)
    page.wait_for_selector('.jp-Toolbar-kernelName:has-text("Python 3")')
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Idle")
    page.wait_for_timeout(2000)  # an untouched page shows its picture sooner
    wait_for_count(page, None)
    assert "ran" not in [entry["name"] for entry in lab.ask("GET", "contents")["content"]]
