"""A card in a real browser: by keyboard alone, for who hears the page, and after its kernel is gone."""

import re

import pytest
from browsing import command, failures, open_notebook, run_all, watched
from playwright.sync_api import expect

from hhlab.exercises.bank import exercises

BUSY_S = 2
AREA = "L01.area · How much membrane?"
# the lab is that of other tests too, and one of them signs in
SHEET = ['import hhlab; hhlab.sign_in("guest")', 'hhlab.sheet("L01")']


def keep_busy(page):
    """Give the kernel something else to do for a while."""
    execute = "code => [...window.jupyterapp.shell.widgets('main')][0].sessionContext.session.kernel"
    page.evaluate(f"{execute}.requestExecute({{ code }})", f"import time; time.sleep({BUSY_S})")


def save(page):
    command(page, "docmanager:save")
    page.wait_for_function("() => !window.jupyterapp.shell.currentWidget.context.model.dirty")


def last_answer(lab, exercise_id="L01.area", student="guest"):
    return lab.work_of(student)["exercises"][exercise_id]["answers"][-1]["answer"]


def show(page, lab):
    lab.write("card_view.ipynb", SHEET)
    open_notebook(page, lab, "card_view.ipynb")
    run_all(page)
    assert failures(page) == []


@pytest.fixture
def card(page, lab):
    show(page, lab)
    yield page.get_by_role("group", name=AREA)
    lab.shut_down()


def parts(card):
    return card.get_by_role("textbox", name="Answer [µm²]"), card.get_by_role("status")


def test_the_keyboard_is_enough_and_the_focus_is_seen(page, card):
    box, line = parts(card)
    box.focus()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    expect(line).to_contain_text("Not yet. That is not within the tolerance.")
    page.keyboard.type("2")
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
    # while the kernel is busy with something else
    keep_busy(page)
    box.fill("")
    box.press_sequentially("1234")
    box.press("Enter")
    expect(line).to_contain_text("Not yet.")
    page.wait_for_timeout(1000)
    assert last_answer(lab) == "1234"


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


def answer_while_busy(page, lab, card, text, by):
    box, line = parts(card)
    expect(box).to_be_visible()
    box.fill("")
    expect(line).to_have_count(1)
    keep_busy(page)
    box.press_sequentially(text)
    if by == "Enter":
        box.press("Enter")
    else:
        card.get_by_role("button", name="Check").click()
    page.wait_for_timeout(1000 * BUSY_S + 1000)
    expect(line).to_contain_text("Not yet.")
    assert last_answer(lab) == box.input_value() == text


def reloaded(page):
    """The page is opened again, its kernel alive, and nothing is run."""
    save(page)
    page.reload()
    page.wait_for_function(
        """() => window.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel
            ?.connectionStatus === 'connected'"""
    )


def test_after_a_reload_what_is_checked_is_what_stands_in_the_box(page, lab, card):
    for text, by in (("77.77", "Enter"), ("-49.16", "Check")):
        reloaded(page)
        answer_while_busy(page, lab, card, text, by)
    first_spike = page.get_by_role("group", name="L01.first-spike · When does it fire?")
    expect(first_spike.get_by_role("radiogroup", name="Prediction")).to_have_count(1)


def test_after_a_reload_who_signs_in_and_chooses_while_the_kernel_is_busy_is_understood(page, lab, card):
    reloaded(page)
    ions = page.get_by_role("group", name="L01.ions")
    keep_busy(page)
    ions.get_by_role("radiogroup", name="Answer").get_by_role("radio").nth(2).check()
    ions.get_by_role("radiogroup", name="Answer").get_by_role("radio").nth(1).check()
    ions.get_by_role("button", name="Check").click()
    expect(ions.get_by_role("status")).not_to_have_text(re.compile("^$|Checking"))
    chosen = ions.get_by_role("radio").nth(1).evaluate("one => one.parentElement.textContent.trim()")
    (name,) = [name for name, text in exercises()["L01.ions"].options.items() if text == chosen]
    assert last_answer(lab, "L01.ions") == name
    keep_busy(page)
    card.get_by_role("textbox", name="Your id").press_sequentially("lovelace")
    card.get_by_role("textbox", name="Your id").press("Enter")
    expect(card.get_by_role("status")).to_contain_text("Signed in as lovelace.")
    card.get_by_role("textbox", name="Answer [µm²]").fill("3")
    card.get_by_role("button", name="Hint").click()
    expect(card.get_by_role("status")).to_contain_text("Unroll its wall")


@pytest.mark.parametrize("way", ["notebook:create-output-view", "docmanager:clone"])
def test_in_a_second_view_what_is_checked_is_what_stands_in_the_box(way, page, lab, card):
    page.evaluate("window.jupyterapp.shell.currentWidget.content.activeCellIndex = 1")
    command(page, way)
    cards = page.locator(f'.hhlab-card[aria-label="{AREA}"]')
    expect(cards).to_have_count(2)
    for text, place in (("12.34", 0), ("23.45", 1), ("34.56", 0)):
        answer_while_busy(page, lab, cards.nth(place), text, "Enter" if place else "Check")


def opened_twice(page, lab, name):
    """A page as it is when first opened and run, opened again, run again, and after its kernel is new."""
    for _ in range(2):
        open_notebook(page, lab, name)
        run_all(page)
    reloaded(page)
    run_all(page)
    page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.restartKernel()")
    run_all(page)
    named = page.locator(".hhlab-card[role=group]")
    expect(named).to_have_count(page.locator(".hhlab-card").count())
    assert named.count() > 1


@pytest.mark.parametrize("name", ["card_view.ipynb", "04_batteries.ipynb"])
def test_no_error_however_often_a_page_is_opened(name, page, lab):
    page.on("dialog", lambda dialog: dialog.accept())
    lab.write("card_view.ipynb", SHEET)
    opened_twice(page, lab, name)
    lab.shut_down()


def test_a_card_leaves_the_look_of_a_live_view_alone(page, lab):
    lab.write("look.ipynb", ["import hhlab", "hhlab.explore(lambda amp: hhlab.simulate(), amp=(0.0, 0.3))"])
    look = """() => {
        const line = getComputedStyle(document.querySelector(".hhlab-scope > .hhlab-status"));
        return [line.maxWidth, line.padding, line.borderLeft].join();
    }"""
    open_notebook(page, lab, "look.ipynb")
    run_all(page)
    expect(page.locator(".hhlab-scope")).to_be_visible()
    alone = page.evaluate(look)
    lab.write("look.ipynb", [*SHEET, "hhlab.explore(lambda amp: hhlab.simulate(), amp=(0.0, 0.3))"])
    open_notebook(page, lab, "look.ipynb")
    run_all(page)
    expect(page.locator(".hhlab-card .hhlab-status").first).to_be_visible()
    assert page.evaluate(look) == alone
    lab.shut_down()
