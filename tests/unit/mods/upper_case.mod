: IF, ELSE and WHILE may be written in capitals
NEURON { SUFFIX UPPER NONSPECIFIC_CURRENT I RANGE G }
PARAMETER { G = 1E-4 }
ASSIGNED { v I }
BREAKPOINT {
    LOCAL K
    K = 0
    WHILE (K < 3) { K = K + 1 }
    IF (K == 3 && !(v > 1E3)) { I = G*(v + 50) } ELSE IF (K > 3) { I = 1 } ELSE { I = 0 }
}
