"""The arguments of an explorer, checked before anything runs."""

import functools
import inspect

from ..descriptions.quantities import shown
from ..results.measures import heading, readings

OWN = ("presets", "derived", "drag")  # what explore() itself is told by name
EXAMPLE = "Write a function with def, as in: def run(amp=0.1): ..., and then explore(run, amp=(0, 0.3))."


def defaults_of(run, ranges):
    """Give the default of each argument that gets a control: those with a range, and ``method``.

    Raises
    ------
    TypeError
        `run` is not a function, has no such argument, or needs one that has no range.
    """
    arguments = _arguments(run)
    name_of_run = name_of(run)
    kinds = [argument.kind for argument in arguments.values()]
    named = {name: argument for name, argument in arguments.items() if "VAR" not in argument.kind.name}
    for name in ranges:
        if name not in named and inspect.Parameter.VAR_KEYWORD not in kinds:
            raise TypeError(_no_argument(name_of_run, name, named, kinds))
    for name, argument in named.items():
        if argument.default is argument.empty and name not in ranges:
            if name in OWN:
                raise TypeError(
                    f"{name_of_run}() needs {name!r}, a name that explore() keeps for itself: give that "
                    f"argument of your function another name, as in my_{name}, and my_{name}=(0, 1)."
                )
            raise TypeError(f"{name_of_run}() needs {name!r}: give it a range, as in {name}=(0, 1).")
    wanted = [*ranges, *({"method"} & set(named))]
    return {name: named[name].default if name in named else inspect.Parameter.empty for name in wanted}


def by_name(run):
    """Give a function of keywords that calls `run`, also where that takes arguments by their place only."""
    places = {name: one.default for name, one in _arguments(run).items() if one.kind is one.POSITIONAL_ONLY}
    if not places:
        return run

    @functools.wraps(run)
    def call(**values):
        given = [values.pop(name, default) for name, default in places.items()]
        return run(*given, **values)

    return call


def name_of(run):
    """Give what a person calls a function: its name, or that of its class; "run" where it has none."""
    name = getattr(_whole(run), "__name__", None) or type(run).__name__
    return "run" if name == "<lambda>" else name


def checked_presets(presets, controls):
    """Give the presets as they are.

    Raises
    ------
    TypeError
        They are not dicts of values, or set something that is not a control.
    """
    if not isinstance(presets, dict):
        raise TypeError(
            f"presets must be a dict of dicts of values, but it is {shown(presets)}. If your function has an "
            'argument of that name, give it another; presets={"strong": {"amp": 0.3}} makes a button.'
        )
    for preset, values in presets.items():
        if not isinstance(values, dict):
            raise TypeError(f"The preset {preset!r} must be a dict of values, but it is {shown(values)}.")
        for name in values:
            if name not in controls:
                raise TypeError(
                    f"The preset {preset!r} sets {name!r}; the controls are: {', '.join(controls)}."
                )
    return presets


def checked_handles(drag, controls):
    """Give the marks that a hand can drag, each with the names of the two sliders that are its x and its y.

    Raises
    ------
    TypeError
        It is no dict of pairs, or a pair names something that is not a slider.
    """
    if not isinstance(drag, dict):
        raise TypeError(
            f"drag must be a dict of pairs of names, but it is {shown(drag)}. If your function has an "
            'argument of that name, give it another; drag={"start": ("v", "n")} ties a mark to two sliders.'
        )
    sliders = [name for name, control in controls.items() if hasattr(control, "stops")]
    for label, names in drag.items():
        if not isinstance(names, (tuple, list)) or len(names) != 2:
            raise TypeError(
                f"drag[{label!r}] must be the names of two sliders, those of x and of y, but it is "
                f"{shown(names)}."
            )
        for name in names:
            if name not in sliders:
                raise TypeError(
                    f"drag[{label!r}] names {shown(name)}; the sliders are: {', '.join(sliders)}."
                )
    return {label: tuple(names) for label, names in drag.items()}


def deriving(derived):
    """Give the function from a result to a dict of derived quantities, or None.

    Raises
    ------
    TypeError
        It is neither a function nor a list of measures.
    ValueError
        Two measures of the list have one name.
    """
    if derived is None:
        return None
    if hasattr(derived, "label"):
        derived = [derived]
    if isinstance(derived, (list, tuple)) and all(map(callable, derived)):
        names = [heading(one) for one in derived]
        if len(set(names)) < len(names):
            raise ValueError(f"Two of the derived quantities have one name: {', '.join(names)}.")
        return functools.partial(readings, measures=list(derived))
    if not callable(derived):
        raise TypeError(
            "derived must be a list of measures, as in [hhlab.rate_hz], or a function from what the run gave "
            f"to a dict of numbers, but it is {shown(derived)}. If your function has an argument of that "
            "name, give it another."
        )
    return derived


def _arguments(run):
    """Give the parameters of a function by name, or say why no explorer can be made of it."""
    if not callable(run):
        made = (
            ""
            if run is None or isinstance(run, (str, int, float))
            else " Give the function itself: run, not run()."
        )
        raise TypeError(f"explore() needs a function that gives a Recording, but it is {shown(run)}.{made}")
    inner = _whole(run)
    called = inner if inspect.isroutine(inner) or isinstance(inner, type) else inner.__call__
    if inspect.iscoroutinefunction(called) or inspect.isasyncgenfunction(called):
        raise TypeError(
            f"{name_of(run)}() is an async function, which gives nothing before it is awaited. "
            "An explorer needs one that returns what it found: leave out async and await."
        )
    if inspect.isgeneratorfunction(called):
        raise TypeError(
            f"{name_of(run)}() is a generator: it has a yield, and computes nothing when it is called. "
            "An explorer needs a function that ends with return."
        )
    try:
        return inspect.signature(run).parameters
    except (TypeError, ValueError):
        raise TypeError(f"Python does not tell which arguments {name_of(run)}() takes. {EXAMPLE}") from None


def _whole(run):
    """Give the function of which `run` is a partial."""
    while isinstance(run, functools.partial):
        run = run.func
    return run


def _no_argument(run, name, named, kinds):
    if named:
        return f"{run}() has no argument {name!r}; it has: {', '.join(named)}."
    if inspect.Parameter.VAR_POSITIONAL in kinds:
        return (
            f"{run}() takes its arguments by their place (*args), and a slider needs one with a name, as in: "
            f"def {run}({name}): ..."
        )
    return f"{run}() takes no arguments, so a slider has nothing to set; write it as def {run}({name}): ..."
