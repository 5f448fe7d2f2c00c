"""A run as a program of hoc with slots: texts, and between them what follows from the sliders."""

from ..simulator import integration
from .hoc_model import Place
from .hoc_numbers import expression_of, place_of
from .literals import Refused

HEAD = """objref solver, parallel
solver = new CVode()
parallel = new ParallelContext()
"""
QUICK_STEPS, LAST_STEPS = 8, 3  # the last steps are NEURON's own: they decide where a run ends


def program_of(captures, references):
    """Give the program of one run, seen several times, and the names of its Vectors.

    Parameters
    ----------
    captures : list of Capture
    references : list of str
        What is to be recorded, in hoc.

    Returns
    -------
    pieces : list of str and [expression]
    names : list of str

    Raises
    ------
    Refused
        It is not one program, or a number in it follows from the sliders in a way that is not known.
    """
    names = [f"rec{i}" for i in range(len(references))]
    recorders = ["access cable[0]\n", f"objref {', '.join(names)}\n" if names else ""]
    for name, reference in zip(names, references, strict=True):
        if reference.startswith("&"):
            recorders.append(f"{name} = new Vector()\n{name}.record({reference})\n")
        else:
            place, what = reference.split(" ")
            recorders.append(f"{place} {name} = new Vector(1, {what})\n")
    runs = [
        [HEAD, *one.pieces, *recorders, "finitialize(", float(one.v_init), ")\n", *_run(one)]
        for one in captures
    ]
    return slotted(runs, captures), names


def slotted(runs, captures):
    """Give one list of texts and [expression] for what was a list of texts and numbers in each run."""
    skeletons = [[one if isinstance(one, str) else None for one in run] for run in runs]
    if any(one != skeletons[0] for one in skeletons):
        raise Refused("The model is not the same for all values.")
    told = [one.told for one in captures]
    pieces = []
    for parts in zip(*runs, strict=True):
        if isinstance(parts[0], str):
            pieces.append(parts[0])
            continue
        of_place = isinstance(parts[0], Place)
        expression = place_of(parts, parts[0].nseg, told) if of_place else expression_of(parts, told)
        if expression is None:
            raise Refused(f"The number after {pieces[-1]!r} follows from the sliders in an unknown way.")
        pieces.append([expression])
    return joined(pieces)


def joined(pieces):
    """Give the same with as few texts as can be: constants are text."""
    found = []
    for one in pieces:
        constant = not isinstance(one, str) and isinstance(one[0], float)
        text = hoc_of(one[0]) if constant else one
        if isinstance(text, str) and found and isinstance(found[-1], str):
            found[-1] += text
        else:
            found.append(text)
    return found


def hoc_of(expression, values=None):
    """Give the hoc of an expression with its values in it; hoc works it out, as it would in the lab."""
    if isinstance(expression, str):
        expression = float(values[expression])
    if not isinstance(expression, list):
        text = repr(int(expression)) if _is_short(expression) else repr(float(expression))
        return f"({text})" if text.startswith("-") else text
    operation, *parts = expression
    parts = [hoc_of(part, values) for part in parts]
    if len(parts) == 2:
        return f"({parts[0]} {operation} {parts[1]})"
    return f"(-{parts[0]})" if operation == "neg" else f"{operation}({parts[0]})"


def text_of(pieces, values):
    """Give the program for some values of the sliders."""
    return "".join(one if isinstance(one, str) else hoc_of(one[0], values) for one in pieces)


def _is_short(value):
    return value == int(value) and abs(value) < 1e6 if abs(value) < 1e300 else False


def _run(capture):
    kind, *told = capture.ends[0]
    if kind == "continuerun":
        tstop = float(told[0])
        quick = "using_cvode_ = 0\n" in "".join(one for one in capture.pieces if isinstance(one, str))
        if quick:
            yield f"parallel.set_maxstep({integration.MAXSTEP_MS:g})\nif (("
            yield tstop
            yield f") - t > {QUICK_STEPS}*dt && nstep_steprun == 1 && !solver.active()) parallel.psolve("
            yield tstop
            yield f" - {LAST_STEPS}*dt)\n"
        yield from ("continuerun(", tstop, ")\n")
        return
    settings, segments = told
    yield f"parallel.set_maxstep({integration.MAXSTEP_MS:g})\n"
    for end in integration.ends(settings, segments):
        yield from ("parallel.psolve(", float(end), ")\n")
