"""Exercises of lesson 16: what a form does to a current, and a project."""

from ..checks import near, number_check
from ..description import Exercise


def exchanged_mV(amp, soma, other, **_):
    """Give what the dendrite rises by: the two places have one transfer resistance, whichever is which."""
    return soma / amp * other


EXERCISES = (
    Exercise(
        id="L16.reciprocity",
        title="Two places change roles",
        prompt="In a passive cell an electrode in a thin dendrite sends a steady {amp:g} nA. The dendrite "
        "rises by {dendrite:g} mV there, and the soma by {soma:g} mV. Now an electrode in the soma sends "
        "{other:g} nA. By how much does the dendrite rise where the first electrode stood? Within 1 %.",
        given={
            "amp": (0.05, 0.1, 0.2),
            "dendrite": (18.0, 24.0, 30.0),
            "soma": (2.0, 2.5, 3.6),
            "other": (0.3, 0.4, 0.5),
        },
        unit="mV",
        check=number_check(
            near(exchanged_mV, rel=0.01),
            unscaled=near(lambda soma, **_: soma, rel=0.01),
            local=near(lambda amp, dendrite, other, **_: dendrite / amp * other, rel=0.01),
            share=near(lambda amp, dendrite, soma, other: soma / dendrite * soma / amp * other, rel=0.01),
        ),
        names={
            "unscaled": "left the other current out",
            "local": "took the rise at the electrode for that at the other place",
            "share": "took the share inward for the share outward",
        },
        say={"right": "In a passive cell two places may be exchanged, whatever its form: reciprocity."},
        hints={
            "right": ("Millivolts per nanoampere, from one place to the other, are the same both ways.",),
            "start": ("Which quotient of section 2 is the same both ways?",),
            "low": ("More than that. How many mV for each nA, from one place to the other?",),
            "high": ("Less than that. How many mV for each nA, from one place to the other?",),
            "unscaled": ("That is for the first current. The second one is {other:g} nA.",),
            "local": ("That would be the rise at the electrode. You read at the other place.",),
            "share": (
                "You let the share that goes inward go outward too. The shares differ; what is the same?",
            ),
        },
    ),
    Exercise(
        id="L16.project",
        title="Your project",
        prompt="Your question, your prediction, the case that you checked your model against, and what you "
        "found, in four sentences. What would prove you wrong?",
        marks=6,
        hints={"start": ("Which slider of this course left you with a question?",)},
    ),
)
