"""Exercises of lesson 1: the soma, the stimulus, the first spike."""

import math
from functools import cache

import numpy as np
from neuron import h

from ...descriptions.parameters import CurrentClamp
from ...simulator.engine import simulate
from ..checks import PREFIXES, choice_check, near, number_check
from ..description import Exercise
from ..pictures import Panel, Picture
from ..readings import named, reading

LENGTHS = (8.0, 10.0, 12.0, 15.0, 20.0, 25.0)


def area_um2(L, diam):
    return math.pi * L * diam


def closed_area_um2(L, diam):
    return math.pi * L * diam + math.pi * diam**2 / 2


def density_uA_per_cm2(amp, diam):
    return 1e5 * amp / area_um2(diam, diam)


def first_spike_seen(delay, amp):
    return simulate(clamp=CurrentClamp(amp=amp, delay=delay), method="neuron", record=("v", "i_stim"))


first_spike_ms = reading("first", first_spike_seen)


def same_spikes_nA(amp, diam):
    """Give the current that fires a larger soma like the lesson's, read off the density that both feel."""
    return density_uA_per_cm2(amp, 10.0) * area_um2(diam, diam) / 1e5


def what_insert_brings(mechanism):
    section = h.Section(name="asked")
    section.insert(mechanism)
    return "-".join(sorted(section.psection()["ions"])) or "none"


def paper_conductance(gnabar):
    return gnabar / 1000


def train_seen(amp):
    return simulate(clamp=CurrentClamp(amp=amp), record=("v", "i_stim"))


train_of = named(reading("spikes", train_seen), "silent", "one", "train")


@cache
def early_train(amp, delay):
    """Give the first 70 ms under a steady current, and its spikes' peaks [ms]."""
    clamp = CurrentClamp(amp=amp, delay=delay, dur=200)
    recording = simulate(clamp=clamp, tstop=70, method="cvode", record=("v",))
    v = recording.v
    tops = np.flatnonzero((v[1:-1] > v[:-2]) & (v[1:-1] >= v[2:]) & (v[1:-1] > -20)) + 1
    return recording, recording.t[tops]


def train_to_read(amp, delay):
    recording, _ = early_train(amp, delay)
    panel = Panel(y="membrane potential [mV]", lines={"": (recording.t, recording.v)}, every=(10.0, 20.0))
    return Picture(x="time [ms]", panels=(panel,))


def peak_time(number):
    return lambda amp, delay: float(early_train(amp, delay)[1][number - 1])


