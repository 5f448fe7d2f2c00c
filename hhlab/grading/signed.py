"""With which ids the files are signed that were handed in: they tell what a roster calls an id."""

import json

from .files import handed_in


def signed_ids(path):
    """Give the ids in the files of a folder or a zip, as they were written; what cannot be read has none.

    Raises
    ------
    FileNotFoundError, ValueError
        There is nothing at `path`, or it is neither a folder nor a zip.
    """
    found = []
    for file in handed_in(path):
        try:
            held = json.loads((file.data or b"").decode("utf-8-sig"))
        except (ValueError, RecursionError):
            continue
        if isinstance(held, dict) and isinstance(held.get("student"), str):
            found.append(held["student"])
    return found
