"""A synapse from the spike that arrives to the current in the next cell."""

from ...results.recording import TRACES
from .scheme import Scheme
from .strokes import INK, arrow, box, circle, dots, label, line

V, NA = (TRACES[name].colour for name in ("v", "ina"))


def synapse():
    """Give a synapse that excites, and its names in NEURON."""
    words = (
        "A synapse that excites. From above a spike runs down an axon into its ending, where vesicles hold "
        "transmitter. The transmitter crosses the cleft to a channel in the membrane of the next cell, which "
        "lies below. The channel opens: its conductance g jumps by the weight w, and decays with tau. "
        "Positive charge flows in, a current i below 0, and the inside becomes more positive."
    )
    return Scheme(
        words,
        330,
        (
            *(line((x, 10), (x, 60)) for x in (85, 115)),
            line((85, 60), (40, 85), (30, 115), (45, 140), (155, 140), (170, 115), (160, 85), (115, 60)),
            arrow((100, 12), (100, 62), colour=V, width=4),
            label(128, 35, "spike, after the delay"),
            *(circle(x, y, 11) for x, y in ((65, 105), (100, 92), (135, 105))),
            dots(*((65, 105), (100, 92), (135, 105)), colour=INK, radius=4),
            label(182, 110, "ending, with vesicles"),
            dots((78, 158), (98, 170), (118, 155), (92, 184), (124, 180), colour=INK, radius=4),
            label(182, 174, "transmitter in the cleft"),
            box(5, 200, 72, 232, filled=0.1),
            box(128, 200, 172, 232, filled=0.1),
            *(box(left, 192, left + 16, 240, NA, filled=0.25, round_by=7) for left in (72, 112)),
            arrow((100, 196), (100, 275), colour=NA, width=4),
            label(182, 212, "channel: g jumps by w,"),
            label(182, 234, "then decays with τ"),
            label(128, 272, "i < 0: positive charge flows in"),
            label(20, 312, "inside of the next cell"),
        ),
    )
