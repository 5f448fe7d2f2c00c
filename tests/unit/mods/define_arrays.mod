DEFINE N 3
DEFINE MINUS -2
NEURON { SUFFIX shells RANGE g, w, x, out NONSPECIFIC_CURRENT i GLOBAL weights }
PARAMETER { g = 1e-4 weights[N] }
ASSIGNED { v i w[N] out }
STATE { x[N] }
INITIAL { FROM j = 0 TO N-1 { x[j] = j w[j] = 2*j } out = 0 }
BREAKPOINT {
    LOCAL sum
    sum = 0
    FROM j = 0 TO N-1 BY 1 { sum = sum + x[j] }
    i = g * sum * (v + 50)
}
