NEURON { POINT_PROCESS NetSyn RANGE tau, e, i, seen NONSPECIFIC_CURRENT i THREADSAFE }
PARAMETER { tau = 2 (ms) <1e-9,1e9> e = 0 (mV) }
ASSIGNED { v (mV) i (nA) seen }
STATE { g (uS) }
INITIAL { g = 0 seen = 0 net_send(0.5, 3) }
BREAKPOINT { SOLVE decay METHOD cnexp i = g*(v - e) }
DERIVATIVE decay { g' = -g/tau }
NET_RECEIVE (weight (uS), r, last (ms)) {
    INITIAL { r = 1 last = t }
    if (flag == 0) { g = g + weight*r r = r*0.5 last = t }
    if (flag == 3) { g = g + 0.0005 seen = seen + 1 net_event(t) }
}
