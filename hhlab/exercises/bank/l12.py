"""Exercises of lesson 12: the travelling impulse."""

import math
from functools import cache

from ...descriptions.axons import Axon, MyelinatedAxon
from ...protocols.conduction import collision, conduction, velocities_m_per_s
from ...protocols.energetics import ion_exchange
from ...results.measures import arrival_ms
from ...simulator.propagation import propagate
from ..checks import PREFIXES, choice_check, least, near, number_check
from ..description import Exercise

EXACT_M_PER_S = 18.7319  # the 1952 axon at 18.5 °C, from its travelling-wave equation
FARADAY = 96485.0  # C/mol
DAMAGED = {"L": 41_042.0, "damaged": 3}  # the 41 internodes of the lesson
SQUID_UM = 476.0
FAST = 1.02  # what is less than 2 % faster is called the same


@cache
def speed_m_per_s(diam, celsius):
    return float(velocities_m_per_s(None, "diam", [diam], celsius=celsius, dt=0.01)[0])


def proportional_m_per_s(diam, celsius):
    return speed_m_per_s(SQUID_UM, celsius) * diam / SQUID_UM


def unchanged_m_per_s(diam, celsius):
    return speed_m_per_s(SQUID_UM, celsius)


def compared_with_cold(low, high):
    cold, warm = (conduction(celsius=celsius, dt=0.01).velocity_m_per_s for celsius in (low, high))
    if warm != warm:  # nan: none arrives
        return "blocked"
    return "faster" if warm > FAST * cold else "slower"


@cache
def met(delay):
    return collision(delay=delay, dt=0.01)


def what_becomes_of_two(delay):
    return "die" if (met(delay).impulses == 1).all() else "late"


def meeting_seen(delay):
    return met(delay).profile


def meeting_mm(later, L):
    return L / 2 + EXACT_M_PER_S * later / 2


def percent_off(dt):
    axon = Axon.squid_1952(d_lambda=0.02)
    return 100 * (conduction(axon, method="neuron", dt=dt).velocity_m_per_s / EXACT_M_PER_S - 1)


def blocks(celsius, times):
    """Say whether an impulse fails to come past three damaged internodes of the lesson's 41."""
    axon = MyelinatedAxon.squid_1952(damage=times, **DAMAGED)
    profile = propagate(axon, at_um=0.9 * axon.L, celsius=celsius, dt=0.01)
    return math.isnan(arrival_ms(profile.at(profile.x_um[0])))


def sodium_pmol(celsius):
    return ion_exchange(Axon.squid_1952(), celsius=celsius).sodium_pmol_per_cm2


def least_sodium_pmol(celsius):
    """Give what C · ΔV would take."""
    height = conduction(Axon.squid_1952(), celsius=celsius, dt=0.01).height_mV
    return 1000 * height / FARADAY  # 1 µF/cm² · mV is 1 nC/cm²


