: a point process with constructor and destructor, and a C pointer
NEURON { POINT_PROCESS Holder RANGE x ELECTRODE_CURRENT i }
ASSIGNED { x i }
CONSTRUCTOR {
VERBATIM
    x = 7;
ENDVERBATIM
}
DESTRUCTOR {
VERBATIM
    ;
ENDVERBATIM
}
BREAKPOINT { i = 0.001*x }
