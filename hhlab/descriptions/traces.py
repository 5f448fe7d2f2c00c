"""What can be recorded, one object for each: its label, its unit, its panel, its colour, its source."""

from typing import NamedTuple

# The set of Okabe and Ito (2008) for colour-blind readers, and two more of Tol's for a fifth current.
BLUE, VERMILION, GREEN, PINK = "#0072b2", "#d55e00", "#009e73", "#cc79a7"
ORANGE, SKY, BLACK, WINE, OLIVE = "#e69f00", "#56b4e9", "#000000", "#882255", "#999933"


class Trace(NamedTuple):
    """One quantity that a run can record. Traces of one panel share an axis.

    Parameters
    ----------
    label, unit, panel, colour : str
        As they stand in every picture, table and script.
    neuron : str
        NEURON's variable of it, on a segment or on what stimulates: ``segment._ref_v`` for "v".
    source : {"membrane", "electrode", "synapse"}
        What it is recorded on. Electrode currents are positive into the cell, all others outward.
    per_area : bool
        NEURON counts the whole current [nA]; the trace is its density.
    """

    label: str
    unit: str
    panel: str
    colour: str
    neuron: str
    source: str = "membrane"
    per_area: bool = False
