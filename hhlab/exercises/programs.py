"""Checks of what a student programmed: a Python function, or a channel in a MOD file. Both are run."""

import numpy as np

from .running import Failed, run

PYTHON_LIMITS = {"seconds": 2.0, "memory_gib": 2.0}
# a compiler writes files, and NEURON is larger
MOD_LIMITS = {"seconds": 15.0, "memory_gib": 6.0, "file_bytes": 50_000_000, "at_home": True}


class Code(str):
    """A code with a sentence about this very answer, which is said first."""

    words = ""

    def __new__(cls, code, words=""):
        made = super().__new__(cls, code)
        made.words = words
        return made


def function_check(name, cases, right, rel=1e-6, **mistakes):
    """Give a check of a Python function: it is called, and gives what `right` gives.

    Parameters
    ----------
    name : str
        Of the function.
    cases : callable
        From the variant's values to {code: rows of arguments}. Those under "wrong" are plain ones; the other
        codes name what is special about theirs.
    right : callable
        It takes the same arguments, and the variant's values by name.
    rel : float
        Relative tolerance; of the largest number for which `right` is zero.
    **mistakes
        Codes, each with a function like `right` that gives what such a mistaken function gives.
    """

    def check(source, **given):
        asked = cases(**given)
        rows = [case for some in asked.values() for case in some]
        try:
            got = run("python_trial", {"source": source, "name": name, "cases": rows}, **PYTHON_LIMITS)
        except Failed as failed:
            return Code(failed.code, str(failed))
        wanted = [right(*case, **given) for case in rows]
        if all(_alike(*pair, rel) for pair in zip(got, wanted, strict=True)):
            return "right"
        plain = range(len(asked["wrong"]))
        for code, mistaken in mistakes.items():
            if all(_alike(got[k], mistaken(*rows[k], **given), rel) for k in plain):
                return code
        special = [code for code, some in asked.items() for _ in some]
        k = next(k for k, pair in enumerate(zip(got, wanted, strict=True)) if not _alike(*pair, rel))
        raised = isinstance(got[k], dict)
        code = "error" if raised and special[k] == "wrong" else special[k]
        said = f"it ends with {got[k]['error']}" if raised else f"it gives {_shown(got[k])}"
        return Code(code, f"{name}({', '.join(_shown(one) for one in rows[k])}): {said.rstrip('.')}.")

    return check


def channel_check(task, right, rel=0.02, **mistakes):
    """Give a check of MOD text: it is compiled, inserted and clamped, and its current is what `right` gives.

    Parameters
    ----------
    task : callable
        From the variant's values to the task of :func:`.mod_trial.main`, without the text.
    right : callable
        From the task and the variant's values to a row of currents [mA/cm²] for each step.
    rel : float
        Tolerance, relative to the largest current.
    **mistakes
        Codes, each with a function like `right`.
    """

    def check(text, **given):
        asked = task(**given)
        try:
            got = run("mod_trial", asked | {"text": text}, **MOD_LIMITS)
        except Failed as failed:
            return Code(failed.code, str(failed))
        for code, current in {"right": right, **mistakes}.items():
            wanted = np.array(current(asked, **given))
            found = np.array(got, float)
            # at the moment of the step itself the clamp still moves the potential
            off = np.abs(found - wanted)[:, 1:]
            if np.isfinite(found).all() and off.max() <= rel * np.abs(wanted).max():
                return code
        return "wrong"

    return check


def _alike(got, wanted, rel):
    if isinstance(got, dict) or np.shape(got) != np.shape(wanted):
        return False
    got, wanted = np.array(got, float), np.array(wanted, float)
    return bool(np.allclose(got, wanted, rtol=rel, atol=rel * 1e-3))


def _shown(one):
    if isinstance(one, list):
        shown = ", ".join(_shown(x) for x in one[:6])
        return f"[{shown}{', …' if len(one) > 6 else ''}]"
    return f"{one:.6g}" if isinstance(one, float) else repr(one)
