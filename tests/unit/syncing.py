"""The order in which something reaches the disk."""

import os
import stat
from pathlib import Path


def recorded(monkeypatch):
    """Give a list that fills with "file", "replace" and "folder", as Python asks the system for each."""
    found, fsync, replace = [], os.fsync, Path.replace

    def synced(descriptor):
        status = os.fstat(descriptor)
        found.append("folder" if stat.S_ISDIR(status.st_mode) else f"file of {status.st_size}")
        fsync(descriptor)

    def replaced(path, target):
        found.append("replace")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    return found
