"""Exercises of lesson 13: what a MOD file computes."""

import math

import numpy as np

from ...descriptions import rates, rates_1977
from ..checks import near, number_check
from ..description import Exercise
from ..programs import channel_check

GKBAR = 36.0  # mS/cm²


def conductance_mS_per_cm2(v, power):
    return GKBAR * float(rates.steady_state("n", v)) ** power


def tau_ms(v, celsius):
    return float(rates.tau_ms("n", v, celsius))


def limit(factor, scale):
    return factor * scale


def steps_per_tau(v, celsius):
    return rates.Q10 ** ((celsius - rates.CELSIUS_1952) / 10)


EK_MV, HOLD_MV = -77.0, -90.0
SOURCE = """NEURON {
    SUFFIX mine
    USEION k READ ek WRITE ik
    RANGE gbar
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gbar = 0 (S/cm2)
}
"""


def clamp_task(gbar, vhalf, slope, tau, power):
    return {
        "hold": HOLD_MV,
        "steps": [-80.0, vhalf - slope, vhalf, vhalf + 2 * slope, 20.0],
        "ek": EK_MV,
        "celsius": 6.3,
        "dur": 5 * tau,
        "every": tau / 20,
    }


def clamp_currents(task, given, power=None, pull=1.0, times=1.0, pace=1.0):
    """Give ik [mA/cm²] during each step, of a gate that goes exponentially to where it settles.

    Parameters
    ----------
    power : float, optional
        In place of the question's.
    pull : float
        The sign of the driving force.
    times : float
        More channels than were asked for.
    pace : float
        A time constant in times of the one asked for.
    """
    t = np.arange(0, task["dur"] + task["every"] / 2, task["every"])
    power = given["power"] if power is None else power

    def settled(v):
        return 1 / (1 + math.exp(-(v - given["vhalf"]) / given["slope"]))

    rows = []
    for v in task["steps"]:
        n = settled(v) + (settled(HOLD_MV) - settled(v)) * np.exp(-t / (pace * given["tau"]))
        rows.append(times * given["gbar"] / 1000 * n**power * pull * (v - EK_MV))
    return rows


def slip(**changes):
    return lambda task, **given: clamp_currents(task, given, **changes)


A_SOURCE = """TITLE A potassium current that closes again, the A-current: half of it

COMMENT
The gate a is that of Connor, Walter and McKown (1977), at 18 degC. The gate b is missing: write it.
ENDCOMMENT

NEURON {
    SUFFIX ka
    USEION k READ ek WRITE ik
    RANGE gabar
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S) = (siemens)
}

PARAMETER {
    gabar = 0.0477 (S/cm2)
}

ASSIGNED {
    v (mV)
    ek (mV)
    ik (mA/cm2)
    ainf
    atau (ms)
}

STATE {
    a
}

INITIAL {
    rates(v)
    a = ainf
}

BREAKPOINT {
    SOLVE states METHOD cnexp
    ik = gabar * a^3 * (v - ek)
}

DERIVATIVE states {
    rates(v)
    a' = (ainf - a) / atau
}

PROCEDURE rates(v (mV)) {
    UNITSOFF
    ainf = (0.0761 * exp((v + 94.22) / 31.84) / (1 + exp((v + 1.17) / 28.93)))^(1 / 3)
    atau = 0.3632 + 1.158 / (1 + exp((v + 55.96) / 20.12))
    UNITSON
}
"""
A_STEPS_MV = [-60.0, -45.0, -30.0, -15.0, 10.0]


def a_task(bhalf, btau):
    return {
        "hold": HOLD_MV,
        "steps": A_STEPS_MV,
        "ek": EK_MV,
        "celsius": 18.0,
        "dur": 4 * btau,
        "every": btau / 20,
    }


def a_currents(task, bhalf, btau, closes=True, sign=1.0, pace=1.0):
    """Give ik [mA/cm²] during each step, of a³b with both gates going to where they settle.

    Parameters
    ----------
    closes : bool
        Whether there is a gate b.
    sign : float
        -1 for a gate b that opens where it should close.
    pace : float
        The time constant of b in times of the one asked for.
    """
    t = np.arange(0, task["dur"] + task["every"] / 2, task["every"])
    gbar = 0.0477  # S/cm²

    def available(v):
        return (1 + math.exp(sign * (v - bhalf) / 14.54)) ** -4

    def gate(first, last, tau):
        return last + (first - last) * np.exp(-t / tau)

    rows = []
    for v in task["steps"]:
        a_ends = (float(rates_1977.a_inf(at)) for at in (HOLD_MV, v))
        a = gate(*a_ends, float(rates_1977.a_tau_ms(v)))
        b = gate(available(HOLD_MV), available(v), pace * btau) if closes else 1.0
        rows.append(gbar * a**3 * b * (v - EK_MV))
    return rows


def a_slip(**changes):
    return lambda task, **given: a_currents(task, **given, **changes)


