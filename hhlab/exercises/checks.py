"""How a number is judged: a target says low, right or high; around it slips and misconceptions have names.

A target is a function of a number and of the variant's values by name. It gives -1, 0 or 1: the number is too
low, right, or too high.
"""

import math
from functools import cache

from ..protocols.common import search

# between one prefix and another
PREFIXES = tuple(10.0**ten for ten in (3, -3, 6, -6, 9, -9))
PERCENT = (100.0, 0.01)
MOST = 1e4  # times the first number that is tried
FINE = 0.05  # of the margin: so close a limit is known


def near(truth, rel=0.02, within=0.0, known=False):
    """Give a target: what `truth` computes from the variant's values, within a tolerance.

    Parameters
    ----------
    truth : callable
        It gives nan for a variant in which no number is meant.
    rel : float
        Relative tolerance.
    within : float
        Absolute tolerance, in the answer's unit; the wider of both counts.
    known : bool
        Of a mistake: its number follows from the question by arithmetic, and anybody may see it.
    """
    asked, truth = truth, cache(truth)

    def target(x, **given):
        expected = truth(**given)
        off = x - expected
        return 0 if abs(off) <= max(rel * abs(expected), within) else (1 if off > 0 else -1)

    target.made = {"truth": asked, "rel": rel, "within": within, "known": known}
    return target


def least(does, start=1.0, margin=0.02, growth=2.0):
    """Give a target: the least number for which `does` is true, found by simulation, within a margin.

    Parameters
    ----------
    does : callable
        From a number above 0 and the variant's values to True or False.
    start : float
        A number of about that size; where it fails, `growth` times as much is tried, and so on.
    margin : float
        Relative tolerance.
    growth : float
        Near 1 where more is soon too much: a larger step would pass over what is sought.
    """

    def limit(**given):
        return search(lambda x: does(x, **given), start, MOST * start, margin * FINE, "number", growth)

    target = near(limit, rel=margin)
    target.positive = True
    target.made = {"does": does, "start": start, "most": MOST * start, "growth": growth, "margin": margin}
    return target


def scaled(target, factor):
    """Give a target that a number meets when `factor`, from the variant's values, times it meets `target`."""

    def met(x, **given):
        return target(factor(**given) * x, **given)

    return met


def number_check(target, slips=PREFIXES, **mistakes):
    """Give a check that names what is wrong with a number.

    Parameters
    ----------
    target : callable
        What is right, as from :func:`near` or :func:`least`.
    slips : tuple of float
        Factors between the answer and one in a wrong unit; the code is ``units``.
    **mistakes
        Further codes, each with the target that such an answer meets.
    """

    def check(x, **given):
        side = target(x, **given)
        if side == 0:
            return "right"
        for code, mistaken in mistakes.items():
            if mistaken(x, **given) == 0:
                return code
        if any(target(factor * x, **given) == 0 for factor in slips):
            return "units"
        # what is the least of something is above zero, whatever its size
        if target(-x, **given) == 0 or (x < 0 and getattr(target, "positive", False)):
            return "sign"
        return "low" if side < 0 else "high"

    check.made = {"target": target, "slips": slips, "mistakes": mistakes}
    return check


def choice_check(truth):
    """Give a check of a choice: right where `truth` computes that option, else the option's own name."""
    asked, truth = truth, cache(truth)

    def check(option, **given):
        return "right" if option == truth(**given) else option

    check.made = {"truth": asked}
    return check


def measured_check(target, honest, vague=3.0, least=0.4, **mistakes):
    """Give a check of a number with its uncertainty.

    Parameters
    ----------
    target : callable
        Of the number, as for :func:`number_check`.
    honest : callable
        From the variant's values to the uncertainty that the method leaves.
    vague, least : float
        From how many times that on an uncertainty says too little, and below which too much.
    **mistakes
        Codes, each with a function from the variant's values to the pair that such an answer is.
    """

    def check(pair, **given):
        x, spread = pair
        for code, mistaken in mistakes.items():
            if spread is not None and all(
                math.isclose(a, b, rel_tol=0.03) for a, b in zip(pair, mistaken(**given), strict=True)
            ):
                return code
        side = target(x, **given)
        if side:
            return "low" if side < 0 else "high"
        if spread is None:
            return "no-uncertainty"
        times = spread / honest(**given)
        return "vague" if times > vague else "overconfident" if times < least else "right"

    return check
