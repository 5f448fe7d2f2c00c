"""Who is at work, and handing in, in a real browser: by keyboard, on a shared laptop, on a narrow screen."""

import json
import re

import pytest
from browsing import command, failures, open_notebook, run_all, watched
from playwright.sync_api import expect

NAMES = [f"Name{i:03d} Family{i % 40:02d}" for i in range(199)]
COURSE = f"""
from pathlib import Path
folder = Path("my-course")
folder.mkdir(exist_ok=True)
(folder / "course.toml").write_text('roster = "roster.csv"')
lines = [f"n{{i:03d}},{{name}}" for i, name in enumerate({NAMES!r})]
(folder / "roster.csv").write_text("\\n".join(["id,name", "ada,Ada Lovelace", *lines]))
"""
WIPED = """
import pathlib, shutil, hhlab
hhlab.sign_out()
assert pathlib.Path("00_welcome.ipynb").exists(), "this is not the work folder"
for path in pathlib.Path().glob("hhlab-answers-*.json"):
    path.unlink()
for folder in (".hhlab/answers", "my-course"):
    shutil.rmtree(folder, ignore_errors=True)
"""
AREA, DENSITY = "L01.area · How much membrane?", "L01.density"


@pytest.fixture(autouse=True)
def anew(lab):
    """Nobody has worked here, before or afterwards."""
    for _ in wiped(lab):
        yield


def wiped(lab):
    with lab.kernel() as run:
        run(WIPED)
        yield
        run(WIPED)
    lab.shut_down()


def show(page, lab, *cells):
    lab.write("desk.ipynb", ["import hhlab", *cells])
    open_notebook(page, lab, "desk.ipynb")
    run_all(page)
    assert failures(page) == []


def card_of(page, name):
    return page.get_by_role("group", name=re.compile(f"^{re.escape(name)}"))


def answer(card, text):
    box = card.get_by_role("textbox", name=re.compile("^Answer"))
    box.fill(text)
    box.press("Enter")
    expect(card.get_by_role("status")).to_contain_text("Not yet")


def answers(lab, student):
    held = lab.work_of(student)["exercises"]
    return {name: [each["answer"] for each in one["answers"]] for name, one in held.items() if one["answers"]}


def test_by_keyboard_alone_one_picks_ones_name_of_two_hundred(page, lab):
    with lab.kernel() as run:
        run(COURSE)
    show(page, lab, 'hhlab.sheet("L01")')
    card = card_of(page, AREA)
    box = card.get_by_role("combobox", name="Your name")
    box.focus()
    page.keyboard.type("lovel")
    # the browser's own list, which a page cannot see, narrows to one; as its choice, the whole name
    offered = box.evaluate("one => [...one.list.options].map(x => x.value).filter(x => /lovel/i.test(x))")
    assert offered == ["Ada Lovelace (ada)"] and box.evaluate("one => one.list.options.length") == 200
    box.fill(offered[0])
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Sign in", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.get_by_role("status")).to_contain_text("Signed in as Ada Lovelace (ada).")
    for one in page.locator(".hhlab-card .hhlab-who").all():
        expect(one).to_have_text("Signed in as Ada Lovelace (ada) ·")
    asked = card.get_by_role("button", name="not you?")
    asked.focus()
    assert asked.evaluate("one => getComputedStyle(one).outlineWidth") == "2px"
    page.keyboard.press("Enter")
    expect(box).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Sign out", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.get_by_role("status")).to_contain_text("Signed out.")


def test_two_students_in_turn_on_one_machine_are_never_mixed(page, lab):
    show(page, lab, 'hhlab.sheet("L01")')
    card, density = card_of(page, AREA), card_of(page, DENSITY)
    questions = {}
    for name, text in (("ada", "1"), ("grace", "2"), ("ada", "3")):
        card.get_by_role("textbox", name="Your id").fill(name)
        card.get_by_role("textbox", name="Your id").press("Enter")
        expect(card.get_by_role("status")).to_contain_text(f"Signed in as {name}. These are your own")
        expect(density.locator(".hhlab-who")).to_have_text(f"Signed in as {name} ·")
        asked = card.locator(".hhlab-words").first.inner_text()
        assert questions.setdefault(name, asked) == asked, "each has the same numbers as before"
        before = card.get_by_role("textbox", name=re.compile("^Answer"))
        expect(before).to_have_value("1" if text == "3" else "")
        answer(card, text)
        answer(density, text)
        density.get_by_role("button", name="not you?").click()
        density.get_by_role("button", name="Sign out", exact=True).click()
        expect(card.locator(".hhlab-who")).to_contain_text("Guest: nothing is handed in under a name")
        # nothing of what was answered stays on the screen
        expect(before).to_have_value("")
    assert answers(lab, "ada") == {"L01.area": ["1", "3"], "L01.density": ["1", "3"]}
    assert answers(lab, "grace") == {"L01.area": ["2"], "L01.density": ["2"]}
    assert answers(lab, "guest") == {}


