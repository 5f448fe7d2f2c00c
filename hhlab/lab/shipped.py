"""What hhlab has ever shipped: by it a lesson that nobody has edited is known in a folder without a record.

The table is made by ``make shipped`` from the history of the repository.
"""

import json
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("shipped.json")
# for each cell
LETTERS = 6


def names():
    """Give the names of all files that hhlab ever shipped, as a set."""
    return set(_table()["files"])


def versions(name):
    """Give the digests that a lesson ever had, and the version of hhlab in which each was the last."""
    return _table()["files"].get(name, {})


def was_edited_from(cells, now):
    """Say whether a lesson that a student has edited is the one of now, and no earlier one.

    Parameters
    ----------
    cells, now : set of str
        The cells of the student's file and of the lesson, as `lesson_files.cells_of` gives them.

    Returns
    -------
    bool
        They share half of it at least, and nothing in the student's is from a lesson of before.
    """
    before = _table()["cells"]
    retired = {before[k : k + LETTERS] for k in range(0, len(before), LETTERS)} - now
    return 2 * len(cells & now) >= len(now) and not cells & retired


@cache
def _table():
    return json.loads(TABLE.read_text("utf-8"))
