"""Exercises of lesson 14: synapses, a ring, ranks."""

from ...descriptions.parameters import Membrane, Synapse
from ...protocols.common import SPIKE_TRACES, rest_mV
from ...protocols.synaptic import psp_mV
from ...simulator.engine import simulate
from ...simulator.networks import Ring, simulate_ring
from ..checks import least, near, number_check
from ..description import Exercise
from ..readings import reading


def one_event(weight_nS, diam, tau):
    membrane = Membrane(L=diam, diam=diam)
    synapse = Synapse(weight=weight_nS / 1000, tau=tau, delay=1)
    return simulate(
        membrane, synapse, tstop=40, v_init=rest_mV(membrane), method="neuron", record=SPIKE_TRACES
    )


def epsp_mV(weight, e):
    return psp_mV(synapse=Synapse(weight=weight / 1000, e=e), method="neuron")


def first_current_pA(weight, e):
    return weight * (rest_mV(Membrane()) - e)


def period_ms(cells, delay):
    times = simulate_ring(Ring(cells=cells, delay=delay), tstop=200).of(0)
    return times[1] - times[0]


def step_ms(cells, delay):
    times = simulate_ring(Ring(cells=cells, delay=delay), tstop=60).times_ms
    return times[1] - times[0]


def share(cells, ranks, rank):
    return len(range(rank, cells, ranks))


