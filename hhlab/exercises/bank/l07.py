"""Exercises of lesson 7: refractoriness, supernormality, anode break."""

from functools import cache

from ...descriptions.parameters import Membrane, PairedPulses
from ...protocols.common import ONSET_MS, SPIKE_TRACES, amp_nA, rest_mV
from ...protocols.recovery import CONDITIONING, PULSE_MS
from ...protocols.thresholds import threshold_uA_per_cm2
from ...simulator.engine import simulate
from ..checks import choice_check, least, near, number_check
from ..description import Exercise
from ..readings import named, reading
from ..trials import stepped

SQUID = Membrane.squid_1952()
NORMAL = 0.03  # a second threshold that differs by less is called the same


@cache
def first_threshold():
    return threshold_uA_per_cm2(SQUID, PULSE_MS)


def paired(ratio, interval, record=SPIKE_TRACES):
    """Give the Recording of two pulses; the second has `ratio` times the threshold of the first."""
    amp = CONDITIONING * amp_nA(first_threshold(), SQUID)
    pulses = PairedPulses(
        amp=amp, delay=ONSET_MS, dur=PULSE_MS, interval=interval, ratio=ratio / CONDITIONING
    )
    return simulate(SQUID, pulses, tstop=61 + interval, method="cvode", v_init=rest_mV(SQUID), record=record)


def second_onset_ms(ratio, interval):
    return ONSET_MS + interval


second_fires = reading("spiked", paired, since_ms=second_onset_ms)


def same_pulse_again(interval):
    return paired(CONDITIONING, interval, ("v", "i_stim", "h", "n"))


def how_easy(interval):
    if second_fires(1 - NORMAL, interval):
        return "easier"
    return "same" if second_fires(1 + NORMAL, interval) else "harder"


def pulled(strength, dur, gkbar):
    return stepped(SQUID.but(gkbar=gkbar), -strength, dur)


def pushed(strength, dur, gkbar):
    return stepped(SQUID.but(gkbar=gkbar), strength, dur)


def release_seen(density):
    return stepped(SQUID, density, 20.0, record=("v", "i_stim", "h", "n"))


