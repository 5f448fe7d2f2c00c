"""The pen of every drawing: lines, arrows, labels and the symbols of a circuit, as SVG text.

Places are in units of the drawing, which is 400 wide; y runs downwards. What has no colour of its own takes
that of the text around the drawing, so that one drawing is right on a light page, on a dark one and on paper.
"""

import math
import re
from html import escape

from ...descriptions.quantities import minus

INK = "currentColor"
LETTERS, SMALL = 18, 15  # of a label and of its subscripts, in units of the drawing
THICK = 2  # of a line
FAINT = 0.15  # how much of its colour fills a shape
HEAD = 9  # length of an arrow's head


def line(*points, colour=INK, width=THICK, dashes="none"):
    """Give a line through points (x, y)."""
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
        f'stroke-dasharray="{dashes}" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def shape(*points, colour=INK, filled=FAINT):
    """Give a closed outline through points (x, y), filled with a tint of its colour."""
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return (
        f'<polygon points="{path}" fill="{colour}" fill-opacity="{filled}" stroke="{colour}" '
        'stroke-width="2" stroke-linejoin="round"/>'
    )


def box(left, top, right, bottom, colour=INK, filled=FAINT, round_by=0):
    """Give a rectangle, filled with a tint of its colour."""
    return (
        f'<rect x="{left:g}" y="{top:g}" width="{right - left:g}" height="{bottom - top:g}" rx="{round_by}" '
        f'fill="{colour}" fill-opacity="{filled}" stroke="{colour}" stroke-width="2"/>'
    )


def circle(x, y, radius, colour=INK, filled=FAINT):
    """Give a circle, filled with a tint of its colour."""
    return (
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{colour}" fill-opacity="{filled}" '
        f'stroke="{colour}" stroke-width="2"/>'
    )


def dots(*places, colour, radius=5):
    """Give filled dots at places (x, y)."""
    return "".join(circle(x, y, radius, colour, filled=1) for x, y in places)


def arrow(*points, colour=INK, width=THICK):
    """Give a line through points (x, y) with a head at the last."""
    (x0, y0), (x1, y1) = points[-2:]
    way = math.atan2(y1 - y0, x1 - x0)
    neck = (x1 - HEAD * math.cos(way), y1 - HEAD * math.sin(way))
    across = (HEAD / 2 * math.sin(way), -HEAD / 2 * math.cos(way))
    sides = [(neck[0] + sign * across[0], neck[1] + sign * across[1]) for sign in (1, -1)]
    shaft = line(*points[:-1], neck, colour=colour, width=width)
    return shaft + shape((x1, y1), *sides, colour=colour, filled=1)


def label(x, y, text, at="start"):
    """Give words at a place; `at` says which end of them stands there: "start", "middle" or "end".

    An underscore makes a subscript of the letters after it, as in "E_Na".
    """
    # a sign of no width brings the line up again, which no other way does in every browser
    lowered = rf'<tspan dy="4" font-size="{SMALL}">\1</tspan><tspan dy="-4">&#8203;</tspan>'
    said = re.sub(r"_([A-Za-z]+)", lowered, escape(minus(text)))
    return f'<text x="{x:g}" y="{y:g}" font-size="{LETTERS}" fill="{INK}" text-anchor="{at}">{said}</text>'


# --- symbols of a circuit, upright, 40 high, with their middle at a place --------------------------------


def turned(symbol, x, y):
    """Give a symbol made at (0, 0) lying at a place; its upper end is on the right."""
    return f'<g transform="translate({x:g} {y:g}) rotate(90)">{symbol}</g>'


def resistor(x, y, colour=INK, variable=False):
    """Give a conductance that is fixed, or with an arrow through it one that changes."""
    zigzag = [(x + (7 if k % 2 else -7), y - 12 + 4.8 * k) for k in range(6)]
    parts = line((x, y - 20), (x, y - 15), *zigzag, (x, y + 15), (x, y + 20), colour=colour)
    return parts + (arrow((x - 15, y + 15), (x + 15, y - 15), colour=colour) if variable else "")


def capacitor(x, y, colour=INK):
    """Give two plates that face each other."""
    plates = [line((x - 14, level), (x + 14, level), colour=colour, width=3) for level in (y - 4, y + 4)]
    return "".join(
        [line((x, y - 20), (x, y - 4), colour=colour), *plates, line((x, y + 4), (x, y + 20), colour=colour)]
    )


def battery(x, y, plus, colour=INK):
    """Give a battery; its pole `plus`, the long thin plate, is "up" or "down"."""
    above, below = (y - 4, y + 4)
    long, short = (above, below) if plus == "up" else (below, above)
    return "".join(
        [
            line((x, y - 20), (x, above), colour=colour),
            line((x - 14, long), (x + 14, long), colour=colour),
            line((x - 7, short), (x + 7, short), colour=colour, width=5),
            line((x, below), (x, y + 20), colour=colour),
            label(x - 26, long + (0 if plus == "up" else 11), "+", at="middle"),
        ]
    )
