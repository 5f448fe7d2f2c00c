"""A course comes into a work folder whole and once: what a student made there is never touched."""

import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

SEED = Path(__file__).parents[2] / "container" / "seed"
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "# V in mV, 6,3 °C"},
        {
            "cell_type": "code",
            "metadata": {},
            "execution_count": 7,
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "21"}],
            "source": "print(21)",
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def course(tmp_path):
    course = tmp_path / "course"
    (course / "examples").mkdir(parents=True)
    (course / "01.ipynb").write_text(json.dumps(NOTEBOOK), encoding="utf-8")
    (course / "examples" / "ring.py").write_text("print('ring')\n", encoding="utf-8")
    for left_out in ("__pycache__", ".ipynb_checkpoints"):
        (course / left_out).mkdir()
        (course / left_out / "01.ipynb").write_text("{}", encoding="utf-8")
    return course


def seeded(course, work):
    command = [sys.executable, SEED, course, work]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def files(work):
    return sorted(path.relative_to(work).as_posix() for path in work.rglob("*") if not path.is_dir())


def test_every_file_comes_and_notebooks_without_outputs(course, tmp_path):
    done = seeded(course, tmp_path / "work")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert files(tmp_path / "work") == ["01.ipynb", "examples/ring.py"]
    assert (tmp_path / "work" / "examples" / "ring.py").read_text("utf-8") == "print('ring')\n"
    text, code = json.loads((tmp_path / "work" / "01.ipynb").read_text("utf-8"))["cells"]
    assert text == NOTEBOOK["cells"][0]
    assert code == NOTEBOOK["cells"][1] | {"outputs": [], "execution_count": None}


def test_what_a_student_changed_stays_and_what_was_removed_comes_back(course, tmp_path):
    work = tmp_path / "work"
    seeded(course, work)
    (work / "01.ipynb").write_text("my own", encoding="utf-8")
    (work / "examples" / "ring.py").unlink()
    assert seeded(course, work).returncode == 0
    assert (work / "01.ipynb").read_text("utf-8") == "my own"
    assert files(work) == ["01.ipynb", "examples/ring.py"]


def test_a_link_of_the_students_own_is_not_written_through(course, tmp_path):
    work = tmp_path / "work"
    work.mkdir()
    (work / "01.ipynb").symlink_to(tmp_path / "nowhere")
    assert seeded(course, work).returncode == 0
    assert (work / "01.ipynb").is_symlink()
    assert not (tmp_path / "nowhere").exists()


def test_one_that_cannot_be_copied_is_said_and_keeps_nobody_from_the_rest(course, tmp_path):
    (course / "00.ipynb").write_text("no notebook", encoding="utf-8")
    (course / "02.ipynb").write_text("{}", encoding="utf-8")
    done = seeded(course, tmp_path / "work")
    assert done.returncode == 1
    assert [line.split(" into ")[0] for line in done.stderr.splitlines()] == [
        "  Could not copy the lesson 00.ipynb",
        "  Could not copy the lesson 02.ipynb",
    ]
    assert files(tmp_path / "work") == ["01.ipynb", "examples/ring.py"]


def test_a_full_disk_leaves_no_half_lesson(course, tmp_path):
    long = NOTEBOOK | {"metadata": {"note": "x" * 100_000}}
    (course / "01.ipynb").write_text(json.dumps(long), encoding="utf-8")
    work = tmp_path / "work"
    # no file may grow beyond that: a disk with no room, and no more
    script = f"trap '' XFSZ; ulimit -f 16; exec '{sys.executable}' '{SEED}' '{course}' '{work}'"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "Could not copy the lesson 01.ipynb" in done.stderr
    assert files(work) == ["examples/ring.py"]


def test_a_start_that_is_killed_leaves_no_half_lesson(course, tmp_path):
    work = tmp_path / "work"
    os.mkfifo(course / "02.ipynb")  # on which it waits
    with subprocess.Popen([sys.executable, SEED, course, work]) as seed:
        began = time.monotonic()
        while not (work / "01.ipynb").exists():
            assert time.monotonic() - began < 60
            time.sleep(0.01)
        seed.kill()
    assert not (work / "02.ipynb").exists()
    assert json.loads((work / "01.ipynb").read_text("utf-8"))["nbformat"] == 4


def test_a_lesson_is_written_beside_its_place_and_then_takes_it(course, tmp_path):
    """Seen from the system's calls, which Python tells a hook of; the name of a lesson is never opened."""
    script = tmp_path / "watched.py"
    script.write_text(
        "import runpy, sys\n"
        "said = []\n"
        "sys.addaudithook(lambda event, given: said.append((event, *map(str, given)))"
        " if event in ('open', 'os.rename') else None)\n"
        f"sys.argv[:] = ['seed', {str(course)!r}, {str(tmp_path / 'work')!r}]\n"
        "try:\n"
        f"    runpy.run_path({str(SEED)!r}, run_name='__main__')\n"
        "except SystemExit:\n"
        "    pass\n"
        "print(*said, sep='\\n')\n",
        encoding="utf-8",
    )
    said = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60).stdout
    place = str(tmp_path / "work" / "01.ipynb")
    lines = [line for line in said.splitlines() if "01.ipynb" in line and str(tmp_path / "work") in line]
    assert [line.split("'")[1] for line in lines] == ["open", "os.rename"]
    assert f"'{place}'" not in lines[0]
    assert f"'{place}'" in lines[1]


def test_it_can_be_run_as_the_image_runs_it():
    assert SEED.stat().st_mode & stat.S_IXUSR
    done = subprocess.run([SEED, "one"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, "usage: seed SRC DEST\n")
