NEURON { SUFFIX disc RANGE d }
STATE { d }
INITIAL { d = 0 }
BREAKPOINT { SOLVE one }
DISCRETE one { d = d + 1 }