EXERCISES = (
    Exercise(
        id="L14.threshold",
        title="One synapse, one spike",
        prompt="A soma of L = diam = {diam:g} µm rests. One ExpSyn with tau = {tau:g} ms and e = 0 mV gets "
        "one spike. What is the least weight that makes the soma fire, under NEURON's defaults? "
        "Within 2 %.",
        given={"diam": (8.0, 10.0, 12.0, 15.0, 20.0), "tau": (1.0, 2.0, 4.0)},
        unit="nS",
        check=number_check(
            least(reading("spiked", one_event)),
            lesson=least(reading("spiked", lambda weight_nS, diam, tau: one_event(weight_nS, 10.0, tau))),
            brief=least(reading("spiked", lambda weight_nS, diam, tau: one_event(weight_nS, diam, 2.0))),
        ),
        marks=2,
        names={
            "lesson": "took the soma of 10 µm",
            "brief": "took a tau of 2 ms",
        },
        hints={
            "right": (
                "Four times the membrane needs four times the conductance; a brief synapse needs more.",
            ),
            "start": ("Halve the distance between a weight that fires and one that fails. NEURON takes µS.",),
            "low": ("No spike yet.", "Halve the distance between a weight that fires and one that fails."),
            "high": ("It fires, but so it does with 2 % less.", "Halve the distance again."),
            "lesson": ("That is enough for a soma of 10 µm. This one has another size.",),
            "brief": ("That is enough with tau = 2 ms. This synapse has another tau.",),
            "units": ("The digits are right. A weight of 0.001 µS in NEURON is 1 nS.",),
        },
    ),
    Exercise(
        id="L14.epsp",
        title="How far does it move the membrane?",
        prompt="The soma of lesson 1 rests. One spike reaches an ExpSyn with tau = 2 ms, e = {e:g} mV and a "
        "weight of {weight:g} nS. How far does the membrane potential move, at most? Give the sign too. "
        "Under NEURON's defaults; within 3 % or 0.02 mV.",
        given={"weight": (0.05, 0.08, 0.1, 0.12, 0.15), "e": (0.0, -80.0, -90.0)},
        unit="mV",
        check=number_check(
            near(epsp_mV, rel=0.03, within=0.02),
            potential=near(lambda weight, e: rest_mV(Membrane()) + epsp_mV(weight, e), rel=0, within=0.1),
        ),
        names={
            "potential": "gave where the potential gets to, not how far",
        },
        hints={
            "right": ("A synapse pulls the membrane towards its reversal potential.",),
            "start": ("psp(weight=..., e={e:g}) of section 1 gives t, v and i. The weight is in µS.",),
            "low": ("Higher than that. Take the largest deviation from rest, with its sign.",),
            "high": ("Lower than that. Take the largest deviation from rest, with its sign.",),
            "sign": ("The size is right. Which way does a synapse with e = {e:g} mV pull?",),
            "potential": ("That is where the membrane gets to. How far is that from rest?",),
        },
        predict="Is it depolarised or hyperpolarised?",
        expected=("depolarised", "hyperpolarised", "neither"),
    ),
    Exercise(
        id="L14.current",
        title="The first moment of a synapse",
        prompt="A membrane at its rest, −64.97 mV. An ExpSyn with e = {e:g} mV opens {weight:g} nS at once. "
        "Which current does NEURON report as syn.i at that moment? Within 1 %.",
        given={"weight": (0.2, 0.3, 0.5, 1.0), "e": (-30.0, -80.0, -90.0, 20.0)},
        unit="pA",
        check=number_check(
            near(first_current_pA, rel=0.01, within=0.02),
            reversal=near(lambda weight, e: weight * (rest_mV(Membrane()) + e), rel=0.01),
            rest=near(lambda weight, e: weight * rest_mV(Membrane()), rel=0.01),
            zero=near(lambda weight, e: weight * e, rel=0.01),
        ),
        names={
            "reversal": "added e in place of subtracting it",
            "rest": "multiplied by v alone",
            "zero": "multiplied by e alone",
        },
        hints={
            "right": ("syn.i is a membrane current: outward is positive, and what depolarises is negative.",),
            "start": ("Ohm's law: conductance times driving force. 1 nS · 1 mV is 1 pA.",),
            "low": ("Further up. Which way does this synapse pull, and how far is the membrane from e?",),
            "high": ("Further down. Which way does this synapse pull, and how far is the membrane from e?",),
            "sign": ("The size is right. NEURON counts a current out of the cell as positive.",),
            "rest": ("That is g · v. The driving force is v − e.",),
            "zero": ("That is g · e. The driving force is v − e.",),
            "reversal": ("You added e where it must be subtracted. The driving force is v − e.",),
            "units": ("The digits are right. 1 nS · 1 mV is 1 pA, and 1 µS · 1 mV is 1 nA.",),
        },
    ),
    Exercise(
        id="L14.period",
        title="Once round the ring",
        prompt="The ring of lesson 14 with {cells} cells and a delay of {delay:g} ms; all else as there, "
        "weight 0.01 µS. How long does the impulse need for its first round, from a spike of cell 0 to its "
        "next? Within 0.2 ms.",
        given={"cells": (3, 4, 6, 8), "delay": (4.0, 6.0, 8.0, 10.0)},
        unit="ms",
        check=number_check(
            near(period_ms, rel=0, within=0.2),
            step=near(step_ms, rel=0, within=0.1),
            delays=near(lambda cells, delay: cells * delay, rel=0, within=0.1),
            open=near(lambda cells, delay: (cells - 1) * step_ms(cells, delay), rel=0, within=0.2),
        ),
        marks=2,
        names={
            "step": "one step in place of a round",
            "delays": "forgot the time that a cell needs",
            "open": "left out the way back to cell 0",
        },
        hints={
            "right": ("Each step is the delay and the time from a cell's input to its spike.",),
            "start": ("python examples/ring.py --cells {cells} --delay {delay:g} prints every spike.",),
            "low": ("It needs longer. When does cell 0 fire for the second time?",),
            "high": ("It is faster. When does cell 0 fire for the second time?",),
            "step": ("That is one step, from one cell to the next. A round has {cells} of them.",),
            "open": ("That is from cell 0 to the last one. The way back to cell 0 is missing.",),
            "delays": ("Those are the delays alone. How long does a cell need from its input to its spike?",),
        },
        predict="Is a round shorter or longer than the sum of its delays?",
        expected=("shorter", "just as long", "longer"),
    ),
    Exercise(
        id="L14.share",
        title="Whose cell is it?",
        prompt="A ring of {cells} cells runs on {ranks} ranks, and rank r builds the cells r, r + {ranks}, "
        "r + 2 · {ranks} and so on, as ring.py does. How many cells has rank {rank}?",
        given={"cells": (10, 13, 17, 21, 50), "ranks": (3, 4), "rank": (0, 1, 2)},
        unit="",
        check=number_check(
            near(share, rel=0, within=0.01),
            fraction=near(lambda cells, ranks, rank: cells / ranks, rel=0.004),
            neighbour=lambda x, cells, ranks, rank: abs(x - share(cells, ranks, (rank + 1) % ranks)) > 0.01,
        ),
        names={
            "fraction": "gave a fraction of a cell",
            "neighbour": "counted another rank's cells",
        },
        hints={
            "right": ("To deal them out in turn is fair: no rank has more than one cell more than another.",),
            "start": ("Write the numbers of the cells in a row. Rank 0 takes cell 0, rank 1 cell 1.",),
            "low": ("More than that. List them: which numbers does rank {rank} take?",),
            "high": ("Fewer than that. List them: which numbers does rank {rank} take?",),
            "neighbour": ("Nearly: another rank has so many. Does this one begin in time for one more?",),
            "fraction": ("A rank has whole cells. Count those of rank {rank}.",),
            "units": ("Cells are counted one by one: 1, 2, 3.",),
        },
    ),
)
