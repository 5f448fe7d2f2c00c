"""Who is at work, and where the work lies."""

import os
import re
import unicodedata
import weakref
from pathlib import Path

from .whole import told, write_whole

GUEST = "guest"
MAX_LETTERS = 64
# blanks, and what Unicode calls ignorable, which nobody can see: it hangs on to what is copied from elsewhere
UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    r"\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)

# what shows a student's work, and can `renew` it: whoever signs in on one card signs in on all
on_the_screen = weakref.WeakSet()


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


def normalised(text):
    """Give the form of an id in which two spellings of one id are alike.

    Case, accents in one character or two, full width, blanks and what cannot be seen make no difference.
    """
    before = None
    while text != before:
        before, text = text, UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    return text


def sign_in(student: str) -> None:
    """Keep the id of the student who works here, so that exercises give this student's variants.

    On a hub the hub knows, and nothing needs to be kept.

    Parameters
    ----------
    student : str
        At most 64 characters, as on the teacher's list.

    Returns
    -------
    None

    Raises
    ------
    TypeError, ValueError, NotKept
        It is no text, empty, or too long; or it could not be kept.

    Examples
    --------
    >>> import hhlab
    >>> hhlab.sign_in("ada")  # doctest: +SKIP
    """
    if not isinstance(student, str):
        raise TypeError(f"The student's id must be a text, but it is {student!r}.")
    name = student.strip()
    if not name or len(name) > MAX_LETTERS or not name.isprintable():
        raise ValueError(f"The student's id must have 1 to {MAX_LETTERS} letters or digits, on one line.")
    folder = work_folder() / ".hhlab"
    with told(f"The id {name} was NOT kept"):
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / "student", f"{name}\n".encode())
