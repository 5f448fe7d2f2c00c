"""What a reader meets beside code: folded answers, words that lead to the glossary, and predictions."""

import pytest
from browsing import command, failures, open_notebook, run_all
from playwright.sync_api import expect

FATE = "L06.fate"
PREDICTION = [f'import hhlab\nhhlab.predict("{FATE}", "Which fate?", "fires once", "is silent")']


@pytest.fixture(autouse=True)
def no_kernel_stays(lab):
    yield
    lab.shut_down()


def test_an_answer_is_folded_until_asked_for_and_shows_its_formulas(page, lab):
    open_notebook(page, lab, "03_gates_and_currents.ipynb")
    command(page, "application:toggle-left-area")
    fold = page.locator("details", has_text="the steady state").first
    fold.scroll_into_view_if_needed()
    formula = fold.locator("mjx-container").first
    expect(fold.locator("summary")).to_have_text("Answer")
    expect(formula).to_be_attached()
    expect(formula).not_to_be_visible()
    fold.locator("summary").click()
    expect(formula).to_be_visible()
    # marks and links inside are rendered, too
    assert "$" not in fold.inner_text() and "](" not in fold.inner_text()
    expect(fold.get_by_role("link", name="steady state")).to_be_visible()


def test_a_word_leads_to_the_glossary_and_there_to_its_entry(page, lab):
    open_notebook(page, lab, "01_first_spike.ipynb")
    page.get_by_role("link", name="reversal potential", exact=True).first.click()
    page.wait_for_function("() => window.jupyterapp.shell.currentWidget?.title.label === 'glossary.ipynb'")
    glossary = page.locator(".jp-NotebookPanel:visible")
    # it opens at its top, where all words stand; JupyterLab takes no click before all of it is there
    word = glossary.get_by_role("link", name="reversal potential", exact=True)
    entry = glossary.get_by_role("heading", name="reversal potential")
    for _ in range(10):
        word.click()
        page.wait_for_timeout(1000)
        if entry.bounding_box()["y"] < page.viewport_size["height"]:
            break
    expect(entry).to_be_in_viewport()


def test_a_prediction_is_kept_and_there_again_after_a_reload(page, lab):
    lab.write("prediction.ipynb", PREDICTION)
    for _ in range(2):
        open_notebook(page, lab, "prediction.ipynb")
        run_all(page)
        assert failures(page) == []
        box = page.get_by_role("radio", name="is silent")
        expect(box).to_be_visible()
        if not box.is_checked():
            box.check()
        expect(page.get_by_role("status").filter(has_text="Kept.")).to_be_visible()
        kept = lab.work_of("guest")
        assert kept["predictions"][FATE]["prediction"] == "is silent"
        assert box.is_checked()
        lab.shut_down()
