: a function of NEURON's, and one named like one of hoc
NEURON { SUFFIX nern USEION k READ ki, ko WRITE ik RANGE e }
ASSIGNED { v (mV) ki (mM) ko (mM) ik (mA/cm2) e (mV) celsius (degC) }
BREAKPOINT { e = nernst(ki, ko, 1) ik = 1e-4*(v - e) + 0*finitialize2(v) }
FUNCTION finitialize2(x) { finitialize2 = x }
FUNCTION nernst(ci (mM), co (mM), z) (mV) { nernst = 0.0862*(celsius + 273.15)/z*log(co/ci) }
