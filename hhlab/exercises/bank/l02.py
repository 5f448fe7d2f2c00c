"""Exercises of lesson 2: a leak and a capacitor, and the squid's membrane at rest."""

import math
import statistics

from ...descriptions.parameters import CurrentClamp, Membrane
from ...protocols.passive import input_resistance, time_constant_ms
from ...simulator.engine import simulate
from ..checks import measured_check, near, number_check
from ..description import Exercise
from ..lineup import OPTIONS, ORDERS, lineup, lineup_check
from ..pictures import Panel

LEAKS = (0.0001, 0.0002, 0.0005, 0.001)  # S/cm²
# what becomes of resistance and time constant, in those of the small soma
BECOMES = {
    "quarter": (0.25, 1.0),
    "half": (0.5, 1.0),
    "slower": (0.25, 2.0),
    "same": (1.0, 1.0),
    "longer": (1.0, 2.0),
    "faster": (0.5, 0.5),
}
DOUBLES = {
    "L and diam both double": {"L": 2, "diam": 2},
    "its L doubles": {"L": 2},
    "its cm doubles": {"cm": 2},
    "its g_pas doubles": {"g": 2},
}
# four somas that get the same current, each as the question describes it
SOMAS = {
    "usual": "the usual membrane and size",
    "capacitor": "twice the capacitance per cm²",
    "leaky": "twice the leak per cm²",
    "large": "twice the length and twice the diameter",
}
MADE_OF = {"usual": {}, "capacitor": {"cm": 2.0}, "leaky": {"g": 2e-4}, "large": {"L": 20.0, "diam": 20.0}}
# leaks of six cells of a batch, in S/cm²: no two cells are alike
BATCHES = (
    (0.91e-4, 1.08e-4, 0.97e-4, 1.16e-4, 0.88e-4, 1.03e-4),
    (1.22e-4, 0.99e-4, 1.05e-4, 0.93e-4, 1.12e-4, 1.01e-4),
    (1.48e-4, 1.62e-4, 1.31e-4, 1.55e-4, 1.44e-4, 1.70e-4),
    (2.10e-4, 1.83e-4, 1.95e-4, 2.24e-4, 2.02e-4, 1.78e-4),
    (0.71e-4, 0.83e-4, 0.66e-4, 0.78e-4, 0.74e-4, 0.90e-4),
    (2.61e-4, 2.34e-4, 2.90e-4, 2.47e-4, 2.75e-4, 2.52e-4),
)


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


def doubled(option, grows):
    usual = {"L": 10.0, "diam": 10.0, "cm": 1.0, "g": 0.001}
    grown = usual | {name: factor * usual[name] for name, factor in DOUBLES[grows].items()}
    small, large = (Membrane.passive(**own) for own in (usual, grown))
    seen = (
        input_resistance(large).slope_Mohm / input_resistance(small).slope_Mohm,
        time_constant_ms(large) / time_constant_ms(small),
    )
    off = max(abs(a / b - 1) for a, b in zip(BECOMES[option], seen, strict=True))
    return "right" if off < 0.01 else option


def charging(name, letter):
    own = {"L": 10.0, "diam": 10.0, "cm": 1.0, "g": 1e-4} | MADE_OF[name]
    step = CurrentClamp(amp=0.005, delay=10, dur=200)
    rec = simulate(Membrane.passive(**own), step, tstop=100, method="cvode", v_init=-70, record=("v",))
    return Panel(
        title=letter,
        y="potential [mV]",
        lines={"": (rec.t, rec.v)},
        every=(20.0, 5.0),
        span=(-70.0, -50.0),
    )


def measured_Mohm(batch):
    """Give what six measurements of a batch gave, to whole MΩ, as they stand in the question."""
    return [round(resistance_Mohm(10.0, g)) for g in batch]


def as_text(batch):
    return ", ".join(map(str, measured_Mohm(batch)))


def numbers(measured):
    return [float(one) for one in measured.split(", ")]


def standard_error(measured):
    return statistics.stdev(numbers(measured)) / math.sqrt(len(numbers(measured)))


def with_deviation(measured):
    return statistics.mean(numbers(measured)), statistics.stdev(numbers(measured))


