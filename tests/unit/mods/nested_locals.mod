NEURON { SUFFIX nested NONSPECIFIC_CURRENT i }
LOCAL shared, pair[2]
ASSIGNED { v i }
INITIAL { shared = 1 pair[0] = 1e-4 pair[1] = -50 }
BREAKPOINT {
    LOCAL a
    a = 0
    if (v > -200) { LOCAL b b = 2 a = b { LOCAL c c = a a = c } }
    i = shared*pair[0]*(v - pair[1])*a
}
