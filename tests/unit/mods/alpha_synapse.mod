NEURON { POINT_PROCESS AlphaS RANGE onset, tau, gmax, e, i NONSPECIFIC_CURRENT i }
UNITS { (nA) = (nanoamp) (mV) = (millivolt) (uS) = (microsiemens) }
PARAMETER { onset = 1 (ms) tau = .5 (ms) gmax = .001 (uS) e = 0 (mV) }
ASSIGNED { v (mV) i (nA) g (uS) }
BREAKPOINT {
    if (gmax) { at_time(onset) }
    g = gmax * alpha((t - onset)/tau)
    i = g*(v - e)
}
FUNCTION alpha(x) {
    if (x < 0 || x > 10) { alpha = 0 } else { alpha = x * exp(1 - x) }
}
