"""Who is at work, and where the work lies."""

import errno
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

GUEST = "guest"
MAX_LETTERS = 64


def work_folder():
    """Give the folder that keeps answers: the lab's own, or the one where Python was started.

    ``HHLAB_ANSWERS`` names another one.
    """
    if "HHLAB_ANSWERS" in os.environ:
        return Path(os.environ["HHLAB_ANSWERS"])
    here = Path.cwd()
    # the lab marks its folder with .hhlab; a notebook may lie deeper
    return next((folder for folder in (here, *here.parents) if (folder / ".hhlab").is_dir()), here)


def student():
    """Give the student's id: that of the hub, or the one given to :func:`sign_in`, or "guest"."""
    if os.environ.get("JUPYTERHUB_USER"):
        return os.environ["JUPYTERHUB_USER"]
    try:
        return (work_folder() / ".hhlab" / "student").read_text(encoding="utf-8").strip() or GUEST
    except (OSError, UnicodeDecodeError):
        return GUEST


def sign_in(student):
    """Keep the id of the student who works here, so that exercises give this student's variants.

    On a hub the hub knows, and nothing needs to be kept.

    Parameters
    ----------
    student : str
        At most 64 characters, as on the teacher's list.

    Raises
    ------
    TypeError, ValueError
        It is no text, empty, or too long.
    OSError
        The folder cannot be written to, or the disk is full.
    """
    if not isinstance(student, str):
        raise TypeError(f"The student's id must be a text, but it is {student!r}.")
    name = student.strip()
    if not name or len(name) > MAX_LETTERS or not name.isprintable():
        raise ValueError(f"The student's id must have 1 to {MAX_LETTERS} letters or digits, on one line.")
    folder = work_folder() / ".hhlab"
    with saying_when_full():
        folder.mkdir(parents=True, exist_ok=True)
        replace(folder / "student", name + "\n")


def replace(path, text):
    """Write a text file beside another, and let it take that one's place when it is on the disk."""
    part = path.with_name(f".{path.name}.part")
    with part.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def saying_when_full():
    """Say in words that the disk is full, and what to do."""
    try:
        yield
    except OSError as problem:
        if problem.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        left = shutil.disk_usage(work_folder()).free / 1e6
        raise OSError(
            f"The disk is full ({left:.1f} MB left): this was not kept, and what was kept before is still "
            "there. Delete files that you no longer need and try again, or ask whoever looks after the lab "
            "for more room."
        ) from None
