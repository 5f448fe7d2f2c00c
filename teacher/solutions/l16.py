"""Solutions of lesson 16: from the transfer resistance, written out."""

from . import Solution

SOLUTIONS = {
    "L16.reciprocity": Solution(
        right=lambda amp, dendrite, soma, other: other * (soma / amp),
        wrong={
            "unscaled": lambda amp, dendrite, soma, other: soma,
            "local": lambda amp, dendrite, soma, other: other * (dendrite / amp),
            "share": lambda amp, dendrite, soma, other: other * (soma / amp) * (soma / dendrite),
        },
        method="The rise of the soma over the current is the transfer resistance; it is the same the other "
        "way round, so it is multiplied by the second current.",
    ),
    "L16.project": Solution(
        right=lambda: (
            "Does a spike run out at 25 °C? I expect less far. At 36 °C it agrees with lesson 16. "
            "It does run out, lower. A dendrite without its channels that does the same would prove me wrong."
        ),
        method="Look for: a question that a run can answer, a prediction made before it, one known case that "
        "the model was held to, a number with its unit, and what would have spoken against it.",
    ),
}
