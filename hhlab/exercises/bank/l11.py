"""Exercises of lesson 11: the cable."""

import cmath
import math

from ..checks import PREFIXES, near, number_check
from ..description import Exercise

FAR_UM = 1e4  # 1 cm


def lambda_um(diam, Ra, g):
    """Give the length constant of a passive cable, from µm, Ω cm and S/cm²."""
    return FAR_UM * math.sqrt(diam / FAR_UM / (4 * Ra * g))


def lambda_with_radius_um(diam, Ra, g):
    return lambda_um(2 * diam, Ra, g)


def lambda_without_root_um(diam, Ra, g):
    return FAR_UM * (diam / FAR_UM / (4 * Ra * g))


def attenuation(L, diam):
    """Give V at the sealed end over V at the electrode, for 100 Ω cm and 0.1 mS/cm²."""
    return 1 / math.cosh(L / lambda_um(diam, 100.0, 1e-4))


def attenuation_of_no_end(L, diam):
    return math.exp(-L / lambda_um(diam, 100.0, 1e-4))


def lambda_100_um(diam):
    """Give the length constant of a sine of 100 Hz, for 100 Ω cm and 1 µF/cm²."""
    return FAR_UM * math.sqrt(diam / FAR_UM / (4 * math.pi * 100 * 100 * 1e-6))


def pieces(L, length):
    """Give nseg by the rule: odd, and no piece longer than a tenth of a length constant."""
    return 2 * int((L / (0.1 * length) + 0.9) / 2) + 1


def ruled(L, diam):
    return pieces(L, lambda_100_um(diam))


def ruled_by_steady(L, diam):
    return pieces(L, lambda_um(diam, 100.0, 1e-4))


def attenuation_of_sine(L, frequency):
    """Give the amplitude at the sealed end over that at the electrode, for 1 µm and 10 ms."""
    turns = 2j * math.pi * frequency * 0.01
    return abs(1 / cmath.cosh(L / lambda_um(1.0, 100.0, 1e-4) * cmath.sqrt(1 + turns)))


def attenuation_between_centres(L, diam):
    """Give what one reads with three pieces who divides the last centre's voltage by the first's."""
    step = 2 * math.asinh(L / lambda_um(diam, 100.0, 1e-4) / 3 / 2)
    return math.cosh(0.5 * step) / math.cosh(2.5 * step)


