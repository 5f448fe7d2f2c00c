TITLE A potassium current that closes again, the A-current: half of it

COMMENT
The gate a is that of Connor, Walter and McKown (1977), at 18 degC. The gate b is missing: write it.
ENDCOMMENT

NEURON {
    SUFFIX ka
    USEION k READ ek WRITE ik
    RANGE gabar
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gabar = 0.0477 (S/cm2)
}

ASSIGNED {
    v (mV)
    ek (mV)
    ik (mA/cm2)
    ainf
    atau (ms)
}

STATE {
    a
}

INITIAL {
    rates(v)
    a = ainf
}

BREAKPOINT {
    SOLVE states METHOD cnexp
    ik = gabar * a^3 * (v - ek)
}

DERIVATIVE states {
    rates(v)
    a' = (ainf - a) / atau
}

PROCEDURE rates(v (mV)) {
    UNITSOFF
    ainf = (0.0761 * exp((v + 94.22) / 31.84) / (1 + exp((v + 1.17) / 28.93)))^(1 / 3)
    atau = 0.3632 + 1.158 / (1 + exp((v + 55.96) / 20.12))
    UNITSON
}
