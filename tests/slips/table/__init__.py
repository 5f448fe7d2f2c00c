"""Slips such as a tired programmer makes, by area; each module has ``ROWS``, by the file that the slip is in.

A row is what runs to see it, the text, and what stands there instead; where no test can see it, also why.
What runs is a file of ``tests/unit`` with pytest's options, or a command after a ``$``.
"""

import importlib
import pkgutil
from typing import NamedTuple


class Slip(NamedTuple):
    """One slip: in which area and file, which text it changes to what, and which tests are to see it."""

    area: str
    file: str
    tests: str
    text: str
    instead: str
    why: str = ""


def planted(slip, whole):
    """Give the text of a file with a slip in it.

    Raises
    ------
    ValueError
        What the slip changes does not stand there once.
    """
    if (count := whole.count(slip.text)) != 1:
        raise ValueError(
            f"{slip.file} has {slip.text!r} {count} times, and a slip needs it once: {slip.area}"
        )
    return whole.replace(slip.text, slip.instead)


def _slips():
    for module in pkgutil.iter_modules(__path__):
        rows = importlib.import_module(f"{__name__}.{module.name}").ROWS
        for file, slips in rows.items():
            yield from (Slip(module.name, file, *slip) for slip in slips)


SLIPS = tuple(_slips())
