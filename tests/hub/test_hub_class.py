"""A class is played through on a hub, in a real browser."""

import csv
import json
import sys
from pathlib import Path

from playwright.sync_api import expect

from conftest import run, wait_for

SHEET = ["import hhlab", 'hhlab.sheet("L01")']
PASSWORD = "/hub/password"


def write(there, student, name, cells):
    """Write a notebook into a student's folder."""
    code = [
        {"cell_type": "code", "id": f"cell-{i}", "source": cell, "metadata": {}, "outputs": []}
        | {"execution_count": None}
        for i, cell in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    there.python(student, f"open('/home/jovyan/work/{name}', 'w').write({json.dumps(content)!r})")


def key_of(there, name):
    """Give the key that somebody's lab has."""
    return there.python(name, "import os; print(os.environ['JUPYTERHUB_API_TOKEN'])").strip()


def run_all(page):
    """Run a notebook as a student does: by the menu, once there is a kernel."""
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Python 3 (ipykernel) | Idle", timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def test_a_student_signs_in_has_the_lessons_and_an_answer_is_kept_under_her_name(there, person):
    page = person("ada")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    assert page.url.startswith(f"{there.site}/user/ada/lab")
    write(there, "ada", "sheet.ipynb", SHEET)
    page.goto(f"{there.site}/user/ada/lab/tree/sheet.ipynb?reset")
    run_all(page)
    card = page.get_by_role("group", name="L01.area · How much membrane?")
    card.get_by_role("textbox", name="Answer [µm²]").fill("1234")
    card.get_by_role("button", name="Check").click()
    expect(card.get_by_role("status")).to_contain_text("Not yet.")
    card.get_by_role("button", name="I am stuck").click()
    expect(card.get_by_role("button", name="No longer stuck")).to_be_visible()
    kept = there.python(
        "ada", "import json; from hhlab.exercises import store; print(json.dumps(store.load('ada')))"
    )
    assert json.loads(kept)["exercises"]["L01.area"]["answers"][-1]["answer"] == "1234"


def test_who_teaches_sees_the_class_and_gets_into_nobodys_lab(there, person):
    page = person("hodgkin", to="/hub/admin")
    expect(page.get_by_text("ada", exact=True).first).to_be_visible()
    assert page.goto(f"{there.site}/services/room/").status == 200
    # what Ada did in the test above has come, and is a number before it is a name
    expect(page.get_by_role("listitem").filter(has_text="have begun")).to_contain_text("1")
    expect(page.get_by_role("listitem").filter(has_text="ask for help")).to_contain_text("1")
    assert "ada" not in page.locator("main").inner_text().lower().split()
    assert page.goto(f"{there.site}/user/ada/lab").status in (403, 404)
    page = person("ada", to=PASSWORD)
    expect(page.locator("#old")).to_be_visible()
    for closed in ("/services/room/", "/hub/admin", "/user/grace/lab", "/user/grace/api/contents"):
        assert page.goto(there.site + closed).status in (403, 404), closed


def test_only_who_is_on_the_roster_gets_in_and_passwords_change(there, person):
    for name, password in [("ada", "wrong"), ("nobody", "wrong"), ("huxley", there.passwords["ada"])]:
        page = person(name, password)
        expect(page.locator(".login_error")).to_be_visible()
    assert there.ask("/hub/signup")[0] == 404

    page = person("grace", to=PASSWORD)

    def change(old, new, again=None):
        page.goto(there.site + PASSWORD)
        page.fill("#old", old)
        page.fill("#new", new)
        page.fill("#again", again or new)
        page.get_by_role("button", name="Change it").click()
        return page.locator("[role=alert], [role=status]")

    old = there.passwords["grace"]
    expect(change("wrong", "correct horse")).to_contain_text("old password is not right")
    expect(change(old, "short")).to_contain_text("too short")
    expect(change(old, "correct horse", "correct house")).to_contain_text("in two ways")
    expect(change(old, "correct horse")).to_contain_text("Changed.")
    expect(person("grace", old).locator(".login_error")).to_be_visible()
    expect(person("grace", "correct horse", to=PASSWORD).locator("#old")).to_be_visible()
    # by whoever runs the hub: a forgotten one
    new = there.run("users", RENEW="grace").strip().rpartition(",")[2]
    there.passwords["grace"] = new
    expect(person("grace", to=PASSWORD).locator("#old")).to_be_visible()
    kept = there.python("hub", "print(open('/srv/hub/roster.json').read())")
    assert new not in kept and "correct horse" not in kept


def test_a_roster_with_a_slip_changes_nothing(there, tmp_path):
    for slip in ("newton\nAda Lovelace\n", "newton,professor\n", "../ada\n"):
        (tmp_path / "slip.csv").write_text(slip)
        said = there.run("users", check=False, FROM=str(tmp_path / "slip.csv"))
        assert "The list is as it was" in said and "Traceback" not in said
    assert "newton" not in there.run("users")


# of a slider; aria-valuenow has one decimal only
SHOWN = "aria-valuetext"
LECTURE = "/services/room/api/lecture"
EXPLORER = """
import hhlab
def run(amp=0.1):
    return hhlab.simulate(clamp=hhlab.CurrentClamp(amp=amp))
hhlab.explore(run, amp=(0.0, 0.4))
"""


def test_the_class_votes_talks_and_votes_again_on_laptop_and_phone(there, person):
    # by the address on the projector, where no lab is open
    teacher, student = person("hodgkin", to="/services/room/lead"), person("ada", to="/services/room/v")
    student.set_viewport_size({"width": 390, "height": 844})
    expect(student.get_by_text("No vote is open")).to_be_visible()
    expect(teacher.get_by_role("img", name="QR code")).to_be_visible()
    teacher.get_by_label("Question").select_option("L01.ions")
    teacher.get_by_role("button", name="Begin the vote").click()
    for answer, step in (("na and k", "End this vote now"), ("none", "End this vote now")):
        student.get_by_role("radio", name=answer, exact=True).check()
        student.get_by_role("button", name="Vote", exact=True).click()
        expect(student.get_by_text("Your vote is in")).to_be_visible()
        expect(teacher.locator("#voted")).to_have_text("1")
        # nobody sees what was voted
        assert teacher.locator("#counts").is_hidden() and student.locator("#counts").is_hidden()
        teacher.get_by_role("button", name=step).click()
        if answer == "na and k":
            expect(student.get_by_text("Talk to your neighbour")).to_be_visible()
            teacher.get_by_role("button", name="Vote again").click()
    for page in (teacher, student):
        expect(page.locator("#counts tr").filter(has_text="none (right)")).to_contain_text("1 (100 %)")
    expect(teacher.get_by_text("Of 1 who voted twice, 1 changed their minds.")).to_be_visible()
    # not wider than a phone
    assert student.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_students_slider_follows_the_teachers_and_is_let_go(there, person):
    pages = {}
    for name in ("hodgkin", "ada"):
        there.start(name)
        write(there, name, "lecture.ipynb", [EXPLORER])
        pages[name] = person(name, to=f"/user/{name}/lab/tree/lecture.ipynb?reset")
    for page in pages.values():
        run_all(page)
    teacher, student = pages["hodgkin"], pages["ada"]
    student.get_by_role("button", name="Follow the lecture").click()
    teacher.get_by_role("button", name="Lead the class").click()
    leads, follows = (page.get_by_role("slider").first for page in (teacher, student))
    before = follows.get_attribute(SHOWN)
    leads.press("PageUp")
    expect(leads).not_to_have_attribute(SHOWN, before)
    moved = leads.get_attribute(SHOWN)
    expect(follows).to_have_attribute(SHOWN, moved)
    student.get_by_role("button", name="Following: let go").click()
    expect(student.get_by_role("button", name="Follow the lecture")).to_be_visible()
    leads.press("PageUp")
    expect(leads).not_to_have_attribute(SHOWN, moved)
    further = leads.get_attribute(SHOWN)
    wait_for(lambda: further in there.ask(LECTURE, token=key_of(there, "ada"))[1])
    teacher.wait_for_timeout(500)
    expect(follows).to_have_attribute(SHOWN, moved)


def test_of_labs_a_teachers_alone_may_lead_and_none_is_a_teacher(there):
    """By the key that each lab has: it leads with what the hub says of its owner, and opens no page."""
    there.start("hodgkin")
    says = {"explorer": None, "values": {}}
    assert there.ask(LECTURE, "POST", key_of(there, "ada"), **says)[0] == 403
    assert there.ask(LECTURE, "POST", key_of(there, "hodgkin"), **says)[0] == 200
    for page in ("", "lead", "votes.csv"):
        assert there.ask(f"/services/room/{page}", token=key_of(there, "hodgkin"))[0] in (403, 405)
    there.stop("hodgkin")


def test_the_lesson_ends_with_everybodys_marks_and_a_report_of_the_class(there, person, tmp_path):
    """As the teacher does it: one zip from the room's page, and hhlab-grade."""
    page = person("hodgkin", to="/services/room/")
    with page.expect_download() as answers:
        page.get_by_role("button", name="all answers, for hhlab-grade").click()
    answers.value.save_as(tmp_path / "answers.zip")
    grade, marks, report = Path(sys.executable).with_name("hhlab-grade"), "marks.csv", "report"
    run(grade, "answers.zip", "--out", marks, "--report", report, "--quiet", cwd=tmp_path)
    rows = csv.DictReader((tmp_path / marks).read_text("utf-8-sig").splitlines())
    (ada,) = [row for row in rows if "ada" in row.values()]
    assert ada["L01.area"] == "0"
    page.goto((tmp_path / report / "report.html").as_uri())
    expect(page.get_by_role("heading").first).to_be_visible()
    expect(page.locator("body")).to_contain_text("L01.area")
    # who it was is in the table of marks; the page of the report names nobody unless asked
    assert "ada" not in page.locator("body").inner_text().lower().split()
    # and that all answers were taken can be read by whom they are of
    expect(person("ada", to="/services/room/kept").locator("main")).to_contain_text("all answers, for marks")