EXERCISES = (
    Exercise(
        id="L07.refractory",
        title="The second pulse",
        prompt="Two pulses of 0.5 ms; the first has twice its threshold. The second follows {interval:g} ms "
        "later, from onset to onset. How many times the threshold of the first must it have, at least, to "
        "evoke a second spike? Within 2 %.",
        given={"interval": (10.0, 10.5, 11.0, 12.0, 13.0, 14.0)},
        unit="",
        marks=2,
        check=number_check(
            least(second_fires),
            slips=(),
            rested=near(lambda interval: 1.0, known=True),
            conditioning=least(
                reading(
                    "spiked",
                    lambda ratio, interval: paired(CONDITIONING * ratio, interval),
                    since_ms=second_onset_ms,
                )
            ),
        ),
        names={
            "rested": "took the threshold of a membrane at rest",
            "conditioning": "compared with the first pulse, not with its threshold",
        },
        hints={
            "right": ("Relative refractoriness: h has not yet recovered, and n is still up.",),
            "start": (
                "hhlab.PairedPulses has a ratio: the second pulse over the first, not over its threshold.",
            ),
            "low": ("This second pulse evokes nothing.", "Count spikes after the second pulse only."),
            "high": ("A weaker second pulse evokes a spike too.", "Take the middle, again and again."),
            "rested": ("That would be a membrane at rest. What have h and n not yet got back to?",),
            "conditioning": (
                "That is the ratio to the first pulse. The question is the ratio to its threshold.",
                "The first pulse has twice its threshold.",
            ),
            "sign": ("Both pulses depolarise: the ratio is above 0.",),
            "units": (),
        },
        predict="The same pulse again, {interval:g} ms later. Does it evoke a second spike?",
        expected=("yes", "no"),
        observe=same_pulse_again,
    ),
    Exercise(
        id="L07.supernormal",
        title="Harder, or easier?",
        prompt="A spike was evoked {interval:g} ms ago by twice the threshold. How strong must a pulse "
        "of 0.5 ms now be to evoke another, compared with rest? Within 3 % counts as the same.",
        given={"interval": (11.0, 12.0, 13.0, 18.0, 19.0, 20.0, 22.0, 35.0, 45.0)},
        options={
            "harder": "It must be stronger than at rest.",
            "same": "It must be as strong as at rest.",
            "easier": "It may be weaker than at rest.",
            "never": "No pulse evokes a spike at this interval.",
        },
        check=choice_check(how_easy),
        hints={
            "right": ("First refractory, then supernormal, then as at rest: h and n overshoot and return.",),
            "start": ("hhlab.PairedPulses: try a second pulse of 0.97 and one of 1.03 times the threshold.",),
            "harder": ("Find the threshold of the second pulse. Is it above that of the first?",),
            "same": ("Find the threshold of the second pulse. Is it that of the first?",),
            "easier": ("Find the threshold of the second pulse. Is it below that of the first?",),
            "never": ("Try a second pulse of ten times the threshold.",),
        },
    ),
    Exercise(
        id="L07.anode-break",
        title="Fire by letting go",
        prompt="A hyperpolarising step of {dur:g} ms on the membrane of 1952, its gkbar {gkbar:g} S/cm². How "
        "strong must it be, at least, so that the membrane fires after its end? Give the strength as a "
        "positive number. Within 2 %.",
        given={"dur": (3.0, 5.0, 10.0, 20.0, 40.0), "gkbar": (0.034, 0.036, 0.038, 0.04)},
        before={"gkbar": 0.036},
        unit="µA/cm²",
        marks=2,
        check=number_check(
            least(reading("spiked", pulled, since_ms=lambda strength, dur, gkbar: ONSET_MS + dur)),
            depolarising=least(reading("spiked", pushed)),
        ),
        names={
            "depolarising": "gave the threshold of a depolarising step",
        },
        hints={
            "right": ("While the inside was more negative, h rose and n fell: the threshold came down.",),
            "start": (
                "Try −10 µA/cm² for {dur:g} ms: is there a spike after the end? Then halve, or double.",
            ),
            "low": ("After its end the potential comes back and stays.", "Count spikes after the step only."),
            "high": (
                "A weaker step is enough.",
                "Take the middle between one that fires and one that fails.",
            ),
            "depolarising": ("That is the threshold of a depolarising step. This one pulls downwards.",),
            "sign": ("The strength is asked for as a positive number.",),
            "units": ("The digits are right. The answer is asked for in µA/cm².",),
        },
    ),
    Exercise(
        id="L07.rebound",
        title="Less is more?",
        prompt="A step of {density:g} µA/cm² for 20 ms makes the inside more negative. What follows?",
        given={"density": (-0.5, -1.0, -2.0, -4.0, -5.0, -8.0)},
        options={
            "silent": "No spike: hyperpolarisation can never evoke one.",
            "during": "A spike while the current flows.",
            "after": "A spike after the current has ended.",
            "too-weak": "No spike, but a stronger step of this kind would evoke one.",
        },
        check=choice_check(
            named(
                reading("spiked", lambda density: stepped(SQUID, density, 20.0), since_ms=ONSET_MS + 20.0),
                "too-weak",
                "after",
            )
        ),
        hints={
            "right": ("Hyperpolarisation takes inactivation away and closes K⁺ channels.",),
            "start": ("Run it for 20 ms and 40 ms more. Where do h and n stand when the current ends?",),
            "silent": ("Try −20 µA/cm², and look at what comes after the end.", "What did h do meanwhile?"),
            "during": ("Look at the potential while the current flows. Where does it go?",),
            "after": ("Run it, and look for a spike after the end. Is this step strong enough?",),
            "too-weak": ("Run it, and look at what comes after the end of the step.",),
        },
        predict="Can a current that makes the inside more negative evoke a spike?",
        expected=("never", "yes, when it ends", "yes, when it begins"),
        observe=release_seen,
    ),
    Exercise(
        id="L07.explain",
        title="Your own prediction",
        prompt="A current of −{strength:g} µA/cm² for {dur:g} ms, and then none. What did you predict, what "
        "does the picture show, and which step of your reasoning held or failed? Name the gates that decide.",
        given={"strength": (1.0, 2.0, 5.0, 10.0, 15.0), "dur": (5.0, 10.0, 20.0)},
        marks=2,
        hints={
            "start": (
                "Compare three things: what you expected, what the potential did, what h and n did "
                "meanwhile.",
            )
        },
        predict="−{strength:g} µA/cm² for {dur:g} ms, then nothing more. What will the potential "
        "do, and why? "
        "The picture comes once you have said it.",
        observe=lambda strength, dur: stepped(SQUID, -strength, dur, record=("v", "i_stim", "h", "n")),
    ),
)
