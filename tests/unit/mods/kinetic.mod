NEURON { SUFFIX scheme NONSPECIFIC_CURRENT i RANGE g }
PARAMETER { g = 1e-3 kon = 0.3 (/ms) koff = 0.2 (/ms) }
ASSIGNED { v (mV) i (mA/cm2) }
STATE { c1 c2 o }
INITIAL { c1 = 1 c2 = 0 o = 0 }
BREAKPOINT { SOLVE kin METHOD sparse i = g*o*(v + 20) }
KINETIC kin {
    ~ c1 <-> c2 (kon, koff)
    ~ c2 <-> o (kon*2, koff/2)
    CONSERVE c1 + c2 + o = 1
}
