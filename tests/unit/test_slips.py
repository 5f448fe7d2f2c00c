"""The table of slips fits the tree: each can be planted, and what is to see it is there."""

import shlex
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "tests"))

from slips.table import SLIPS, planted  # noqa: E402

AREAS = {path.stem for path in (ROOT / "tests" / "slips" / "table").glob("[a-z]*.py")}


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.file}-{slip.text[:20]}")
def test_a_slip_can_be_planted(slip):
    whole = (ROOT / slip.file).read_text("utf-8")
    text = planted(slip, whole)
    assert text != whole
    if slip.file.endswith(".py"):
        compile(text, slip.file, "exec")  # a text that is no Python would be seen by anything
    if not slip.tests.startswith("$ "):
        assert (ROOT / "tests" / "unit" / shlex.split(slip.tests)[0]).is_file()


def test_there_are_slips_of_every_area_and_none_twice():
    assert len(SLIPS) >= 150
    assert {slip.area for slip in SLIPS} == AREAS
    assert max(Counter((slip.file, slip.text, slip.instead) for slip in SLIPS).values()) == 1
