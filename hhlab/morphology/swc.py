"""Text in the format SWC, looked through before NEURON reads it: what is wrong is said with its line.

Each line has seven numbers: the point's own, its type, x, y, z, radius [µm], and the number of its parent, −1
for the root.

Sources
-------
Cannon et al. (1998), Journal of Neuroscience Methods 84:49-54 (the format).
"""

import math

from ..descriptions.quantities import shown

SEVEN = "number, type, x, y, z, radius, parent"
MOST_POINTS = 100_000


class SWCError(ValueError):
    """Text is no cell in the format SWC; the message says the line and what is wrong there."""


def look_through(text):
    """Give the points of a text, a line each, as NEURON may read them.

    Raises
    ------
    SWCError
    """
    known, kept, root = {}, [], None
    for line, content in enumerate(text.splitlines(), 1):
        if not (content := content.partition("#")[0].strip()):
            continue
        number, parent = _point(line, content.replace(",", " ").split())
        if number in known:
            raise SWCError(f"Line {line}: point {number} stands already in line {known[number]}.")
        if parent == -1:
            if root is not None:
                raise SWCError(
                    f"Line {line}: point {number} is a second root (parent −1), after that in line "
                    f"{known[root]}. A cell has one; name the point that this one grows from."
                )
            root = number
        elif parent == number:
            raise SWCError(f"Line {line}: point {number} is its own parent. The root's parent is −1.")
        elif parent not in known:
            raise SWCError(
                f"Line {line}: the parent of point {number} is {parent}, and no line above has a point "
                f"{parent}. A parent stands above its children."
            )
        known[number] = line
        kept.append(content.replace(",", " "))
        if len(known) > MOST_POINTS:
            raise SWCError(f"There are more than {MOST_POINTS:,} points; this is too much for a lesson.")
    if not known:
        raise SWCError(f"There is no point. A line of SWC has seven numbers: {SEVEN}.")
    return "\n".join(kept) + "\n"


def _point(line, parts):
    if len(parts) != 7:
        raise SWCError(f"Line {line}: a point has seven numbers ({SEVEN}), but here are {len(parts)}.")
    names = SEVEN.split(", ")
    values = dict(zip(names, (_number(line, *pair) for pair in zip(names, parts, strict=True)), strict=True))
    for name in ("number", "type", "parent"):
        if values[name] != int(values[name]):
            raise SWCError(f"Line {line}: the {name} must be whole, but it is {values[name]:g}.")
    if values["number"] < 0:
        raise SWCError(f"Line {line}: the number of a point is 0 or more, but it is {values['number']:g}.")
    if values["radius"] <= 0:
        raise SWCError(f"Line {line}: the radius must be above 0 µm, but it is {values['radius']:g} µm.")
    return int(values["number"]), int(values["parent"])


def _number(line, name, text):
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise SWCError(f"Line {line}: the {name} must be a number, but it is {shown(text)}.")
    return value
