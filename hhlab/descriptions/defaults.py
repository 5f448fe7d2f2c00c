"""What an experiment takes where nothing is said and no description says it either, written once."""

from .parameters import Method, Settings
from .rates import AXON_CELSIUS_1952

RECORD = ("v",)  # the traces of a run
REL = 1e-4  # how far a threshold may lie above a strength that fails, as a fraction of it
SEARCH_METHOD: Method = "cvode"  # of searches, which tell strengths apart that fixed steps blur
AXON = Settings(tstop=5.0, celsius=AXON_CELSIUS_1952, dt=0.005)  # of an impulse on its way
RING = Settings(tstop=100.0, method="neuron")  # of the network in NEURON's tutorial