EXERCISES = (
    Exercise(
        id="L12.velocity",
        title="A thinner axon",
        prompt="An axon like the squid's (Ra 35.4 Ω cm), but {diam:g} µm thick, at {celsius:g} °C. How fast "
        "does its impulse travel? Within 3 %.",
        given={"diam": (100.0, 150.0, 200.0, 300.0, 800.0), "celsius": (12.0, 18.5)},
        unit="m/s",
        marks=2,
        check=number_check(
            near(speed_m_per_s, rel=0.03),
            slips=(*PREFIXES, 100, 0.01),
            proportional=near(proportional_m_per_s, rel=0.03),
            unchanged=near(unchanged_m_per_s, rel=0.03),
        ),
        names={
            "proportional": "let the speed grow with the diameter, not its root",
            "unchanged": "gave the squid's own speed",
        },
        hints={
            "right": ("The speed grows with the root of the diameter: four times as thick, twice as fast.",),
            "start": ("When does the impulse pass two places on your axon, and how far are they apart?",),
            "low": ("Faster than that. Is the temperature the one asked for?",),
            "high": ("Slower than that. Is the temperature the one asked for?",),
            "proportional": (
                "That would be a speed in proportion to the diameter. Run a second diameter.",
                "The membrane grows with the diameter, the axial resistance falls with its square.",
            ),
            "unchanged": ("That is the squid's own axon, 476 µm thick.",),
            "units": ("The digits are right. 1 m/s is 1 mm/ms.",),
        },
    ),
    Exercise(
        id="L12.warm-nerve",
        title="The warmer the faster?",
        prompt="The squid's axon is warmed from {low:g} to {high:g} °C. What becomes of its impulse? "
        "Less than 2 % faster counts as the same speed.",
        given={"low": (15.0, 18.5, 20.0), "high": (25.0, 28.0, 36.0, 38.0, 40.0)},
        options={
            "faster": "It travels faster.",
            "slower": "It travels at the same speed or more slowly.",
            "blocked": "It is not conducted any more.",
        },
        check=choice_check(compared_with_cold),
        hints={
            "right": (
                "Near 30 °C it is fastest; a few degrees more, and h cuts it off before it has grown.",
            ),
            "start": ("Send an impulse at both temperatures. Does it arrive, and when?",),
            "faster": ("Warmth makes the gates faster, h too. Run it at this temperature.",),
            "slower": ("Run both temperatures. Does the impulse arrive, and when?",),
            "blocked": ("Run it at this temperature. Does the impulse arrive?",),
        },
    ),
    Exercise(
        id="L12.collision",
        title="Two impulses meet",
        prompt="One impulse starts at the left end of the squid's axon (50 mm, 18.5 °C), another one at the "
        "right end {delay:g} ms later. What happens?",
        given={"delay": (0.0, 0.5, 1.0, 1.5, 8.0, 10.0)},
        options={
            "pass": "They pass through each other, like waves on water.",
            "reflect": "They meet and travel back.",
            "die": "They meet and both die.",
            "late": "They never meet: the first has gone before the second starts.",
        },
        check=choice_check(what_becomes_of_two),
        hints={
            "right": ("Behind each impulse the membrane is refractory.",),
            "start": ("How long does one impulse take for 50 mm, and what does it leave behind?",),
            "pass": ("Look at V(x, t). What lies behind each impulse when they meet?",),
            "reflect": ("Look at V(x, t). What lies behind each impulse when they meet?",),
            "die": ("How long does the first one take for 50 mm?",),
            "late": ("How long does the first one take for 50 mm?",),
        },
        predict="If two impulses meet on their way:",
        expected=("they pass through each other", "they turn back", "both die"),
        observe=meeting_seen,
    ),
    Exercise(
        id="L12.meeting",
        title="Where do they meet?",
        prompt="The squid axon of the lesson, {L:g} mm long, at 18.5 °C. One impulse starts at the left "
        "end, the other at the right end, {later:g} ms later. How far from the left end do they meet? "
        "Within 1.5 mm.",
        given={"later": (0.5, 0.8, 1.0, 1.5), "L": (50.0, 60.0, 70.0)},
        unit="mm",
        check=number_check(
            near(meeting_mm, rel=0, within=1.5),
            mirrored=near(lambda later, L: L - meeting_mm(later, L), rel=0, within=1.5),
            middle=near(lambda later, L: L / 2, rel=0, within=1.5),
            alone=near(lambda later, L: L / 2 + EXACT_M_PER_S * later, rel=0, within=1.5),
        ),
        names={
            "mirrored": "measured from the other end",
            "middle": "let them meet in the middle",
            "alone": "gave the whole lead to one of them",
        },
        hints={
            "right": (
                "Together they have run L; the first has run longer, by the time that it started earlier.",
            ),
            "start": ("How far is the first one when the second one starts? And then?",),
            "low": ("Further to the right. How far is the first one when the second one starts?",),
            "high": ("Less far. Once both run, each covers half of the rest.",),
            "mirrored": ("That is the distance from the right end.",),
            "middle": ("In the middle they meet if both start together. Here the left one has a lead.",),
            "alone": ("The lead is right, but it is shared: the rest between them is shorter too.",),
        },
        predict="What becomes of two impulses that meet?",
        expected=("they pass through each other", "they bounce back", "both vanish"),
    ),
    Exercise(
        id="L12.step",
        title="The step and the speed",
        prompt="Backward Euler with dt = {dt:g} ms, the squid axon of 18.5 °C, the exact speed 18.73 m/s. By "
        "how many percent is the computed speed off? Below zero means too slow. Within 0.4 "
        "percentage points.",
        given={"dt": (0.02, 0.025, 0.03, 0.04, 0.05)},
        unit="%",
        check=number_check(
            near(percent_off, rel=0, within=0.4),
            slips=(100.0, 0.01),
            speed=near(lambda dt: EXACT_M_PER_S * (1 + percent_off(dt) / 100), rel=0.005),
            share=near(lambda dt: 100 + percent_off(dt), rel=0, within=0.4),
        ),
        names={
            "speed": "gave the computed speed",
            "share": "gave the computed speed in percent of the exact one",
        },
        hints={
            "right": ("The error is in proportion to dt, because backward Euler is of first order.",),
            "start": ("Section 6 computes speeds with steps of its own. Do so with yours, and compare.",),
            "low": ("Not so far off. Are there enough pieces, so that space is not to blame?",),
            "high": ("Slower than that; too slow is below zero.",),
            "sign": ("The size is right. Is the computed impulse too fast or too slow?",),
            "speed": ("That is the computed speed, in m/s. How far is it from the exact one?",),
            "share": ("That is the computed speed in percent of the exact one. By how much is it off?",),
            "units": ("The digits are right. Percent are asked for.",),
        },
    ),
    Exercise(
        id="L12.warmth",
        title="A hot bath",
        prompt="The myelinated axon of the lesson; three internodes in the middle have lost myelin, "
        "× {times:g}. At 10 °C the impulse passes. "
        "What is the lowest temperature at which it fails? Within 2 %.",
        given={"times": (6.0, 7.0, 8.0, 9.0, 10.0, 11.0)},
        unit="°C",
        marks=2,
        check=number_check(least(blocks)),
        hints={
            "right": ("Warm impulses are shorter and carry less charge: damage blocks them first.",),
            "start": (
                "myelinated(lost=3, times={times:g}, celsius=...): does the last node fire?",
                "Halve the distance between a temperature that passes and one that fails.",
            ),
            "low": ("It still passes at that temperature.",),
            "high": ("It fails, but it fails already when 2 % colder.",),
        },
        predict="Does warmth help the damaged axon, as it helps the healthy one?",
        expected=("yes", "no", "it makes no difference"),
    ),
    Exercise(
        id="L12.sodium",
        title="The price of one impulse",
        prompt="How much sodium enters per cm² of squid axon in one impulse at {celsius:g} °C? Within 3 %.",
        given={"celsius": (6.3, 9.0, 12.0, 15.0, 18.5)},
        unit="pmol/cm²",
        check=number_check(
            near(sodium_pmol, rel=0.03),
            least=near(least_sodium_pmol, rel=0.03),
        ),
        names={
            "least": "only what charges the membrane",
        },
        hints={
            "right": ("Most of it enters while potassium leaves: the cold axon pays several times C · ΔV.",),
            "start": ("Sum up the sodium current of one impulse, less what flows at rest; then count ions.",),
            "low": ("More than that. Did the run last until the axon was at rest again?",),
            "high": ("Less than that. Count only what exceeds the current at rest.",),
            "least": ("That would charge the membrane, C · ΔV. More enters: why?",),
            "units": ("The digits are right. 1 µC/cm² is 10.36 pmol/cm².",),
        },
    ),
    # only the teacher's key decides this one; each hint says how to find out
    Exercise(
        id="L12.myelin",
        title="What does myelin do?",
        prompt="Why does an impulse travel faster along a myelinated axon of the same thickness?",
        options={
            "resistance": "Myelin insulates: hardly any current leaks out on the way.",
            "capacitance": "Myelin lowers the capacitance: little charge brings the next node to threshold.",
            "thickness": "Myelin makes the axon's inside wider.",
            "channels": "Under the myelin there are more Na⁺ channels.",
        },
        hints={
            "start": (
                "hhlab.MyelinatedAxon: change the leak of the myelin and its capacitance one at a time.",
                "Which of the two changes the speed?",
            ),
            "kept": ("Test it: hhlab.MyelinatedAxon, with one property changed at a time.",),
        },
    ),
)
