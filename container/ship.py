"""Write hhlab/lab/shipped.json: what every lesson has ever said, from the history of the repository.

It adds and takes nothing away, so a checkout with a short history does no harm. `make shipped` runs it.
"""

import json
import subprocess
import tomllib
from pathlib import Path

from hhlab.lab import lesson_files, shipped

ROOT = Path(__file__).parents[1]
FOLDER = "notebooks/"


def main():
    table = json.loads(shipped.TABLE.read_text("utf-8")) if shipped.TABLE.exists() else {}
    files, cells = table.get("files", {}), table.get("cells", "")
    cells = {cells[k : k + shipped.LETTERS] for k in range(0, len(cells), shipped.LETTERS)}
    for version, name, content in [*in_history(), *in_folder()]:
        files.setdefault(name, {})[lesson_files.digest_of(name, content)] = version
        cells |= lesson_files.cells_of(content)
    files = {name: dict(sorted(of.items(), key=lambda one: one[::-1])) for name, of in sorted(files.items())}
    written = json.dumps({"files": files, "cells": "".join(sorted(cells))}, indent=1) + "\n"
    shipped.TABLE.write_text(written, "utf-8")


def in_history():
    """Yield every file of the lessons as it ever was, the oldest first, with the version of its day."""
    told = {}
    for commit in git("rev-list", "--reverse", "--topo-order", "HEAD").decode().split():
        version = None
        for line in git("ls-tree", "-r", "-z", commit, FOLDER, "pyproject.toml").decode().split("\0"):
            if not line:
                continue
            blob, name = line.split()[2].split("\t")[0], line.split("\t")[1]
            if name == "pyproject.toml":
                version = tomllib.loads(git("cat-file", "blob", blob).decode())["project"]["version"]
            else:
                told.setdefault(commit, []).append((name.removeprefix(FOLDER), blob))
        for name, blob in told.pop(commit, []):
            told[name, blob] = version
    for (name, blob), version in told.items():
        yield version, name, git("cat-file", "blob", blob)


def in_folder():
    """Yield the lessons as they are here, with the version of now."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    for name in git("ls-files", "-z", FOLDER).decode().split("\0"):
        if name:
            yield version, name.removeprefix(FOLDER), (ROOT / name).read_bytes()


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


if __name__ == "__main__":
    main()