def with_range(measured):
    return statistics.mean(numbers(measured)), (max(numbers(measured)) - min(numbers(measured))) / 2


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
        names={
            "ends": "counted the two ends as membrane",
            "conductance": "gave the conductance",
        },
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
        names={
            "halved": "took the time to one half",
            "inverse": "divided the other way round",
        },
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
        names={
            "ohm": "gave a resistance in place of a conductance",
        },
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
        prompt="A passive soma is changed: {grows}, and all else stays. What becomes of its input resistance "
        "and its time constant?",
        given={"grows": tuple(DOUBLES)},
        before={"grows": "L and diam both double"},
        options={
            "quarter": "a quarter of the resistance, the same time constant",
            "half": "half of the resistance, the same time constant",
            "slower": "a quarter of the resistance, twice the time constant",
            "same": "both stay as they are",
            "longer": "the same resistance, twice the time constant",
            "faster": "half of the resistance, half of the time constant",
        },
        check=doubled,
        hints={
            "right": ("Resistance belongs to the whole cell, the time constant to each cm² of it.",),
            "start": ("How many times as much membrane has it? And how much more leak on each cm²?",),
            "quarter": ("Four times the leak channels: have both lengths doubled?",),
            "half": (
                "How many times as much leak has the whole cell? What is the area of a cylinder's wall?",
            ),
            "slower": ("τ is c over g, on each cm². Which of the two has changed, and by how much?",),
            "same": (
                "More leak channels lie side by side, or more capacitor is to be charged. What follows?",
            ),
            "longer": ("That is a larger capacitor on each cm². Has that changed?",),
            "faster": ("That is more leak on each cm². Has that changed?",),
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
        names={
            "chord": "summed what is open at rest, as if no gate moved",
        },
        hints={
            "right": ("The gate n answers every change of voltage with a current against it.",),
            "start": (
                "Give it a small step downwards, of -1 pA say. Has it come to rest at the end?",
                "Which two moments do you compare, and which current do you divide by?",
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
    Exercise(
        id="L02.which",
        title="Which soma is it?",
        prompt="Four passive somas get the same small current from 10 ms on, to its end beyond the picture. "
        "Which panel shows the soma with {described}? The three others differ from the usual one, or from "
        "this one, in one thing.",
        given={"described": tuple(SOMAS.values()), "order": ORDERS},
        options=OPTIONS,
        lettered=True,
        check=lineup_check(SOMAS),
        hints={
            "right": ("The last height tells the resistance, the time to 63 % of it the time constant.",),
            "start": ("Compare two things in each panel: how far it goes, and how long it takes.",),
            "usual": ("Is that how far it would go, and how long it would take, with {described}?",),
            "capacitor": ("This one takes longest. Does {described} do that?",),
            "leaky": ("This one is soonest at its end. Does {described} do that?",),
            "large": ("This one goes least far, but no faster. Does {described} do that?",),
        },
        names={
            "usual": "chose the unchanged soma",
            "capacitor": "chose the one with more capacitance",
            "leaky": "chose the one with more leak",
            "large": "chose the larger one",
        },
        observe=lambda described, order: lineup(charging, list(SOMAS), order),
    ),
    Exercise(
        id="L02.scatter",
        title="How well do you know it?",
        prompt="The input resistance of six somas of one kind, each measured by a step of current: "
        "{measured} "
        "MΩ. What is the mean of this kind, and its standard error? Write it as 310 ± 20; the mean within "
        "0.5 %.",
        given={"measured": tuple(map(as_text, BATCHES))},
        unit="MΩ",
        uncertain=True,
        marks=2,
        check=measured_check(
            near(lambda measured: statistics.mean(numbers(measured)), rel=0.005),
            standard_error,
            vague=1.5,
            least=0.6,
            deviation=with_deviation,
            spread=with_range,
        ),
        hints={
            "right": ("Six cells know their mean √6 times as well as one of them knows it.",),
            "start": (
                "The mean first. How far is one cell from it, typically? And how far may the mean be off?",
                "More cells make the scatter no smaller, but the mean surer.",
            ),
            "deviation": (
                "That is the standard deviation: the scatter of single cells. How well is the mean known?",
            ),
            "spread": ("That is half of the range. More cells would make it wider, and the mean no worse.",),
            "low": ("The mean is higher.",),
            "high": ("The mean is lower.",),
        },
        names={
            "deviation": "the standard deviation in place of the standard error",
            "spread": "half of the range in place of the standard error",
        },
    ),
)
