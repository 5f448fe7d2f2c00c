"""Exercises of lesson 10: poisons and heat."""

import numpy as np

from ...descriptions.axons import Axon
from ...descriptions.currents import ionic_uA_per_cm2, settled
from ...descriptions.parameters import Membrane
from ...protocols.common import rest_mV
from ...protocols.limits import least_sodium
from ...protocols.thresholds import rheobase_uA_per_cm2
from ...results.curves import Curves
from ..checks import choice_check, least, near, number_check
from ..description import Exercise
from ..lineup import OPTIONS, ORDERS, lineup, lineup_check
from ..pictures import Panel
from ..readings import reading
from ..trials import stepped

SQUID = Membrane.squid_1952()
STRENGTH = 30.0  # µA/cm², enough for one spike at every temperature asked for
PULSE_MS = 1.0
Q10 = 3.0


def weakened(density, block):
    return stepped(SQUID.blocked(na=block), density)


def intact(density, block):
    return stepped(SQUID, density)


def rest_under(block):
    return rest_mV(SQUID.blocked(na=block))


def spike_at(celsius, na=0.0, k=0.0):
    return stepped(SQUID.blocked(na=na, k=k), STRENGTH, PULSE_MS, celsius, record=("v",))


def change(what, low, high):
    """Give by how much warmth changes a property, in its own unit."""
    return WHAT[what](high) - WHAT[what](low)


def which_way(what, low, high):
    found = change(what, low, high)
    return "higher" if found > LEAST_CHANGE[what] else "lower" if found < -LEAST_CHANGE[what] else "same"


def both_seen(what, low, high):
    cold, warm = (spike_at(celsius) for celsius in (low, high))
    lines = {f"{celsius:g} °C": (rec.t, rec.v) for celsius, rec in ((low, cold), (high, warm))}
    return Curves(x="time [ms]", y="membrane potential [mV]", lines=lines)


def width_ms(celsius, block):
    """Give how long a spike stays above the middle between the rest and its peak."""
    recording = spike_at(celsius, k=block)
    return time_above_ms(recording, (recording.v[0] + recording.v.max()) / 2)


def above_zero_ms(celsius, block):
    return time_above_ms(spike_at(celsius, k=block), 0.0)


def time_above_ms(recording, level):
    t, v = recording.t, recording.v
    first, last = np.flatnonzero(v > level)[[0, -1]]
    rises = np.interp(level, v[first - 1 : first + 1], t[first - 1 : first + 1])
    falls = np.interp(-level, -v[last : last + 2], t[last : last + 2])
    return float(falls - rises)


def speedup(low, high):
    return Q10 ** ((high - low) / 10)


def narrower(cold):
    return width_ms(cold, 0.0) / width_ms(cold + 10, 0.0)


def percent_needed(celsius):
    return 100 * least_sodium(Axon.squid_1952(), celsius=celsius)


WHAT = {
    "peak of its spike": lambda celsius: spike_at(celsius).v.max(),
    "width of its spike": lambda celsius: width_ms(celsius, 0.0),
    "rheobase": lambda celsius: rheobase_uA_per_cm2(SQUID, celsius=celsius, rel=1e-2),
    "resting potential": lambda celsius: rest_mV(celsius=celsius),
}
LEAST_CHANGE = {  # mV, ms, µA/cm², mV
    "peak of its spike": 1.0,
    "width of its spike": 0.05,
    "rheobase": 0.1,
    "resting potential": 0.1,
}

# four spikes, each as the question describes it
SPIKES = {
    "plain": "neither a poison nor another temperature",
    "ttx": "tetrodotoxin on half of the Na⁺ channels",
    "cold": "a bath 5 °C colder",
    "warm": "a bath 5 °C warmer",
}
TREATED = {"plain": {}, "ttx": {"na": 0.5}, "cold": {"warmer": -5.0}, "warm": {"warmer": 5.0}}


def treated_spike(celsius):
    def panel(name, letter):
        own = {"celsius": celsius} | TREATED[name]
        own["celsius"] += own.pop("warmer", 0.0)
        rec = spike_at(**own)
        kept = rec.t <= 12.0
        return Panel(
            title=letter,
            y="potential [mV]",
            lines={"": (rec.t[kept], rec.v[kept])},
            every=(2.0, 20.0),
            span=(-80.0, 60.0),
        )

    return panel