EXERCISES = (
    Exercise(
        id="L11.lambda",
        title="How far does a voltage reach?",
        prompt="A long passive dendrite, {diam:g} µm thick, with Ra = {Ra:g} Ω cm and g = {g:g} S/cm². What "
        "is its length constant? Within 1 %.",
        given={"diam": (1.0, 2.0, 3.0, 4.0), "Ra": (70.0, 100.0, 150.0), "g": (5e-5, 1e-4, 2e-4)},
        unit="µm",
        check=number_check(
            near(lambda_um, rel=0.01),
            slips=(*PREFIXES, 1e4, 1e-4, 100, 0.01),
            radius=near(lambda_with_radius_um, rel=0.01),
            root=near(lambda_without_root_um, rel=0.01),
        ),
        names={
            "radius": "mixed radius and diameter",
            "root": "left out the square root",
        },
        hints={
            "right": (
                "Four times the diameter reaches twice as far: the length constant grows with the root.",
            ),
            "start": (
                "λ² is what leads out over what leads along. Which grows with the diameter, which "
                "with its square?",
            ),
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
        prompt="A passive dendrite of {L:g} µm, {diam:g} µm thick, with Ra = 100 Ω cm and g = 10⁻⁴ S/cm², is "
        "sealed at both ends. A steady current enters at x = 0. Which share of the change of potential "
        "there arrives at x = 1? Within 2 %.",
        given={"L": (400.0, 600.0, 800.0, 1000.0, 1500.0), "diam": (1.0, 2.0, 4.0)},
        unit="",
        marks=2,
        check=number_check(
            near(attenuation),
            slips=(100, 0.01),
            endless=near(attenuation_of_no_end),
            inverse=near(lambda L, diam: 1 / attenuation(L, diam)),
            centres=near(attenuation_between_centres, rel=0.005),
        ),
        names={
            "endless": "took a cable without an end",
            "inverse": "turned the ratio round",
            "centres": "compared the centres of the outer pieces",
        },
        hints={
            "right": ("A sealed end keeps the current inside: more arrives than on an endless cable.",),
            "start": ("First λ. At a sealed end no current flows: which slope has V there?",),
            "low": ("More arrives. What does a sealed end do with the current?",),
            "high": ("Less arrives. Read v at the very ends, x = 0 and x = 1, with nseg large enough.",),
            "endless": (
                "exp(−L/λ) belongs to a cable without an end. This one is sealed.",
                "At a sealed end the slope of V is zero: cosh takes the place of exp.",
            ),
            "centres": (
                "You have compared the centres of the first and the last of three pieces.",
                "The ends are dend(0) and dend(1); and three pieces are few.",
            ),
            "inverse": ("That is how much larger the near end is. A share lies between 0 and 1.",),
            "sign": ("Both ends move the same way: the share is positive.",),
            "units": ("The digits are right. A share lies between 0 and 1; did you answer in per cent?",),
        },
    ),
    Exercise(
        id="L11.pieces",
        title="How many pieces?",
        prompt="A dendrite is {L:g} µm long and {diam:g} µm thick; Ra is 100 Ω cm, cm 1 µF/cm², "
        "g_pas 0.0001 S/cm². Which nseg does the d_lambda rule give, with 0.1?",
        given={"L": (300.0, 500.0, 800.0, 1200.0, 2000.0), "diam": (0.5, 1.0, 2.0, 4.0)},
        unit="",
        check=number_check(
            near(ruled, rel=0, within=0.5),
            steady=near(ruled_by_steady, rel=0, within=0.5),
            even=near(lambda L, diam: ruled(L, diam) - 1, rel=0, within=0.5),
        ),
        names={
            "steady": "took λ of a steady current",
            "even": "an even number of pieces",
        },
        hints={
            "right": (
                "The rule does not know your signal. Triple nseg once, and see whether anything moves.",
            ),
            "start": (
                "First the length constant of a sine of 100 Hz, not of a steady current.",
                "A piece is at most a tenth of it, and nseg is odd.",
            ),
            "low": ("More pieces. How long may one be: a tenth of λ at 100 Hz?",),
            "high": ("Fewer pieces are enough. How long may one be: a tenth of λ at 100 Hz?",),
            "steady": ("You took λ of a steady current. The rule takes λ at 100 Hz, which is shorter.",),
            "even": ("Nearly. With an even number there is no piece in the middle.",),
        },
    ),
    Exercise(
        id="L11.fast",
        title="A fast signal",
        prompt="The same kind of dendrite: {L:g} µm, 1 µm thick, Ra 100 Ω cm, g_pas 0.0001 S/cm², "
        "cm 1 µF/cm², sealed at both ends. Which share (0 to 1) of the amplitude that a sine of "
        "{frequency:g} Hz has at one end arrives at the other? Within 3 %.",
        given={"L": (400.0, 600.0, 800.0, 1000.0), "frequency": (50.0, 100.0, 200.0)},
        unit="",
        marks=2,
        check=number_check(
            near(attenuation_of_sine, rel=0.03),
            slips=(100, 0.01),
            steady=near(lambda L, frequency: attenuation(L, 1.0), rel=0.03),
        ),
        names={
            "steady": "took the share of a steady voltage",
        },
        hints={
            "right": (
                "The capacitance swallows fast signals on their way. A dendrite is a low-pass filter.",
            ),
            "start": (
                "How does the length constant of a sine differ from that of a steady voltage?",
                "NEURON's Impedance computes for any frequency; the cable needs enough pieces.",
            ),
            "low": ("More arrives. Is τ = cm / g_pas = 10 ms in your formula, and f in Hz?",),
            "high": ("Less arrives. Is τ = cm / g_pas = 10 ms in your formula, and f in Hz?",),
            "steady": ("So much of a steady voltage arrives. How much of a fast one?",),
            "units": ("The digits are right. A share lies between 0 and 1, not 0 and 100.",),
        },
    ),
    Exercise(
        id="L11.fork",
        title="An invisible fork",
        prompt="A dendrite of {diam:g} µm forks into {children:g} equal children. How thick must each be, "
        "so that a voltage does not notice the fork? Within 1 %.",
        given={"diam": (1.0, 1.5, 2.0, 3.0, 4.0), "children": (2.0, 3.0)},
        unit="µm",
        check=number_check(
            near(lambda diam, children: diam * children ** (-2 / 3), rel=0.01),
            section=near(lambda diam, children: diam / math.sqrt(children), rel=0.01),
            sum=near(lambda diam, children: diam / children, rel=0.01),
        ),
        names={
            "section": "kept the cross-section",
            "sum": "kept the circumference",
        },
        hints={
            "right": (
                "Input conductance grows with d^(3/2): the children together must draw what one would.",
            ),
            "start": ("Which power of the diameter does the input conductance of a long cable follow?",),
            "low": ("Thicker. The powers 3/2 of the children add up to the parent's.",),
            "high": ("Thinner. The powers 3/2 of the children add up to the parent's.",),
            "section": (
                "With equal cross-sections the inside fits, but the children have too much membrane.",
            ),
            "sum": ("With equal circumference the membrane fits, but the children conduct too badly.",),
        },
    ),
)
