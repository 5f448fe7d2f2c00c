"""What a slider is called, for any parameter of any description."""

from dataclasses import fields

from .axons import Axon, MyelinatedAxon
from .parameters import CLAMPS, Membrane, Settings

DESCRIPTIONS = (Membrane, *CLAMPS, Axon, MyelinatedAxon, Settings)


def label_and_unit(name):
    """Give the label and the unit of a parameter by its name, or its bare name and no unit."""
    for description in DESCRIPTIONS:
        for item in fields(description):
            if item.name == name and item.metadata:
                return item.metadata["label"], item.metadata["unit"]
    return name, ""
