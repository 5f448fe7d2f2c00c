"""The variants that students have, as one digest per exercise; `frozen.txt` holds those of the last release.

PYTHONPATH=tests/unit .venv/bin/python -m frozen    writes the file anew
"""

import json
from hashlib import sha256
from pathlib import Path

from hhlab.exercises.bank import exercises
from hhlab.exercises.variants import order, variant

FILE = Path(__file__).with_suffix(".txt")
STUDENTS = ("guest", "ada", "grace", "Łucja Óg", "s123@uni.example", *(f"student-{i}" for i in range(25)))
COURSES = ("hhlab", "physiology-2027")


def digests():
    """Give for each exercise a digest of the values and the order of options that some students have."""
    return {name: _digest(one) for name, one in exercises().items()}


def read():
    """Give the digests that were frozen."""
    return dict(line.split() for line in FILE.read_text("utf-8").splitlines())


def _digest(exercise):
    pairs = [(student, course) for student in STUDENTS for course in COURSES]
    drawn = [[variant(exercise, *pair), order(exercise, *pair)] for pair in pairs]
    return sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()[:16]


if __name__ == "__main__":
    FILE.write_text("".join(f"{name} {digest}\n" for name, digest in sorted(digests().items())), "utf-8")
