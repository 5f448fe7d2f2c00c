"""A teacher's own exercises: modules in the folder ``exercises`` of the course, each like one of the bank."""

import re
import sys
import traceback
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from ..course import course_folder
from ..description import Exercise

ID = re.compile(r"[A-Z][A-Za-z0-9]*\.[a-z0-9]+(-[a-z0-9]+)*")


def own():
    """Give the exercises of the course's folder by id, and a sentence on each thing that is wrong there."""
    folder = course_folder()
    return _loaded(folder / "exercises") if folder else ({}, ())


@cache
def _loaded(folder):
    found, problems = {}, []
    for path in sorted(folder.glob("*.py")) if folder.is_dir() else ():
        if path.name.startswith(("_", ".")):
            continue
        try:
            for one in _exercises(path):
                if one.id in found:
                    raise ValueError(
                        f"another file beside it has an exercise {one.id!r} too, or this one has it twice"
                    )
                found[one.id] = one
        except ValueError as error:
            problems.append(f"{path.name}: {error}.")
    return found, tuple(problems)


def _exercises(path):
    """Give the exercises of one module.

    Raises
    ------
    ValueError
        It cannot be loaded, or what it holds are no exercises; the message says in which line.
    """
    # beside ours, so that what it imports may be written as in a module of the bank
    spec = spec_from_file_location(f"{__package__}.own_{path.stem}", path)
    module = sys.modules[spec.name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise ValueError(f"it is left out: {_told(error, path)}") from None
    exercises = getattr(module, "EXERCISES", None)
    if not isinstance(exercises, (tuple, list)) or not all(isinstance(one, Exercise) for one in exercises):
        raise ValueError("it is left out: it needs EXERCISES = (Exercise(...), ...), with a comma after each")
    for one in exercises:
        if not ID.fullmatch(one.id):
            raise ValueError(f"it is left out: {one.id!r} is no id such as 'P1.my-own'")
    return exercises


def _told(error, path):
    """Give what went wrong, and in which line of the file."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename) == path:
        return f"line {error.lineno}: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == str(path)]
    where = f"line {lines[-1]}: " if lines else ""
    return f"{where}{type(error).__name__}: {str(error) or 'no more is known'}"
