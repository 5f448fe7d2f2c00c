"""The page on adding an exercise, followed to the letter: what it shows works as it says."""

import re
import weakref
from pathlib import Path

import pytest
import solutions

import hhlab
from hhlab.exercises import bank, students
from hhlab.exercises.judging import judge
from hhlab.exercises.variants import variant

PAGE = (Path(__file__).parents[2] / "docs" / "exercises.md").read_text("utf-8")


@pytest.fixture
def followed(tmp_path, monkeypatch):
    """Write the page's files beside the bank and the solutions, and give the example's id."""
    for package, place in ((bank, "hhlab/exercises/bank"), (solutions, "teacher/solutions")):
        (text,) = re.findall(rf"`{place}/l20\.py`:\n\n```python\n(.*?)```", PAGE, flags=re.DOTALL)
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "l20.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / place)])
    monkeypatch.setenv("HHLAB_ANSWERS", str(tmp_path))
    # the example's card is not to be among those that sign in later, when the example is gone
    monkeypatch.setattr(students, "on_the_screen", weakref.WeakSet())
    bank.exercises.cache_clear()
    yield "L20.just-enough"
    bank.exercises.cache_clear()


def test_the_example_of_the_page_works_as_the_page_says(followed):
    exercise, solution = bank.find(followed), solutions.solutions()[followed]
    for student in ("ada", "grace", "lise"):
        given = variant(exercise, student, "hhlab")
        for code in [code for code in exercise.ladders if code != "start"]:
            assert judge(followed, given, solution.planted(code, given, exercise.unit)).code == code
    shown = [line for line in PAGE.splitlines() if line.startswith("hhlab.") and followed in line]
    assert len(shown) == 2 and [repr(card) for card in hhlab.sheet("L20").children[:1]] == [
        f"Exercise {followed}: Just enough (2 marks)"
    ]
