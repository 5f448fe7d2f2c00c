NEURON { POINT_PROCESS Zap ELECTRODE_CURRENT i RANGE amp, f, i }
UNITS { (nA) = (nanoamp) PI = (pi) (1) }
PARAMETER { amp = 0.05 (nA) f = 0.5 }
ASSIGNED { i (nA) }
INITIAL { i = 0 }
BREAKPOINT { i = amp * sin(2*PI*f*t) }
