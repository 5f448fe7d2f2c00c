"""The cells of the teacher's guide, as nbgrader and otter mark them: a right answer and a wrong one."""

import csv
import json
import os
import re
import subprocess
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from solutions import solutions

from hhlab.exercises.bank import find
from hhlab.exercises.variants import variant

ROOT = Path(__file__).parents[2]
BIN = ROOT / ".venv" / "autograders" / "bin"
GUIDE = (ROOT / "teacher" / "README.md").read_text("utf-8")
EXERCISE = "L06.rheobase"
AUTOGRADER = "autograder.zip"
HINT = "That is not within the tolerance."
STUDENTS = {"ada": 1.0, "grace": 2.0}  # how many times the right value each of them answers


def cell(naming):
    """Give the block of Python in the teacher's guide that holds some words."""
    (found,) = (block for block in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL) if naming in block)
    return found


def run(folder, *command):
    """Run a command of the graders' environment, and give what it says."""
    done = subprocess.run(
        [BIN / command[0], *command[1:]],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PATH": f"{BIN}:{os.environ['PATH']}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def answers():
    """Give the line that each student writes."""
    right, exercise = solutions()[EXERCISE].right, find(EXERCISE)
    return {
        name: f"rheobase = {factor * right(**variant(exercise, name, 'hhlab'))}"
        for name, factor in STUDENTS.items()
    }


def notebook(*cells):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=list(cells), metadata={"kernelspec": kernel})


def write(path, book):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)


def marked(source, **options):
    """Give a cell with nbgrader's marks."""
    usual = {"schema_version": 3, "grade": False, "solution": False, "locked": False, "task": False}
    return new_code_cell(source, metadata={"nbgrader": usual | options})


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Give the folder of an nbgrader course in which two students were marked."""
    folder = tmp_path_factory.mktemp("nbgrader")
    (folder / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "hh"\n')
    begin, end = "### BEGIN SOLUTION", "### END SOLUTION"
    write(
        folder / "source" / "ps1" / "threshold.ipynb",
        notebook(
            marked("import hhlab\n\nstudent_id = None", grade_id="who", solution=True),
            marked(f"{begin}\nrheobase = 0.01\n{end}", grade_id="answer", solution=True),
            marked(cell("student_id"), grade_id="test", grade=True, locked=True, points=2),
        ),
    )
    run(folder, "nbgrader", "generate_assignment", "ps1")
    release = folder / "release" / "ps1" / "threshold.ipynb"
    for student, answer in answers().items():
        book = nbformat.read(release, as_version=4)
        assert "0.01" not in book.cells[1].source
        book.cells[0].source = f"import hhlab\n\nstudent_id = {student!r}"
        book.cells[1].source = answer
        write(folder / "submitted" / student / "ps1" / "threshold.ipynb", book)
    run(folder, "nbgrader", "autograde", "ps1")
    return folder


def test_nbgrader_gives_the_points_to_the_right_answer_alone(course):
    run(course, "nbgrader", "export")
    with (course / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    found = {name: (float(row["score"]), float(row["max_score"])) for name, row in rows.items()}
    assert found == {"ada": (2.0, 2.0), "grace": (0.0, 2.0)}


def test_nbgraders_feedback_shows_the_hint(course):
    run(course, "nbgrader", "generate_feedback", "ps1")
    folder = course / "feedback"
    pages = {name: (folder / name / "ps1" / "threshold.html").read_text("utf-8") for name in STUDENTS}
    assert HINT in pages["grace"] and HINT not in pages["ada"]


@pytest.fixture(scope="module")
def assignment(tmp_path_factory):
    """Give a folder with otter's test of the guide, its autograder, and a notebook of each student."""
    folder = tmp_path_factory.mktemp("otter")
    (folder / "tests").mkdir()
    (folder / "tests" / "q1.py").write_text(cell("OK_FORMAT"), encoding="utf-8")
    for student, answer in answers().items():
        sign_in = f"import hhlab\nimport otter\n\ngrader = otter.Notebook()\nhhlab.sign_in({student!r})"
        book = notebook(*map(new_code_cell, (sign_in, answer, 'grader.check("q1")')))
        write(folder / f"{student}.ipynb", book)
    run(folder, "otter", "generate", "-t", "tests", "-o", AUTOGRADER, "--no-environment")
    return folder


def test_otter_gives_the_points_to_the_right_answer_alone(assignment):
    assert zipfile.is_zipfile(assignment / AUTOGRADER)
    found = {}
    for student in STUDENTS:
        out = assignment / f"results-{student}"
        out.mkdir()
        run(assignment, "otter", "run", "-a", AUTOGRADER, "-o", str(out), f"{student}.ipynb")
        tests = json.loads((out / "results.json").read_text("utf-8"))["tests"]
        (found[student],) = [(test["score"], test["max_score"]) for test in tests if "q1" in test["name"]]
    assert found == {"ada": (1.0, 1.0), "grace": (0.0, 1.0)}


def test_otters_check_in_the_notebook_answers_with_the_hint(assignment):
    shown = {}
    execute = ("jupyter", "nbconvert", "--execute", "--to", "notebook", "--output")
    for student in STUDENTS:
        name = f"{student}-run.ipynb"
        run(assignment, *execute, name, f"{student}.ipynb")
        shown[student] = json.dumps(nbformat.read(assignment / name, as_version=4).cells[-1].outputs)
    assert "passed" in shown["ada"] and HINT not in shown["ada"]
    assert HINT in shown["grace"]
