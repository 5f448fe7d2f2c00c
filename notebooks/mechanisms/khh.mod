TITLE The potassium channel of Hodgkin and Huxley (1952)

NEURON {
    SUFFIX khh
    USEION k READ ek WRITE ik
    RANGE gkbar
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gkbar = 0.036 (S/cm2)
}

ASSIGNED {
    v (mV)
    ek (mV)
    celsius (degC)
    ik (mA/cm2)
    ninf
    ntau (ms)
}

STATE {
    n
}

INITIAL {
    rates(v)
    n = ninf
}

BREAKPOINT {
    SOLVE states METHOD cnexp
    ik = gkbar * n^4 * (v - ek)
}

DERIVATIVE states {
    rates(v)
    n' = (ninf - n) / ntau
}

PROCEDURE rates(v (mV)) {
    LOCAL alpha, beta, q10
    UNITSOFF
    q10 = 3^((celsius - 6.3) / 10)
    alpha = 0.01 * vtrap(-(v + 55), 10)
    beta = 0.125 * exp(-(v + 65) / 80)
    ninf = alpha / (alpha + beta)
    ntau = 1 / (q10 * (alpha + beta))
    UNITSON
}

: x / (exp(x/y) - 1), which is 0/0 at x = 0; there its limit is y
FUNCTION vtrap(x, y) {
    if (fabs(x / y) < 1e-6) {
        vtrap = y * (1 - x / y / 2)
    } else {
        vtrap = x / (exp(x / y) - 1)
    }
}