# What else may have made a spike lower, in the words of the question; by how much [mV]; and how much of each
# cause does that: a share of the Na⁺ channels, a steady current [µA/cm²], °C.
CAUSES = {
    "it has only depolarised the cell, so that fewer of them are ready": "depolarised",
    "the bath has only become warmer while it was changed": "warmed",
}
ENOUGH = {
    4.0: {"blocked": 0.25, "depolarised": 4.2, "warmed": 6.0},
    5.0: {"blocked": 0.30, "depolarised": 5.5, "warmed": 7.0},
}
ROOM_CELSIUS = 10.0
TELLS_MV = 3.0  # a difference that nobody takes for scatter


def height_mV(experiment, cause, lower):
    """Give the peak that an experiment would give if that were the cause."""
    enough = {cause: ENOUGH[lower][cause]} if experiment != "wash" else {}
    membrane = SQUID.blocked(na=enough.get("blocked", 0.0))
    warmer = 0.0 if experiment == "warm" else enough.get("warmed", 0.0)
    steady = enough.get("depolarised", 0.0)
    if experiment == "back":
        rest = rest_mV(SQUID)
        steady = float(ionic_uA_per_cm2(membrane, rest, settled(membrane, rest)))
    # a steady current does what a shifted leak battery does
    membrane = membrane.but(el=membrane.el + 1e-3 * steady / membrane.gl)
    strength = 2 * STRENGTH if experiment == "stronger" else STRENGTH
    return float(stepped(membrane, strength, PULSE_MS, ROOM_CELSIUS + warmer, record=("v",)).v.max())


def tells_apart(experiment, cause, lower):
    one, other = (height_mV(experiment, name, lower) for name in ("blocked", CAUSES[cause]))
    return "right" if abs(one - other) > TELLS_MV else experiment


