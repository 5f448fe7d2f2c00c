: an artificial cell that fires once and again
NEURON { ARTIFICIAL_CELL Pacer RANGE period, m, count }
PARAMETER { period = 0.4 (ms) }
ASSIGNED { m count }
INITIAL { m = 0 count = 0 net_send(period, 1) }
NET_RECEIVE (w) {
    if (flag == 1) { count = count + 1 m = exp(-t) net_event(t) net_send(period, 1) } else { m = m + w }
}
