"""What a slider is called, for any parameter of any description."""

from dataclasses import fields

from .axons import Axon, MyelinatedAxon
from .parameters import CLAMPS, Membrane, Settings

DESCRIPTIONS = (Membrane, *CLAMPS, Axon, MyelinatedAxon, Settings)


# What an experimenter sets that is no field of a description: names of arguments in the lessons.
SPOKEN = {
    "current": ("current density", "µA/cm²"),
    "hold": ("holding potential", "mV"),
    "test": ("test potential", "mV"),
    "back": ("return potential", "mV"),
    "conditioning": ("conditioning potential", "mV"),
    "rise": ("rise of the current density", "µA/cm²/ms"),
    "top": ("highest current density", "µA/cm²"),
    "half": ("time of the rise, and again of the fall", "ms"),
    "g_pas": ("leak conductance", "S/cm²"),
    "e_pas": ("leak reversal potential", "mV"),
    "ttx": ("blocked fraction of the Na⁺ channels", ""),
    "gmbar": ("peak M-conductance", "S/cm²"),
    "taumax": ("time constant of the M-current", "ms"),
    "number": ("spikes", ""),
    "v": ("membrane potential", "mV"),
    "later": ("delay of the second shock", "ms"),
    "K": ("rate constant of the travelling wave", "1/ms"),
    "tea": ("blocked fraction of the K⁺ channels", ""),
    "at": ("time of the inhibitory spike", "ms"),
    "lead": ("how much earlier the second synapse opens", "ms"),
    "apart": ("time from one synapse to the next", "ms"),
    "gmax": ("peak conductance of a synapse", "µS"),
    "a_type": ("A-type K⁺ channels", "%"),
    "gk_end": ("K⁺ conductance in the end", "mS/cm²"),
    "gna_size": ("size of the Na⁺ conductance", "mS/cm²"),
    "g_dendrite": ("peak Na⁺ conductance of the dendrite", "S/cm²"),
    "mg": ("magnesium outside", "mM"),
}

# How a name of our own ends that carries its unit: every_ms, shift_mV.
ENDINGS = {"ms": "ms", "mV": "mV", "nA": "nA", "um": "µm", "hz": "Hz"}


def title(name):
    """Give a parameter's name with its unit in brackets, as it stands beside a slider."""
    unit = label_and_unit(name)[1]
    return f"{_own(name)[0]} [{unit}]" if unit else name


def label_and_unit(name):
    """Give the label and the unit of a parameter by its name, or its bare name and no unit."""
    for description in DESCRIPTIONS:
        for item in fields(description):
            if item.name == name and "unit" in item.metadata:
                return item.metadata["label"], item.metadata["unit"]
    return SPOKEN.get(name, _own(name))


def _own(name):
    """Give ("every", "ms") for every_ms, and no unit where the name does not end in one."""
    stem, _, ending = name.rpartition("_")
    return (stem, ENDINGS[ending]) if stem and ending in ENDINGS else (name, "")
