"""A card in a real browser: by keyboard alone, for who hears the page, and after its kernel is gone."""

import json
import re

import pytest
from browsing import command, failures, open_notebook, run_all, watched
from playwright.sync_api import expect

SHEET = ["import hhlab", 'hhlab.sheet("L01")']


def show(page, lab):
    lab.write("card_view.ipynb", SHEET)
    open_notebook(page, lab, "card_view.ipynb")
    run_all(page)
    assert failures(page) == []


@pytest.fixture
def card(page, lab):
    show(page, lab)
    yield page.get_by_role("group", name="L01.area · How much membrane?")
    lab.shut_down()


def parts(card):
    return card.get_by_role("textbox", name="Answer [µm²]"), card.get_by_role("status")


def test_the_keyboard_is_enough_and_the_focus_is_seen(page, card):
    box, line = parts(card)
    box.focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(line).to_contain_text("Not yet. More membrane than that.")
    for button in ("Check", "Hint"):
        page.keyboard.press("Tab")
        expect(card.get_by_role("button", name=button)).to_be_focused()
        ring = card.get_by_role("button", name=button).evaluate("one => getComputedStyle(one).outlineWidth")
        assert ring == "2px"
    page.keyboard.press("Enter")
    expect(line).to_contain_text("π · diam")


def test_what_is_checked_is_what_stands_in_the_box(page, lab, card):
    box, line = parts(card)
    execute = "code => window.jupyterapp.shell.currentWidget.sessionContext.session.kernel"
    page.evaluate(f"{execute}.requestExecute({{ code }})", "import time; time.sleep(2)")
    # while the kernel is busy with something else
    box.fill("")
    box.press_sequentially("1234")
    box.press("Enter")
    expect(line).to_contain_text("Not yet.")
    page.wait_for_timeout(1000)
    kept = lab.ask("GET", "contents/hhlab-answers-guest.json")["content"]
    assert json.loads(kept)["exercises"]["L01.area"]["answers"][-1]["answer"] == "1234"


def test_a_screen_reader_hears_the_answer_the_groups_and_the_picture(page, card):
    box, line = parts(card)
    line.evaluate("one => window.line = one")
    box.fill("nothing")
    box.press("Enter")
    expect(line).to_contain_text("One plain number is asked for")
    # a line that is made anew with its words is not read out
    assert line.evaluate("one => one === window.line")
    first_spike = page.get_by_role("group", name="L01.first-spike · When does it fire?")
    first_spike.get_by_role("radiogroup", name="Prediction").get_by_role("radio").first.check()
    expect(first_spike.get_by_role("img")).to_have_attribute("alt", re.compile("spikes, the first at"))


def test_a_card_without_a_kernel_says_so_and_comes_back_with_its_answer(page, card):
    box, line = parts(card)
    box.fill("2")
    box.press("Enter")
    expect(line).to_contain_text("Not yet.")
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.restart()")
    said = "one => getComputedStyle(one, '::after').content"
    expect(card).to_have_class(re.compile("disconnected"))
    assert "your answers are kept" in card.evaluate(said)
    command(page, "notebook:run-all-cells")
    expect(card).not_to_have_class(re.compile("disconnected"))
    expect(line).to_contain_text("Your answer is kept")
    expect(box).to_have_value("2")


def test_a_card_is_readable_at_twice_the_size(browser, lab):
    with watched(browser, lab, device_scale_factor=2) as page:
        show(page, lab)
        command(page, "application:toggle-left-area")
        page.set_viewport_size({"width": 683, "height": 384})
        cards = page.locator(".hhlab-card")
        expect(cards.first).to_be_visible()
        page.wait_for_timeout(500)
        beyond = "all => all.some(one => one.getBoundingClientRect().right > innerWidth)"
        assert not cards.locator("button, input, textarea, .hhlab-words").evaluate_all(beyond)
    lab.shut_down()
