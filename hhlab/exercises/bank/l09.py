"""Exercises of lesson 9: phase plane and bifurcations."""

from functools import cache

import numpy as np

from ...descriptions.parameters import Membrane, Shock
from ...dynamics.cycles import NoCycle, limit_cycle
from ...dynamics.equilibria import equilibria, hopf_points
from ...dynamics.reduced import reduced_hopf_uA_per_cm2
from ...dynamics.shocks import CROSSING_MV
from ...results.measures import spike_times_ms
from ...simulator.engine import simulate
from ..checks import choice_check, near, number_check
from ..description import Exercise

SQUID = Membrane.squid_1952()
SCALES = np.array([100.0, 1.0, 1.0, 1.0])  # of v [mV], m, h, n
STEADY_UA_PER_CM2 = 8.0
LATEST_MS = 16.0  # about one period there
SETTLED_MS, LATE_MS = 150.0, 40.0  # how long is waited after a shock, and what of it counts


def rest_mV(density):
    return equilibria(SQUID, density)[0].v_mV


def first_hopf(gkbar):
    return hopf_points(Membrane.squid_1952(gkbar=gkbar))[0].density_uA_per_cm2


def can_fire(density):
    try:
        return limit_cycle(SQUID, density).stable
    except NoCycle:
        return False


def fate(density):
    """Give what the membrane can do in the long run under a current."""
    rests, fires = equilibria(SQUID, density)[0].stable, can_fire(density)
    return "both" if rests and fires else "rest" if rests else "fire"


def reduced_hopf(n_shift_mV):
    return reduced_hopf_uA_per_cm2(SQUID, n_shift_mV=n_shift_mV)


@cache
def firing():
    """Give the membrane of 1952 under a steady 8 µA/cm², and when it has settled: its fifth rise, in ms."""
    # a steady current does what a shifted leak battery does
    membrane = SQUID.but(el=SQUID.el + 1e-3 * STEADY_UA_PER_CM2 / SQUID.gl)
    return membrane, spike_times_ms(shocked(membrane, 0.0, 0.0), CROSSING_MV)[4]


def shocked(membrane, shift_mV, delay):
    return simulate(membrane, Shock(shift=shift_mV, delay=delay), tstop=delay + SETTLED_MS)


@cache
def nearest_ms(shift_mV):
    """Give when a shifted state of the cycle comes nearest to rest, counted from the crossing of -45 mV."""
    cycle, rest = limit_cycle(SQUID, STEADY_UA_PER_CM2).recording, equilibria(SQUID, STEADY_UA_PER_CM2)[0]
    states = np.stack([cycle.v + shift_mV, cycle.m, cycle.h, cycle.n])
    target = np.array([rest.v_mV, *rest.gates.values()])
    away = (((states.T - target) / SCALES) ** 2).sum(axis=1)
    rises = cycle.t[1:][(cycle.v[:-1] < CROSSING_MV) & (cycle.v[1:] >= CROSSING_MV)][0]
    return float((cycle.t[away.argmin()] - rises) % cycle.t[-1])


def stopping(at_ms, shift_mV):
    """Give 0 for a moment at which the shock stops the firing, else on which side of it the moment lies."""
    if 0 <= at_ms <= LATEST_MS:
        membrane, crossing = firing()
        late = shocked(membrane, shift_mV, crossing + at_ms)
        if late.v[late.t > late.t[-1] - LATE_MS].max() < CROSSING_MV:
            return 0
    return -1 if at_ms < nearest_ms(shift_mV) else 1


