"""The capstone: the mystery neuron."""

from ...descriptions.parameters import CurrentClamp, Membrane
from ...descriptions.rates import CELSIUS_1952
from ..description import Exercise
from ..exclusion import EXPERIMENTS, excludes
from ..mystery import SECRETS, mystery_run

CLOSE = 0.1  # of the value; near enough for all the marks
ROUGH = 0.5  # of the change; near enough for most of them
ELSEWHERE = {"celsius": CELSIUS_1952, "damage": 1.0}  # what is usual, and no property of a membrane
NORMAL = ELSEWHERE | {name: getattr(Membrane(), name) for name, _ in SECRETS if name not in ELSEWHERE}
SUSPECTS = {
    "gnabar": ("Na⁺ conductance gnabar", "S/cm²"),
    "gkbar": ("K⁺ conductance gkbar", "S/cm²"),
    "gl": ("leak conductance gl", "S/cm²"),
    "cm": ("capacitance cm", "µF/cm²"),
    "ena": ("Na⁺ reversal potential ena", "mV"),
    "celsius": ("temperature celsius", "°C"),
    "damage": ("loss of myelin, damage of all 40 internodes", ""),
}


def judged(answer, neuron, evidence):
    named, value, excluded = answer
    hidden, truth = SECRETS[neuron]
    usual = NORMAL[hidden]
    # nothing is said of a name before something else is excluded; answers of older labs had no such part
    if evidence and (excluded is None or excluded[0] == named):
        return "no-exclusion"
    if evidence and (excluded[0] == hidden or not excludes(excluded[1], excluded[0], hidden, truth)):
        return "not-excluded"
    if named != hidden:
        return "another"
    if value is None:
        return "no-value"
    if value == usual:
        return "unchanged"
    if (value - usual) * (truth - usual) < 0:
        return "wrong-way"
    if abs(value - truth) <= CLOSE * abs(truth):
        return "right"
    return "rough" if abs(value - truth) <= ROUGH * abs(truth - usual) else "which"


def first_look(neuron, evidence):
    return mystery_run(neuron, CurrentClamp(amp=0.05, delay=10, dur=60), tstop=100)


EXERCISES = (
    Exercise(
        id="L15.mystery",
        title="The mystery neuron",
        prompt="Somebody changed one thing in your neuron. Experiment on its soma, L = diam = 10 µm, with "
        "<code>hhlab.mystery(clamp)</code>: every clamp of hhlab works, and an electrode records "
        "<code>v</code> and <code>i_stim</code>. <code>hhlab.mystery_axon()</code> sends an impulse down its "
        "axon. What was changed, and what is its value now? Within 10 %; half the marks are for what, the "
        "other half for how much. An answer counts with {evidence}: whatever its value, unless it is nearly "
        "the usual one, that candidate would not have given what you measured.",
        given={
            "neuron": tuple(range(len(SECRETS))),
            "evidence": ("one experiment of yours that excludes another candidate",),
        },
        before={"evidence": ""},
        experiments={name: words for name, (words, *_) in EXPERIMENTS.items()},
        options={
            name: f"{words}, usually {NORMAL[name]:g} {unit}".strip()
            for name, (words, unit) in SUSPECTS.items()
        },
        units={name: unit for name, (_, unit) in SUSPECTS.items()},
        unit="",
        marks=8,
        # the name is worth half, whatever value goes with it
        credit={
            "right": 1.0,
            "rough": 0.75,
            "which": 0.5,
            "wrong-way": 0.5,
            "unchanged": 0.5,
            "no-value": 0.5,
        },
        check=judged,
        hints={
            "right": ("Found: a membrane is known by what it does.",),
            "start": (
                "Run the same clamp on your neuron and on hhlab.simulate(). What differs: rest, peak, width?",
                "A small hyperpolarising step shows the leak and the capacitance, without any spike.",
                "A voltage clamp shows the currents: i_stim is what the electrode has to give.",
                "Is all of that as usual? Then look at the axon.",
            ),
            "no-exclusion": (
                "First say which other candidate you have excluded, and by which experiment.",
                "Which experiment gave your neuron a value that this candidate cannot give?",
            ),
            "not-excluded": (
                "That experiment does not exclude this candidate: it could have given what you measured.",
                "Does it move what you have measured at all? Try it on hhlab.simulate with other values.",
                "What is as usual excludes what would have moved it; what is not, what would never move it.",
            ),
            "another": (
                "Something else was changed. Which single experiment would have told the two apart?",
                "Rest, input resistance, peak, width, clamp currents, speed of the axon: which are as usual?",
            ),
            "no-value": (
                "The right thing: half of the marks. What is missing is its value now, a number.",
                "Lay the traces of hhlab.simulate over your neuron's, and move the value until they agree.",
            ),
            "unchanged": (
                "The right thing: half of the marks. But that is its usual value; it was changed. Which way?",
            ),
            "wrong-way": (
                "The right thing: half of the marks. But it was changed the other way from the usual value.",
            ),
            "which": (
                "The right thing, changed this way: half of the marks. The value is still far off.",
                "Compare with hhlab.simulate at your value.",
            ),
            "rough": (
                "The right thing, and nearly the value: three quarters of the marks. The last need 10 %.",
                "Lay both traces over each other.",
            ),
        },
        names={
            "no-exclusion": "nothing was excluded",
            "not-excluded": "an experiment that excludes nothing",
            "another": "another thing than what was changed",
            "no-value": "the right thing, no value",
            "unchanged": "the right thing, at its usual value",
            "wrong-way": "the right thing, changed the other way",
            "which": "the right thing, a value far off",
            "rough": "the right thing, nearly the value",
        },
        say={
            "no-exclusion": "To find what fits is half; the other half is to show what does not.",
            "not-excluded": "Ask of an experiment what it would have given if the other candidate were true.",
            "another": "Which single experiment would have told the two candidates apart?",
            "rough": "Lay both traces over each other, and move the value until they agree.",
        },
        predict="One run before you begin: 0.05 nA for 60 ms. Which of the seven will you suspect first?",
        observe=first_look,
    ),
)
