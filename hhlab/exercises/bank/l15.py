"""The capstone: the mystery neuron."""

from ...parameters import CurrentClamp, Membrane
from ...rates import CELSIUS_1952
from ..description import Exercise
from ..mystery import SECRETS, mystery_run

CLOSE, ROUGH = 0.1, 0.3  # relative; near enough for all the marks, and for most of them
ELSEWHERE = {"celsius": CELSIUS_1952, "damage": 1.0}  # what is usual, and no property of a membrane
NORMAL = ELSEWHERE | {name: getattr(Membrane(), name) for name, _ in SECRETS if name not in ELSEWHERE}


def judged(answer, neuron):
    named, value = answer
    hidden, truth = SECRETS[neuron]
    if named != hidden:
        return "another"
    off = abs(value - truth) / abs(truth)
    if off <= CLOSE:
        return "right"
    if off <= ROUGH:
        return "rough"
    # nothing is learnt from the name alone if the change goes the wrong way
    return "which" if (value - NORMAL[named]) * (truth - NORMAL[named]) > 0 else "wrong-way"


def first_look(neuron):
    return mystery_run(neuron, CurrentClamp(amp=0.05, delay=10, dur=60), tstop=100)


EXERCISES = (
    Exercise(
        id="L15.mystery",
        title="The mystery neuron",
        prompt="Somebody changed one thing in your neuron. Experiment on its soma, L = diam = 10 µm, with "
        "<code>hhlab.mystery(clamp)</code>: every clamp of hhlab works, and an electrode records "
        "<code>v</code> and <code>i_stim</code>. <code>hhlab.mystery_axon()</code> sends an impulse down its "
        "axon. What was changed, and what is its value now? Within 10 %; half the marks are for what, the "
        "other half for how much.",
        given={"neuron": tuple(range(len(SECRETS)))},
        options={
            "gnabar": "Na⁺ conductance gnabar, usually 0.12 S/cm²",
            "gkbar": "K⁺ conductance gkbar, usually 0.036 S/cm²",
            "gl": "leak conductance gl, usually 0.0003 S/cm²",
            "cm": "capacitance cm, usually 1 µF/cm²",
            "ena": "Na⁺ reversal potential ena, usually 50 mV",
            "celsius": "temperature celsius, usually 6.3 °C",
            "damage": "loss of myelin, damage of all 40 internodes, usually 1",
        },
        unit="",
        marks=8,
        credit={"right": 1.0, "rough": 0.75, "which": 0.5, "wrong-way": 0.25},
        check=judged,
        hints={
            "right": ("Found: a membrane is known by what it does.",),
            "start": (
                "Run the same clamp on your neuron and on hhlab.simulate(). What differs: rest, peak, width?",
                "A small hyperpolarising step shows the leak and the capacitance, without any spike.",
                "A voltage clamp shows the currents: i_stim is what the electrode has to give.",
                "Is all of that as usual? Then look at the axon.",
            ),
            "another": (
                "Something else was changed. Which single experiment would have told the two apart?",
                "Rest, input resistance, peak, width, clamp currents, speed of the axon: which are as usual?",
            ),
            "wrong-way": (
                "The right thing, but it was changed the other way. Compare with the usual value.",
            ),
            "which": ("The right thing; the value is far off. Compare with hhlab.simulate at your value.",),
            "rough": ("The right thing, and nearly the value. Lay both traces over each other.",),
        },
        predict="One run before you begin: 0.05 nA for 60 ms. Which of the seven will you suspect first?",
        observe=first_look,
    ),
)
