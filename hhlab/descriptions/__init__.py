"""What is put into a run, as frozen values that check themselves: membranes, stimuli, axons, settings, units.

Nothing here knows NEURON, and nothing of the package is imported: every other wing may read it.
"""

from . import rates as rates  # a public name itself: hhlab.rates.alpha_m
