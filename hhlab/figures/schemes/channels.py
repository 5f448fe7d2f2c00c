"""The channels of Hodgkin and Huxley with their gates."""

from ...descriptions.currents import POTASSIUM, SODIUM
from .scheme import Scheme
from .strokes import box, dots, label, line

LEVELS = (112, 140, 168, 203)  # of the four gates of a channel, from outside to inside
OPEN_AT_REST = {"h"}  # six in ten of them; of m one in twenty, of n one in three


def channel():
    """Give a sodium channel with three gates m and one h, and a potassium channel with four n, at rest."""
    words = (
        "Two channels in a membrane, outside above, inside below, as most of their gates stand at rest. The "
        "sodium channel has four gates in its pore: three m, shut, and at its inner end one h, open. The "
        "potassium channel has four gates n, shut. A channel conducts only while all four are open."
    )
    wall = [box(left, 92, right, 224, filled=0.1) for left, right in ((5, 75), (155, 245), (325, 395))]
    return Scheme(
        words,
        320,
        (
            label(10, 65, "outside"),
            label(10, 242, "inside"),
            *wall,
            *_channel(115, "Na⁺ channel", SODIUM),
            *_channel(285, "K⁺ channel", POTASSIUM),
            label(200, 282, "at rest: most m and n shut, most h open", at="middle"),
            label(200, 308, "conducts only while all four are open", at="middle"),
        ),
    )


def _channel(x, name, current):
    """Give a pore between two walls, and its gates, each on a hinge."""
    yield label(x, 30, name, at="middle")
    for wall in (x - 40, x + 22):
        yield box(wall, 80, wall + 18, 240, current.colour, filled=0.25, round_by=8)
    gates = [gate for gate in current.gates for _ in range(gate.power)]
    for gate, level in zip(gates, LEVELS, strict=True):
        end = (x - 17, level + 28) if gate.name in OPEN_AT_REST else (x + 20, level)
        yield line((x - 21, level), end, colour=gate.colour, width=5)
        yield dots((x - 22, level), colour=gate.colour, radius=4)
        yield label(x - 56, level + 5, gate.name, at="middle")
