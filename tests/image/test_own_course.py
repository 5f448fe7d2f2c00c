"""The page my-course/README.md with the image, step by step: a teacher's lessons and exercises in the lab."""

import json
import re
import subprocess
import uuid
from pathlib import Path

import pytest
from browsing import failures, open_notebook, run_all
from playwright.sync_api import expect

from conftest import IMAGE, ROOT, docker, wait_for

PAGE = (ROOT / "my-course" / "README.md").read_text("utf-8")
EXERCISE, *CELLS = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(THREE_LINES,) = re.findall(r"```dockerfile\n(.*?)```", PAGE, re.DOTALL)
LESSON = "P1_just_enough.ipynb"
ASKED = """
import hhlab
hhlab.sign_in("ada")
print(hhlab.sheet("P1"))
given = hhlab.exercise("P1.just-enough").desk.given
nA = hhlab.rheobase_nA(hhlab.Membrane(L=given["diam"], diam=given["diam"]))
print(hhlab.check("P1.just-enough", nA).code, hhlab.check("P1.why", "Too little current.").code)
"""


@pytest.fixture
def course(tmp_path):
    """A checkout's folder, as the page leads to it; whoever the container runs as may read it."""
    subprocess.run(["cp", "-r", ROOT / "my-course", tmp_path], check=True)
    folder = tmp_path / "my-course"
    (folder / "exercises" / "p1.py").write_text(EXERCISE, encoding="utf-8")
    code = [
        {
            "cell_type": "code",
            "id": f"c{i}",
            "metadata": {},
            "source": one,
            "outputs": [],
            "execution_count": None,
        }
        for i, one in enumerate(CELLS)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    lesson = {"cells": code, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (folder / "lessons" / LESSON).write_text(json.dumps(lesson), encoding="utf-8")
    for path in (tmp_path.parent.parent, tmp_path.parent, tmp_path):
        path.chmod(0o755)
    return folder


def mounted(course):
    return ["--volume", f"{course}:/course:ro"]


def answered(lab):
    with lab.kernel() as run:
        lines = run(ASKED).splitlines()
    return lines == ["Exercises of lesson P1", "right kept"]


def test_the_lesson_and_the_exercises_are_in_the_lab_without_a_build(course, start, browser):
    lab = start(*mounted(course), command=["--LabApp.expose_app_in_browser=True"])
    assert answered(lab)
    assert lab.exec("ls", LESSON, "01_first_spike.ipynb").split() == ["01_first_spike.ipynb", LESSON]
    assert "About the folder of your own course" not in lab.log()
    page = browser.new_page()
    open_notebook(page, lab, LESSON)
    run_all(page)
    assert failures(page) == []
    expect(page.get_by_role("group", name="P1.just-enough · Just enough")).to_have_count(2)
    page.close()


def test_nothing_can_be_written_there_and_no_key_or_solution_is(course, start):
    lab = start(*mounted(course))
    assert "Read-only file system" in lab.exec("sh", "-c", "touch /course/x 2>&1 || true")
    secret = "find / -xdev -name keys.toml -o -xdev -path '*solutions*' 2>/dev/null"
    found = lab.exec("sh", "-c", f"{secret}; find /course")
    files = ["README.md", "course.toml", "exercises/.gitkeep", "exercises/p1.py", "lessons/.gitkeep"]
    expected = {"", "/exercises", "/lessons", f"/lessons/{LESSON}", *(f"/{name}" for name in files)}
    assert set(found.split()) == {f"/course{name}" for name in expected}


def test_a_slip_in_the_settings_is_told_when_the_lab_starts_and_stops_nothing(course, start):
    (course / "course.toml").write_text('name = "x"\ncuonts = ["L01"]\n', encoding="utf-8")
    (course / "keys.toml").write_text("", encoding="utf-8")
    lab = start(*mounted(course))
    said = wait_for(
        lambda: re.search(r"About the folder of your own course.*?\n\n  The lab", lab.log(), re.DOTALL)
    )
    assert "course.toml, line 2" in said.group() and "Students can read keys.toml" in said.group()
    assert answered(lab)


def test_a_students_file_with_a_modules_name_is_not_run_when_the_lab_starts(course, volume, start):
    mounts = [*mounted(course), "--volume", f"{volume}:/home/jovyan/work"]
    lab = start(*mounts)
    lab.exec("sh", "-c", "echo 'print(\"A STUDENT IS HERE\")' > /home/jovyan/work/difflib.py")
    docker("stop", lab.name)
    again = start(*mounts).log()
    assert "STUDENT" not in again and "About the folder" not in again


def test_an_edited_lesson_stays_when_the_lab_starts_again(course, volume, start):
    keep = ["--volume", f"{volume}:/home/jovyan/work", *mounted(course)]
    first = start(*keep)
    first.exec("sh", "-c", f"echo edited >{LESSON}")
    docker("stop", first.name)
    assert start(*keep).exec("cat", LESSON) == "edited\n"


def test_an_image_of_three_lines_has_it_inside(course):
    assert len(THREE_LINES.strip().splitlines()) == 3
    (course / "Dockerfile").write_text(THREE_LINES.replace("FROM hhlab", f"FROM {IMAGE}"), encoding="utf-8")
    tag = f"hhlab-test-{uuid.uuid4().hex[:8]}"
    try:
        docker("build", "--tag", tag, str(course), timeout=300)
        said = docker("run", "--rm", tag, "python", "-c", ASKED, timeout=120)
        assert said.splitlines()[-2:] == ["Exercises of lesson P1", "right kept"]
    finally:
        docker("rmi", "--force", tag, check=False)


def test_compose_mounts_the_folder_for_reading_and_nothing_else_of_the_checkout():
    service = json.loads(docker("compose", "config", "--format", "json", cwd=ROOT))["services"]["lab"]
    binds = [one for one in service["volumes"] if one["type"] == "bind"]
    assert [(Path(one["source"]), one["target"], one["read_only"]) for one in binds] == [
        (ROOT / "my-course", "/course", True)
    ]
