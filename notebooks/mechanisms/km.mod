TITLE A slow potassium current, the M-current

NEURON {
    SUFFIX km
    USEION k READ ek WRITE ik
    RANGE gmbar, taumax
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gmbar = 0.001 (S/cm2)
    taumax = 100 (ms)
}

ASSIGNED {
    v (mV)
    ek (mV)
    ik (mA/cm2)
    pinf
    ptau (ms)
}

STATE {
    p
}

INITIAL {
    rates(v)
    p = pinf
}

BREAKPOINT {
    SOLVE states METHOD cnexp
    ik = gmbar * p * (v - ek)
}

DERIVATIVE states {
    rates(v)
    p' = (pinf - p) / ptau
}

: it opens at -35 mV, slowly, and does not inactivate
PROCEDURE rates(v (mV)) {
    UNITSOFF
    pinf = 1 / (1 + exp(-(v + 35) / 10))
    ptau = taumax / (3.3 * exp((v + 35) / 20) + exp(-(v + 35) / 20))
    UNITSON
}
