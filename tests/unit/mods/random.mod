NEURON { POINT_PROCESS Noise RANDOM r RANGE i, sd NONSPECIFIC_CURRENT i }
PARAMETER { sd = 0.001 }
ASSIGNED { v i }
INITIAL { i = 0 }
BREAKPOINT { SOLVE draw }
PROCEDURE draw() { i = sd*random_normal(r, 0, 1) }
