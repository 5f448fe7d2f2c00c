"""A student keeps the variant of the first day: other numbers would be another question."""

import frozen
import pytest

from hhlab.exercises.bank import exercises
from hhlab.exercises.variants import variant

CHANGED = """The numbers that students get in {name} are no longer those of the last release.
A class that is half-way through would find its answers gone: they belong to other numbers.
If that was not meant, put `given` or `options` of the exercise back: their values and their order count.
If it was, or the exercise is new, run `PYTHONPATH=tests/unit .venv/bin/python -m frozen`, and name the
exercise in CHANGELOG.md, so that teachers take the new version between two courses."""


@pytest.mark.parametrize("name", sorted({*exercises(), *frozen.read()}))
def test_variants_are_those_of_the_last_release(name):
    if name in exercises():
        assert frozen.read().get(name) == frozen.digests()[name], CHANGED.format(name=name)
    else:
        pytest.fail(CHANGED.format(name=name))


def test_variants_are_those_of_the_first_day():
    area = exercises()["L01.area"]
    assert {name: variant(area, name, "hhlab") for name in ("guest", "ada", "grace")} == {
        "guest": {"L": 8.0, "diam": 16.0},
        "ada": {"L": 20.0, "diam": 8.0},
        "grace": {"L": 10.0, "diam": 5.0},
    }
    assert variant(area, "ada", "physiology-2027") != variant(area, "ada", "hhlab")


def test_another_value_in_front_or_another_option_would_be_noticed(monkeypatch):
    before = frozen.digests()
    area, ions = exercises()["L01.area"], exercises()["L01.ions"]
    monkeypatch.setitem(area.given, "L", area.given["L"][::-1])
    monkeypatch.setitem(ions.options, "new", "a new one")
    after = frozen.digests()
    assert {name for name in before if before[name] != after[name]} == {"L01.area", "L01.ions"}
