"""Axons and dendrites along their length: cut into pieces, and wrapped in myelin."""

from itertools import pairwise

from ...results.recording import TRACES
from .scheme import Scheme
from .strokes import arrow, battery, box, capacitor, dots, label, line, resistor, turned

V, NA, LEAK = (TRACES[name].colour for name in ("v", "ina", "il"))
CENTRES = (85, 200, 315)  # of three pieces
ENDS = (28, 372)


def pieces():
    """Give a cable in three pieces, and below it the circuit that NEURON solves."""
    words = (
        "A cable in three pieces, above as a cylinder, below as a circuit. Voltages are known at five "
        "places: the ends, x = 0 and 1, and the centres of the pieces, x = 1/6, 1/2 and 5/6. At each centre "
        "the membrane of its piece leads to the outside: a capacitance beside a conductance with a battery. "
        "The inside leads from centre to centre through a resistance R, made of Ra, and to each end through "
        "R/2. No membrane leads outside at the ends: they are sealed."
    )
    places = zip(sorted((*CENTRES, *ENDS)), ("0", "1/6", "1/2", "5/6", "1"), strict=True)
    return Scheme(
        words,
        330,
        (
            box(*(ENDS[0], 22, ENDS[1], 72), filled=0.1),
            *(line((x, 22), (x, 72)) for x in (143, 257)),
            dots(*((x, 47) for x in (*CENTRES, *ENDS)), colour=V),
            *(label(x, 94, f"x = {text}" if text == "0" else text, at="middle") for x, text in places),
            line((ENDS[0], 125), (ENDS[1], 125), width=3),
            label(ENDS[1], 118, "outside", at="end"),
            label(0, 258, "inside"),
            *map(_membrane, CENTRES),
            *_inside(),
            dots(*((x, 270) for x in (*CENTRES, *ENDS)), colour=V),
            label(200, 322, "sealed ends: no membrane there", at="middle"),
        ),
    )


def _membrane(x):
    left, right = x - 26, x + 26
    fork = line((left, 245), (left, 250), (right, 250), (right, 245)) + line((x, 250), (x, 270))
    comb = line((left, 155), (left, 150), (right, 150), (right, 155)) + line((x, 150), (x, 125))
    plates = line((left, 155), (left, 180)) + capacitor(left, 200) + line((left, 220), (left, 245))
    channel = (
        resistor(right, 175, LEAK)
        + battery(right, 215, "up", LEAK)
        + line((right, 235), (right, 245), colour=LEAK)
    )
    return fork + comb + plates + channel


def _inside():
    stops = sorted((*CENTRES, *ENDS))
    for left, right in pairwise(stops):
        middle = (left + right) / 2
        yield line((left, 270), (middle - 20, 270)) + line((middle + 20, 270), (right, 270))
        yield turned(resistor(0, 0), middle, 270)
        yield label(middle, 298, "R" if right - left > 100 else "R/2", at="middle")


def saltation():
    """Give an impulse under myelin: the currents between the node that fires and the next."""
    words = (
        "An impulse runs to the right along an axon in myelin, outside above and below. At the left node "
        "channels are open, and Na⁺ flows in. The current runs on inside the axon, a little leaves through "
        "the myelin on its way, and what is left flows out at the next node and charges its membrane towards "
        "threshold. It returns outside. Inward current flows at nodes only."
    )
    nodes, walls = (95, 305), (120, 160)
    myelin = [
        box(left, top, right, top + 22, filled=0.25, round_by=10)
        for left, right in ((5, nodes[0] - 12), (nodes[0] + 12, nodes[1] - 12), (nodes[1] + 12, 395))
        for top in (walls[0] - 24, walls[1] + 2)
    ]
    return Scheme(
        words,
        285,
        (
            *(line((0, wall), (400, wall)) for wall in walls),
            *myelin,
            arrow((150, 20), (250, 20), colour=V, width=4),
            label(140, 25, "impulse", at="end"),
            arrow((nodes[0], 75), (nodes[0], 130), colour=NA, width=4),
            arrow((nodes[0], 205), (nodes[0], 150), colour=NA, width=4),
            arrow((nodes[0] + 20, 140), (nodes[1] - 15, 140), width=4),
            *(arrow((nodes[1], start), (nodes[1], end)) for start, end in ((128, 78), (152, 202))),
            *(arrow((200, start), (200, end), width=1) for start, end in ((128, 78), (152, 202))),
            arrow((nodes[1], 76), (nodes[1], 58), (nodes[0], 58), (nodes[0], 76), width=1),
            label(200, 50, "back outside", at="middle"),
            label(5, 82, "outside"),
            label(5, 146, "inside"),
            label(nodes[0], 228, "node: Na⁺ in", at="middle"),
            label(nodes[1], 228, "next node: charging", at="middle"),
            label(200, 264, "inward current flows at nodes only", at="middle"),
        ),
    )
