NEURON { SUFFIX lin NONSPECIFIC_CURRENT i RANGE x, w }
ASSIGNED { v i }
STATE { x w }
INITIAL { x = 0 w = 0 SOLVE eqs }
BREAKPOINT { SOLVE eqs i = 1e-4*x*(v+60) }
LINEAR eqs { ~ x + w = 3 ~ x - w = 1 }
