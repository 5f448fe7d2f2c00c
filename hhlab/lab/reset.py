"""``hhlab reset``: a file of the course as it came; what was there is kept."""

import difflib
import os
import re
import sys
from pathlib import Path

from .. import __version__
from . import course_files, decisions, packages, places, record
from .course_copy import announce
from .moves import clear, do, look
from .news import News
from .turns import alone

HELP = """\
hhlab reset NAME [NAME ...]

Bring a lesson back as the course has it: by its number or its name, as in `hhlab reset 3`,
`hhlab reset 03_gates_and_currents` or `hhlab reset examples/ring.py`. What you have under that name moves to
.hhlab/backup in the folder of your work, with the day and the time. The answers on your cards stay.

hhlab reset packages

Remove the packages that you have installed yourself, so that your notebooks see the lab's own alone."""


def main(words):
    """Reset the files that the words name; give an exit status."""
    if {"--help", "-h"} & set(words) or not words:
        print(HELP)
        return 0 if words else 2
    work = places.work()
    course = course_files.listed(course_files.sources())
    status = 0
    for word in words:
        try:
            if word == "packages":
                print(packages.reset())
            else:
                print(reset(_named(word, sorted(course.files), work), course, work))
        except (OSError, ValueError) as problem:
            reason = getattr(problem, "strerror", None) or problem
            print(f"hhlab reset: {word} was not reset: {reason}", file=sys.stderr)
            status = 1
    return status


def reset(name, course, work):
    """Bring a file of the course to a student's folder as it came.

    Parameters
    ----------
    name : str
        One of ``course.files``.
    course : course_files.Course
    work : Path

    Returns
    -------
    str
        What was done, as sentences.

    Raises
    ------
    OSError, ValueError
        Nothing was done.
    """
    with alone(work):
        known = record.read(work) or record.Record()
        one = look(name, course.files[name], work, work / known.kept)
        one.entry = known.files.setdefault(name, record.Entry())
        one.step = decisions.BRING if one.mine is None else decisions.RENEW
        kept = announce([one], known, work)
        do(one, work / kept, News(now=__version__))
        record.write(work, known)
        clear([one], work / kept)
    if one.mine is None:
        return f"{name} is as the course has it."
    return (
        f"{name} is as the course has it. What was there is {kept}/{name}.\n"
        "If its page is open in the lab, choose File → Reload Notebook from Disk there."
    )


def _named(word, names, work):
    """Give the one file of the course that a word means.

    Raises
    ------
    ValueError
        It means none, or several.
    """
    path = os.path.relpath(Path(word).absolute(), work.absolute())
    number = f"{int(word):02}_" if re.fullmatch(r"[0-9]{1,2}", word) else None
    for means in (
        lambda name: name in (word, path),
        lambda name: str(Path(name).with_suffix("")) in (word, path) or Path(name).name == word,
        lambda name: name.startswith(number or word),
    ):
        if found := [name for name in names if means(name)]:
            break
    if len(found) == 1:
        return found[0]
    if found:
        raise ValueError(f"it can be {', '.join(found)}. Write one of these.")
    near = difflib.get_close_matches(word, names, n=3, cutoff=0.4)
    raise ValueError(f"the course has no such file. Did you mean {' or '.join(near or names[:3])}?")
