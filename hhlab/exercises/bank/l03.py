"""Exercises of lesson 3: gates, rates, and which current flows when."""

import numpy as np

from ...descriptions import rates
from ...descriptions.parameters import CurrentClamp, Membrane
from ...protocols.energetics import sodium_entry
from ...simulator.engine import simulate
from ..checks import near, number_check
from ..description import Exercise

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


def rising(option):
    rec = spike()
    after = rec.t > 1.6
    k = int(np.argmax(np.where(after[1:], np.diff(rec.v) / np.maximum(np.diff(rec.t), 1e-9), -np.inf)))
    inward = {"sodium": rec.ina[k] < 0, "potassium": rec.ik[k] < 0, "leak": rec.il[k] < 0}
    return "right" if inward.get(option, False) else option


def at_the_peak(option):
    rec = spike()
    k = int(rec.v.argmax())
    outward = rec.ik[k] + rec.il[k]
    seen = {
        "balance": abs(rec.ina[k] + outward) < 0.05 * outward,
        "none": abs(rec.ina[k]) < 0.05 * abs(rec.ina).max(),
        "greatest": rec.ina[k] == rec.ina.min(),
        "more": -rec.ina[k] > 1.05 * outward,
    }
    return "right" if seen[option] else option


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
        hints={
            "right": ("Opening and closing balance where α(1 - x) = βx.",),
            "start": ("x∞ is α/(α + β). Or ask NEURON: h.finitialize({v:g}), then soma(0.5).hh.{gate}.",),
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
        prompt="On the steepest part of the spike the voltage rises by hundreds of mV per ms. "
        "Which current does that?",
        options={
            "sodium": "sodium that flows into the cell",
            "potassium": "potassium that flows into the cell",
            "outflow": "potassium that flows out of the cell",
            "leak": "the leak, which flows into the cell",
        },
        check=rising,
        hints={
            "right": ("Positive charge that comes in makes the inside more positive.",),
            "start": ("Record ina, ik and il. Inward current is negative in NEURON.",),
            "potassium": ("On which side is there more potassium? Look at the sign of ik.",),
            "outflow": ("Positive charge that leaves makes the inside more negative.",),
            "leak": (
                "Its reversal potential is -54.4 mV, far below this voltage. Which way does it flow here?",
            ),
        },
    ),
    Exercise(
        id="L03.peak",
        title="At the very top",
        prompt="No electrode is on. At the peak of the spike, how much sodium current flows?",
        options={
            "none": "none: the voltage has reached the reversal potential of sodium",
            "greatest": "more than at any other time",
            "balance": "exactly as much inward as potassium and leak carry outward",
            "more": "clearly more inward than the others carry outward",
        },
        check=at_the_peak,
        hints={
            "right": ("Where the voltage stands still, the currents cancel. None of them need be small.",),
            "start": ("At a peak dV/dt is 0. What does that say about the sum of the currents?",),
            "none": (
                "The peak stays 10 mV below the reversal potential of sodium. Why does it not get there?",
            ),
            "greatest": ("Record ina. When is it most negative, and what is the driving force then?",),
            "more": ("Then the voltage would still be rising.",),
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
)