EXERCISES = (
    Exercise(
        id="L10.ttx-rheobase",
        title="How much more current?",
        prompt="Tetrodotoxin blocks {block:.0%} of the Na⁺ channels. What is the rheobase now, for a step of "
        "200 ms? Within 2 %.",
        given={"block": (0.1, 0.2, 0.3, 0.4, 0.5)},
        unit="µA/cm²",
        marks=2,
        check=number_check(least(reading("spiked", weakened)), intact=least(reading("spiked", intact))),
        names={
            "intact": "gave the rheobase without the poison",
        },
        hints={
            "right": ("Fewer Na⁺ channels must be opened further: the threshold rises.",),
            "start": ("The membrane has a method blocked(na=...). Which step fires what is left?",),
            "low": ("No spike at this current.", "Take the middle, again and again."),
            "high": ("A weaker step fires too.", "Take the middle, again and again."),
            "intact": ("That is the rheobase without the poison.",),
            "units": ("The digits are right. The answer is asked for in µA/cm².",),
        },
    ),
    Exercise(
        id="L10.ttx-rest",
        title="And the rest?",
        prompt="Tetrodotoxin blocks {block:.0%} of the Na⁺ channels. At which potential is the membrane at "
        "rest? Within 0.1 mV.",
        given={"block": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)},
        unit="mV",
        check=number_check(
            near(rest_under, rel=0, within=0.1),
            slips=(),
            untouched=near(lambda block: rest_mV(SQUID), rel=0, within=0.05),
            collapsed=near(lambda block: -77.0, rel=0, within=1.0),
        ),
        names={
            "untouched": "took the rest for quite unmoved",
            "collapsed": "let it fall to EK",
        },
        hints={
            "right": ("The rest hardly moves: only a few Na⁺ channels are open there.",),
            "start": (
                "Let the poisoned membrane run for a long time without a stimulus. Where does it end?",
            ),
            "low": ("It is less negative than that. How many Na⁺ channels are open at rest?",),
            "high": ("It is more negative than that. Which ions come in at rest, and do fewer come in now?",),
            "untouched": ("Nearly. But even at rest a few Na⁺ channels are open; what if they are blocked?",),
            "collapsed": ("To EK? A leak and open K⁺ channels remain. What do they balance at?",),
            "sign": ("The inside is negative against the outside.",),
            "units": (),
        },
        predict="Most Na⁺ channels are blocked. How far does the resting potential move?",
        expected=("not even 2 mV", "about 10 mV", "all the way to EK"),
    ),
    Exercise(
        id="L10.warmth",
        title="What does warmth do?",
        prompt="The same membrane, first at {low:g} °C, then at {high:g} °C. What happens to the {what}?",
        given={"what": tuple(WHAT), "low": (6.3, 8.0, 10.0), "high": (14.0, 16.3, 18.0)},
        options={"higher": "It rises.", "lower": "It falls.", "same": "It stays as it was."},
        check=choice_check(which_way),
        hints={
            "right": ("Warmth changes how fast the gates are, not where they come to rest.",),
            "start": ("Which depends on how fast the gates are, and which on where they settle?",),
            "higher": (
                "Measure it at both temperatures.",
                "Every gate is faster in warmth, but no channel conducts more. What do h and n do sooner?",
            ),
            "lower": (
                "Measure it at both temperatures.",
                "Every gate is faster in warmth: m, which starts a spike, and h and n, which stop it. What "
                "follows?",
            ),
            "same": ("Measure it at both temperatures.", "Does it depend on how fast the gates are?"),
        },
        predict="Does a spike become higher or lower in warmth?",
        expected=("higher", "lower", "neither"),
        observe=both_seen,
    ),
    Exercise(
        id="L10.tea-width",
        title="A wide spike",
        prompt="Tetraethylammonium blocks {block:.0%} of the K⁺ channels, at {celsius:g} °C. A pulse of 1 ms "
        "and 30 µA/cm² evokes a spike from rest. How long does it stay above the middle between the rest and "
        "its peak? Within 3 %.",
        given={"block": (0.0, 0.1, 0.2, 0.3), "celsius": (6.3, 10.0)},
        unit="ms",
        marks=2,
        check=number_check(
            near(width_ms, rel=0.03),
            base=near(above_zero_ms, rel=0.03),
        ),
        names={
            "base": "took the width at 0 mV",
        },
        hints={
            "right": ("Without its K⁺ channels a spike has to wait for the leak, and for h.",),
            "start": ("First the rest and the peak; the level is half-way between them.",),
            "low": ("Wider. Is your level half-way between the rest and the peak?",),
            "high": ("Narrower. Is your level half-way between the rest and the peak?",),
            "base": ("That is the time above 0 mV. The level asked for is lower.",),
            "units": ("The digits are right. The answer is asked for in ms.",),
        },
    ),
    Exercise(
        id="L10.q10",
        title="Three times per ten degrees",
        prompt="The gates have a Q10 of 3. How many times faster are they at {high:g} °C than at {low:g} °C? "
        "Within 1 %.",
        given={"low": (6.3, 8.0, 10.0), "high": (15.0, 18.5, 20.0, 25.0)},
        unit="",
        check=number_check(
            near(speedup, rel=0.01),
            slips=(),
            linear=near(lambda low, high: Q10 * (high - low) / 10, rel=0.01),
            inverse=near(lambda low, high: 1 / speedup(low, high), rel=0.01),
        ),
        names={
            "linear": "added where factors multiply",
            "inverse": "gave how much shorter, not how much faster",
        },
        hints={
            "right": ("Three times for every ten degrees: the factors multiply.",),
            "start": ("What is it for 10 degrees, and for 20?",),
            "low": ("Faster than that. Do you multiply three by itself?",),
            "high": ("Less than that.",),
            "linear": ("Rates do not add up like that. Twenty degrees make nine times, not six.",),
            "inverse": ("That is how much shorter a time constant becomes. The rate is asked for.",),
            "sign": ("A factor is above 0.",),
            "units": (),
        },
    ),
    Exercise(
        id="L10.narrower",
        title="Three times as narrow?",
        prompt="How many times narrower is a spike at {cold:g} + 10 °C than at {cold:g} °C? Take the width "
        "half-way between rest and peak, after a pulse of 1 ms and 30 µA/cm². Within 1.5 %.",
        given={"cold": (6.3, 8.0, 10.0, 12.0, 15.0)},
        unit="",
        check=number_check(
            near(narrower, rel=0.015),
            q10=near(lambda cold: 3.0, rel=0.005),
            inverse=near(lambda cold: 1 / narrower(cold), rel=0.015),
        ),
        marks=2,
        names={
            "q10": "took the Q10 of the gates",
            "inverse": "turned the ratio round",
        },
        hints={
            "right": ("The gates have a Q10 of 3; the capacitance has 1, and holds the spike back.",),
            "start": ("Half of the height lies half-way from rest to the peak. Use dt=0.005.",),
            "low": ("It is narrower than that. Is your dt small beside the width?",),
            "high": ("It is wider than that. Do you measure half-way between rest and peak?",),
            "q10": ("That is the Q10 of the rates. Is everything in the membrane three times faster?",),
            "inverse": ("That is the warm width over the cold one. How many times narrower is it?",),
            "units": ("This answer is a ratio. It has no unit.",),
        },
    ),
    Exercise(
        id="L10.safety",
        title="How many channels does a nerve need?",
        prompt="TTX on the squid's giant axon at {celsius:g} °C. How many per cent of its sodium channels "
        "must be left for the impulse to arrive? Within 2 percentage points.",
        given={"celsius": (6.3, 10.0, 14.0, 18.5, 22.0)},
        unit="%",
        check=number_check(
            near(percent_needed, rel=0, within=2.0),
            slips=(100.0, 0.01),
            blocked=near(lambda celsius: 100 - percent_needed(celsius), rel=0, within=2.0),
        ),
        marks=2,
        names={
            "blocked": "gave what may be blocked, not what must be left",
        },
        hints={
            "right": ("The cold nerve has more channels than it needs; the warm one has fewer to lose.",),
            "start": ("In the lesson: nerve(ttx, celsius). hhlab.conduction(axon).conducted says the same.",),
            "low": ("With that few the impulse dies on its way. Look at the last electrode.",),
            "high": ("It needs fewer than that. Block more, until the last electrode is silent.",),
            "blocked": ("That is how many may be blocked. How many must be left?",),
            "units": ("That looks like a fraction. The answer is asked for in per cent.",),
        },
        predict="Which nerve is easier to block, a warm one or a cold one?",
        expected=("the warm one", "the cold one", "both alike"),
    ),
    Exercise(
        id="L10.which",
        title="Which spike is it?",
        prompt="Four spikes of the squid's membrane, each after the same pulse at {celsius:g} °C unless the "
        "bath is another. Which panel belongs to {described}?",
        given={"described": tuple(SPIKES.values()), "celsius": (9.0, 10.0, 11.0), "order": ORDERS},
        options=OPTIONS,
        lettered=True,
        check=lambda letter, described, celsius, order: lineup_check(SPIKES)(letter, described, order),
        hints={
            "right": (
                "Na⁺ channels make the height; warmth sets the pace, and takes a little of the height.",
            ),
            "start": (
                "Compare height and width. Which of the two does a poison change, and which the warmth?",
            ),
            "plain": ("What would {described} change about this one?",),
            "ttx": ("This one is lowest, but not the soonest over. Is that what {described} does?",),
            "cold": ("This one takes longest. Is that what {described} does?",),
            "warm": ("This one is over sooner. Is that what {described} does?",),
        },
        names={
            "plain": "chose the untreated spike",
            "ttx": "chose the one with TTX",
            "cold": "chose the cold one",
            "warm": "chose the warm one",
        },
        observe=lambda described, celsius, order: lineup(treated_spike(celsius), list(SPIKES), order),
    ),
    Exercise(
        id="L10.control",
        title="The control that decides",
        prompt="A drug was washed in, and the spike after a pulse of 1 ms is {lower:g} mV lower. Either the "
        "drug blocks Na⁺ channels, or {cause}. You look at the height of the spike. Which "
        "experiment tells the "
        "two apart?",
        given={"cause": tuple(CAUSES), "lower": tuple(ENOUGH)},
        options={
            "again": "The same pulse once more, in the same bath.",
            "stronger": "A pulse of twice the strength.",
            "back": "A steady current from the electrode that brings the rest back to where it was; then the "
            "same pulse.",
            "warm": "The bath brought back to its old temperature, the drug still in it; then the "
            "same pulse.",
            "wash": "The drug washed out and everything as before; then the same pulse.",
        },
        check=tells_apart,
        hints={
            "right": (
                "A control decides if it comes out one way when one idea is true, and else otherwise.",
            ),
            "start": (
                "Write down for each experiment what you expect if the one is true, and if the other is.",
            ),
            "again": ("What would come out if the one were true, and what if the other were?",),
            "stronger": ("Would a stronger pulse bring back channels that are blocked, or not ready?",),
            "back": (
                "Does this undo one of the two causes and leave the other? Is the rest in question here?",
            ),
            "warm": ("Is warmth in question here? Then it would undo one of the two causes. Otherwise?",),
            "wash": ("It all comes back, whichever was true: that shows that it was this bath, no more.",),
        },
    ),
)
