"""MOD text as NEURON's translator reads it: what is code, what is comment, and what the mechanism is called.

The translator, nocmodl, takes no letter beyond ASCII except between COMMENT and ENDCOMMENT, no line of more
than 511 letters, and ends at a Ctrl-Z. A comment should stop nobody: one that it would stumble over is
blanked. Lines keep their numbers.
"""

import re
from bisect import bisect_left
from functools import lru_cache

MOST_IN_LINE = 511
# in the order of nocmodl's lexer; COMMENT and VERBATIM end where a line begins with their END, and in a
# COMMENT whatever follows a letter beyond ASCII is a line of its own
_TOKEN = re.compile(
    r"""(?P<string>"[^"]*")
    |(?P<ontology>\bREPRESENTS[ \t]+\S+)
    |(?P<note>[:?][^\n]*)
    |(?P<title>\bTITLE\b[^\n]*)
    |(?P<comment>\bCOMMENT\b(?:(?:[ \t]*|.*?[\n\x80-\U0010ffff][ \t]*)ENDCOMMENT(?![A-Za-z])[^\n]*|.*))
    |(?P<verbatim>\bVERBATIM\b(?:(?:[ \t]*|.*?\n[ \t]*)ENDVERBATIM(?![A-Za-z])[^\n]*|.*))""",
    re.DOTALL | re.VERBOSE,
)
_COMMENTS = ("note", "title", "comment")
_C_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
_NEURON = re.compile(r"\bNEURON\s*\{[^}]*")
_NAME = re.compile(
    r"\b(?:SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)\s+"
    r"(?!(?:SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL|USEION|RANGE|GLOBAL|NONSPECIFIC_CURRENT|ELECTRODE_CURRENT)\b)"
    r"([A-Za-z]\w*)"
)
_WORD = re.compile(r"[A-Za-z]\w*")


def decoded(content):
    """Give the text of a file's bytes: UTF-8, UTF-16 or, as older editors wrote, cp1252, which holds Latin-1.

    Raises
    ------
    ValueError
        There are zero bytes where text has none.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if 0 not in content:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1252", errors="replace")
    for encoding, high, low in (("utf-16-be", 0, 1), ("utf-16-le", 1, 0)):
        if content[high::2].count(0) > len(content) * 0.45 and 0 not in content[low::2]:
            return content.decode(encoding, errors="replace")
    raise ValueError("It has zero bytes.")


def plain(text):
    """Give a text with the line ends, blanks and end that nocmodl sees."""
    text = re.split("[\x04\x1a]", text.removeprefix("\ufeff"), maxsplit=1)[0]
    return re.sub("[\f\v]", " ", re.sub("\r\n?", "\n", text))


def code(text, keep=()):
    """Give a text of the same length in which comments, strings and VERBATIM, unless kept, are blank."""
    kept = ("ontology", *keep)
    return _TOKEN.sub(lambda token: token[0] if token.lastgroup in kept else _blank(token[0]), text)


def line_at(text, place):
    """Give the number of the line that holds a place in a text."""
    return 1 + bisect_left(_line_ends(text), place)


@lru_cache(maxsize=8)
def _line_ends(text):
    return [end.start() for end in re.finditer("\n", text)]


def unclosed(text):
    """Give COMMENT or VERBATIM and its line where its END is missing."""
    found = []
    for token in _TOKEN.finditer(text):
        word = token.lastgroup.upper()
        end = rf"(?:^|[\n\x80-\U0010ffff])[ \t]*END{word}(?![A-Za-z])"
        if word in ("COMMENT", "VERBATIM") and not re.search(end, token[0].removeprefix(word)):
            found.append((word, line_at(text, token.start())))
    return found


def named(text):
    """Give the name that NEURON would use, and where it stands: the last one in a NEURON block; else None."""
    bare = code(text)
    places = [
        found.span(1) for block in _NEURON.finditer(bare) for found in _NAME.finditer(bare, *block.span())
    ]
    return (text[slice(*places[-1])], places[-1]) if places else None


def renamed(text, new):
    """Give the text of a mechanism of another name, and nothing else changed.

    What VERBATIM calls by the mechanism's name, as ``rates_khh`` or ``"khh"``, goes with it.
    """
    if named(text) is None:
        return text  # NEURON takes the name of the file
    own, (start, end) = named(text)
    words = set(_WORD.findall(code(text)))
    calls = re.compile(rf'\b(\w+)_{own}\b|"{own}"')

    def call(found):
        if found[1] is None:
            return f'"{new}"'
        return f"{found[1]}_{new}" if found[1] in {"setdata", *words} and found[0] not in words else found[0]

    return _TOKEN.sub(
        lambda token: calls.sub(call, token[0]) if token.lastgroup == "verbatim" else token[0],
        text[:start] + new + text[end:],
    )


def translatable(text):
    """Give a text without the comments that nocmodl would stumble over."""

    def taken(token):
        if token.lastgroup == "verbatim":
            return _C_COMMENT.sub(lambda comment: _ascii(comment[0]), token[0])
        return _ascii(token[0]) if token.lastgroup in _COMMENTS else token[0]

    text = _TOKEN.sub(taken, text)
    return text if text.endswith("\n") else f"{text}\n"


def _ascii(comment):
    longest = max(map(len, comment.split("\n")))
    return comment if comment.isascii() and longest < MOST_IN_LINE // 2 else re.sub(r"[^\n]", "", comment)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)
