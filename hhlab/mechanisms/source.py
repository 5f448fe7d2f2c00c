"""Where MOD text comes from: a string or a file, with the files that it includes in their places."""

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..descriptions.quantities import shown
from .text import code, decoded, line_at, plain

MOST_LETTERS = 200_000
DEEPEST = 10  # files that include files
_INCLUDE = re.compile(r'\bINCLUDE\s*"([^"\n]*)"')
_C_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"\n]+)"', re.MULTILINE)


class MechanismError(ValueError):
    """MOD text that NEURON cannot use; the message shows the line."""


@dataclass(frozen=True)
class Source:
    """MOD text, and where each of its lines comes from.

    Parameters
    ----------
    text : str
    places : list of (str, int)
        For each line the included file, or "", and the number of the line there.
    folder : Path
        Where what it includes is looked for.
    stem : str or None
        The name of its file without .mod: that of a mechanism that has no other.
    """

    text: str
    places: list
    folder: Path
    stem: str | None = None

    def headers(self):
        """Give the contents of the files beside it that its VERBATIM includes."""
        paths = [self.folder / name for name in _C_INCLUDE.findall(self.text)]
        return b"".join(path.read_bytes() for path in paths if path.is_file())


def read(source):
    """Give the Source of MOD text or of the file that holds it.

    Raises
    ------
    MechanismError
        The file is no text, or includes what is not there.
    TypeError, ValueError, FileNotFoundError
        `source` is neither text nor a file.
    """
    if not isinstance(source, (str, os.PathLike)):
        raise TypeError(f"source must be MOD text or the name of a file, but it is {shown(source)}.")
    if isinstance(source, str) and not _names_a_file(source):
        if "\0" in source:
            raise MechanismError("The text has a zero byte, which MOD text has not.")
        text, folder, stem = plain(source), Path.cwd(), None
    else:
        path = _path(source)
        text, folder, stem = _content(path), path.parent, path.stem
    lines = _lines(text, "", folder)
    letters = sum(len(line) + 1 for line, _ in lines)
    if letters > MOST_LETTERS:
        raise MechanismError(f"The text has {letters:,} letters; MOD text has at most {MOST_LETTERS:,} here.")
    return Source("\n".join(line for line, _ in lines), [place for _, place in lines], folder, stem)


def _names_a_file(source):
    return not re.search(r"[\n\r]", source) and ("{" not in source or _is(_expanded(source).is_file))


def _path(source):
    name = os.fsdecode(source)
    if not name.strip():
        raise ValueError("source is empty; give MOD text or the name of a file.")
    path = _expanded(name)
    if _is(path.is_file):
        return path
    if _is(path.is_dir):
        raise FileNotFoundError(f"{shown(name)} is a folder; give the name of one file in it.")
    raise FileNotFoundError(f"There is no file {shown(name)}, and it is not MOD text either.")


def _expanded(name):
    with suppress(RuntimeError):  # nobody of that name: then ~ is a letter like others
        return Path(name).expanduser()
    return Path(name)


def _is(what):
    try:
        return what()
    except (OSError, ValueError):  # a name longer than names can be, or with a zero byte
        return False


def _content(path):
    try:
        content = path.read_bytes()
    except OSError as error:
        raise MechanismError(f"{path.name} cannot be read: {error.strerror}.") from None
    try:
        return plain(decoded(content))
    except ValueError:
        raise MechanismError(
            f"{path.name} is not a text file: it has zero bytes. Save it as UTF-8."
        ) from None


def _lines(text, file, folder, depth=0):
    """Give [(line, (file, number)), ...] of a text, those of what it includes in the place of INCLUDE."""

    def numbered(start, end=None):
        first = line_at(text, start)
        return [(line, (file, first + i)) for i, line in enumerate(text[start:end].split("\n"))]

    lines, start = [], 0
    for found in _INCLUDE.finditer(code(text, keep=("string",))):
        name, number = found[1], line_at(text, found.start())
        where = f"{file}, line {number}" if file else f"Line {number}"
        # as nocmodl does, beside the file and one folder up
        path = next((path for path in (folder / name, folder.parent / name) if _is(path.is_file)), None)
        if path is None:
            raise MechanismError(f"{where}: INCLUDE finds no file {shown(name)} in the folder {folder.name}.")
        if depth == DEEPEST:
            raise MechanismError(
                f"{where}: {name} includes itself, or more than {DEEPEST} files in a row do."
            )
        lines += numbered(start, found.start()) + _lines(_content(path), path.name, path.parent, depth + 1)
        start = found.end()
    return lines + numbered(start)
