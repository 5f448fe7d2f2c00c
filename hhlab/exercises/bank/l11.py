"""Exercises of lesson 11: the cable."""

import math

from ..checks import near, number_check
from ..description import Exercise

FAR_UM = 1e4  # 1 cm


def lambda_um(diam, Ra, g):
    """Give the length constant of a passive cable, from µm, Ω·cm and S/cm²."""
    return FAR_UM * math.sqrt(diam / FAR_UM / (4 * Ra * g))


def lambda_with_radius_um(diam, Ra, g):
    return lambda_um(2 * diam, Ra, g)


def lambda_without_root_um(diam, Ra, g):
    return FAR_UM * (diam / FAR_UM / (4 * Ra * g))


def attenuation(L, diam):
    """Give V at the sealed end over V at the electrode, for 100 Ω·cm and 0.1 mS/cm²."""
    return 1 / math.cosh(L / lambda_um(diam, 100.0, 1e-4))


def attenuation_of_no_end(L, diam):
    return math.exp(-L / lambda_um(diam, 100.0, 1e-4))


EXERCISES = (
    Exercise(
        id="L11.lambda",
        title="How far does a voltage reach?",
        prompt="A long passive dendrite, {diam:g} µm thick, with Ra = {Ra:g} Ω·cm and g = {g:g} S/cm². What "
        "is its length constant? Within 1 %.",
        given={"diam": (1.0, 2.0, 3.0, 4.0), "Ra": (70.0, 100.0, 150.0), "g": (5e-5, 1e-4, 2e-4)},
        unit="µm",
        check=number_check(
            near(lambda_um, rel=0.01),
            slips=(1e4, 1e-4, 1e3, 1e-3, 100, 0.01),
            radius=near(lambda_with_radius_um, rel=0.01),
            root=near(lambda_without_root_um, rel=0.01),
        ),
        hints={
            "right": (
                "Four times the diameter reaches twice as far: the length constant grows with the root.",
            ),
            "start": ("λ² = diam / (4 · Ra · g). All lengths in cm first.",),
            "low": ("It reaches further. Are all your lengths in cm before the root?",),
            "high": ("It reaches less far. Are all your lengths in cm before the root?",),
            "radius": ("With the radius the formula has a 2, with the diameter a 4. Which have you mixed?",),
            "root": ("The square root is still missing.",),
            "units": ("The digits are right. Ra and g count in cm, and 1 cm is 10⁴ µm.",),
        },
    ),
    Exercise(
        id="L11.attenuation",
        title="At the other end",
        prompt="A passive dendrite of {L:g} µm, {diam:g} µm thick, with Ra = 100 Ω·cm and g = 10⁻⁴ S/cm², is "
        "closed at both ends. A steady current enters at x = 0. Which fraction of the change of potential "
        "there arrives at x = 1? Within 2 %.",
        given={"L": (400.0, 600.0, 800.0, 1000.0, 1500.0), "diam": (1.0, 2.0, 4.0)},
        unit="",
        marks=2,
        check=number_check(
            near(attenuation),
            slips=(100, 0.01),
            endless=near(attenuation_of_no_end),
            inverse=near(lambda L, diam: 1 / attenuation(L, diam)),
        ),
        hints={
            "right": ("A closed end keeps the current inside: more arrives than on an endless cable.",),
            "start": ("First λ. Then 1 / cosh(L/λ), or NEURON with enough segments.",),
            "low": ("More arrives. What does a closed end do with the current?",),
            "high": ("Less arrives. Read v at the very ends, x = 0 and x = 1, with nseg large enough.",),
            "endless": (
                "exp(−L/λ) belongs to a cable without an end. This one is closed.",
                "At a closed end the slope of V is zero: cosh takes the place of exp.",
            ),
            "inverse": ("That is how much larger the near end is. A fraction lies between 0 and 1.",),
            "sign": ("Both ends move the same way: the fraction is positive.",),
            "units": ("The digits are right. A fraction lies between 0 and 1; did you answer in per cent?",),
        },
    ),
)
