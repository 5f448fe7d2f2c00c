"""Exercises of lesson 12: the travelling impulse."""

from functools import cache

from ...protocols.conduction import collision, conduction, velocities_m_per_s
from ..checks import choice_check, near, number_check
from ..description import Exercise

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


EXERCISES = (
    Exercise(
        id="L12.velocity",
        title="A thinner axon",
        prompt="An axon like the squid's (Ra 35.4 Ω·cm), but {diam:g} µm thick, at {celsius:g} °C. How fast "
        "does its impulse travel? Within 3 %.",
        given={"diam": (100.0, 150.0, 200.0, 300.0, 800.0), "celsius": (12.0, 18.5)},
        unit="m/s",
        marks=2,
        check=number_check(
            near(speed_m_per_s, rel=0.03),
            slips=(1e3, 1e-3, 100, 0.01),
            proportional=near(proportional_m_per_s, rel=0.03),
            unchanged=near(unchanged_m_per_s, rel=0.03),
        ),
        hints={
            "right": ("The speed grows with the root of the diameter: four times as thick, twice as fast.",),
            "start": ("hhlab.conduction(hhlab.Axon(diam={diam:g}), celsius={celsius:g}).velocity_m_per_s",),
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
        prompt="The squid's axon is warmed from {low:g} to {high:g} °C. What becomes of its impulse?",
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
            "pass": ("Look at V(x, t). What lies behind each impulse when they meet?",),
            "reflect": ("Look at V(x, t). What lies behind each impulse when they meet?",),
            "die": ("How long does the first one take for 50 mm?",),
            "late": ("How long does the first one take for 50 mm?",),
        },
        predict="Two impulses run towards each other. Where they meet:",
        expected=("they pass through each other", "they turn back", "both die"),
        observe=meeting_seen,
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
