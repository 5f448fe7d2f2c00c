TITLE Sodium and potassium channels of a pyramidal cell

COMMENT
Rates of Traub and Miles (1991), written about a threshold vt as in Pospischil et al. (2008), at 36 degC.
ENDCOMMENT

NEURON {
    SUFFIX cortex
    USEION na READ ena WRITE ina
    USEION k READ ek WRITE ik
    RANGE gnabar, gkbar, vt
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gnabar = 0.05 (S/cm2)
    gkbar = 0.005 (S/cm2)
    vt = -56.2 (mV)
}

ASSIGNED {
    v (mV)
    ena (mV)
    ek (mV)
    ina (mA/cm2)
    ik (mA/cm2)
    minf
    hinf
    ninf
    mtau (ms)
    htau (ms)
    ntau (ms)
}

STATE {
    m
    h
    n
}

INITIAL {
    rates(v)
    m = minf
    h = hinf
    n = ninf
}

BREAKPOINT {
    SOLVE states METHOD cnexp
    ina = gnabar * m^3 * h * (v - ena)
    ik = gkbar * n^4 * (v - ek)
}

DERIVATIVE states {
    rates(v)
    m' = (minf - m) / mtau
    h' = (hinf - h) / htau
    n' = (ninf - n) / ntau
}

PROCEDURE rates(v (mV)) {
    LOCAL u, alpha, beta
    UNITSOFF
    u = v - vt
    alpha = 0.32 * vtrap(-(u - 13), 4)
    beta = 0.28 * vtrap(u - 40, 5)
    minf = alpha / (alpha + beta)
    mtau = 1 / (alpha + beta)
    alpha = 0.128 * exp(-(u - 17) / 18)
    beta = 4 / (1 + exp(-(u - 40) / 5))
    hinf = alpha / (alpha + beta)
    htau = 1 / (alpha + beta)
    alpha = 0.032 * vtrap(-(u - 15), 5)
    beta = 0.5 * exp(-(u - 10) / 40)
    ninf = alpha / (alpha + beta)
    ntau = 1 / (alpha + beta)
    UNITSON
}

: x / (exp(x/y) - 1), which is 0/0 at x = 0
FUNCTION vtrap(x, y) {
    UNITSOFF
    if (fabs(x / y) < 1e-6) {
        vtrap = y * (1 - x / y / 2)
    } else {
        vtrap = x / (exp(x / y) - 1)
    }
    UNITSON
}
