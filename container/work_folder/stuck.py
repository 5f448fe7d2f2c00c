"""Find what the user of this process cannot change in a folder."""

import os
import time
from collections import deque

# a big volume must not hold up the start: the look goes from the top down, and only so long
SECONDS = 0.2
# what a disk or a file server keeps there for itself
NOT_OURS = {"lost+found", ".snapshot", ".zfs", "@eaDir", "System Volume Information", "$RECYCLE.BIN"}


def first(folder, spared=(), seconds=SECONDS):
    """Give the first path that this user cannot change; None if there is none as far as one gets in time.

    Parameters
    ----------
    folder : str
    spared : container of str
        Paths that are not looked at, nor what lies in them.
    seconds : float
    """
    until = time.monotonic() + seconds
    for path, is_folder in walk(folder, spared):
        if not can_be_changed(path, is_folder):
            return path
        if time.monotonic() > until:
            break
    return None


def walk(top, spared):
    """Yield every folder and file, and whether it is a folder; what lies high comes first."""
    yield top, True
    folders = deque([top])
    while folders:
        for entry in entries_of(folders.popleft()):
            if entry.name in NOT_OURS or entry.path in spared:
                continue
            if entry.is_dir(follow_symlinks=False):
                yield entry.path, True
                folders.append(entry.path)
            elif entry.is_file(follow_symlinks=False):
                yield entry.path, False


def entries_of(folder):
    try:
        with os.scandir(folder) as entries:
            yield from entries
    except FileNotFoundError:
        pass  # another container has just removed it


def can_be_changed(path, is_folder):
    if os.access(path, os.R_OK | os.W_OK | os.X_OK if is_folder else os.W_OK):
        return True
    try:
        # a file that nobody may write is meant to be so, as those within .git are
        return not is_folder and not os.lstat(path).st_mode & 0o222
    except FileNotFoundError:
        return True
