"""What only the teacher has: the key of choices that no run decides, and marks given by hand to texts."""

import tomllib
from pathlib import Path

from ..exercises.bank import exercises
from .roster import csv_rows


def read_keys(path):
    """Give the keys of a TOML file, by exercise id: ``right``, and ``codes`` that name wrong options.

    Raises
    ------
    OSError, ValueError
        It cannot be read, or it names an exercise or an option that is not there.
    """
    try:
        keys = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{Path(path).name} is no TOML: {error}") from None
    for exercise_id, key in keys.items():
        exercise = exercises().get(exercise_id)
        if exercise is None or exercise.kind != "choice" or exercise.check is not None:
            raise ValueError(f"{Path(path).name}: {exercise_id!r} is no choice that needs a key.")
        for option in (key.get("right"), *key.get("codes", {})):
            if option not in exercise.options:
                known = ", ".join(exercise.options)
                raise ValueError(
                    f"{Path(path).name}: {exercise_id} has no option {option!r}; it has: {known}."
                )
    return keys


def read_texts(path):
    """Give the marks that were written into the column ``marks`` of a texts.csv, by (student, exercise id).

    Raises
    ------
    OSError, ValueError
        It cannot be read, or a mark is no number from 0 to the exercise's marks.
    """
    found, rows = {}, csv_rows(path)
    missing = {"id", "exercise", "marks"} - set(rows.fieldnames or ())
    if missing:
        raise ValueError(f"{Path(path).name} has no column {', '.join(sorted(missing))}.")
    for line, row in enumerate(rows, start=2):
        text = (row.get("marks") or "").strip().replace(",", ".")
        if not text:
            continue
        exercise = exercises().get(row.get("exercise"))
        try:
            marks = float(text)
            if not 0 <= marks <= exercise.marks:
                raise ValueError
        except (ValueError, AttributeError):
            of = f"0 to {exercise.marks}" if exercise else "an exercise that is there"
            raise ValueError(f"{Path(path).name}, line {line}: {text!r} is no mark from {of}.") from None
        found[row["id"], exercise.id] = marks
    return found