def test_a_page_that_one_left_open_keeps_nothing_in_that_ones_name(browser, page, lab):
    show(page, lab, 'hhlab.exercise("L01.area")')
    card = card_of(page, AREA)
    card.get_by_role("textbox", name="Your id").fill("ada")
    card.get_by_role("textbox", name="Your id").press("Enter")
    expect(card.locator(".hhlab-who")).to_have_text("Signed in as ada ·")
    with lab.kernel() as run:
        run("import hhlab; hhlab.sign_in('grace')")
    box = card.get_by_role("textbox", name=re.compile("^Answer"))
    box.fill("5")
    box.press("Enter")
    expect(card.get_by_role("status")).to_contain_text("Nothing was kept: grace has signed in meanwhile")
    expect(card.locator(".hhlab-who")).to_have_text("Signed in as grace ·")
    assert answers(lab, "ada") == answers(lab, "grace") == {}


def test_a_guests_work_is_offered_with_one_click_each_way(page, lab):
    with lab.kernel() as run:
        run("import hhlab; hhlab.check('L01.area', 1); hhlab.check('L01.density', 1)")
    show(page, lab, 'hhlab.sheet("L01")')
    card = card_of(page, AREA)
    card.get_by_role("textbox", name="Your id").fill("ada")
    card.get_by_role("textbox", name="Your id").press("Enter")
    expect(page.get_by_text("A guest worked on 2 questions here, last on")).to_have_count(1)
    card.get_by_role("button", name="it is mine").click()
    expect(page.get_by_text("A guest worked on")).to_have_count(0)
    assert set(answers(lab, "ada")) == {"L01.area", "L01.density"} and answers(lab, "guest") == {}


def test_hand_in_saves_the_one_right_file_and_shows_what_is_in_it(page, lab):
    with lab.kernel() as run:
        run("import hhlab; hhlab.sign_in('grace'); hhlab.check('L01.area', 1); hhlab.sign_out()")
        run("hhlab.sign_in('ada'); hhlab.check('L01.twenty-one', 'it fires')")
        run("hhlab.check('L02.resistance', 1)")
    show(page, lab, 'hhlab.sheet("L01")')
    answer(card_of(page, AREA), "1")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Hand in …").click()
    assert saved.value.suggested_filename == "hhlab-answers-ada.json"
    held = json.loads(saved.value.path().read_text("utf-8"))
    assert held["student"] == "ada" and set(held["exercises"]) == {
        "L01.area",
        "L01.twenty-one",
        "L02.resistance",
    }
    rows = page.locator(".hhlab-done tr").all_inner_texts()
    assert [row.split("\t")[0] for row in rows] == ["Lesson", "L01", "L02"]
    assert "2 of" in rows[1] and "1 waits for your teacher" in rows[1]
    shown = [one["name"] for one in lab.ask("GET", "contents")["content"]]
    assert [name for name in shown if "answers" in name] == ["hhlab-answers-ada.json"]
    assert json.loads(lab.ask("GET", "contents/hhlab-answers-ada.json")["content"]) == held
    # the link saves it once more
    with page.expect_download() as again:
        page.get_by_role("link", name="hhlab-answers-ada.json").click()
    assert json.loads(again.value.path().read_text("utf-8")) == held


def test_a_guest_is_told_to_sign_in_before_handing_in(page, lab):
    show(page, lab, "hhlab.hand_in()")
    page.get_by_role("button", name="Hand in …").click()
    expect(page.get_by_role("status").filter(has_text="Sign in on a card first")).to_be_visible()


def test_on_a_narrow_screen_all_of_it_is_within_reach(browser, lab):
    with watched(browser, lab) as page:
        show(page, lab, 'hhlab.sheet("L01")', "hhlab.hand_in()")
        command(page, "application:toggle-left-area")
        page.set_viewport_size({"width": 400, "height": 700})
        page.wait_for_timeout(1000)
        beyond = "all => all.filter(x => x.getBoundingClientRect().right > innerWidth).map(x => x.outerHTML)"
        assert page.locator(".hhlab-card").locator("button, input, .hhlab-who").evaluate_all(beyond) == []


def test_who_is_at_work_costs_a_card_no_more_than_a_line(page, lab):
    show(page, lab, 'hhlab.sheet("L01")')
    row = page.locator(".hhlab-identity").first
    check = card_of(page, AREA).get_by_role("button", name="Check")
    # it stands in the line of the buttons
    assert abs(row.bounding_box()["y"] - check.bounding_box()["y"]) < 10
