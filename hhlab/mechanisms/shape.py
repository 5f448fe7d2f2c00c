"""The outer form of MOD text: letters that can be read, brackets and braces in pairs, blocks that exist."""

import re
import unicodedata
from difflib import get_close_matches

from .text import MOST_IN_LINE, line_at

BLOCKS = (
    *("NEURON", "UNITS", "PARAMETER", "ASSIGNED", "STATE", "CONSTANT", "INITIAL", "BREAKPOINT", "DERIVATIVE"),
    *("KINETIC", "LINEAR", "NONLINEAR", "DISCRETE", "FUNCTION", "PROCEDURE", "NET_RECEIVE", "CONSTRUCTOR"),
    *("DESTRUCTOR", "INDEPENDENT", "BEFORE", "AFTER"),
)
_LIKE_BLOCKS = ("UNITSON", "UNITSOFF", "FUNCTION_TABLE", "NONSPECIFIC_CURRENT")
# letters that word processors and web pages put in the place of those of a keyboard
_ALIKE = {
    **dict.fromkeys("’‘´′", "'"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("−–—‐", "-"),
    **dict.fromkeys("×·∙⋅", "*"),
    **dict.fromkeys("÷∕", "/"),
    **dict.fromkeys("µμ", "u"),
    **dict(zip("²³，（）＝", "23,()=", strict=True)),
}


def unreadable(text):
    """Give the sentence and the line of the first letter or line that NEURON does not read, or None."""
    for number, line in enumerate(text.split("\n"), start=1):
        if foreign := re.search(r"[^\x00-\x7f]", line):
            return _foreign(foreign[0]), number
        if len(line) > MOST_IN_LINE:
            return f"The line has {len(line)} letters, and NEURON reads {MOST_IN_LINE}: break it", number
    return None


def _foreign(letter):
    name = unicodedata.name(letter, f"U+{ord(letter):04X}").lower()
    if letter.isspace() or not letter.isprintable():
        remedy = "Type an ordinary blank in its place" if letter.isspace() else "Delete it"
        return f"There is an invisible letter, {name}. {remedy}"
    hint = f"type {_ALIKE[letter]}" if letter in _ALIKE else "only comments may hold such a letter"
    return f"NEURON does not read {letter} ({name}): {hint}"


def misspelt(line):
    """Give a sentence about a line of code that begins a block which does not exist, or None."""
    found = re.match(r"\s*([A-Z][A-Z_]{3,})\b", line)
    near = (
        found
        and found[1] not in (*BLOCKS, *_LIKE_BLOCKS)
        and get_close_matches(found[1], BLOCKS, n=1, cutoff=0.75)
    )
    return f"There is no block {found[1]}. Do you mean {near[0]}?" if near else None


def brackets(line):
    """Give a sentence about a line of code whose round brackets are not in pairs, or None."""
    more = line.count("(") - line.count(")")
    return f"A {')' if more > 0 else '('} is missing" if more else None


def braces(bare):
    """Give the sentence and the line where the braces of code are not in pairs, or None."""
    opened, block = [], ""
    for found in re.finditer(rf"([{{}}])|^[ \t]*({'|'.join(BLOCKS)})\b", bare, re.MULTILINE):
        line = line_at(bare, found.end())
        if found[1] == "{":
            opened.append(line)
        elif found[1] and not opened:
            return "This } closes nothing", line
        elif found[1]:
            opened.pop()
        elif opened and (block, found[2]) != ("NET_RECEIVE", "INITIAL"):
            return f"A }} is missing: what began in line {opened[0]} is still open", line
        elif not opened:
            block = found[2]
    if opened:
        last = line_at(bare, len(bare.rstrip()))
        return f"A }} is missing: what began in line {opened[0]} is still open", last
    return None
