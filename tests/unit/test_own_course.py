"""A teacher's own folder: what its page says works, and nothing in it stops a lab."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hhlab.lab.course_copy import bring

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "my-course" / "README.md").read_text("utf-8")
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def course(tmp_path):
    """The folder as the page leads to it: an exercise, a lesson, and the settings as they come."""
    folder = tmp_path / "my-course"
    (folder / "exercises").mkdir(parents=True)
    (folder / "lessons").mkdir()
    (folder / "course.toml").write_bytes((ROOT / "my-course" / "course.toml").read_bytes())
    exercise, *cells = PYTHON
    (folder / "exercises" / "p1.py").write_text(exercise, encoding="utf-8")
    (folder / "lessons" / "P1_just_enough.ipynb").write_text(json.dumps(notebook(cells)), encoding="utf-8")
    return folder


def notebook(cells):
    code = [
        {
            "cell_type": "code",
            "id": f"c{i}",
            "metadata": {},
            "source": one,
            "outputs": [],
            "execution_count": 9,
        }
        for i, one in enumerate(cells)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def run(code, course, work):
    """What a kernel of the lab prints."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HHLAB", "JUPYTERHUB"))}
    env |= {"HHLAB_COURSE_FOLDER": str(course), "HHLAB_ANSWERS": str(work)}
    done = subprocess.run(
        [sys.executable, "-c", f"import hhlab\n{code}"], env=env, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_exercise_of_the_page_is_shown_and_answered(course, tmp_path):
    said = run(
        """
hhlab.sign_in("ada")
print(hhlab.sheet("P1"))
card = hhlab.exercise("P1.just-enough")
nA = hhlab.rheobase_nA(hhlab.Membrane(L=card.desk.given["diam"], diam=card.desk.given["diam"]))
for answer in (nA / 10, nA):
    card.answer = answer
    card.check_button.click()
    print(card.children[-1].text)
print(hhlab.check("P1.why", "Too little current."))
print(hhlab.check("L01.area", 1).code)
""",
        course,
        tmp_path,
    )
    lines = said.splitlines()
    assert lines[0] == "Exercises of lesson P1"
    assert lines[1].startswith("Not yet.") and lines[2].startswith("Right. A long step fires the cell")
    assert lines[3:] == ["Kept for your teacher.", "off"]


def test_the_settings_as_they_come_say_nothing_and_each_line_of_them_is_a_setting(course, tmp_path):
    asked = "from hhlab.exercises.course import course; from hhlab.exercises import roster; c = course()\n"
    assert run(f"{asked}print(c.name, c.problems, roster.notes())", course, tmp_path) == "hhlab () []\n"
    path = course / "course.toml"
    path.write_text(
        re.sub(r"(?m)^# (?=[\[\"a-z])(?!the|what|[a-z]+ you)", "", path.read_text("utf-8")), "utf-8"
    )
    (course / "roster.csv").write_text("id,name\nada,Ada Lovelace\n", encoding="utf-8")
    said = run(
        f"{asked}print(c.name, c.counts, c.direction_after, len(c.deadlines), c.problems)", course, tmp_path
    )
    assert said == "physiology-2027 ('L01', 'L06.rheobase', 'P1') 2 1 ()\n"


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        ("EXERCISES = (", "p1.py"),
        ("1 / 0", "ZeroDivisionError"),
        ("import no_such_module", "no_such_module"),
        ("EXERCISES = 7", "it needs EXERCISES"),
        ("raise SystemExit", "p1.py"),
    ],
)
def test_a_slip_in_an_exercise_is_told_on_cards_and_stops_nothing(course, tmp_path, slip, said):
    (course / "exercises" / "p1.py").write_text(f"{slip}\n", encoding="utf-8")
    told = run(
        """
card = hhlab.exercise("L01.area")
print(card._identity.above.children[0].value)
print(hhlab.check("L01.area", 1).code)
try:
    hhlab.sheet("P1")
except ValueError as error:
    print(error)
""",
        course,
        tmp_path,
    )
    on_card, code, on_sheet = told.splitlines()
    assert said in on_card and said in on_sheet and code == "off"


def banner(course, tmp_path):
    env = os.environ | {"HHLAB_COURSE_FOLDER": str(course), "HHLAB_ANSWERS": str(tmp_path)}
    command = [sys.executable, "-m", "hhlab.exercises.roster"]
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120).stdout


def test_keys_and_solutions_in_the_folder_are_told_to_the_teacher(course, tmp_path):
    assert banner(course, tmp_path).strip() == ""
    (course / "keys.toml").write_text("", encoding="utf-8")
    (course / "exercises" / "solutions").mkdir()
    assert "Students can read keys.toml: move it out" in banner(course, tmp_path)
    assert "Students can read exercises/solutions: move it out" in banner(course, tmp_path)


def test_nothing_of_the_teachers_is_in_the_folder_that_students_see():
    files = {path.relative_to(ROOT / "my-course").as_posix() for path in (ROOT / "my-course").rglob("*")}
    assert files == {
        "README.md",
        "course.toml",
        "exercises",
        "exercises/.gitkeep",
        "lessons",
        "lessons/.gitkeep",
    }
    compose = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert re.findall(r"- (\S+:/\S+)$", compose, re.MULTILINE) == [
        "work:/home/jovyan/work",
        "./my-course:/course:ro",
    ]


def test_its_lessons_come_first_and_an_edited_one_is_never_written_over(course, tmp_path):
    work = tmp_path / "work"
    (course / "lessons" / "06_threshold.ipynb").write_text(json.dumps(notebook(["mine"])), encoding="utf-8")
    (course / "lessons" / "figures").mkdir()
    (course / "lessons" / "figures" / "cell.png").write_bytes(b"png")
    (course / "lessons" / ".gitkeep").write_bytes(b"")

    def start():
        assert bring([course / "lessons", ROOT / "notebooks"], work).trouble == []

    start()
    assert (work / "P1_just_enough.ipynb").exists() and (work / "figures" / "cell.png").exists()
    assert (work / "01_first_spike.ipynb").exists() and not (work / ".gitkeep").exists()
    mine = json.loads((work / "06_threshold.ipynb").read_text("utf-8"))
    assert [cell["source"] for cell in mine["cells"]] == ["mine"] and mine["cells"][0][
        "execution_count"
    ] is None
    (work / "P1_just_enough.ipynb").write_text("edited", encoding="utf-8")
    corrected = json.dumps(notebook(["corrected"]))
    (course / "lessons" / "P1_just_enough.ipynb").write_text(corrected, encoding="utf-8")
    start()
    assert (work / "P1_just_enough.ipynb").read_text("utf-8") == "edited"
    assert (work / "P1_just_enough (new).ipynb").exists()


def test_a_folder_that_is_not_there_has_no_lessons(tmp_path):
    news = bring([tmp_path / "none", tmp_path / "neither"], tmp_path / "work")
    assert news.lines == []
    assert [path.name for path in (tmp_path / "work").iterdir()] == [".hhlab"]
