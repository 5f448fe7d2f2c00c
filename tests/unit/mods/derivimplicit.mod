NEURON { SUFFIX twostates RANGE a, b NONSPECIFIC_CURRENT i }
PARAMETER { ka = 0.5 (/ms) kb = 0.1 (/ms) }
ASSIGNED { v (mV) i (mA/cm2) }
STATE { a b }
INITIAL { a = 1 b = 0 }
BREAKPOINT { SOLVE dyn METHOD derivimplicit i = 1e-4 * b * (v + 30) }
DERIVATIVE dyn {
    a' = -ka * a * a + kb * b
    b' = ka * a * a - kb * b
}
