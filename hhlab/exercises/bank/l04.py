"""Exercises of lesson 4: Nernst, the concentration trap, potassium and rest."""

import math

import numpy as np

from ...descriptions.parameters import CurrentClamp, Membrane
from ...descriptions.rates import CELSIUS_1952
from ...protocols.common import rest_mV
from ...results.measures import peak_mV
from ...simulator.engine import simulate
from ..checks import least, near, number_check
from ..description import Exercise

SQUID = Membrane.squid_1952()
GAS, FARADAY, KELVIN = 8.314462618, 96485.33212, 273.15
BLOCK_MV = -48.0  # a rest above this has lost its sodium channels to inactivation
LEAST_MM = 1e-6  # of potassium; a membrane takes no less
LEAST_SWING_MV = 10.0  # it fires, though its peaks may lie below 0 mV


def rt_f_mV(celsius):
    return 1000 * GAS * (KELVIN + celsius) / FARADAY


def nernst_mV(inside, outside, celsius):
    return rt_f_mV(celsius) * math.log(outside / inside)


def nernst_in_decades_mV(inside, outside, celsius):
    return rt_f_mV(celsius) * math.log10(outside / inside)


def nernst_without_kelvin_mV(inside, outside, celsius):
    return rt_f_mV(celsius - KELVIN) * math.log(outside / inside)


def bath_mM(nai, ena, celsius=CELSIUS_1952):
    return nai * math.exp(ena / rt_f_mV(celsius))


def fires_by_itself(ko, ki):
    """Say whether the voltage still swings half a second after a push, and nothing stimulates."""
    membrane = SQUID.but(ko=ko, ki=ki, nernst=True)
    start = rest_mV(membrane) + 1.0  # a push that a firm rest survives
    rec = simulate(membrane, CurrentClamp(amp=0), tstop=500, v_init=start)
    return np.ptp(rec.v[rec.t > 400]) > LEAST_SWING_MV


def too_much(ko, ki):
    """Give 0 where potassium has silenced the cell, as a target does, and 1 elsewhere."""
    if not LEAST_MM <= ko < ki:
        return 1
    silenced = rest_mV(SQUID.but(ko=ko, ki=ki, nernst=True)) > BLOCK_MV and not fires_by_itself(ko, ki)
    return 0 if silenced else 1


def other_sodium(option, nao, more):
    shock = CurrentClamp(amp=0.1, delay=1, dur=0.5)
    computed = MORE[more]
    usual, other = (
        peak_mV(simulate(Membrane(nao=one, nernst=computed), shock, tstop=15)) for one in (140.0, nao)
    )
    seen = "same" if other == usual else "higher" if other > usual else "lower"
    return "right" if option == seen else option


# what is typed besides, and whether NEURON then computes the reversal potentials
MORE = {"nothing else": False, "<code>h.ion_style('na_ion', 3, 2, 1, 1, 1, sec=soma)</code>": True}


def rise_uM(diam, entry):
    return 40 * entry / diam  # area over volume is 4/diam; 1 pmol/cm² per µm is 10 µM