EXERCISES = (
    Exercise(
        id="L01.area",
        title="How much membrane?",
        prompt="In NEURON a soma is {L:g} µm long and {diam:g} µm thick. What is the area of its membrane? "
        "Within 0.5 %.",
        given={"L": LENGTHS, "diam": (5.0, 8.0, 10.0, 16.0)},
        unit="µm²",
        check=number_check(
            near(area_um2, rel=0.005),
            slips=(*PREFIXES, 1e8, 1e-8),
            ends=near(closed_area_um2, rel=0.005),
            radius=near(lambda L, diam: area_um2(L, diam) / 2, rel=0.005),
        ),
        names={
            "ends": "counted the two ends as membrane",
            "radius": "took the diameter for the radius",
        },
        hints={
            "right": ("The wall of a cylinder is π · L · diam; its ends carry no membrane.",),
            "start": ("In NEURON a Section is a cylinder. Unroll its wall: what rectangle is it?",),
            "low": (
                "More membrane than that. Unroll the wall of the cylinder: how wide is the rectangle?",
                "The rectangle is L long and as wide as the circle around, π · diam.",
            ),
            "high": (
                "Less membrane than that. Unroll the wall of the cylinder: how wide is the rectangle?",
                "The rectangle is L long and as wide as the circle around, π · diam.",
            ),
            "ends": (
                "You have counted the two ends of the cylinder. Does current leave there?",
                "To NEURON the ends are where other Sections join; only the wall is membrane.",
            ),
            "radius": ("Exactly half. Is {diam:g} µm the radius or the diameter?",),
            "units": ("The digits are right. The answer is asked for in µm², and 1 cm² is 10⁸ µm².",),
        },
    ),
    Exercise(
        id="L01.density",
        title="The same current on another soma",
        prompt="An electrode gives {amp:g} nA to a soma of L = diam = {diam:g} µm. "
        "What is the current density? Within 0.5 %.",
        given={"amp": (0.05, 0.1, 0.2, 0.4), "diam": (8.0, 10.0, 12.0, 20.0)},
        unit="µA/cm²",
        check=number_check(
            near(density_uA_per_cm2, rel=0.005),
            slips=(*PREFIXES, 1e5, 1e-5, 10, 0.1),
            total=near(lambda amp, diam: amp, rel=0.005),
        ),
        names={
            "total": "gave the whole current, no density",
        },
        hints={
            "right": (
                "A membrane feels the current per area: twice the diameter, a quarter of the density.",
            ),
            "start": ("First the area, then current over area. 1 nA/µm² is 10⁵ µA/cm².",),
            "low": ("More than that. Is your area π · L · diam?",),
            "high": ("Less than that. Is your area π · L · diam?",),
            "total": ("That is the whole current. The density is what falls on each cm² of membrane.",),
            "units": ("The digits are right. From nA/µm² to µA/cm² the factor is 10⁵.",),
        },
        predict="The diameter and the length both double; the current stays. What does its density do?",
        expected=("it stays", "it halves", "it falls to a quarter"),
    ),
    Exercise(
        id="L01.first-spike",
        title="When does it fire?",
        prompt="The soma of lesson 1 gets {amp:g} nA from {delay:g} ms on. At which time of the run does its "
        "voltage first rise through 0 mV, under NEURON's defaults? Within 0.05 ms.",
        given={"delay": (20.0, 30.0, 50.0, 70.0), "amp": (0.05, 0.1, 0.2)},
        unit="ms",
        check=number_check(
            near(first_spike_ms, rel=0, within=0.05),
            onset=near(lambda delay, amp: delay, rel=0, within=0.05, known=True),
            latency=near(
                reading("first", first_spike_seen, since_ms=lambda delay, amp: delay), rel=0, within=0.05
            ),
        ),
        marks=2,
        names={
            "onset": "gave the start of the current",
            "latency": "counted from the start of the current",
        },
        hints={
            "right": ("The current must charge the membrane first; then the Na⁺ channels do the rest.",),
            "start": (
                "Run it with this current and this delay. Where does v pass 0 mV on its way up?",
                "Two samples lie around that moment. How far apart are they?",
            ),
            "low": ("The spike comes later. Take the rise through 0 mV, not the start of the bend.",),
            "high": (
                "The spike comes earlier. Take the rise through 0 mV, not the peak, and the first one.",
            ),
            "onset": ("That is when the current starts. How long must it charge the membrane?",),
            "latency": ("That is the time since the current started. Count from the start of the run.",),
        },
        predict="Does the spike begin the moment the current does?",
        expected=("yes, at once", "no, about 1 ms later", "no, about 10 ms later"),
        observe=first_spike_seen,
    ),
    Exercise(
        id="L01.same-spikes",
        title="The same spikes in a larger soma",
        prompt="The soma of lesson 1, L = diam = 10 µm, gets {amp:g} nA. Which current gives a soma of "
        "L = diam = {diam:g} µm exactly the same spikes? Within 0.5 %.",
        given={"amp": (0.05, 0.1, 0.15, 0.2), "diam": (15.0, 20.0, 25.0, 30.0, 40.0)},
        unit="nA",
        check=number_check(
            near(same_spikes_nA, rel=0.005),
            same=near(lambda amp, diam: amp, rel=0.005),
            linear=near(lambda amp, diam: amp * diam / 10, rel=0.005),
        ),
        names={
            "same": "kept the current",
            "linear": "let it grow with the diameter, not the area",
        },
        hints={
            "right": ("Every term of the equation is per area: with the same density nothing changes.",),
            "start": ("What does a membrane feel: the current, or the current on each cm² of it?",),
            "low": ("That density is too low. By which factor did the area grow?",),
            "high": ("That density is too high. By which factor did the area grow?",),
            "same": ("The same current on more membrane is a lower density. Try it.",),
            "linear": ("Both L and diam have grown. By which factor did the area grow?",),
            "units": ("The digits are right. The answer is asked for in nA.",),
        },
    ),
    Exercise(
        id="L01.ions",
        title="What insert brings",
        prompt="An empty Section gets the mechanism <code>{mechanism}</code>. Which ions does it have then?",
        # hh twice: the mechanism of this lesson comes up more often
        given={"mechanism": ("hh", "pas", "hh", "extracellular")},
        options={
            "none": "none",
            "k-na": "na and k",
            "k-l-na": "na, k and l, the leak",
            "ca-k-na": "na, k and ca",
        },
        check=choice_check(what_insert_brings),
        hints={
            "right": ("An ion appears in psection() with the mechanism that uses it.",),
            "start": ("Insert it into a Section of your own, and look at psection()['ions'].",),
            "none": ("Insert it, and look at psection()['ions']. Is it empty?",),
            "k-na": ("Insert it, and look at psection()['ions']. Are both there?",),
            "k-l-na": ("The leak has a reversal potential, el. Does it belong to one ion?",),
            "ca-k-na": ("Insert it, and look at psection()['ions']. Is there a ca?",),
        },
    ),
    Exercise(
        id="L01.units",
        title="From a paper into NEURON",
        prompt="A paper gives a Na⁺ conductance of {gnabar:g} mS/cm². Which number do you type as gnabar? "
        "Within 0.1 %.",
        given={"gnabar": (120.0, 60.0, 90.0, 150.0, 35.0, 80.0)},
        unit="S/cm²",
        check=number_check(
            near(paper_conductance, rel=0.001),
            slips=(*PREFIXES, 10, 0.1, 100, 0.01),
            paper=near(lambda gnabar: gnabar, rel=0.001),
        ),
        names={
            "paper": "typed the paper's number, in mS/cm²",
        },
        hints={
            "right": ("NEURON counts in S/cm². It runs a thousand times too many channels without a word.",),
            "start": ("NEURON counts in S/cm². How many mS are 1 S?",),
            "low": ("More than that. 1 S is 1000 mS.",),
            "high": ("Less than that. 1 S is 1000 mS.",),
            "paper": ("NEURON would take this as S/cm², a thousand times as much. It would not warn you.",),
            "units": ("The digits are right. 1 S is 1000 mS.",),
        },
    ),
    Exercise(
        id="L01.all-or-none",
        title="More current, more spike?",
        prompt="The soma of lesson 1 gets {amp:g} nA for 200 ms. What does it do?",
        given={"amp": (0.004, 0.006, 0.012, 0.016, 0.05, 0.1, 0.15)},
        options={
            "silent": "It stays silent.",
            "one": "It fires one spike of full height.",
            "train": "It fires again and again, as long as the current flows.",
            "bigger": "It fires one spike, as high as the current is strong.",
        },
        check=choice_check(train_of),
        hints={
            "right": ("Too little gives nothing, enough gives a whole spike, more gives more of them.",),
            "start": ("Run it: hhlab.simulate(clamp=hhlab.CurrentClamp(amp={amp:g})), and draw it.",),
            "silent": ("Run it: hhlab.CurrentClamp(amp={amp:g}). Is there no spike?",),
            "one": ("Run it: hhlab.CurrentClamp(amp={amp:g}). How many spikes are there?",),
            "train": ("Run it: hhlab.CurrentClamp(amp={amp:g}). How many spikes are there?",),
            "bigger": (
                "Compare the peaks at 0.01 and at 0.1 nA. Is the second ten times as high?",
                "The height comes from the Na⁺ reversal potential, not from the electrode.",
            ),
        },
        predict="If the current doubles, does a spike become twice as high?",
        expected=("yes", "no, its height hardly changes"),
        observe=train_seen,
    ),
    Exercise(
        id="L01.twenty-one",
        title="Twenty, or twenty-one?",
        prompt="0.1 nA for 200 ms: NEURON's defaults give 20 spikes, two finer methods give 21. Which number "
        "would you put into a report, and what would you write beside it?",
        marks=2,
        hints={"start": ("What does each method do with the time between two steps?",)},
    ),
    Exercise(
        id="L01.read",
        title="Read it off",
        prompt="A run of a soma like that of lesson 1. At which time is its second spike at its "
        "peak? Read it "
        "off the picture; within 1 ms.",
        given={"amp": (0.05, 0.07, 0.1, 0.15, 0.2), "delay": (4.0, 8.0, 11.0, 17.0, 22.0)},
        unit="ms",
        check=number_check(
            near(peak_time(2), rel=0, within=1.0),
            first=near(peak_time(1), rel=0, within=1.0),
            third=near(peak_time(3), rel=0, within=1.0),
            interval=near(
                lambda amp, delay: peak_time(2)(amp, delay) - peak_time(1)(amp, delay), rel=0, within=0.6
            ),
            height=near(lambda amp, delay: early_train(amp, delay)[0].v.max(), rel=0, within=3.0),
        ),
        hints={
            "right": ("A time is read on the axis below: how many small divisions, and what is one worth?",),
            "start": ("Go down from the second peak. How much time is one small division?",),
            "low": ("Later. Count the small divisions from the last number before it.",),
            "high": ("Earlier. Count the small divisions from the last number before it.",),
            "first": ("That is the first peak.",),
            "third": ("That is the third peak.",),
            "interval": ("That is the time between the first two peaks. The time of the run is asked for.",),
            "height": ("That is read on the axis at the left: it is a height, in mV.",),
        },
        names={
            "first": "read the first peak",
            "third": "read the third peak",
            "interval": "gave the interval",
            "height": "read the other axis",
        },
        observe=train_to_read,
    ),
)
