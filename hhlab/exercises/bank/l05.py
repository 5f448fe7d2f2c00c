"""Exercises of lesson 5: voltage clamp."""

import math
from functools import cache

from ...descriptions.parameters import Membrane
from ...protocols.clamping import clamp_family
from ...protocols.common import amp_nA
from ...protocols.gating import inactivation_curve
from ...results.family import Family
from ..checks import choice_check, near, number_check
from ..description import Exercise
from ..lineup import OPTIONS, ORDERS, lineup, lineup_check
from ..pictures import Panel

SQUID = Membrane.squid_1952()
DIAM = 10.0
LEAST_CURRENT = 1.0  # µA/cm², a thousandth of the peak at 0 mV


@cache
def peak_uA_per_cm2(test, block):
    return float(clamp_family(SQUID.blocked(na=block), [test]).peak_ina_uA_per_cm2[0])


def peak_nA(test, block):
    return amp_nA(peak_uA_per_cm2(test, block), SQUID.but(L=DIAM, diam=DIAM))


def direction(test):
    current = peak_uA_per_cm2(test, 0.0)
    return "none" if abs(current) < LEAST_CURRENT else "inward" if current < 0 else "outward"


def steps_seen(test):
    found = clamp_family(SQUID, [-20.0, test] if test > -20 else [test, -20.0], dur=6.0)
    return Family("test potential [mV]", found.potentials_mV, found.recordings)


def available(conditioning):
    return float(inactivation_curve(SQUID, [-120.0, conditioning]).available[1])


def largest_current_nA(diam):
    """Give the largest current that a clamp of a soma must pass in 20 ms at +40 mV, once it is charged."""
    rec = clamp_family(SQUID, [40.0]).recordings[0]
    later = rec.t > 1.05  # the step begins at 1 ms
    return amp_nA(1000 * float(abs(rec.ina + rec.ik)[later].max()), SQUID.but(L=diam, diam=diam))


def most_rs_Mohm(error, diam):
    return error / largest_current_nA(diam)  # 1 mV over 1 nA is 1 MΩ


def rs_at_sodium_peak_Mohm(error, diam):
    return error / abs(amp_nA(peak_uA_per_cm2(40.0, 0.0), SQUID.but(L=diam, diam=diam)))


# what the bath holds, as the question describes it
BATHS = {
    "plain": "nothing but sea water",
    "ttx": "tetrodotoxin, enough for every Na⁺ channel",
    "tea": "tetraethylammonium, enough for every K⁺ channel",
    "both": "a little of both, so that half of the Na⁺ channels and half of the K⁺ channels are blocked",
}
BLOCKED = {"plain": {}, "ttx": {"na": 1.0}, "tea": {"k": 1.0}, "both": {"na": 0.5, "k": 0.5}}


def clamped(test):
    def panel(name, letter):
        rec = clamp_family(SQUID.blocked(**BLOCKED[name]), [test], dur=8.0).recordings[0]
        ions = 1000 * (rec.ina + rec.ik)
        return Panel(
            title=letter,
            y="current [µA/cm²]",
            lines={"": (rec.t, ions)},
            every=(2.0, 1000.0),
            span=(-1000.0, 2000.0),
        )

    return panel


