"""Solutions of lesson 9, where it can be from NEURON or from the other of two methods."""

import math
from functools import cache

import numpy as np
from scipy.optimize import brentq

from hhlab import rates
from hhlab.descriptions.parameters import CurrentClamp, Membrane
from hhlab.dynamics.equilibria import equilibria, hopf_points
from hhlab.dynamics.reduced import ReducedModel
from hhlab.protocols.common import rest_mV
from hhlab.simulator.engine import simulate

from . import Solution

SQUID = Membrane.squid_1952


def rest(density):
    return rest_mV(SQUID(), density)


@cache
def first_hopf(gkbar):
    """Give the current at which the greatest real part turns positive, by bisection."""

    def growth(density):
        return equilibria(SQUID(gkbar=gkbar), density)[0].eigenvalues.real.max()

    return brentq(growth, 0, 60, xtol=1e-6)


@cache
def reduced_hopf(n_shift_mV):
    """Give the current at which the trace of the plane's Jacobian is zero, on the lowest equilibrium."""

    def trace(density):
        model = ReducedModel(membrane=SQUID(), density=density, n_shift_mV=n_shift_mV)
        v, n, _ = model.equilibria()[0]
        by_v = (model.slope(v + 1e-4, n)[0] - model.slope(v - 1e-4, n)[0]) / 2e-4
        return by_v - 1 / rates.tau_ms("n", v - n_shift_mV)

    return brentq(trace, 0, 60, xtol=1e-6)


def fate(density):
    """Run NEURON from beside the equilibrium and from far away, and give what is seen in the end."""
    clamp = CurrentClamp(amp=density * math.pi / 1000, delay=0, dur=1e9)
    starts = (rest(density) + 0.1, -65.0)  # mV
    runs = [simulate(SQUID(), clamp, tstop=600, method="cn", v_init=v_init) for v_init in starts]
    near, far = (np.ptp(run.v[run.t > 500]) > 1 for run in runs)  # mV
    return "fire" if near else "both" if far else "rest"


def moment(shift_mV):
    """Read a moment off the two islands of the lesson's map."""
    return 9.5 if shift_mV > 0 else 14.5


SOLUTIONS = {
    "L09.rest": Solution(
        right=rest,
        wrong={"unmoved": lambda density: rest(0.0)},
        method="brentq(lambda v: steady_current(v) - density, -90, 0).",
    ),
    "L09.fates": Solution(
        right=fate,
        method="Rest is stable below the Hopf point at 9.78 µA/cm² and above the one at 154.52; firing lasts "
        "from the fold at 6.26 to 154.52.",
    ),
    "L09.hopf": Solution(
        right=first_hopf,
        wrong={"unchanged": lambda gkbar: hopf_points(SQUID())[0].density_uA_per_cm2},
        method="hhlab.hopf_points(hhlab.Membrane.squid_1952(gkbar=gkbar))[0].",
    ),
    "L09.plane": Solution(
        right=reduced_hopf,
        wrong={
            "unshifted": lambda n_shift_mV: reduced_hopf(0.0),
            "whole": lambda n_shift_mV: hopf_points(SQUID())[0].density_uA_per_cm2,
        },
        method="hhlab.reduced_hopf_uA_per_cm2(hhlab.Membrane.squid_1952(), n_shift_mV=n_shift_mV).",
    ),
    "L09.stop": Solution(
        right=moment,
        wrong={"low": lambda shift_mV: 3.0, "high": lambda shift_mV: 15.95},
        method="struck(shift_mV, at_ms) of the lesson; its map shows two islands.",
    ),
}
