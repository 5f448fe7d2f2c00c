NEURON { POINT_PROCESS Plastic RANGE sum NONSPECIFIC_CURRENT i }
ASSIGNED { v i sum }
INITIAL { sum = 0 net_send(1, 1) }
BREAKPOINT { i = 0 }
NET_RECEIVE (w, n) {
    if (flag == 1) { FOR_NETCONS (u, k) { sum = sum + u } } else { n = n + 1 }
}
