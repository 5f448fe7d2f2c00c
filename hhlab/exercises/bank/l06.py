"""Exercises of lesson 6: threshold, strength and duration."""

from functools import cache

from ...descriptions.parameters import CurrentClamp, Membrane, Ramp, Shock
from ...protocols.common import SPIKE_TRACES, amp_nA, rest_mV
from ...protocols.firing import repetitive_onset_uA_per_cm2
from ...protocols.strength import chronaxie_ms
from ...protocols.thresholds import threshold_nA, threshold_uA_per_cm2
from ...simulator.engine import simulate
from ..checks import choice_check, least, measured_check, near, number_check
from ..description import Exercise
from ..readings import named, reading

SQUID = Membrane.squid_1952()
RAMP_MS = 400.0


def under_step(amp, diam):
    """Give the Recording of a soma of the 1952 membrane under a step of 200 ms."""
    soma, clamp = SQUID.but(L=diam, diam=diam), CurrentClamp(amp=amp, delay=1, dur=200)
    return simulate(soma, clamp, tstop=200, method="cvode", v_init=rest_mV(soma), record=SPIKE_TRACES)


@cache
def lasting_uA_per_cm2():
    return repetitive_onset_uA_per_cm2(SQUID)


def lasting_nA(diam):
    return amp_nA(lasting_uA_per_cm2(), SQUID.but(L=diam, diam=diam))


def brief_threshold_nA(dur, diam, cm):
    return threshold_nA(SQUID.but(L=diam, diam=diam, cm=cm), dur)


def threshold_charge_fC(dur, diam, cm):
    return 1000 * dur * brief_threshold_nA(dur, diam, cm)  # 1 nA for 1 ms is 1 pC


def shocked(shift, hold):
    """Give the Recording of a membrane that has stood at `hold`, and is moved from there by a shock."""
    clamp = Shock(shift=shift, delay=0)
    return simulate(SQUID, clamp, tstop=40, method="cvode", v_init=hold, record=SPIKE_TRACES)


def ramped(slope):
    ramp = Ramp(slope=amp_nA(slope, SQUID), delay=1, dur=RAMP_MS)
    return simulate(SQUID, ramp, tstop=1 + RAMP_MS, record=(*SPIKE_TRACES, "i_stim"))


