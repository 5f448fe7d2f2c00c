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
    """Give the student's id, normalised: that of the hub, or the one given to :func:`sign_in`, or "guest"."""
    return normalised(typed()) or GUEST


def typed():
    """Give the student's id as it was typed, or as the hub has it."""
    if on_hub():
        return os.environ["JUPYTERHUB_USER"]
    try:
        return _file().read_text(encoding="utf-8").strip() or GUEST
    except (OSError, UnicodeDecodeError):
        return GUEST


def on_hub():
    """Whether a hub says who is at work; then nobody signs in or out here."""
    return bool(os.environ.get("JUPYTERHUB_USER"))


def normalised(text):
    """Give the form of an id in which two spellings of one id are alike.

    Case, accents in one character or two, full width, blanks and what cannot be seen make no difference.
    """
    before = None
    while text != before:
        before, text = text, UNSEEN.sub("", unicodedata.normalize("NFKC", text).casefold())
    return text


def legible(text):
    """Give an id as it is shown: without what cannot be seen, and with plain blanks."""
    plain = "".join(" " if unicodedata.category(letter) == "Zs" else letter for letter in text)
    return "".join(letter for letter in plain if letter.isspace() or not UNSEEN.match(letter)).strip()


def remember(name):
    """Keep the id of who is at work, as it was typed.

    Raises
    ------
    NotKept
        It could not be written.
    """
    with told(f"The id {name} was NOT kept"):
        _file().parent.mkdir(parents=True, exist_ok=True)
        write_whole(_file(), f"{name}\n".encode())


def renew_all():
    """Show on every card of this page the work of whoever is signed in now."""
    for shown in list(on_the_screen):
        shown.renew()


def _file():
    return work_folder() / ".hhlab" / "student"
