NEURON { SUFFIX steady NONSPECIFIC_CURRENT i }
PARAMETER { a = 2 b = 3 }
ASSIGNED { v i }
STATE { c o }
INITIAL { SOLVE kin STEADYSTATE sparse }
BREAKPOINT { SOLVE kin METHOD sparse i = 2e-4*o*(v+50) }
KINETIC kin { ~ c <-> o (a, b) CONSERVE c + o = 1 }
