"""Functions such as students write are copied with what their notebook holds, and give what it shows."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import students

START = students.START
USING = """def run(amp=0.1):
    return Recording(t=[0, 1], v=[amp, len(repr(held))])


explorer = explore(run, amp=(0.0, 0.5))
assert not explorer._scope.tools["script"]
try:
    explorer.script()
except ValueError as error:
    print(error)"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What differs from the screen, by the name of a script's file."""
    command = [sys.executable, "-W", "error", Path(students.__file__), tmp_path_factory.mktemp("scripts")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", students.NOTEBOOKS)
def test_the_script_gives_what_the_notebook_shows(found, name):
    assert found[f"{name}.py"] == ""


@pytest.mark.parametrize("name", students.HELD)
def test_what_no_script_can_hold_leaves_no_button_and_is_named_in_code(name, tmp_path):
    text = "\n\n".join([START, students.HELD[name], USING])
    path = tmp_path / "notebook.py"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-W", "ignore", path]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "The function uses held, which only the notebook holds" in done.stdout