EXERCISES = (
    Exercise(
        id="L13.conductance",
        title="What BREAKPOINT computes",
        prompt="The BREAKPOINT of a student's khh.mod says ik = gkbar * n^{power:g} * (v - ek), with gkbar = "
        "0.036 S/cm². The membrane is held at {v:g} mV for a long time. What is its K⁺ conductance then? "
        "Within 1 %.",
        given={"v": (-50.0, -40.0, -30.0, -20.0, 0.0), "power": (2.0, 3.0, 4.0)},
        unit="mS/cm²",
        check=number_check(
            near(conductance_mS_per_cm2, rel=0.01),
            gate=near(lambda v, power: GKBAR * float(rates.steady_state("n", v)), rel=0.01),
            all_open=near(lambda v, power: GKBAR, rel=0.01),
        ),
        names={
            "gate": "one gate in place of all",
            "all_open": "took every channel for open",
        },
        say={
            "right": "All gates must be open at once, so n stands in the equation as often as there "
            "are gates.",
        },
        hints={
            "right": ("All {power:g} gates must be open at once, so n stands in it {power:g} times.",),
            "start": ("After a long time n is ninf(v). Compile khh and ask it, or compute by hand.",),
            "low": ("More than that. Is n at its steady state for {v:g} mV?",),
            "high": ("Less than that. Is n at its steady state for {v:g} mV?",),
            "gate": ("That is gkbar · n. How often does n stand in the equation?",),
            "all_open": ("That is gkbar, with every channel open. What is n at {v:g} mV?",),
            "units": ("The digits are right. NEURON counts in S/cm², the answer is asked for in mS/cm².",),
        },
    ),
    Exercise(
        id="L13.warm",
        title="The same channel, warmer",
        prompt="A student runs khh at {celsius:g} °C. What is ntau at {v:g} mV? Within 1 %.",
        given={"v": (-75.0, -65.0, -50.0, -20.0), "celsius": (11.3, 16.3, 21.3, 26.3)},
        unit="ms",
        check=number_check(
            near(tau_ms, rel=0.01),
            cold=near(lambda v, celsius: tau_ms(v, rates.CELSIUS_1952), rel=0.01),
            inverted=near(
                lambda v, celsius: tau_ms(v, rates.CELSIUS_1952) * steps_per_tau(v, celsius), rel=0.01
            ),
        ),
        names={
            "cold": "took 6.3 °C",
            "inverted": "made the warm gate slower",
        },
        hints={
            "right": ("In 10 °C both rates grow threefold: ntau falls to a third, ninf stays.",),
            "start": ("Look at the PROCEDURE rates: where does celsius come in?",),
            "low": ("Longer than that. Which rates does the MOD file compute at {v:g} mV?",),
            "high": ("Shorter than that. Which rates does the MOD file compute at {v:g} mV?",),
            "cold": ("That is ntau at 6.3 °C. Does warmth make a gate faster or slower?",),
            "inverted": ("You multiplied by q10. Does warmth make a gate faster or slower?",),
        },
    ),
    Exercise(
        id="L13.hole",
        title="The hole in a rate",
        prompt="A rate is alpha = {factor:g} · (v + 40) / (1 − exp(−(v + 40) / {scale:g})), in 1/ms: 0/0 at "
        "−40 mV, a hole as in <i>Zero by zero</i> of lesson 3. Now it goes into your MOD file, with the "
        "vtrap of khh.mod: <code>alpha = {factor:g} * vtrap(-(v + 40), {scale:g})</code>. Which value does "
        "this line give at −40 mV? Within 0.5 %.",
        given={"factor": (0.01, 0.02, 0.05, 0.1, 0.182), "scale": (4.0, 5.0, 9.0, 10.0)},
        unit="1/ms",
        check=number_check(
            near(limit, rel=0.005),
            factor=near(lambda factor, scale: factor, rel=0.005),
            inverted=near(lambda factor, scale: factor / scale, rel=0.005),
            zero=near(lambda factor, scale: 0.0, rel=0, within=1e-9),
        ),
        names={
            "factor": "gave the factor alone",
            "inverted": "divided by the scale in place of multiplying",
            "zero": "took 0/0 for 0",
        },
        hints={
            "right": ("There vtrap gives its second argument: what the fraction of the formula tends to.",),
            "start": (
                "Read FUNCTION vtrap in section 1. At −40 mV, what are its x and its y?",
                "Test it: compute the formula at −39.999 mV.",
            ),
            "low": ("More than that. Compute the rate at −39.999 mV.",),
            "high": ("Less than that. Compute the rate at −39.999 mV.",),
            "factor": ("That is the factor alone. What does vtrap give where x is 0?",),
            "sign": ("The size is right. An opening rate is never negative.",),
            "inverted": ("You divided by {scale:g}. What does vtrap give where x is 0?",),
            "zero": ("The numerator is 0, and so is the denominator. Compute the rate at −39.999 mV.",),
        },
    ),
    Exercise(
        id="L13.a-current",
        title="The A-current",
        prompt="Complete ka.mod: the current is gabar · a³ · b · (v − ek). The gate b settles at "
        "1 / (1 + exp((v - ({bhalf:g})) / 14.54))^4, v in mV, with a time constant of {btau:g} ms at every "
        "potential. Put your text here. The card compiles it, inserts it, and clamps the membrane from "
        "−90 mV, where it has stood for long, to five potentials; within 2 % of the largest current.",
        given={"bhalf": (-62.0, -58.0, -53.3, -50.0), "btau": (6.0, 9.0, 12.0, 16.0)},
        source=A_SOURCE,
        marks=4,
        check=channel_check(
            a_task,
            a_slip(),
            open=a_slip(closes=False),
            opens=a_slip(sign=-1.0),
            stuck=a_slip(pace=1e9),
            instant=a_slip(pace=1e-9),
        ),
        hints={
            "right": ("A gate that opens and one that closes make a current that comes and goes.",),
            "start": (
                "What has a in the file that b needs too? Go through it block by block.",
                "Compile it in the lesson, and look at the current after the step.",
            ),
            "open": ("It opens and stays open. Where does b come into the current?",),
            "opens": ("Your b opens where it should close. Which way does v push it?",),
            "stuck": ("Your b does not move after the step. What does DERIVATIVE say of it?",),
            "instant": ("Your b is at once where it settles. Which equation gives it time?",),
            "wrong": (
                "It runs, but the current is another one.",
                "Look at two things: where b settles at each potential, and how long it takes.",
            ),
            "error": (),
        },
        names={
            "open": "left the gate b out",
            "opens": "the gate b opens where it should close",
            "stuck": "the gate b does not move",
            "instant": "the gate b has no time constant",
            "refused": "it does not compile",
        },
        say={
            "refused": "Read the line that the message names first: most slips are a bracket or a "
            "missing name."
        },
    ),
    Exercise(
        id="L13.yours",
        title="A current of your own",
        prompt="Change km.mod so that the current closes again by itself while the membrane stays "
        "depolarised, as an A-current does. Which STATE and which equations did you add? What did it do to "
        "the train of spikes?",
        marks=3,
        hints={"start": ("Which gate of hh opens and then closes while the membrane stays depolarised?",)},
    ),
    Exercise(
        id="L13.program",
        title="A channel of your own",
        prompt="Complete this MOD file: a potassium current with one kind of gate n, {power:g} of "
        "which must be "
        "open at once. gbar = {gbar:g} mS/cm²; n settles at 1 / (1 + exp(-(v - {vhalf:g} mV) / "
        "{slope:g} mV)), "
        "with a time constant of {tau:g} ms at every potential and temperature. The card compiles it, "
        "inserts it, and clamps the membrane from −90 mV, where it has stood for long, to five potentials; "
        "within 2 % of the largest current.",
        given={
            "gbar": (8.0, 12.0, 20.0, 25.0),
            "vhalf": (-50.0, -45.0, -35.0, -30.0),
            "slope": (7.0, 9.0, 12.0),
            "tau": (2.0, 4.0, 6.0, 10.0),
            "power": (2.0, 3.0, 4.0),
        },
        source=SOURCE,
        marks=4,
        check=channel_check(
            clamp_task,
            slip(),
            milli=slip(times=1000.0),
            single=slip(power=1),
            pull=slip(pull=-1.0),
            stuck=slip(pace=1e9),
            instant=slip(pace=1e-9),
        ),
        hints={
            "right": ("INITIAL says where n begins, DERIVATIVE how it moves, BREAKPOINT what flows.",),
            "start": (
                "Which blocks are missing? Read khh.mod: STATE, INITIAL, BREAKPOINT, DERIVATIVE.",
                "Insert it in a soma of your own, clamp it, and look at ik and at the gate.",
            ),
            "milli": ("A thousand times too much: NEURON counts in S/cm², not in mS/cm².",),
            "single": ("How many gates must be open at once? Look at BREAKPOINT.",),
            "pull": ("It flows the wrong way: outward current is positive, and v lies above ek.",),
            "stuck": ("The gate does not move after the step. What does SOLVE solve?",),
            "instant": ("The gate is at once where it settles. Which equation gives it time?",),
            "wrong": (
                "It runs, but the current is another one.",
                "Look at two things: where it settles at each potential, and how long it takes.",
            ),
            "error": (),
        },
        names={
            "milli": "mS/cm² typed as S/cm²",
            "single": "one gate in place of several",
            "pull": "the driving force has the wrong sign",
            "stuck": "the gate does not move",
            "instant": "the gate has no time constant",
            "refused": "it does not compile",
        },
        say={
            "refused": "Read the line that the message names first: most slips are a bracket or a "
            "missing name."
        },
    ),
)
