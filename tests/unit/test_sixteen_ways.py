"""Sixteen ways of cheating with files, each tried: what it earns, and what the teacher is shown.

teacher/README.md has the table. What is tried elsewhere: every option, blind numbers and the search by "too
low" in test_guessing.py; lists of the mystery's names, a friend's file renamed, copied texts and sabotage in
test_sixty_kinds.py; other courses, other numbers, HTML and formulas in test_grading.py.
"""

import csv
import json
import re

import classes
import pytest
from test_sixty_kinds import COURSE, TEXT, entry, file2, says

from hhlab.exercises.bank import exercises
from hhlab.exercises.judging import judge
from hhlab.exercises.variants import variant
from hhlab.grading.command import main

AREA = "L01.area"


@pytest.fixture
def grade(tmp_path, monkeypatch):
    """Give a function that marks files by (uploader, file): rows by student, and what is irregular."""

    # the command sets it, and the next test is of another course
    monkeypatch.setenv("HHLAB_COURSE_FOLDER", str(tmp_path))

    def graded(*files, settings=""):
        students = ["eve", "friend"]
        (tmp_path / "roster.csv").write_text(
            "id,name\n" + "\n".join(f"{one},Name {one}" for one in students), encoding="utf-8"
        )
        (tmp_path / "course.toml").write_text(f'name = "{COURSE}"\n{settings}', encoding="utf-8")
        for number, (uploader, file) in enumerate(files):
            place = tmp_path / "in" / f"Name {uploader}_{number}_assignsubmission_file_"
            place.mkdir(parents=True)
            name = f"hhlab-answers-{file['student']}.json"
            (place / name).write_text(json.dumps(file), encoding="utf-8")
        main(
            [
                *(str(tmp_path / "in"), "--roster", str(tmp_path / "roster.csv"), "--quiet"),
                *("--course", str(tmp_path / "course.toml"), "--out", str(tmp_path / "marks.csv")),
                *("--report", str(tmp_path / "report")),
            ]
        )
        rows = {}
        for name, head in (("marks.csv", "id"), ("report/students.csv", "id")):
            with (tmp_path / name).open(encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    rows.setdefault(row[head], {}).update(row)
        with (tmp_path / "report" / "irregular.csv").open(encoding="utf-8-sig", newline="") as file:
            irregular = list(csv.reader(file))[1:]
        return rows, irregular

    return graded


def answered(student, *answers):
    return file2(student, *((AREA, entry(AREA, student, one, i)) for i, one in enumerate(answers)))


def test_the_check_asked_in_secret_finds_the_answer_and_it_counts(grade):
    given = variant(exercises()[AREA], "eve", COURSE)
    # the student has the code that checks, and need not press Check to ask it
    found = next(x for i in range(2000) if judge(AREA, given, x := 1.005**i).code == "right")
    rows, irregular = grade(("eve", answered("eve", found)))
    assert rows["eve"][AREA] == "1" and rows["eve"]["first-try rate"] == "1"
    assert [where for where, _ in irregular] == ["friend"]


def test_a_forged_file_counts_and_nothing_shows_it(grade):
    forged = answered("eve", says(AREA, "eve"))
    rows, irregular = grade(("eve", forged))
    assert rows["eve"][AREA] == "1" and [where for where, _ in irregular] == ["friend"]


def test_a_date_that_was_put_back_counts(grade):
    late = '[[deadline]]\nat = 2027-01-01T00:00:00\nlate = [["1d", 0.5]]\n'
    honest = answered("eve", says(AREA, "eve"))
    rows, irregular = grade(("eve", honest), settings=late)
    assert rows["eve"][AREA] == "0" and any("after the deadline" in what for _, what in irregular)


def test_a_date_that_was_put_back_hides_lateness(grade):
    late = '[[deadline]]\nat = 2027-01-01T00:00:00\nlate = [["1d", 0.5]]\n'
    forged = file2("eve", (AREA, entry(AREA, "eve", says(AREA, "eve"), time="2026-12-31T10:00:00+00:00")))
    rows, irregular = grade(("eve", forged), settings=late)
    assert rows["eve"][AREA] == "1" and [where for where, _ in irregular] == ["friend"]


def test_whoever_signs_in_as_a_friend_is_shown_and_harms_nobody(grade):
    own, foreign = answered("friend", says(AREA, "friend")), answered("friend", 1.0, 2.0, 3.0)
    rows, irregular = grade(("friend", own), ("eve", foreign))
    assert rows["friend"][AREA] == "1" and not rows["eve"][AREA]
    assert any("in the name of 'friend', but uploaded by 'Name eve'" in what for _, what in irregular)


def test_a_hint_and_then_its_answer_counts_and_the_hints_are_counted(grade):
    rungs = [(AREA, entry(AREA, "eve", rung, 0, kind="rung")) for rung in ("start:0", "start:1")]
    rows, _ = grade(("eve", file2("eve", *rungs, (AREA, entry(AREA, "eve", says(AREA, "eve"), 1)))))
    assert rows["eve"][AREA] == "1" and rows["eve"]["hints"] == "2"


def test_marks_in_a_file_count_nothing(grade):
    file = answered("eve", 1.0) | {"marks": {AREA: 100}, "total": 100, "code": "right"}
    for one in file["exercises"][AREA]["answers"]:
        one |= {"code": "right", "marks": 1, "earned": 1, "right": True, "number": 1}
    rows, _ = grade(("eve", file))
    assert rows["eve"][AREA] == "0"


def test_a_text_of_a_friend_is_read_beside_the_friends(grade, tmp_path):
    words = "I would write twenty-one, for the finer method is right, and dt beside it."
    one = file2("friend", (TEXT, entry(TEXT, "friend", words, 0)))
    other = file2("eve", (TEXT, entry(TEXT, "eve", words.replace(",", "") + " Truly.", 5)))
    grade(("friend", one), ("eve", other))
    assert "2 are alike" in (tmp_path / "report" / "texts.html").read_text("utf-8")


def test_the_page_has_an_answer_to_each_way():
    page = (classes.ROOT / "teacher" / "README.md").read_text("utf-8")
    table = page.partition("## What a file can prove")[2].partition("\n## ")[0]
    assert len(re.findall(r"^\| \d+ \|", table, flags=re.MULTILINE)) == 16
