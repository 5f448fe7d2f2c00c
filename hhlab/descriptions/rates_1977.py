"""The rates of a class I axon: those of 1952 moved along the potential, and those of the A-type current.

They hold at 18 °C, where the paper gives the squid's rates a factor of 3.8; n takes twice as long besides. At
other temperatures they grow threefold for each 10 °C, as those of 1952 do: that is ours, not the paper's.

Sources
-------
Connor and Stevens (1971), J. Physiol. 213:31-53, for the A-type current; Connor, Walter and McKown (1977),
Biophys. J. 18:81-102, for the form and for every constant here.
"""

import numpy as np

from . import rates
from .rates import V_REST, in_neuron

CELSIUS_1977 = 18.0
FACTOR = 3.8  # of the rates of 1952, from 6.3 to 18 °C
V_REST_1977 = -60.0  # mV: from where the paper counts the rates of 1952
SHIFTS_MV = {"m": 5.3, "h": 12.0, "n": 4.3}  # towards depolarisation
SLOWER_N = 2.0


def _moved(gate):
    """Give both rates of a gate of 1952 as the paper has them."""
    by_mV = V_REST_1977 - V_REST + SHIFTS_MV[gate]
    times = FACTOR / (SLOWER_N if gate == "n" else 1.0)
    return tuple(_moved_rate(rate, by_mV, times) for rate in rates.RATES[gate])


def _moved_rate(rate, by_mV, times):
    form, scale, k, d = rate.neuron

    @in_neuron(form, times * scale, k, d + by_mV)
    def moved(v):
        return times * rate(np.asarray(v) - by_mV)

    return moved


RATES = {gate: _moved(gate) for gate in SHIFTS_MV}


def a_inf(v):
    """Give the steady state of a, the activation of the A-type current; a little above 1 beyond 40 mV."""
    v = np.asarray(v)
    return np.cbrt(0.0761 * np.exp((v + 94.22) / 31.84) / (1 + np.exp((v + 1.17) / 28.93)))


def a_tau_ms(v):
    """Give the time constant of a [ms], at 18 °C."""
    return 0.3632 + 1.158 / (1 + np.exp((np.asarray(v) + 55.96) / 20.12))


def b_inf(v):
    """Give the steady state of b, the availability of the A-type current."""
    return 1 / (1 + np.exp((np.asarray(v) + 53.3) / 14.54)) ** 4


def b_tau_ms(v):
    """Give the time constant of b [ms], at 18 °C."""
    return 1.24 + 2.678 / (1 + np.exp((np.asarray(v) + 50.0) / 16.027))


def _rates_of(steady, tau_ms):
    """Give the opening and the closing rate [1/ms] of a gate by its steady state and time constant."""
    return (lambda v: steady(v) / tau_ms(v)), (lambda v: (1 - steady(v)) / tau_ms(v))


A, B = (a_inf, a_tau_ms), (b_inf, b_tau_ms)
RATES |= {"a": _rates_of(*A), "b": _rates_of(*B)}
