"""What a student's function shows besides what it returns: prints, warnings, displays, figures."""

import ctypes
import io
import os
import re
import sys
import tempfile
import warnings
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from IPython.utils.capture import capture_output

from ..figures.pyplot import drawn
from .mishaps import is_own

MOST_LETTERS = 8000  # of what one run prints, that a page shows
NO_SCREEN = (
    ".*non-interactive, and thus cannot be shown"  # said by plt.show(), where the figures are shown here
)
C = ctypes.CDLL(None)  # what this process is linked with
ANSI = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


class Witness:
    """A function with the arguments and the result of another, of which nothing else comes out.

    Attributes
    ----------
    printed : str
        What the last call printed and warned of, without its middle where it is long.
    displayed : list of dict
        What it displayed, each as a dict of MIME type to data.
    figures : list of Figure
        What it drew with pyplot.
    """

    def __init__(self, function):
        self.function = function
        self.printed, self.displayed, self.figures = "", [], []

    def __call__(self, /, *args, **kwargs):
        with held_back(self), drawn(self.figures) as self.figures:
            return self.function(*args, **kwargs)


@contextmanager
def held_back(seen):
    """Keep what is printed, warned of and displayed meanwhile as attributes of `seen`, and from the page."""
    printed = []
    try:
        with (
            _diverted(printed),
            warnings.catch_warnings(record=True) as warned,
            capture_output(stdout=False, stderr=False) as shown,
        ):
            warnings.filterwarnings("ignore", NO_SCREEN, UserWarning)
            yield
    finally:
        said = [*printed, *dict.fromkeys(map(_warning, warned))]
        seen.printed = _shortened("\n".join(filter(None, said)))
        seen.displayed = [output.data for output in shown.outputs]


def _warning(warned):
    line = f" (line {warned.lineno})" if is_own(warned.filename) else ""
    return f"{warned.category.__name__}: {warned.message}{line}"


@contextmanager
def _diverted(printed):
    """Add to a list what is printed meanwhile, by Python or, past Python, by a library in C."""
    file, text = _paper()
    start, usual = file.seek(0, os.SEEK_END), (sys.stdout, sys.stderr)
    try:
        with _descriptors_to(file.fileno()):
            sys.stdout = sys.stderr = text
            try:
                yield
            finally:
                sys.stdout, sys.stderr = usual
    finally:
        printed.append(_read(file, start))
        file.truncate(start)


@cache
def _paper():
    """Give a file, and a text stream into it: never closed, for a logger may keep hold of the stream."""
    descriptor, name = tempfile.mkstemp()
    Path(name).unlink()
    file = io.FileIO(descriptor, "r+", closefd=False)
    return file, io.TextIOWrapper(file, encoding="utf-8", errors="replace", write_through=True)


@contextmanager
def _descriptors_to(descriptor):
    _flush()
    usual = {}
    for number in (1, 2):
        with suppress(OSError):  # closed, as where no terminal is
            usual[number] = os.dup(number)
            os.dup2(descriptor, number)
    try:
        yield
    finally:
        _flush()
        for number, before in usual.items():
            os.dup2(before, number)
            os.close(before)


def _flush():
    """Let go what a library in C has printed and still holds."""
    C.fflush(None)


def _read(file, start):
    """Give what stands in a file from `start` on; of a long text the two ends."""
    size = file.seek(0, os.SEEK_END) - start
    file.seek(start)
    if size <= 8 * MOST_LETTERS:
        found = file.read(size)
    else:
        found = file.read(4 * MOST_LETTERS)
        file.seek(-4 * MOST_LETTERS, os.SEEK_END)
        found += file.read()
    # a progress bar writes its line anew
    lines = ANSI.sub("", found.decode(errors="replace")).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines).strip("\n")


def _shortened(text):
    if len(text) <= MOST_LETTERS:
        return text
    half = MOST_LETTERS // 2
    return f"{text[:half]}\n… most of it is left out here …\n{text[-half:]}"
