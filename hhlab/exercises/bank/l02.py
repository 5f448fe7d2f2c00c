"""Exercises of lesson 2: a leak and a capacitor, and the squid's membrane at rest."""

import math

from ...descriptions.parameters import Membrane
from ...protocols.passive import input_resistance, time_constant_ms
from ..checks import near, number_check
from ..description import Exercise

LEAKS = (0.0001, 0.0002, 0.0005, 0.001)  # S/cm²
# resistance and time constant of a soma twice as long and twice as thick, in those of the small one
DOUBLED = {"quarter": (0.25, 1.0), "half": (0.5, 1.0), "slower": (0.25, 2.0), "same": (1.0, 1.0)}


def conductance_nS(diam, g):
    return 10 * g * math.pi * diam**2  # 1 S/cm² is 10 nS/µm²


def resistance_Mohm(diam, g):
    return 1000 / conductance_nS(diam, g)


def tau_ms(cm, g):
    return 0.001 * cm / g  # 1 µF/S is 0.001 ms


def leak_S_per_cm2(tau, cm):
    return 0.001 * cm / tau


def squid_at_rest(diam):
    return input_resistance(Membrane.squid_1952(L=diam, diam=diam))


def doubled(option):
    small, large = (Membrane.passive(L=diam, diam=diam) for diam in (10.0, 20.0))
    seen = (
        input_resistance(large).slope_Mohm / input_resistance(small).slope_Mohm,
        time_constant_ms(large) / time_constant_ms(small),
    )
    off = max(abs(a / b - 1) for a, b in zip(DOUBLED[option], seen, strict=True))
    return "right" if off < 0.01 else option


EXERCISES = (
    Exercise(
        id="L02.resistance",
        title="Ohm's law for a soma",
        prompt="A passive soma has L = diam = {diam:g} µm and <code>g_pas</code> = {g:g} S/cm². "
        "What is its input resistance? Within 2 %.",
        given={"diam": (5.0, 8.0, 10.0, 20.0), "g": LEAKS},
        unit="MΩ",
        check=number_check(
            near(resistance_Mohm),
            ends=near(lambda diam, g: resistance_Mohm(diam, g) / 1.5, rel=0.01),
            conductance=near(conductance_nS, rel=0.01),
        ),
        hints={
            "right": ("All leak channels lie side by side: their conductances add up, whatever the shape.",),
            "start": ("Conductance of the whole cell first: g times area. 1 µm² is 10⁻⁸ cm².",),
            "low": ("Its resistance is higher than that. Is your area π · L · diam, in cm²?",),
            "high": ("Its resistance is lower than that. Is your area π · L · diam, in cm²?",),
            "ends": ("You have counted the ends of the cylinder. Does current leave there in NEURON?",),
            "conductance": ("That is its conductance in nS. A resistance is one over that.",),
        },
        predict="The diameter and the length both double. What does the resistance do?",
        expected=("it doubles", "it halves", "it falls to a quarter"),
    ),
    Exercise(
        id="L02.time-constant",
        title="How long is the memory?",
        prompt="A membrane has <code>cm</code> = {cm:g} µF/cm² and <code>g_pas</code> = {g:g} S/cm². "
        "How long after the start of a step of current has its voltage gone 63.2 % of its way? Within 2 %.",
        given={"cm": (0.8, 1.0, 1.5, 2.0), "g": LEAKS[:3]},
        unit="ms",
        check=number_check(
            near(tau_ms),
            halved=near(lambda cm, g: math.log(2) * tau_ms(cm, g), rel=0.01),
            inverse=near(lambda cm, g: 1 / tau_ms(cm, g), rel=0.01),
        ),
        hints={
            "right": ("c/g, and no size in it: each cm² has its own capacitor and its own leak.",),
            "start": ("Which of the two slows it down, the capacitor or the leak? Divide accordingly.",),
            "low": ("It takes longer. 1 µF over 1 S is 1 µs.",),
            "high": ("It is faster. 1 µF over 1 S is 1 µs.",),
            "halved": ("That is the time to one half. 63.2 % is 1 - 1/e.",),
            "inverse": ("You have divided the other way round: more leak makes the membrane faster.",),
        },
    ),
    Exercise(
        id="L02.design",
        title="Build a slow membrane",
        prompt="You want a membrane with τ = {tau:g} ms and <code>cm</code> = {cm:g} µF/cm². "
        "Which <code>g_pas</code> do you type into NEURON? Within 2 %.",
        given={"tau": (5.0, 10.0, 20.0, 25.0), "cm": (0.8, 1.0, 2.0)},
        unit="S/cm²",
        check=number_check(
            near(leak_S_per_cm2),
            ohm=near(lambda tau, cm: 1 / leak_S_per_cm2(tau, cm), rel=0.01),
        ),
        hints={
            "right": ("The membranes of real neurons are such: a leak far below the 0.001 S/cm² of pas.",),
            "start": ("Turn τ = cm/g round. 1 µF/cm² over 1 ms is 1 mS/cm².",),
            "low": ("That leaks too little: the membrane would be slower.",),
            "high": ("That leaks too much: the membrane would be faster.",),
            "ohm": ("That is the resistance of 1 cm². A conductance is one over that.",),
            "units": ("The digits are right. NEURON counts in S/cm², and 1 mS is 0.001 S.",),
        },
    ),
    Exercise(
        id="L02.size",
        title="Twice as large",
        prompt="A passive soma grows: L and diam both double. What becomes of its input resistance and its "
        "time constant?",
        options={
            "quarter": "a quarter of the resistance, the same time constant",
            "half": "half of the resistance, the same time constant",
            "slower": "a quarter of the resistance, twice the time constant",
            "same": "both stay as they are",
        },
        check=doubled,
        hints={
            "right": ("Resistance belongs to the whole cell, the time constant to each cm² of it.",),
            "start": ("How many times as much membrane has the large soma?",),
            "half": ("Two lengths have doubled, not one. What is the area of a cylinder's wall?",),
            "slower": ("The capacitor has grown, but so has the leak beside it. By how much each?",),
            "same": ("More membrane has more leak channels, side by side. What does that do to R?",),
        },
    ),
    Exercise(
        id="L02.squid",
        title="The squid's membrane is not passive",
        prompt="A soma of L = diam = {diam:g} µm has the squid's membrane of 1952. What is its "
        "input resistance at rest, from the last part of a small, long step of current? Within 3.5 %.",
        given={"diam": (8.0, 10.0, 14.0, 20.0)},
        unit="MΩ",
        # one step of -1 pA alone gives 2 % more than the slope
        check=number_check(
            near(lambda diam: squid_at_rest(diam).slope_Mohm, rel=0.035),
            chord=near(lambda diam: squid_at_rest(diam).chord_Mohm, rel=0.03),
        ),
        marks=2,
        hints={
            "right": ("The gate n answers every change of voltage with a current against it.",),
            "start": (
                "Measure it: hhlab.simulate(hhlab.Membrane.squid_1952(L={diam:g}, diam={diam:g}), "
                "hhlab.CurrentClamp(amp=-0.001, delay=10, dur=100), tstop=110).",
            ),
            "low": ("It is higher. Read the change from just before the step to its end; MΩ is mV over nA.",),
            "high": ("It is lower. Is your step small enough, and long enough for the swing to end?",),
            "chord": (
                "That is one over all that is open at rest, as if no gate moved.",
                "Give it a step of -1 pA for 100 ms. What do the gates do meanwhile?",
            ),
        },
        predict="At rest 0.6775 mS/cm² are open. Is the measured conductance the same?",
        expected=("the same", "larger", "smaller"),
    ),
)
