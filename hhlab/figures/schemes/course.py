"""The map of the course: lessons as stations, and what builds on what."""

from itertools import pairwise

from ...results.recording import TRACES
from .scheme import Scheme
from .strokes import INK, circle, label, line

LEFT, MIDDLE, RIGHT = 18, 167, 292  # where the lines run down
TOP, STEP = 24, 47  # height of the first row, and from one row to the next
RADIUS = 15
EXCITED, CHANNELS, SPACE = (TRACES[name].colour for name in ("ina", "ik", "v"))

# lesson: (name, column, row, colour); a colour is a line, and each lesson needs those above it on its line
STATIONS = {
    1: ("First spike", MIDDLE, 0, INK),
    2: ("Leak", MIDDLE, 1, CHANNELS),
    3: ("Gates", MIDDLE, 2, CHANNELS),
    4: ("Batteries", MIDDLE, 3, CHANNELS),
    5: ("Clamp", MIDDLE, 4, CHANNELS),
    10: ("Poisons", MIDDLE, 5, CHANNELS),
    13: ("Channel", MIDDLE, 6, CHANNELS),
    6: ("Threshold", LEFT, 1, EXCITED),
    7: ("Refractory", LEFT, 3, EXCITED),
    8: ("Firing", LEFT, 4, EXCITED),
    9: ("Phase plane", LEFT, 5, EXCITED),
    15: ("Mystery", LEFT, 7, EXCITED),
    11: ("Cable", RIGHT, 2, SPACE),
    12: ("Impulse", RIGHT, 3, SPACE),
    14: ("Synapses", RIGHT, 4, SPACE),
    16: ("Project", RIGHT, 7, SPACE),
}
# from one line to another: from a lesson to those that need it too
CHANGES = {1: (6,), 2: (11,), 3: (7,), 9: (13, 15, 16), 13: (15, 16), 14: (15, 16)}
CROSSED, MET = 5.5, 6.5  # the rows at which two lines are joined, and then all three


def course_map():
    """Give the map of the course."""
    words = (
        "Map of the course, from above to below; a lesson builds on those above it on its line. It begins "
        f"with 1, First spike. The middle line, of channels: {_listed(MIDDLE)}. The left line, of spikes, "
        f"leaves at 1: {_listed(LEFT)}; lesson 7 needs lesson 3 too. The right line, of space, leaves at 2: "
        f"{_listed(RIGHT)}. 13 builds on the left line too, up to 9. Then all three lines meet: "
        "15 and 16 build on all."
    )
    rails = [
        _turn(EXCITED, 1, 6, at=0.5),
        _turn(EXCITED, 3, 7, at=2.5),
        _turn(SPACE, 2, 11, at=1.5),
        *(piece for column in (LEFT, MIDDLE, RIGHT) for piece in _down(column)),
        line((LEFT, _y(CROSSED)), (MIDDLE, _y(CROSSED)), width=4),
        line((MIDDLE, _y(6) + RADIUS), (MIDDLE, _y(MET)), colour=CHANNELS, width=4),
        line((LEFT, _y(MET)), (RIGHT, _y(MET)), width=4),
    ]
    stations = [_station(number, *where) for number, where in STATIONS.items()]
    return Scheme(words, TOP + 7 * STEP + 24, (*rails, *stations))


def needed(lesson):
    """Give the numbers of the lessons that a lesson builds on, those on which these build among them."""
    _, column, row, _ = STATIONS[lesson]
    before = {other for other, (_, x, y, _) in STATIONS.items() if x == column and y < row}
    before |= {other for other, onto in CHANGES.items() if lesson in onto or before & set(onto)}
    return before.union(*map(needed, before)) if before else before


def _y(row):
    return TOP + row * STEP


def _turn(colour, start, end, at):
    """Give what leaves a line below a station, at the height `at`, for one in another column."""
    (_, x0, _, _), (_, x1, last, _) = STATIONS[start], STATIONS[end]
    return line((x0, _y(at)), (x1, _y(at)), (x1, _y(last) - RADIUS), colour=colour, width=4)


def _down(column):
    """Give what joins the stations of a column, which hold their numbers and so no line."""
    found = sorted((row, colour) for _, x, row, colour in STATIONS.values() if x == column)
    for (above, _), (below, colour) in pairwise(found):
        yield line((column, _y(above) + RADIUS), (column, _y(below) - RADIUS), colour=colour, width=4)


def _station(number, name, x, row, colour):
    y = _y(row)
    inside = label(x, y + 6, str(number), at="middle")
    return circle(x, y, RADIUS, colour=colour) + inside + label(x + RADIUS + 6, y + 6, name)


def _listed(column):
    below = [(row, number, name) for number, (name, x, row, _) in STATIONS.items() if x == column and row]
    return ", ".join(f"{number} {name}" for _, number, name in sorted(below))
