"""Exercises of lesson 3: gates, rates, and which current flows when."""

import math
from functools import cache

import numpy as np

from ...descriptions import rates
from ...descriptions.parameters import CurrentClamp, Membrane
from ...protocols.energetics import sodium_entry
from ...simulator.engine import simulate
from ..checks import near, number_check
from ..description import Exercise
from ..pictures import Panel, Picture
from ..programs import function_check

SQUID = Membrane.squid_1952()


def open_fraction(gate, v):
    return float(rates.steady_state(gate, v))


def gna_mS_per_cm2(v, m_power=3, with_h=True):
    m, h = (open_fraction(gate, v) for gate in "mh")
    return 1000 * SQUID.gnabar * m**m_power * (h if with_h else 1.0)


def spike():
    """Give a spike of the squid's membrane after a brief shock, with its currents."""
    shock = CurrentClamp(amp=0.1, delay=1, dur=0.5)
    return simulate(SQUID, shock, tstop=15, method="cvode", record=("v", "ina", "ik", "il"))


def steepest(rec, way):
    """Give the sample before the steepest rise, or fall, after the shock."""
    slope = way * np.diff(rec.v) / np.maximum(np.diff(rec.t), 1e-9)
    return int(np.argmax(np.where(rec.t[1:] > 1.6, slope, -np.inf)))


def driving(option, part):
    """Say which current goes with the steepest part: the largest one that moves the voltage that way."""
    rec = spike()
    way = PARTS[part]
    k = steepest(rec, way)
    flows = {"sodium": -rec.ina[k], "potassium": -rec.ik[k], "outflow": rec.ik[k], "leak": -rec.il[k]}
    moves = {name: (-way if name == "outflow" else way) * flow for name, flow in flows.items() if flow > 0}
    return "right" if option == max(moves, key=moves.get) else option


def sodium_at(option, moment):
    rec = spike()
    k = MOMENTS[moment](rec)
    outward = rec.ik[k] + rec.il[k]
    seen = {
        "balance": abs(rec.ina[k] + outward) < 0.05 * outward,
        "none": abs(rec.ina[k]) < 0.02 * abs(rec.ina).max(),
        "greatest": rec.ina[k] == rec.ina.min(),
        "more": -rec.ina[k] > 1.05 * outward,
        "less": -rec.ina[k] < 0.95 * outward and abs(rec.ina[k]) >= 0.02 * abs(rec.ina).max(),
    }
    return "right" if seen[option] else option


def channels_of(sd, v, gates=4):
    """Give how many channels have a standard deviation of `sd` open ones: sd² is N·p·(1 - p)."""
    p = open_fraction("n", v) ** gates
    return sd**2 / (p * (1 - p))


PARTS = {
    "On the steepest part of the spike's rise the voltage gains hundreds of mV per ms.": 1,
    "On the steepest part of the spike's fall the voltage loses tens of mV per ms.": -1,
}
MOMENTS = {
    "At the peak of the spike": lambda rec: int(rec.v.argmax()),
    "On the steepest part of its rise": lambda rec: steepest(rec, 1),
    "On the steepest part of its fall": lambda rec: steepest(rec, -1),
}
GATES = ("m", "h", "n")


@cache
def gates_in(amp, celsius):
    shock = CurrentClamp(amp=amp, delay=1, dur=0.5)
    return simulate(SQUID, shock, tstop=12, celsius=celsius, method="cvode", record=("v", *GATES))


def gates_to_read(gate, amp, celsius):
    rec = gates_in(amp, celsius)
    return Picture(
        x="time [ms]",
        panels=(
            Panel(y="membrane potential [mV]", lines={"": (rec.t, rec.v)}, every=(1.0, 20.0)),
            Panel(
                y="open fraction",
                lines={name: (rec.t, rec.traces[name]) for name in GATES},
                every=(1.0, 0.2),
                span=(0.0, 1.0),
            ),
        ),
    )


def at_the_top(gate, amp, celsius):
    rec = gates_in(amp, celsius)
    return float(rec.traces[gate][rec.v.argmax()])


def other_line(x, gate, amp, celsius):
    near_one = (abs(x - at_the_top(other, amp, celsius)) <= 0.03 for other in GATES if other != gate)
    return 0 if any(near_one) else 1


def rate_of(v, a, s, v0):
    x = (v - v0) / s
    return a * s * (x / -math.expm1(-x) if x else 1.0)


def flipped_rate(v, a, s, v0):
    return a * (v - v0) / (1 - math.exp((v - v0) / s))