EXERCISES = (
    Exercise(
        id="L04.nernst",
        title="The reversal potential of potassium",
        prompt="Potassium: {inside:g} mM inside, {outside:g} mM outside, at {celsius:g} °C. "
        "What is its reversal potential? Within 1 %.",
        given={
            "inside": (54.4, 140.0, 400.0),
            "outside": (2.5, 4.0, 10.0, 20.0),
            "celsius": (6.3, 20.0, 37.0),
        },
        unit="mV",
        check=number_check(
            near(nernst_mV, rel=0.01),
            decades=near(nernst_in_decades_mV),
            kelvin=near(nernst_without_kelvin_mV),
        ),
        names={
            "decades": "logarithm to the base 10",
            "kelvin": "temperature in °C, not in kelvin",
        },
        hints={
            "right": ("Only the ratio counts, and the absolute temperature.",),
            "start": ("At 20 °C ten times the ratio is worth 58 mV. And this ratio, at this temperature?",),
            "low": ("It is less negative. Which temperature did you take?",),
            "high": ("It is more negative. Which temperature did you take?",),
            "sign": ("Potassium is crowded inside and wants out. Which sign inside holds it back?",),
            "decades": ("You took the logarithm to the base 10. Nernst has the natural one.",),
            "kelvin": ("T is in kelvin: 0 °C is 273.15 K.",),
        },
    ),
    Exercise(
        id="L04.trap",
        title="Other sodium",
        prompt="A fresh soma with <code>hh</code>. You type <code>soma.nao = {nao:g}</code> in "
        "place of the usual "
        "140, and {more}; then you give a shock. What is new about the spike?",
        given={"nao": (280.0, 70.0, 200.0), "more": tuple(MORE)},
        before={"nao": 280.0, "more": "nothing else"},
        options={
            "higher": "its peak is higher",
            "lower": "its peak is lower",
            "same": "nothing at all",
        },
        check=other_sodium,
        hints={
            "right": ("Until ion_style says otherwise, ena is your number, and NEURON lets it be.",),
            "start": ("Print soma.ena before and after, and after h.finitialize too.",),
            "higher": ("Print soma.ena after h.finitialize: did it move, and which way?",),
            "lower": ("Print soma.ena after h.finitialize: did it move, and which way?",),
            "same": ("Print soma.ena after h.finitialize. Who computes it, you or NEURON?",),
        },
        predict="Does NEURON compute ena from the concentrations when you say nothing?",
        expected=("yes, always", "yes, at finitialize", "no"),
    ),
    Exercise(
        id="L04.bath",
        title="Mix a bath",
        prompt="Inside are {nai:g} mM sodium, at 6.3 °C. How much sodium outside makes the reversal "
        "potential of sodium {ena:+g} mV? Within 2 %.",
        given={"nai": (10.0, 12.0, 15.0, 20.0), "ena": (40.0, 45.0, 50.0, 55.0)},
        unit="mM",
        check=number_check(
            near(bath_mM),
            inverse=near(lambda nai, ena: nai * nai / bath_mM(nai, ena), rel=0.01),
            decades=near(lambda nai, ena: nai * 10 ** (ena / rt_f_mV(6.3)), rel=0.01),
            warm=near(lambda nai, ena: bath_mM(nai, ena, celsius=37.0), rel=0.01),
        ),
        names={
            "inverse": "turned the ratio round",
            "decades": "undid the logarithm with a power of ten",
            "warm": "took 37 °C",
        },
        hints={
            "right": ("Turn Nernst round. A few mV more ask for many mM more.",),
            "start": ("Turn the equation of Nernst round: what undoes a logarithm?",),
            "low": ("That makes less than {ena:g} mV. Ask h.nernst({nai:g}, your answer, 1).",),
            "high": ("That makes more than {ena:g} mV. Ask h.nernst({nai:g}, your answer, 1).",),
            "inverse": ("On which side must there be more, for a reversal potential above 0 mV?",),
            "decades": ("The natural logarithm is undone by exp, not by a power of ten.",),
            "warm": ("That is right in a warm body. This bath has 6.3 °C.",),
        },
    ),
    Exercise(
        id="L04.potassium",
        title="A nerve that fires by itself",
        prompt="The membrane of 1952, both reversal potentials from Nernst, {ki:g} mM potassium inside, "
        "sodium as NEURON has it, 6.3 °C. How little potassium outside is enough to make it fire again "
        "and again without a stimulus? Within 2 %.",
        given={"ki": (40.0, 54.4, 80.0, 120.0, 140.0)},
        unit="mM",
        check=number_check(least(fires_by_itself, growth=1.2), blocked=too_much),
        marks=2,
        names={
            "blocked": "so much potassium that it is silent",
        },
        hints={
            "right": ("A few mV of depolarisation, and the rest cannot hold.",),
            "start": (
                "hhlab.Membrane.squid_1952(ko=..., ki={ki:g}, nernst=True), no current, 500 ms.",
                "Start 1 mV above hhlab.rest_mV(membrane), and halve the interval.",
            ),
            "low": ("It stays at rest. A little more.",),
            "high": ("It fires or swings without end, but 2 % less is enough too.",),
            "blocked": (
                "It rests, but with much less potassium than this it fires: ever smaller, and then no more.",
                "Where does it rest now, and how many sodium channels are left there?",
            ),
        },
        predict="More potassium outside: does the rest go up or down?",
        expected=("up", "down", "it stays"),
    ),
    Exercise(
        id="L04.rundown",
        title="Does one spike use up the sodium?",
        prompt="One impulse lets {entry:g} pmol/cm² sodium into an axon {diam:g} µm thick. "
        "By how much does the sodium inside rise? Within 2 %.",
        given={"entry": (4.0, 10.0, 14.4), "diam": (1.0, 10.0, 50.0, 476.0)},
        unit="µM",
        check=number_check(
            near(rise_uM),
            flat=near(lambda diam, entry: rise_uM(diam, entry) / 4, rel=0.01),
            sphere=near(lambda diam, entry: 1.5 * rise_uM(diam, entry), rel=0.01),
        ),
        marks=2,
        names={
            "flat": "divided by the diameter alone",
            "sphere": "took a sphere for the axon",
        },
        hints={
            "right": ("Beside 10 mM it is nothing in a giant axon, and a good deal in a very thin one.",),
            "start": ("How much wall belongs to each volume of a cylinder? π d L over π d² L / 4.",),
            "low": ("More than that. 1 pmol/cm² per µm is 10 µM.",),
            "high": ("Less than that. 1 pmol/cm² per µm is 10 µM.",),
            "flat": ("You have divided by the diameter alone. What is the volume of a cylinder?",),
            "sphere": ("That is a sphere. An axon is a cylinder.",),
        },
        predict="Do the gradients of a giant axon run down in one impulse?",
        expected=("yes, nearly", "by about a tenth", "hardly at all"),
    ),
)
