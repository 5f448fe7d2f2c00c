: old habits: INDEPENDENT, v and celsius in PARAMETER, SOLVE before all, METHOD euler
INDEPENDENT { t FROM 0 TO 1 WITH 1 (ms) }
NEURON { SUFFIX old NONSPECIFIC_CURRENT i RANGE g, tau }
UNITS { (mV) = (millivolt) (mA) = (milliamp) }
PARAMETER { v (mV) celsius = 37 (degC) dt (ms) g = .0002 (mho/cm2) tau = 5 (ms) }
STATE { s FROM 0 TO 1 START 0.5 }
ASSIGNED { i (mA/cm2) }
BREAKPOINT { SOLVE go METHOD euler i = g*s*(v+50) }
INITIAL { s = .1 }
DERIVATIVE go { s' = (1 - s)/tau }