EXERCISES = (
    Exercise(
        id="L05.peak-current",
        title="The peak of the sodium current",
        prompt="The membrane of 1952 is held at −65 mV and stepped to {test:g} mV; {block:.0%} of its Na⁺ "
        "channels are blocked. How large is the Na⁺ current at its peak? Inward current is "
        "negative. Within 2 %.",
        given={"test": (-30.0, -20.0, -10.0, 0.0, 10.0, 20.0), "block": (0.0, 0.25, 0.5)},
        unit="µA/cm²",
        marks=2,
        check=number_check(
            near(peak_uA_per_cm2),
            soma=near(peak_nA),
            unblocked=near(lambda test, block: peak_uA_per_cm2(test, 0.0) if block else math.nan),
        ),
        names={
            "soma": "the soma's current in nA, no density",
            "unblocked": "forgot the blocked channels",
        },
        hints={
            "right": ("Clamped, the membrane cannot fire; the current shows what the channels do.",),
            "start": (
                "Record ina alone under the clamp. Where in the first milliseconds is it most negative?",
                "In which unit does NEURON give ina, and in which is the answer asked for?",
            ),
            "low": ("The peak is less negative than that. Is it the Na⁺ current alone that you read?",),
            "high": ("The peak is more negative than that. Is the first millisecond in your picture?",),
            "sign": ("The size is right. Na⁺ flows into the cell here; which sign has an inward current?",),
            "total": (),
            "soma": ("That is the current of the whole 10 µm soma, in nA. The density is asked for.",),
            "unblocked": ("That is with every channel. Here {block:.0%} of them are blocked.",),
            "units": ("The digits are right. NEURON's ina is in mA/cm²; µA/cm² is asked for.",),
        },
    ),
    Exercise(
        id="L05.direction",
        title="Which way?",
        prompt="From −65 mV the clamp steps to {test:g} mV. Which way does the Na⁺ current flow?",
        given={"test": (-20.0, 0.0, 30.0, 50.0, 65.0, 80.0)},
        options={
            "inward": "into the cell",
            "outward": "out of the cell",
            "none": "neither way, although the channels open",
            "closed": "neither way, because the channels stay closed",
        },
        check=choice_check(direction),
        hints={
            "right": ("The direction is that of the driving force, v − ENa, and ENa is +50 mV here.",),
            "start": ("What is the driving force on Na⁺ at {test:g} mV? And do the channels open there?",),
            "inward": ("Compare {test:g} mV with ENa = +50 mV. What drives Na⁺ inwards?",),
            "outward": ("Compare {test:g} mV with ENa = +50 mV. What could drive Na⁺ out?",),
            "none": ("Compare {test:g} mV with ENa = +50 mV. Is there a driving force?",),
            "closed": ("Record m and h too. Does m³h stay at zero?",),
        },
        predict="Can Na⁺ flow out of the cell through its channels?",
        expected=("never, there is more Na⁺ outside", "yes, if the inside is positive enough"),
        observe=steps_seen,
    ),
    Exercise(
        id="L05.available",
        title="What a long step leaves",
        prompt="The membrane stays at {conditioning:g} mV for 100 ms and is then stepped to 0 mV. Which "
        "fraction of the largest possible Na⁺ current flows? Within 0.02.",
        given={"conditioning": (-80.0, -75.0, -70.0, -65.0, -60.0, -55.0, -50.0)},
        unit="",
        check=number_check(
            near(available, rel=0, within=0.02),
            slips=(1e-2, 1e2),
            lost=near(lambda conditioning: 1 - available(conditioning), rel=0, within=0.015),
        ),
        names={
            "lost": "gave what is lost, not what is left",
        },
        hints={
            "right": ("The rest of the channels is inactivated. At −65 mV that is already 40 %.",),
            "start": ("Two pulses: first {conditioning:g} mV, then 0 mV. Compare with −120 mV before it.",),
            "low": ("More than that is left.",),
            "high": ("Less than that is left.",),
            "lost": ("That is what is lost. What is left?",),
            "units": ("A fraction lies between 0 and 1; did you answer in per cent?",),
            "sign": ("A fraction is positive: divide one peak by the other.",),
        },
    ),
    Exercise(
        id="L05.electrode",
        title="How good an electrode?",
        prompt="A soma of L = diam = {diam:g} µm is stepped from −65 to +40 mV for 20 ms. Once charged, "
        "the voltage may be wrong by {error:g} mV at most. What is the largest series resistance that you "
        "can allow? Within 10 %.",
        given={"error": (1.0, 2.0, 5.0), "diam": (8.0, 10.0, 15.0, 20.0)},
        unit="MΩ",
        check=number_check(
            near(most_rs_Mohm, rel=0.1),
            sodium=near(rs_at_sodium_peak_Mohm, rel=0.1),
        ),
        marks=2,
        names={
            "sodium": "took the sodium peak for the largest current",
        },
        hints={
            "right": ("The largest current sets the limit, and here it is that of potassium.",),
            "start": (
                "Ohm: the error in mV is the resistance in MΩ times the current in nA.",
                "When is the current through the electrode largest, and which ion carries it?",
            ),
            "low": ("You may allow more. Which is the largest current, in nA?",),
            "high": ("The error would be larger. Which is the largest current, in nA?",),
            "sodium": ("That holds at the peak of the sodium current. Does a larger one flow later?",),
        },
    ),
    Exercise(
        id="L05.which",
        title="What is in the bath?",
        prompt="The membrane of 1952 is stepped from −65 to {test:g} mV. Four baths, and the current through "
        "the channels in each; inward is below zero. Which panel belongs to {described}?",
        given={"described": tuple(BATHS.values()), "test": (0.0, 10.0, 20.0), "order": ORDERS},
        options=OPTIONS,
        lettered=True,
        check=lambda letter, described, test, order: lineup_check(BATHS)(letter, described, order),
        hints={
            "right": ("First sodium inwards, then potassium outwards: what is missing tells the poison.",),
            "start": ("Which ion carries the early current, and which the late one? Which way?",),
            "plain": ("Here both currents flow, in full. Does this bath leave both?",),
            "ttx": ("Here the early inward current is missing. Which channels carry it?",),
            "tea": ("Here the late outward current is missing. Which channels carry it?",),
            "both": ("Here both flow, but each less than elsewhere. Does this bath do that?",),
        },
        names={
            "plain": "chose the bath without a poison",
            "ttx": "chose the one with TTX",
            "tea": "chose the one with TEA",
            "both": "chose the one with a little of both",
        },
        observe=lambda described, test, order: lineup(clamped(test), list(BATHS), order),
    ),
)
