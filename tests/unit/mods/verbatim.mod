TITLE C++ of its own, that names the mechanism
NEURON { SUFFIX cplus NONSPECIFIC_CURRENT i RANGE g }
VERBATIM
#include <cmath>
static int calls = 0;   // not a MOD comment: SUFFIX wrong
static const char* who() { return "cplus"; }
ENDVERBATIM
PARAMETER { g = 1e-4 }
ASSIGNED { v i }
BREAKPOINT {
    i = g*half(v + 50)
    VERBATIM
    calls += who()[0] == 'c';
    ENDVERBATIM
}
FUNCTION half(x) { half = x/2 }
FUNCTION called() {
    VERBATIM
    return calls + half_cplus(_threadargscomma_ 2.0);
    ENDVERBATIM
}
