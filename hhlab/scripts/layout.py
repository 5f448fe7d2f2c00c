"""The layout of a script: imports, blocks, and empty lines as a person would leave them."""

import re
from itertools import pairwise

DEFINES = ("def ", "async def ", "class ", "@")


def imports(lines):
    """Give the imports, those from one module on one line."""
    whole = sorted(line for line in lines if line.startswith("import "))
    parts = {}
    for line in sorted(lines):
        if line.startswith("from "):
            home, _, name = line.partition(" import ")
            parts.setdefault(home, []).append(name)
    return "\n".join([*whole, *(f"{home} import {', '.join(names)}" for home, names in parts.items())])


def inlined(head, body, made_up):
    """Move each Vector that is spoken of once, and has no name in the notebook, to where it is spoken of."""
    left = []
    for line in head:
        found = re.fullmatch(r"(\w+) = (h\.Vector\(.*?\))(  # .*)?", line)
        word = rf"\b{found[1]}\b" if found and found[1] in made_up else None
        places = [k for k, text in enumerate(body) if word and re.search(word, text)]
        spoken = sum(len(re.findall(word, text)) for text in [*head, *body]) if word else 0
        if len(places) != 1 or spoken != 2:
            left.append(line)
            continue
        text, (k,) = body[places[0]], places
        own_line = re.search(rf"{word},$", text, re.MULTILINE)
        new = found[2] + ("," + (found[3] or "") if own_line else "")
        body[k] = re.sub(word + ("," if own_line else ""), lambda _, new=new: new, text)
    return left, body


def blocks(body):
    """Give definitions one by one, and the lines between them together."""
    found, lines = [], []
    for text in body:
        if text.startswith(DEFINES):
            found += ["\n".join(lines), text]
            lines = []
        else:
            lines.append(text)
    return [*found, "\n".join(lines)]


def spaced(parts):
    """Join blocks as a person would: two empty lines around a definition, one between others."""
    parts = [part for part in parts if part]
    text = parts[0]
    for two in pairwise(parts):
        defines = any(one.startswith(DEFINES) for one in two)
        text += ("\n\n\n" if defines else "\n\n") + two[1]
    return text + "\n"
