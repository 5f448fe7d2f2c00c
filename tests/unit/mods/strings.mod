NEURON { SUFFIX speaks NONSPECIFIC_CURRENT i }
ASSIGNED { v i }
INITIAL { if (v > 1e6) { printf("NEURON { SUFFIX quoted } : %g ? \
 two lines\n", v) } }
BREAKPOINT { i = 1e-4*(v+50) }
