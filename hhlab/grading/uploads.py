"""Whose upload a file is, by the name that an LMS gave it; and what nobody means to hand in."""

import re
from pathlib import PurePosixPath

# Moodle's mod/assign/classes/downloader.php: folders since 3.1, and files in one folder before and on request
MOODLE = re.compile(
    r"(?P<name>[^_]+?)(?:_(?P<number>\d+))?_assignsubmission_[a-z]+(?:_+(?P<file>.*))?",
    re.IGNORECASE | re.DOTALL,
)
# Canvas's lib/content_zipper.rb: sortable name, LATE, user, attachment; or an anonymous id
CANVAS = re.compile(r"(?P<name>\w+?)(?:_LATE)?_(?P<number>\d+)_\d+_(?P<file>.+)", re.DOTALL)
HIDDEN = re.compile(r"(?:LATE_)?(?P<name>anon_[^\W_]+)_\d+_(?P<file>.+)", re.DOTALL)
RUBBISH = re.compile(
    r"\._.*|\.ds_store|thumbs\.db|desktop\.ini|__macosx|\.ipynb_checkpoints|\.git", re.IGNORECASE
)


class Uploader(str):
    """Who handed a file in, as the LMS says: a name, or "" if it says nothing.

    The name is whole in Moodle ("Ada Lovelace"), and small and without blanks in Canvas ("lovelaceada"); the
    `number` is one of the LMS's own, if it has any.
    """

    number: str

    def __new__(cls, name="", number=""):
        """Give the one of that name and number."""
        one = super().__new__(cls, name)
        one.number = number
        return one

    @property
    def shown(self):
        """The name, and the number by which two of one name differ."""
        return f"{self} ({self.number})" if self.number else str(self)


def uploader_of(path):
    """Give the Uploader whom a path within what was handed in names."""
    for part in _parts(path):
        found = MOODLE.fullmatch(part) or HIDDEN.fullmatch(part) or CANVAS.fullmatch(part)
        if found:
            return Uploader(found["name"].strip(), found.groupdict().get("number") or "")
    return Uploader()


def own_name(path):
    """Give the name that a file had on its student's computer, without what the LMS put before it."""
    last = _parts(path)[-1]
    found = MOODLE.fullmatch(last) or HIDDEN.fullmatch(last) or CANVAS.fullmatch(last)
    return (found and found["file"]) or last


def is_rubbish(path):
    """Say whether computers leave such a file: a Mac's or a window's own, a checkpoint."""
    return any(RUBBISH.fullmatch(part) for part in (*_parts(path), own_name(path)))


def _parts(path):
    return PurePosixPath(path.replace("\\", "/")).parts or ("",)
