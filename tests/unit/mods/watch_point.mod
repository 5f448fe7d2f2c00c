NEURON { POINT_PROCESS Watcher RANGE crossed, limit NONSPECIFIC_CURRENT i }
PARAMETER { limit = -64.9 (mV) }
ASSIGNED { v (mV) i (nA) crossed }
INITIAL { crossed = 0 net_send(0, 1) }
BREAKPOINT { i = -0.01 }
NET_RECEIVE (w) {
    if (flag == 1) { WATCH (v > limit) 2 }
    if (flag == 2) { crossed = crossed + 1 }
}
