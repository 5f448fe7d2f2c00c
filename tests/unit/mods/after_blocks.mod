: the NEURON block comes last, and there are two of them
PARAMETER { g = 0.0001 }
ASSIGNED { v i }
BREAKPOINT { i = g * (v + 45) }
NEURON { NONSPECIFIC_CURRENT i }
NEURON { SUFFIX later RANGE g }
