NEURON { SUFFIX hooks RANGE n1, n2, n3 }
ASSIGNED { v n1 n2 n3 }
INITIAL { n1 = 0 n2 = 0 n3 = 0 }
BEFORE BREAKPOINT { n1 = n1 + 1 }
AFTER SOLVE { n2 = n2 + 1 }
BEFORE STEP { n3 = n3 + 1 }
AFTER INITIAL { n3 = -1 }
BREAKPOINT { n2 = n2 }
