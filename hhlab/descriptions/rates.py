"""The Hodgkin-Huxley kinetics in NumPy: the oracle that NEURON is held against.

The 1952 paper counts the potential from rest; here, as in NEURON, rest is −65 mV, so the paper's V is
v + 65 with v in mV. Rates are in 1/ms at 6.3 °C and grow threefold for each 10 °C.

Sources
-------
Hodgkin and Huxley (1952), J. Physiol. 117:500-544, equations 12, 13, 20, 21, 23 and 24.
"""

import numpy as np

# kinds of formula that NEURON's channel builder has, with x = k·(v - d)
EXPONENTIAL, LINOID, SIGMOID = 2, 3, 4  # A·exp(x), A·x/(1 - exp(-x)), A/(1 + exp(x))
V_REST = -65.0  # mV, where the paper's potential is zero
CELSIUS_1952 = 6.3
AXON_CELSIUS_1952 = 18.5  # of the travelling impulse of the paper
Q10 = 3.0


def in_neuron(form, scale, k, d):
    """Give a rate NEURON's formula of it besides: its kind, A [1/ms], k [1/mV] and d [mV]."""

    def with_formula(rate):
        rate.neuron = (form, scale, k, d)
        return rate

    return with_formula


@in_neuron(LINOID, 1.0, 0.1, -40.0)
def alpha_m(v):
    """Give the opening rate of the sodium activation gate m, in 1/ms, at `v` in mV."""
    return _linoid(0.1, 25.0 - (np.asarray(v) - V_REST), 10.0)


@in_neuron(EXPONENTIAL, 4.0, -1 / 18, -65.0)
def beta_m(v):
    """Give the closing rate of m, in 1/ms, at `v` in mV."""
    return 4.0 * np.exp(-(np.asarray(v) - V_REST) / 18.0)


@in_neuron(EXPONENTIAL, 0.07, -1 / 20, -65.0)
def alpha_h(v):
    """Give the opening rate of the sodium inactivation gate h, in 1/ms, at `v` in mV."""
    return 0.07 * np.exp(-(np.asarray(v) - V_REST) / 20.0)


@in_neuron(SIGMOID, 1.0, -1 / 10, -35.0)
def beta_h(v):
    """Give the closing rate of h, in 1/ms, at `v` in mV."""
    return 1.0 / (np.exp((30.0 - (np.asarray(v) - V_REST)) / 10.0) + 1.0)


@in_neuron(LINOID, 0.1, 0.1, -55.0)
def alpha_n(v):
    """Give the opening rate of the potassium gate n, in 1/ms, at `v` in mV."""
    return _linoid(0.01, 10.0 - (np.asarray(v) - V_REST), 10.0)


@in_neuron(EXPONENTIAL, 0.125, -1 / 80, -65.0)
def beta_n(v):
    """Give the closing rate of n, in 1/ms, at `v` in mV."""
    return 0.125 * np.exp(-(np.asarray(v) - V_REST) / 80.0)


RATES = {"m": (alpha_m, beta_m), "h": (alpha_h, beta_h), "n": (alpha_n, beta_n)}


def steady_state(gate, v):
    """Give the value that a gate ("m", "h" or "n") settles at when `v` [mV] is held; same shape as `v`."""
    alpha, beta = (rate(v) for rate in RATES[gate])
    return alpha / (alpha + beta)


def tau_ms(gate, v, celsius=CELSIUS_1952):
    """Give the time constant of a gate in ms at `v` [mV] and `celsius` [°C]; same shape as `v`."""
    alpha, beta = (rate(v) for rate in RATES[gate])
    return 1.0 / (Q10 ** ((celsius - CELSIUS_1952) / 10.0) * (alpha + beta))


def _linoid(factor, x, scale):
    # x / (exp(x/scale) - 1) has the limit `scale` at x = 0, where the formula as written is 0/0
    x = np.asarray(x, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        return factor * np.where(x == 0.0, scale, x / np.expm1(x / scale))
