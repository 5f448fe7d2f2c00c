NEURON { SUFFIX tabled NONSPECIFIC_CURRENT i GLOBAL inf }
PARAMETER { usetable = 1 k = 7 (mV) }
ASSIGNED { v (mV) i inf }
BREAKPOINT { r(v) i = 1e-4*inf*(v+30) + 0*sig(v) }
PROCEDURE r(u (mV)) { TABLE inf DEPEND k FROM -120 TO 80 WITH 400 inf = 1/(1 + exp(-(u + 40)/k)) }
FUNCTION sig(u (mV)) { TABLE DEPEND k FROM -100 TO 100 WITH 100 sig = 1/(1 + exp(-u/k)) }
