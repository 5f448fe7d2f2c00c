NEURON { SUFFIX sampled RANGE x NONSPECIFIC_CURRENT i }
ASSIGNED { v i }
STATE { x }
INITIAL { x = 0 }
BREAKPOINT { SOLVE sample METHOD after_cvode i = 1e-5*x }
PROCEDURE sample() { x = v }
