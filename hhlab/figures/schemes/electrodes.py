"""What an experimenter puts into a cell: one electrode, or the loop of a voltage clamp."""

from ...results.recording import TRACES
from .scheme import Scheme
from .strokes import INK, arrow, box, circle, dots, label, line, shape

V = TRACES["v"].colour


def electrode():
    """Give an electrode that brings current into a soma, and the way that the current takes."""
    words = (
        "An electrode in a soma. A current source, IClamp, sends the current I through a glass electrode "
        "into the cell; into the cell is positive. From there it leaves through every patch of the membrane, "
        "and returns to the source through the bath outside."
    )
    ways = [((84, 160), (44, 160)), ((104, 211), (75, 240)), ((155, 232), (155, 272)), ((104, 109), (75, 80))]
    return Scheme(
        words,
        305,
        (
            circle(155, 160, 80, filled=0.1),
            label(20, 30, "outside"),
            label(135, 178, "inside", at="middle"),
            *(arrow(*way) for way in ways),
            shape((180, 140), (241, 70), (256, 83), colour=V),
            arrow((232, 91), (190, 138), width=3),
            line((249, 76), (270, 50), (345, 50), (345, 112)),
            circle(345, 132, 20, filled=0),
            arrow((345, 146), (345, 118)),
            line((345, 152), (345, 225), (265, 225)),
            dots((265, 225), colour=INK, radius=4),
            label(278, 40, "I > 0: into the cell", at="middle"),
            label(315, 138, "IClamp", at="end"),
            label(265, 248, "bath", at="middle"),
            label(396, 296, "out through the membrane", at="end"),
        ),
    )


def clamp():
    """Give the loop of a voltage clamp: an electrode that reads, an amplifier, an electrode that drives."""
    words = (
        "The loop of a voltage clamp. One electrode in the cell reads its voltage V. An amplifier compares "
        "V, at its minus input, with the command, at its plus input: what V lacks drives a current I through "
        "an ammeter and a second electrode into the cell. The same current leaves through the membrane, "
        "where outward is positive, into the bath at 0 mV. So V stays at the command, and I is the "
        "membrane's current."
    )
    return Scheme(
        words,
        320,
        (
            box(30, 205, 350, 265, filled=0.1, round_by=25),
            label(190, 241, "cell", at="middle"),
            shape((95, 240), (86, 150), (104, 150), colour=V),
            line((95, 150), (95, 118), (170, 118), colour=V),
            label(80, 175, "reads V", at="end"),
            label(100, 82, "command", at="end"),
            line((105, 77), (170, 77)),
            shape((170, 50), (170, 145), (245, 97)),
            label(183, 83, "+", at="middle"),
            label(183, 123, "−", at="middle"),
            label(190, 35, "amplifier", at="middle"),
            line((245, 97), (305, 97), (305, 108)),
            circle(305, 126, 18, filled=0),
            label(305, 132, "I", at="middle"),
            line((305, 144), (305, 155)),
            shape((305, 240), (296, 155), (314, 155)),
            arrow((335, 164), (335, 200), width=3),
            label(325, 152, "drives I"),
            arrow((190, 255), (190, 295), width=3),
            label(202, 294, "the same I, out"),
            label(30, 294, "bath: 0 mV"),
        ),
    )
