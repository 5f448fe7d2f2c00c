NEURON { SUFFIX root RANGE x }
STATE { x }
INITIAL { x = 1 SOLVE eq METHOD newton }
NONLINEAR eq { ~ x*x = 2 }
