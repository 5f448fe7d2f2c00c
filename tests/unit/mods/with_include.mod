NEURON { SUFFIX included NONSPECIFIC_CURRENT i }
INCLUDE "shared.inc"
BREAKPOINT { i = g_shared*(v - twice(-25)) }