EXERCISES = (
    Exercise(
        id="L09.rest",
        title="Where does it rest?",
        prompt="The membrane of 1952 under a steady current of {density:g} µA/cm²: at which potential does "
        "its equilibrium lie? Within 0.05 mV.",
        given={"density": (2.0, 4.0, 6.0, 10.0, 15.0, 25.0, 40.0)},
        unit="mV",
        check=number_check(
            near(rest_mV, rel=0, within=0.05),
            unmoved=near(lambda density: rest_mV(0.0), rel=0, within=0.05),
        ),
        names={
            "unmoved": "gave the rest without a current",
        },
        hints={
            "right": ("There is exactly one, whether it lasts or not.",),
            "start": (
                "At each v all gates settle, and a current is left over. At which v does it cancel this one?",
            ),
            "low": ("It is less negative than that. A current into the cell depolarises it.",),
            "high": ("It is more negative than that. At the equilibrium all gates have settled.",),
            "unmoved": ("There it rests without a current.",),
        },
    ),
    Exercise(
        id="L09.fates",
        title="What can become of it?",
        prompt="The membrane of 1952 gets {density:g} µA/cm² for ever. What can it do in the long run?",
        given={"density": (4.0, 7.4, 8.6, 12.0, 20.0, 165.0)},
        options={
            "rest": "it always comes to rest",
            "fire": "it always fires on",
            "both": "either, depending on where it starts",
        },
        check=choice_check(fate),
        hints={
            "right": (
                "Rest is stable up to 9.78 µA/cm² and from 154.5 on; firing lasts from 6.26 to 154.5. "
                "Where both hold, the start decides.",
            ),
            "start": ("Two questions: is rest stable at this current? Does a lasting cycle exist?",),
            "rest": ("Start run(current={density:g}, v_init=-65). Does it come to rest?",),
            "fire": ("Start run exactly at the equilibrium, or very near it. Does it fire on?",),
            "both": (
                "Start run(current={density:g}) very near the equilibrium, and far from it. Which two fates "
                "do you see?",
            ),
        },
    ),
    Exercise(
        id="L09.hopf",
        title="Other channels, another limit",
        prompt="The membrane of 1952, but with gkbar = {gkbar:g} S/cm² in place of 0.036. A steady current "
        "is raised from 0. At which current does the equilibrium become unstable, the lower Hopf point? "
        "Within 1 %.",
        given={"gkbar": (0.030, 0.032, 0.034, 0.038, 0.040)},
        unit="µA/cm²",
        check=number_check(
            near(first_hopf, rel=0.01),
            unchanged=near(lambda gkbar: first_hopf(0.036), rel=0.01),
        ),
        names={
            "unchanged": "kept the usual number of potassium channels",
        },
        hints={
            "right": (
                "Potassium holds the membrane at rest: with more channels it rests under a stronger current.",
            ),
            "start": (
                "At which current do small swings about the equilibrium stop dying away?",
                "The eigenvalues say it: take the middle between a current that is stable and one "
                "that is not.",
            ),
            "low": ("There rest is still stable.",),
            "high": ("There rest has lost its stability already.",),
            "unchanged": ("That is the membrane with 0.036 S/cm².",),
        },
        predict="With fewer potassium channels, which current makes rest unstable?",
        expected=("a weaker one", "the same", "a stronger one"),
    ),
    Exercise(
        id="L09.plane",
        title="Shift the green curve",
        prompt="The reduced model of two variables with n_shift_mV={n_shift_mV:g}: its n nullcline is moved "
        "along the voltage axis, to the right if the number is above 0, to the left if it is below. A steady "
        "current is raised from 0. At which current does the equilibrium become unstable? Within 2 %.",
        given={"n_shift_mV": (-3.0, -2.0, -1.0, 1.0, 2.0)},
        unit="µA/cm²",
        marks=2,
        check=number_check(
            near(reduced_hopf, rel=0.02),
            unshifted=near(lambda n_shift_mV: reduced_hopf(0.0), rel=0.005),
            whole=near(lambda n_shift_mV: first_hopf(0.036), rel=0.005),
        ),
        names={
            "unshifted": "did not shift the curve",
            "whole": "took the model of four variables",
        },
        hints={
            "right": ("Where the green curve crosses the blue one decides: left of its dip is stable.",),
            "start": (
                "hhlab.ReducedModel takes a density and a shift; its equilibria have eigenvalues.",
                "What do their real parts say about small swings, and where do they change sign?",
            ),
            "low": ("There it is still stable: both real parts are below zero.",),
            "high": ("There it has lost its stability before.",),
            "unshifted": ("That is the model without a shift.",),
            "whole": ("That is the model of four variables. The reduced one has a limit of its own.",),
        },
    ),
    Exercise(
        id="L09.stop",
        title="The right moment",
        prompt="The membrane of 1952 fires at 8 µA/cm². One shock shifts its potential by {shift_mV:g} mV. "
        "How long after an upward crossing of -45 mV must it come to stop the firing? Any moment that does "
        "so is right.",
        given={"shift_mV": (-6.0, -5.0, -4.0, 4.0, 5.0, 6.0)},
        unit="ms",
        marks=2,
        check=number_check(stopping),
        hints={
            "right": ("The shock has put the state inside the wall around rest, and it cannot get out.",),
            "start": (
                "The map of section 7 shows where to look; struck({shift_mV:g}, ...) tries one moment.",
                "hhlab.stops_firing(hhlab.Membrane.squid_1952(), shift_mV={shift_mV:g}, at_ms=...) "
                "says yes or no.",
            ),
            "low": ("It fires on. Try a later moment.",),
            "high": ("It fires on. Try an earlier moment.",),
            "sign": ("Time is counted from the crossing on.",),
        },
        predict="Must a shock that stops firing be negative?",
        expected=("yes", "no"),
    ),
)
