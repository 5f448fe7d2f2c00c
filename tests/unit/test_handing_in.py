"""The file to hand in, what is in it, and the marks so far."""

import json
import math

import pytest

import hhlab
from hhlab.exercises import shelf, store
from hhlab.exercises.classroom import Desk
from hhlab.exercises.tally import tally

SETTINGS = """
counts = ["L01", "L02.resistance"]
[points]
"L01.area" = 10
[[deadline]]
lesson = "L01"
at = 2026-01-01T00:00:00
late = [["9999d", 0.5]]
"""


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    for name in ("JUPYTERHUB_USER", "HHLAB_COURSE", "HHLAB_COURSE_FOLDER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HHLAB_ANSWERS", str(tmp_path))
    return tmp_path


@pytest.fixture
def settings(work, monkeypatch):
    def set_to(text):
        (work / "course.toml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("HHLAB_COURSE_FOLDER", str(work))

    return set_to


def right_area():
    given = Desk("L01.area").given
    return math.pi * given["L"] * given["diam"]


def rows():
    return {row.lesson: row for row in tally(store.load("ada"))}


def panel():
    one = hhlab.hand_in()
    return one, one.children[-1]


def files(work):
    return sorted(path.name for path in work.iterdir() if not path.name.startswith("."))


def test_the_button_makes_the_one_right_file_and_it_holds_all(work):
    hhlab.sign_in("S 1003")
    hhlab.check("L01.area", 1)
    hhlab.check("L06.rheobase", 0.5)
    one, status = panel()
    assert files(work) == [], "no file before the button"
    one.button.click()
    assert files(work) == ["hhlab-answers-s1003.json"]
    held = json.loads((work / "hhlab-answers-s1003.json").read_text("utf-8"))
    assert (held["student"], set(held["exercises"])) == ("S 1003", {"L01.area", "L06.rheobase"})
    (link,) = one._link.children
    assert link.file == "hhlab-answers-s1003.json" and json.loads(link.content) == held
    assert (status.kind, status.text[:33]) == ("right", "Hand in hhlab-answers-s1003.json.")


def test_a_guest_makes_no_file(work):
    hhlab.check("L01.area", 1)
    one, status = panel()
    one.button.click()
    assert files(work) == [] and one._link.children == ()
    assert status.text == "Sign in on a card first: the work of a guest is nobody's."


def test_who_comes_next_does_not_see_what_was_there(work):
    hhlab.sign_in("ada")
    hhlab.check("L01.area", 1)
    one, status = panel()
    one.button.click()
    hhlab.sign_in("grace")
    assert one._link.children == () and status.text == ""
    assert (
        "The work of grace" in one._overview.children[0].value
        and "L01" not in one._overview.children[0].value
    )
    assert files(work) == [], "nor does the file browser offer it"


def test_marks_so_far_are_those_of_the_courses_rules():
    hhlab.sign_in("ada")
    for answer in (1, 2, right_area()):
        hhlab.check("L01.area", answer)
    # the default: 1, 1, then 0.75 at the third try
    assert (rows()["L01"].answered, rows()["L01"].marks) == (1, 0.75)
    hhlab.check("L01.twenty-one", "it fires")
    assert (rows()["L01"].answered, rows()["L01"].waiting, rows()["L01"].marks) == (2, 1, 0.75)
    assert set(rows()) == {"L01"}


def test_what_counts_what_it_is_worth_and_what_is_late_are_the_courses(settings):
    settings(SETTINGS)
    hhlab.sign_in("ada")
    hhlab.check("L01.area", right_area())
    hhlab.check("L06.rheobase", 1)
    assert set(rows()) == {"L01", "L02"}, "what counts is named even if nothing is answered"
    assert (rows()["L01"].marks, rows()["L01"].late) == (5.0, 1)
    assert (rows()["L02"].exercises, rows()["L02"].answered, rows()["L02"].late) == (1, 0, 0)
    one, _ = panel()
    text = one._overview.children[0].value
    assert "1 late" in text and "5 of" in text


def test_answers_of_another_course_do_not_count_here(monkeypatch):
    hhlab.sign_in("ada")
    monkeypatch.setenv("HHLAB_COURSE", "another")
    hhlab.check("L01.area", right_area())
    monkeypatch.delenv("HHLAB_COURSE")
    assert rows() == {}
    monkeypatch.setenv("HHLAB_COURSE", "another")
    assert rows()["L01"].marks == 1


def test_what_a_guest_did_right_counts_by_the_numbers_that_were_shown():
    hhlab.check("L01.area", right_area())
    hhlab.sign_in("ada")
    assert rows()["L01"].marks == 1


def test_a_sheet_ends_with_it_and_works_nothing_out_before_it_is_asked():
    hhlab.sign_in("ada")
    last = hhlab.sheet("L01").children[-1]
    assert last.button.description == "Hand in …" and last._overview.children == ()
    assert repr(last) == "What you hand in, and your marks so far"


def test_a_file_that_cannot_be_read_is_said(work):
    path = shelf.path_of("ada")
    path.parent.mkdir(parents=True)
    path.write_text("{ broken", encoding="utf-8")
    hhlab.sign_in("ada")
    one, status = panel()
    one.button.click()
    assert status.kind == "error" and "does not hold answers of this hhlab" in status.text
    assert f'%mv "{path}" "hhlab-answers-ada.damaged"' in status.text
    assert path.read_text("utf-8") == "{ broken" and files(work) == []
