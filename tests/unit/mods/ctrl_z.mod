NEURON { SUFFIX dosend NONSPECIFIC_CURRENT i }
ASSIGNED { v i }
BREAKPOINT { i = 1e-4*(v+50) }
 } what follows is nothing