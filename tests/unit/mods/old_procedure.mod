: a state that a procedure advances, as in the days before cnexp
NEURON { SUFFIX stepper NONSPECIFIC_CURRENT i RANGE gmax, s GLOBAL sexp }
PARAMETER { v (mV) dt (ms) gmax = 2e-4 tau = 4 (ms) }
STATE { s }
ASSIGNED { i sexp }
INITIAL { s = 0 }
BREAKPOINT { SOLVE advance i = gmax*s*(v+40) }
PROCEDURE advance() {
    sexp = 1 - exp(-dt/tau)
    s = s + sexp*(1 - s)
    VERBATIM
    return 0;
    ENDVERBATIM
}
