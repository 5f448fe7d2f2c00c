NEURON { SUFFIX coupled POINTER there RANGE k NONSPECIFIC_CURRENT i }
PARAMETER { k = 1e-4 }
ASSIGNED { v i there }
BREAKPOINT { i = k*(v - there - 10) }
