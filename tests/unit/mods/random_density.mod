NEURON { SUFFIX jitter RANDOM one, two RANGE x NONSPECIFIC_CURRENT i }
ASSIGNED { v x i }
INITIAL { x = random_uniform(one) }
BREAKPOINT { i = 1e-4*x*(v+60) }
