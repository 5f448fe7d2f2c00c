"""Exercises of lesson 8: repetitive firing, the F-I curve and its two ends."""

import itertools
from functools import cache

import numpy as np

from ...descriptions.parameters import Membrane, Settings
from ...protocols.common import ONSET_MS
from ...protocols.firing import f_i_curve
from ...results.curves import Curves
from ..checks import PREFIXES, choice_check, least, near, number_check
from ..description import Exercise
from ..programs import function_check
from ..readings import reading
from ..trials import LASTS, TRAIN_MS, stepped

SQUID = Membrane.squid_1952()
FULL_MV = 60.0  # a spike is higher than that, from trough to peak
LEAST_MV = 1.0


@cache
def train(density, celsius=Settings.celsius):
    return f_i_curve(SQUID, [density], dur=600.0, celsius=celsius)


def rate_hz(density, celsius):
    return float(train(density, celsius).rates_hz[0])


def interval_ms(density, celsius):
    return 1000 / rate_hz(density, celsius)


def briefly(density, gnabar):
    return stepped(SQUID.but(gnabar=gnabar), density, 20.0)


def at_length(density, celsius, gnabar):
    return stepped(SQUID.but(gnabar=gnabar), density, TRAIN_MS, celsius)


def for_a_while(density, celsius, gnabar):
    return stepped(SQUID.but(gnabar=gnabar), density, celsius=celsius)


def what_it_does(density):
    height = float(train(density).amplitudes_mV[0])
    return "full" if height > FULL_MV else "small" if height > LEAST_MV else "silent"


def curve_seen(density):
    found = f_i_curve(SQUID, [10.0, 25.0, 50.0, 75.0, 100.0, 125.0, 150.0, 165.0], dur=300.0)
    return Curves(
        x="current density [µA/cm²]",
        y="oscillation, peak to peak [mV]",
        lines={"amplitude": (found.densities_uA_per_cm2, found.amplitudes_mV)},
    )


@cache
def sampled(density):
    """Give the potential under a step every 0.2 ms for 120 ms, as a list, to a thousandth of a millivolt."""
    recording = stepped(SQUID, density, 119.0, record=("v",))
    return np.round(np.interp(np.arange(0, 120, 0.2), recording.t, recording.v), 3).tolist()


def traces_to_count(level):
    """Give the potentials that a program has to count on: real runs, and what may go wrong."""
    train = sampled(12.0)
    k = next(i for i, v in enumerate(train) if v > 20)  # on the first spike
    exact = [-65.0, -30.0, level, 30.0, -40.0, level - 1, level + 1, -60.0]
    return {
        "wrong": [[train], [sampled(3.0)], [sampled(30.0)]],
        "none": [[sampled(1.0)], [[-65.0]]],
        "begins": [[train[k:]]],
        "ends": [[train[: k + 1]]],
        "exact": [[exact]],
    }


def rises(v, level):
    return sum(one < level <= other for one, other in itertools.pairwise(v))


def samples_above(v, level):
    return sum(one >= level for one in v)


def both_ways(v, level):
    return sum((one < level) != (other < level) for one, other in itertools.pairwise(v))


