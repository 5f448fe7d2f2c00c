"""How a number is judged: a target says low, right or high; around it slips and misconceptions have names.

A target is a function of a number and of the variant's values by name. It gives -1, 0 or 1: the number is too
low, right, or too high.
"""

from functools import cache

from ..engine import SimulationError

THOUSANDS = (1e3, 1e-3)


def near(truth, rel=0.02, within=0.0):
    """Give a target: what `truth` computes from the variant's values, within a tolerance.

    Parameters
    ----------
    truth : callable
    rel : float
        Relative tolerance.
    within : float
        Absolute tolerance, in the answer's unit; the wider of both counts.
    """
    truth = cache(truth)

    def target(x, **given):
        expected = truth(**given)
        off = x - expected
        return 0 if abs(off) <= max(rel * abs(expected), within) else (1 if off > 0 else -1)

    return target


def least(does, margin=0.02):
    """Give a target: the least number for which `does` is true, found by simulation.

    The number itself must do it, and a number lower by `margin` must not. Whatever is above a number that
    does it is taken to do it too.

    Parameters
    ----------
    does : callable
        From a number above 0 and the variant's values to True or False.
    margin : float
        Relative.
    """
    known = {}  # for each variant the highest number that fails and the lowest that does it

    def holds(x, given):
        fails, succeeds = known.setdefault(tuple(given.items()), [0.0, float("inf")])
        if fails < x < succeeds:
            try:
                found = does(x, **given)
            except (ValueError, SimulationError):
                # beyond what the simulation takes, which is far above any threshold
                found = True
            known[tuple(given.items())][found] = x
            return found
        return x >= succeeds

    def target(x, **given):
        if x <= 0 or not holds(x, given):
            return -1
        return 1 if holds((1 - margin) * x, given) else 0

    return target


def number_check(target, slips=THOUSANDS, **mistakes):
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
        if target(-x, **given) == 0:
            return "sign"
        return "low" if side < 0 else "high"

    return check
