NEURON { SUFFIX consts NONSPECIFIC_CURRENT i RANGE e }
UNITS {
    (mV) = (millivolt)
    FARADAY = 96485 (coulomb)
    R = (k-mole) (joule/degC)
    foot2inch = (foot) -> (inch)
}
CONSTANT { q10 = 2.3 zero = -273.15 (degC) }
ASSIGNED { v (mV) i (mA/cm2) celsius (degC) e (mV) }
UNITSOFF
BREAKPOINT { e = 1000*R*(celsius - zero)/FARADAY i = 1e-4*(v - e)*q10^0 + 0*foot2inch }
UNITSON