EXERCISES = (
    Exercise(
        id="L06.rheobase",
        title="Just enough, for ever",
        prompt="A soma of the 1952 membrane has L = diam = {diam:g} µm. "
        "What is the weakest step of 200 ms that makes it fire at all? Within 2 %.",
        given={"diam": (8.0, 10.0, 12.0, 16.0, 20.0, 25.0)},
        unit="nA",
        # a step far too strong lifts the potential and holds it there: no spike
        check=number_check(
            least(reading("spiked", under_step), start=0.002), repetitive=near(lasting_nA, rel=0.04)
        ),
        marks=2,
        names={
            "repetitive": "took the onset of lasting firing for the rheobase",
        },
        hints={
            "right": ("At this current inward Na⁺ current just outruns K⁺ current and leak, once.",),
            "start": (
                "Every membrane of this kind has one rheobase per cm². How much membrane has this soma?",
                "Or take the current in the middle between one that fires and one that fails, and repeat.",
            ),
            "low": ("No spike with this current.", "Take the middle between it and one that fires."),
            "high": (
                "It fires, but 2 % less fires too.",
                "Take the middle between this current and one that fails.",
            ),
            "repetitive": (
                "This current makes it fire again and again. Is one spike enough for a rheobase?",
                "A weaker current fires once, and then no more.",
            ),
        },
    ),
    Exercise(
        id="L06.charge",
        title="Short pulses count charge",
        prompt="A soma of the 1952 membrane has L = diam = {diam:g} µm and cm = {cm:g} µF/cm². A pulse of "
        "{dur:g} ms is just strong enough. How much charge does it carry? Within 2 %.",
        given={
            "diam": (8.0, 10.0, 15.0, 20.0),
            "dur": (0.02, 0.04, 0.05, 0.08),
            "cm": (0.8, 0.9, 1.0, 1.2, 1.4),
        },
        before={"cm": 1.0},
        unit="fC",
        check=number_check(
            near(threshold_charge_fC, rel=0.02),
            density=near(lambda dur, diam, cm: dur * threshold_uA_per_cm2(SQUID.but(cm=cm), dur), rel=0.02),
            current=near(brief_threshold_nA, rel=0.02),
        ),
        names={
            "density": "gave the charge per cm²",
            "current": "gave the current",
        },
        hints={
            "right": ("So short a pulse only charges the capacitor, by 6 to 7 mV, however long it is.",),
            "start": (
                "How far must a shock lift the membrane? Which charge does that here?",
                "Charge is capacitance times voltage. 1 nC/cm² is 0.01 fC/µm².",
            ),
            "low": ("That charge lifts the membrane by less than a shock must.",),
            "high": ("That charge lifts the membrane further than a shock must.",),
            "density": ("That is the charge per cm². How much membrane has this soma?",),
            "current": ("That is the current, in nA. For how long does it flow?",),
        },
    ),
    Exercise(
        id="L06.chronaxie",
        title="Warm and quick",
        prompt="The 1952 membrane at {celsius:g} °C: what is its chronaxie? Within 3 %.",
        given={"celsius": (9.0, 10.0, 12.0, 14.0, 15.0)},
        unit="ms",
        check=number_check(
            near(lambda celsius: chronaxie_ms(SQUID, celsius=celsius), rel=0.03),
            cold=near(lambda celsius: chronaxie_ms(SQUID), rel=0.03),
        ),
        marks=2,
        names={
            "cold": "took 6.3 °C",
        },
        hints={
            "right": ("Rheobase has grown with warmth, chronaxie has shrunk: all gates are faster.",),
            "start": (
                "First the rheobase at this temperature, then the shortest pulse of twice that.",
                "hhlab.rheobase_uA_per_cm2 takes celsius, and so does hhlab.threshold_uA_per_cm2.",
            ),
            "low": ("Longer. Does twice the rheobase fire with this duration?",),
            "high": ("Shorter. Have you doubled the rheobase of this temperature, not of 6.3 °C?",),
            "cold": ("That is the chronaxie at 6.3 °C. Did the run know its temperature?",),
        },
    ),
    Exercise(
        id="L06.held",
        title="The threshold moves",
        prompt="The 1952 membrane has stood at {hold:g} mV for a long time. By how many millivolts must a "
        "shock lift it from there to make it fire? Within 2 %.",
        given={"hold": (-66.0, -61.0, -60.0, -59.0, -58.0)},
        unit="mV",
        check=number_check(
            least(reading("spiked", shocked)),
            fixed=near(lambda hold: -58.49 - hold, within=0.1, known=True),
            textbook=near(lambda hold: -55 - hold, within=0.1, known=True),
            rested=near(lambda hold: 6.5, rel=0, within=0.06, known=True),
        ),
        marks=2,
        names={
            "fixed": "took the threshold of a cell at rest, near −58.5 mV",
            "textbook": "took −55 mV for every cell's threshold",
            "rested": "gave the shock that is enough from rest",
        },
        say={
            "right": "A held cell is another cell: its gates have settled there, and the threshold "
            "goes with them.",
        },
        hints={
            "right": ("The gates had settled at {hold:g} mV: the threshold went with them, twice as far.",),
            "start": (
                "hhlab.Shock(shift=..., delay=0) with v_init={hold:g}: the gates start as they stand there.",
            ),
            "low": ("It fails.", "Take the middle between this shock and one that fires."),
            "high": ("It fires, but 2 % less fires too.",),
            "fixed": (
                "That leads to the threshold of a cell at rest. Are the gates where they are at rest?",
            ),
            "rested": ("That is enough from rest. Where do h and n stand after a long time at {hold:g} mV?",),
            "textbook": ("Is −55 mV the threshold of every cell, whatever happened before?",),
        },
        predict="From rest a shock of 6.5 mV is enough. Held nearer to threshold, a cell needs a smaller "
        "one. True? The picture will show a shock of 8 mV.",
        expected=("true", "no, the same", "no, a larger one"),
        observe=lambda hold: shocked(8.0, hold),
    ),
    Exercise(
        id="L06.ramp",
        title="A slow rise",
        prompt="The current rises by {slope:g} µA/cm² per ms for 400 ms. What does the 1952 membrane do?",
        given={"slope": (0.01, 0.015, 0.02, 0.06, 0.08, 0.1)},
        options={
            "fires": "It fires, though later than when the rheobase is reached.",
            "accommodates": "It never fires: the slow rise gives it time to adapt.",
            "fixed-threshold": "It fires at the moment when the current reaches the rheobase, 2.24 µA/cm².",
        },
        check=choice_check(named(reading("spiked", ramped), "accommodates", "fires")),
        hints={
            "right": ("On a slow rise Na⁺ channels inactivate and K⁺ channels open: accommodation.",),
            "start": ("Run it: hhlab.Ramp takes a slope in nA/ms. What do h and n do while it rises?",),
            "fires": ("Run it: hhlab.Ramp. How many spikes are there?",),
            "accommodates": ("Run it: hhlab.Ramp. How many spikes are there?",),
            "fixed-threshold": (
                "Run it and look at the current when, or if, the spike comes.",
                "The rheobase belongs to a sudden step. What do h and n do on a slow rise?",
            ),
        },
        predict="The current ends at several times the rheobase. Will the membrane fire on the way?",
        expected=("yes", "no"),
        observe=ramped,
    ),
    Exercise(
        id="L06.why-accommodation",
        title="Say it in words",
        prompt="A sudden step of 3 µA/cm² fires the membrane, a slow rise to 3 µA/cm² does not. Why? Name "
        "the two gates that make the difference.",
        marks=2,
        hints={"start": ("Plot h and n during a slow ramp, beside those at rest.",)},
    ),
    Exercise(
        id="L06.bracket",
        title="How well do you know it?",
        prompt="On the squid's membrane a step of {fails:g} µA/cm² for 200 ms evokes no spike, one "
        "of {fires:g} "
        "µA/cm² does. What do these two runs alone say of the rheobase? Give a value and its uncertainty, "
        "as in 3.1 ± 0.2; the value within a quarter of the uncertainty.",
        given={"fails": (1.5, 1.7, 1.9, 2.0, 2.1, 2.2), "fires": (2.3, 2.4, 2.5, 2.7, 3.0, 3.2)},
        unit="µA/cm²",
        uncertain=True,
        check=measured_check(
            lambda x, fails, fires: (
                0
                if abs(x - (fails + fires) / 2) <= (fires - fails) / 8
                else 1
                if x > (fails + fires) / 2
                else -1
            ),
            lambda fails, fires: (fires - fails) / 2,
            vague=1.5,
            least=0.45,
            whole=lambda fails, fires: ((fails + fires) / 2, fires - fails),
            upper=lambda fails, fires: (fires, fires - fails),
        ),
        hints={
            "right": (
                "It lies somewhere between them; each halving of the bracket halves what is left open.",
            ),
            "start": ("Where can it lie at all? Which value is never further off than half of that?",),
            "whole": ("So far off it cannot be: from the middle, how far is either end?",),
            "upper": ("It fires there, but perhaps at less too. Which value lies in the middle?",),
            "low": ("Nothing speaks for the lower end more than for the upper one.",),
            "high": ("Nothing speaks for the upper end more than for the lower one.",),
            "overconfident": ("These two runs do not say it as well as that. How far off may it be?",),
        },
        names={
            "whole": "the whole bracket in place of its half",
            "upper": "the upper end in place of the middle",
        },
    ),
)
