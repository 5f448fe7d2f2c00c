TITLE An NMDA synapse: a conductance that magnesium blocks

COMMENT
The block is that of Jahr and Stevens (1990), Journal of Neuroscience 10:3178-3182. The conductance rises
with tau1 and falls with tau2; one spike of weight 1 brings it to 1.
ENDCOMMENT

NEURON {
    POINT_PROCESS NMDA
    NONSPECIFIC_CURRENT i
    RANGE tau1, tau2, e, mg, g, i
}

UNITS {
    (mV) = (millivolt)
    (nA) = (nanoamp)
    (uS) = (microsiemens)
    (mM) = (milli/liter)
}

PARAMETER {
    tau1 = 2 (ms)
    tau2 = 50 (ms)
    e = 0 (mV)
    mg = 1 (mM)
}

ASSIGNED {
    v (mV)
    i (nA)
    g (uS)
    highest
}

STATE {
    A (uS)
    B (uS)
}

INITIAL {
    LOCAL when
    A = 0
    B = 0
    when = log(tau2 / tau1) * tau1 * tau2 / (tau2 - tau1)
    highest = exp(-when / tau2) - exp(-when / tau1)
}

BREAKPOINT {
    SOLVE states METHOD cnexp
    g = (B - A) * free(v)
    i = g * (v - e)
}

DERIVATIVE states {
    A' = -A / tau1
    B' = -B / tau2
}

: the share of the open channels in which there is no magnesium
FUNCTION free(v (mV)) {
    UNITSOFF
    free = 1 / (1 + mg / 3.57 * exp(-0.062 * v))
    UNITSON
}

NET_RECEIVE(weight (uS)) {
    A = A + weight / highest
    B = B + weight / highest
}
