NEURON { SUFFIX fastleak NONSPECIFIC_CURRENT i RANGE g, e }
PARAMETER { g = 2e-4 (S/cm2) e = -60 (mV) }
ASSIGNED { v (mV) i (mA/cm2) }
BREAKPOINT { CONDUCTANCE g i = g*(v - e) }
