"""The lab as a student sees it: a real browser on the running container."""

import pytest
from browsing import Explorer, failures, open_notebook, run_all, watched
from playwright.sync_api import expect

from conftest import COMPLAINT, docker, launch


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
    page.locator(".hhlab-explorer").wait_for(timeout=90_000)
    explorer = Explorer(page, "amp [nA]")
    expect(explorer.status).to_contain_text("spike")
    assert failures(page) == []
    before = explorer.picture()
    explorer.type(0)
    expect(explorer.status).to_contain_text("No spike")
    assert explorer.picture() != before


def test_lesson_1_runs_to_its_end_and_its_slider_moves_a_spike(page, lab):
    open_notebook(page, lab, "01_first_spike.ipynb")
    run_all(page)
    assert failures(page) == []
    explorer = Explorer(page, "amp [nA]", beside="dur [ms]")
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
    explorer.drag(40)
    expect(explorer.status).not_to_contain_text("No spike")


def test_a_value_outside_the_slider_is_answered_in_words(page, lab):
    open_notebook(page, lab, "00_welcome.ipynb")
    page.locator(".hhlab-explorer").wait_for(timeout=90_000)
    explorer = Explorer(page, "amp [nA]")
    expect(explorer.status).to_contain_text("spike")
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
