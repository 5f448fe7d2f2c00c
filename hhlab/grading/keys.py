"""What only the teacher has: the key of choices that no run decides."""

import tomllib
from pathlib import Path

from ..exercises.bank import exercises


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