EXERCISES = (
    Exercise(
        id="L08.rate",
        title="How fast?",
        prompt="A steady current of {density:g} µA/cm² at {celsius:g} °C, from rest. How fast does the "
        "membrane fire once the train is steady? Within 2 %.",
        given={"density": (8.0, 10.0, 12.0, 15.0, 20.0, 30.0, 40.0), "celsius": (6.3, 9.0)},
        unit="Hz",
        check=number_check(near(rate_hz), slips=(*PREFIXES, 60, 1 / 60), interval=near(interval_ms)),
        names={
            "interval": "gave the interval in ms",
        },
        hints={
            "right": (
                "More current, a little faster: five times the current does not even double the rate.",
            ),
            "start": ("hhlab.rate_hz(recording, start_ms, stop_ms) takes a window. Why does it need one?",),
            "low": ("It fires faster. Leave out the first intervals.",),
            "high": ("It fires more slowly. Leave out the first intervals.",),
            "interval": ("That is the interval in ms. How many of them fit into one second?",),
            "units": ("The digits are right. 1 Hz is one spike per second; there are 1000 ms in it.",),
        },
    ),
    Exercise(
        id="L08.onset",
        title="Where a train begins",
        prompt="Steps from rest at {celsius:g} °C, on the membrane of 1952 with gnabar = {gnabar:g} "
        "S/cm². What "
        "is the weakest under which the membrane goes on firing for at least 400 ms? Within 2 %.",
        given={"celsius": (5.0, 6.3, 7.0, 8.0, 10.0), "gnabar": (0.105, 0.11, 0.115, 0.125, 0.135, 0.15)},
        before={"gnabar": 0.12},
        unit="µA/cm²",
        marks=2,
        check=number_check(
            least(reading("rises", at_length, **LASTS)), rheobase=least(reading("spiked", for_a_while))
        ),
        names={
            "rheobase": "took one spike for a lasting train",
        },
        hints={
            "right": (
                "Well above the rheobase. And no train is slow: the slowest of the squid's has about 50 Hz "
                "at 6.3 °C, and more in warmth.",
            ),
            "start": ("Try three times the rheobase, for 500 ms. Is there a spike in the last 100 ms?",),
            "low": ("The train dies out, or there is one spike only.", "Look at the last 100 ms of 500."),
            "high": ("A weaker current keeps it firing too.", "Take the middle, again and again."),
            "rheobase": (
                "That is the rheobase: enough for one spike. Does the membrane go on?",
                "Look at the whole 500 ms under this current, and under twice and three times as much.",
            ),
            "units": ("The digits are right. The answer is asked for in µA/cm².",),
        },
    ),
    Exercise(
        id="L08.latency",
        title="The first spike",
        prompt="A membrane with gnabar = {gnabar:g} S/cm² gets a step of {density:g} µA/cm² at rest. How "
        "long after the onset does the potential rise through 0 mV? Within 2 %.",
        given={"density": (8.0, 10.0, 15.0, 20.0), "gnabar": (0.1, 0.12, 0.15)},
        unit="ms",
        check=number_check(near(reading("first", briefly, since_ms=ONSET_MS))),
        hints={
            "right": (
                "The stronger the current, the sooner the membrane is charged; the more Na⁺ channels, the "
                "sooner they take over.",
            ),
            "start": ("hhlab.spike_times_ms gives the time in the run. When did the current start?",),
            "low": ("The spike comes later. Take the rise through 0 mV.",),
            "high": ("The spike comes sooner. Count from the onset of the current.",),
            "units": ("The digits are right. The answer is asked for in ms.",),
        },
    ),
    Exercise(
        id="L08.too-much",
        title="Ever faster?",
        prompt="The membrane fires at 68 Hz under 10 µA/cm². What does it do under {density:g} µA/cm²?",
        given={"density": (20.0, 40.0, 90.0, 100.0, 120.0, 160.0, 180.0, 200.0)},
        options={
            "full": "It fires faster, with full spikes: more current, more rate.",
            "small": "It oscillates fast, with much smaller spikes.",
            "silent": "After a spike it stays silent at a steady potential.",
            "slower": "It fires more slowly, with full spikes.",
        },
        check=choice_check(what_it_does),
        hints={
            "right": ("More current, lower spikes: h stays low and n high, at last for good.",),
            "start": ("Run it for 500 ms, and look at the end of the trace: is there a spike, how high?",),
            "full": (
                "Run it, and measure the spikes from trough to peak at the end of the train.",
                "Between two spikes h must recover. What if the current never lets the potential fall?",
            ),
            "small": ("Run it, and measure the spikes from trough to peak at the end of the train.",),
            "silent": ("Run it for 500 ms. Is the end of the trace flat?",),
            "slower": ("Run it, and measure the rate in the last 100 ms.",),
        },
        predict="The current grows and grows. What happens to the spikes?",
        expected=("they only come faster", "they also become smaller, and at last there are none"),
        observe=curve_seen,
    ),
    Exercise(
        id="L08.why-not-slow",
        title="No slow firing",
        prompt="The membrane fires at 50 Hz or not at all: no current makes it fire at 5 Hz. What happens "
        "just below the onset instead, and what would a membrane need to fire slowly?",
        marks=2,
        hints={"start": ("Look at the potential under 6 µA/cm² for 500 ms.",)},
    ),
    Exercise(
        id="L08.program",
        title="Count them",
        prompt="Write <code>spikes(v)</code>: how often the potential rises through {level:g} mV, "
        "from a sample "
        "below it to one that is at {level:g} mV or above. It gets the samples of a run in an array, in mV, "
        "and gives a whole number. The card calls it with runs of the squid's membrane.",
        given={"level": (0.0, -20.0, -10.0, 10.0)},
        source="def spikes(v):\n    ...\n",
        marks=3,
        check=function_check("spikes", traces_to_count, rises, samples=samples_above, both=both_ways),
        hints={
            "right": ("A spike is an event between two samples, not a sample that is high.",),
            "start": (
                "Compare each sample with the one before it. Which pairs count?",
                "v[:-1] and v[1:] are all samples but the last, and all but the first.",
            ),
            "samples": ("That is how many samples are high. One spike has many of them.",),
            "both": ("You have counted the way down too.",),
            "none": ("Where there is no rise the number is 0.",),
            "begins": ("This run begins above the level: there is no rise before its first sample.",),
            "ends": ("This run ends on a spike: it has risen, and counts.",),
            "exact": ("One sample lies at the level itself. Does that pair count, and the next one?",),
        },
        names={
            "samples": "counts the samples above the level",
            "both": "counts the way down too",
            "none": "fails where there is no spike",
            "begins": "counts a run that begins above the level",
            "ends": "misses a spike on which the run ends",
            "exact": "goes wrong where a sample lies at the level",
        },
    ),
)