def without_slope(v, a, s, v0):
    return a * (v - v0) / (1 - math.exp(-(v - v0)))


EXERCISES = (
    Exercise(
        id="L03.steady-state",
        title="Where does the gate settle?",
        prompt="The membrane of 1952 is held at {v:g} mV for a long time. Which fraction of its gates "
        "{gate} is open? Within 2 % or 0.001.",
        given={"gate": ("m", "h", "n"), "v": (-75.0, -60.0, -50.0, -30.0)},
        unit="",
        check=number_check(
            near(open_fraction, within=0.001),
            slips=(0.01,),
            closed=near(lambda gate, v: 1 - open_fraction(gate, v), rel=0.005),
            rate=near(lambda gate, v: float(rates.RATES[gate][0](v)), rel=0.005),
        ),
        names={
            "closed": "gave the closed fraction",
            "rate": "gave the rate α",
        },
        hints={
            "right": ("Opening and closing balance where α(1 - x) = βx.",),
            "start": ("α(1 - x) gates open per ms, and βx close. When do these two cancel?",),
            "low": ("More gates are open than that. Is it α/(α + β), with both rates at {v:g} mV?",),
            "high": ("Fewer gates are open than that. Is it α/(α + β), with both rates at {v:g} mV?",),
            "closed": ("That is the fraction of closed gates.",),
            "rate": ("That is the rate α, in 1/ms. Gates also close: with β.",),
            "units": ("That looks like per cent. A fraction lies between 0 and 1.",),
        },
    ),
    Exercise(
        id="L03.gap",
        title="Zero by zero",
        prompt="You write a channel of your own: α = {a:g} (v - v0) / (1 - exp(-(v - v0) / {s:g})), in 1/ms, "
        "with v0 = {v0:g} mV. What must it give at v = v0? Within 2 %.",
        given={"a": (0.01, 0.05, 0.1, 0.2), "s": (5.0, 8.0, 10.0), "v0": (-55.0, -40.0, -30.0)},
        unit="1/ms",
        check=number_check(
            near(lambda a, s, v0: a * s),
            slope=near(lambda a, s, v0: a),
            zero=near(lambda a, s, v0: 0.0, within=1e-12),
            inverse=near(lambda a, s, v0: a / s),
        ),
        names={
            "slope": "cancelled v - v0 and forgot the rest",
            "zero": "took 0/0 for 0",
            "inverse": "divided by s in place of multiplying",
        },
        hints={
            "right": ("A function that stops a run at one voltage needs its limit written out.",),
            "start": ("Try v = v0 + 0.001 mV and v = v0 - 0.001 mV in Python.",),
            "low": ("The neighbours say more. For a small x, 1 - exp(-x/s) is nearly x/s.",),
            "high": ("The neighbours say less. For a small x, 1 - exp(-x/s) is nearly x/s.",),
            "slope": ("You have cancelled v - v0. What is left of the denominator?",),
            "zero": ("The numerator is 0, and so is the denominator. What do the neighbours say?",),
            "inverse": ("Near v0 the denominator is (v - v0)/s. What is one over 1/s?",),
        },
    ),
    Exercise(
        id="L03.conductance",
        title="How many sodium channels are open?",
        prompt="The membrane of 1952 is held at {v:g} mV for a long time. "
        "What is its sodium conductance then? Within 2 %.",
        given={"v": (-70.0, -60.0, -50.0, -40.0, -20.0)},
        unit="mS/cm²",
        check=number_check(
            near(gna_mS_per_cm2),
            uninactivated=near(lambda v: gna_mS_per_cm2(v, with_h=False), rel=0.01),
            single=near(lambda v: gna_mS_per_cm2(v, m_power=1), rel=0.01),
        ),
        names={
            "uninactivated": "left out h",
            "single": "one gate m in place of three",
        },
        hints={
            "right": ("However long you hold it, m³h stays tiny: when m is open, h is shut.",),
            "start": ("ḡ is 120 mS/cm². A channel has three gates m and one h; all four must be open.",),
            "low": ("More than that. Take m and h where they settle at {v:g} mV.",),
            "high": ("Less than that. Take m and h where they settle at {v:g} mV.",),
            "uninactivated": ("You have left out h.",),
            "single": ("Three gates m must be open at once. What is the chance of that?",),
            "units": ("The digits are right. 1 S/cm² is 1000 mS/cm².",),
        },
        marks=2,
    ),
    Exercise(
        id="L03.upstroke",
        title="What drives the rise?",
        prompt="{part} Which current does that?",
        given={"part": tuple(PARTS)},
        before={"part": next(iter(PARTS))},
        options={
            "sodium": "sodium that flows into the cell",
            "potassium": "potassium that flows into the cell",
            "outflow": "potassium that flows out of the cell",
            "leak": "the leak, which flows into the cell",
        },
        check=driving,
        hints={
            "right": ("Positive charge that comes in makes the inside more positive; what leaves, less.",),
            "start": ("Record ina, ik and il. Inward current is negative in NEURON.",),
            "sodium": ("Which way does sodium flow here, and which way would that move the voltage?",),
            "potassium": ("On which side is there more potassium? Look at the sign of ik.",),
            "outflow": ("Which way does positive charge that leaves move the voltage?",),
            "leak": ("Compare the size of il with that of the others. Can it move the voltage so fast?",),
        },
    ),
    Exercise(
        id="L03.peak",
        title="Balance of currents",
        prompt="No electrode is on. {moment}, how much sodium current flows?",
        given={"moment": tuple(MOMENTS)},
        before={"moment": next(iter(MOMENTS))},
        options={
            "none": "none: the voltage has reached the reversal potential of sodium",
            "greatest": "more than at any other time",
            "balance": "exactly as much inward as potassium and leak carry outward",
            "more": "clearly more inward than the others carry outward",
            "less": "clearly less inward than the others carry outward",
        },
        check=sodium_at,
        hints={
            "right": ("The sum of the currents is what moves the voltage: where it stands still, it is 0.",),
            "start": ("What does dV/dt say about the sum of the currents at this moment?",),
            "none": (
                "The peak stays 10 mV below the reversal potential of sodium. Are its channels shut here?",
            ),
            "greatest": ("Record ina. When is it most negative, and what is the driving force then?",),
            "balance": ("Does the voltage stand still at this moment?",),
            "more": ("Then the voltage would be rising. Is it?",),
            "less": ("Then the voltage would be falling. Is it?",),
        },
    ),
    Exercise(
        id="L03.sodium-cost",
        title="The price of a spike",
        prompt="How much sodium enters the squid's membrane in one spike at {celsius:g} °C, as a "
        "multiple of the charge C·ΔV? Evoke it with 0.5 ms of twice the threshold current. Within 5 %.",
        given={"celsius": (6.3, 10.0, 14.0, 18.5)},
        unit="",
        check=number_check(
            near(lambda celsius: sodium_entry(SQUID, celsius=celsius).ratio, rel=0.05),
            least=near(lambda celsius: 1.0),
            charge=near(lambda celsius: sodium_entry(SQUID, celsius=celsius).charge_nC_per_cm2, rel=0.05),
        ),
        marks=3,
        names={
            "least": "only what charges the membrane",
            "charge": "gave the charge, no multiple",
        },
        hints={
            "right": ("Most of the sodium meets potassium on its way out, and moves nothing.",),
            "start": (
                "Record ina and v with method='cvode', and sum up ina over time, less what flows at rest.",
                "ΔV runs from rest to the peak; 1 mA/cm² for 1 ms is 1000 nC/cm².",
            ),
            "low": ("More than that. Sum up the sodium until the spike is over, not until its peak.",),
            "high": ("Less than that. Have you taken off the sodium that flows at rest?",),
            "least": ("That would be enough if no potassium flowed at the same time.",),
            "charge": ("That is the charge in nC/cm². Divide it by C·ΔV.",),
        },
        predict="The squid lives at about 18 °C. Is a spike cheaper in the cold or in warmth?",
        expected=("in the cold", "in warmth", "the same"),
    ),
    Exercise(
        id="L03.noise",
        title="Counting channels by their noise",
        prompt="A patch of potassium channels of 1952 is held at {v:g} mV for a long time. How many are open "
        "goes up and down by chance, with a standard deviation of {sd:g} channels. "
        "How many channels has the patch? Within 2 %.",
        given={"sd": (2.0, 3.0, 5.0, 8.0), "v": (-50.0, -40.0, -25.0, 0.0, 20.0)},
        unit="",
        check=number_check(
            near(channels_of),
            slips=(),
            single=near(lambda sd, v: channels_of(sd, v, gates=1), rel=0.01),
            rare=near(lambda sd, v: sd**2 / open_fraction("n", v) ** 4, rel=0.01),
            root=near(lambda sd, v: channels_of(sd**0.5, v), rel=0.01),
            open=near(lambda sd, v: channels_of(sd, v) * open_fraction("n", v) ** 4, rel=0.01),
        ),
        marks=2,
        names={
            "single": "took a channel for one gate",
            "rare": "left out 1 - p",
            "root": "took the standard deviation for the variance",
            "open": "counted the open channels alone",
        },
        hints={
            "right": (
                "Noise counts what no eye sees: so channels were counted before one was ever recorded.",
            ),
            "start": (
                "Each channel is open with the chance n⁴, by itself. Which variance has their number?",
                "Of N coins that show heads with the chance p, the variance is N·p·(1 - p).",
            ),
            "low": ("More than that. Is p the chance that all four gates are open at {v:g} mV?",),
            "high": ("Fewer than that. Is p the chance that all four gates are open at {v:g} mV?",),
            "single": ("That is a channel of one gate. How many gates n must be open at once?",),
            "rare": ("That holds where hardly any channel is open. Are few open at {v:g} mV?",),
            "root": ("The variance is the square of the standard deviation.",),
            "open": ("So many are open on average. How many are there, with those that are shut?",),
            "units": (),
        },
    ),
    Exercise(
        id="L03.read",
        title="Which line, which moment?",
        prompt="A spike of the squid's membrane at {celsius:g} °C, and its gates. What is {gate} when the "
        "spike is at its peak? Read it off the picture; within 0.04.",
        given={"gate": GATES, "amp": (0.08, 0.1, 0.15, 0.2), "celsius": (6.3, 10.0, 14.0)},
        unit="",
        check=number_check(
            near(at_the_top, rel=0, within=0.04),
            slips=(100.0, 0.01),
            rest=near(lambda gate, amp, celsius: gates_in(amp, celsius).traces[gate][0], rel=0, within=0.02),
            line=other_line,
            panel=near(lambda gate, amp, celsius: gates_in(amp, celsius).v.max(), rel=0, within=3.0),
        ),
        hints={
            "right": ("At the peak m is nearly open, h already half shut, and n on its way up.",),
            "start": ("Find the time of the peak above, and go down to the line of this gate.",),
            "low": ("More. At which time is the spike at its peak, and which line is {gate}?",),
            "high": ("Less. At which time is the spike at its peak, and which line is {gate}?",),
            "line": ("That is another gate's line.",),
            "rest": ("That is its value before the spike. Look below the peak.",),
            "panel": ("That is the height of the spike, in mV. The gates stand in the panel below.",),
            "units": ("That looks like per cent. A fraction lies between 0 and 1.",),
            "sign": ("A fraction is never below 0.",),
        },
        names={
            "line": "read another gate's line",
            "rest": "read the value at rest",
            "panel": "read the wrong panel",
        },
        observe=gates_to_read,
    ),
    Exercise(
        id="L03.program",
        title="A rate without a hole",
        prompt="Write <code>rate(v)</code>: α = {a:g} (v - v0) / (1 - exp(-(v - v0) / {s:g})), in 1/ms, with "
        "v0 = {v0:g} mV. It gets one number, in mV, and must give a number at every potential, at v0 too. "
        "The card calls it.",
        given={"a": (0.01, 0.05, 0.1, 0.2), "s": (5.0, 8.0, 10.0), "v0": (-55.0, -40.0, -30.0)},
        source="def rate(v):\n    ...\n",
        marks=3,
        credit={"right": 1.0, "near-hole": 2 / 3},
        check=function_check(
            "rate",
            lambda a, s, v0: {
                "wrong": [[v0 + dv] for dv in (-60.0, -12.5, -1.0, 0.5, 7.0, 33.0, 80.0)],
                "hole": [[v0]],
                "near-hole": [[v0 + 1e-12], [v0 - 1e-12]],
            },
            rate_of,
            flipped=flipped_rate,
            slope=without_slope,
        ),
        hints={
            "right": ("A function that stops a run at one voltage needs its limit written out.",),
            "start": (
                "Write the formula as it stands, and call it at v0. What happens there?",
                "Near v0 the fraction tends to one value. Give that where the formula cannot.",
            ),
            "flipped": ("The sign in the exponent: the rate should grow with the voltage.",),
            "slope": ("By what is v - v0 divided in the exponent?",),
            "hole": ("All is right but one point: what does it give at v0 itself?",),
            "near-hole": (
                "Right at v0, but next to it the numbers cancel.",
                "How large is 1 - exp(-x) for x = 1e-13, and how many of its digits are left? See "
                "math.expm1.",
            ),
        },
        names={
            "flipped": "the exponent has the wrong sign",
            "slope": "the exponent is not divided by s",
            "hole": "0/0 at v0",
            "near-hole": "loses its digits beside v0",
        },
    ),
)
