"""The arguments of an explorer, checked before anything runs."""

import inspect

from .quantities import shown


def defaults_of(run, ranges):
    """Give the default of each argument that gets a control: those with a range, and ``method``.

    Raises
    ------
    TypeError
        `run` is not a function, has no such argument, or needs one that has no range.
    """
    if not callable(run):
        raise TypeError(f"explore() needs a function that gives a Recording, but it is {shown(run)}.")
    arguments = inspect.signature(run).parameters
    takes_any = any(argument.kind is argument.VAR_KEYWORD for argument in arguments.values())
    for name in ranges:
        if name not in arguments and not takes_any:
            raise TypeError(f"{run.__name__}() has no argument {name!r}; it has: {', '.join(arguments)}.")
    for name, argument in arguments.items():
        if argument.default is argument.empty and name not in ranges and "VAR" not in argument.kind.name:
            raise TypeError(f"{run.__name__}() needs {name!r}: give it a range, as in {name}=(0, 1).")
    wanted = [*ranges, *({"method"} & set(arguments))]
    return {
        name: arguments[name].default if name in arguments else inspect.Parameter.empty for name in wanted
    }


def checked_presets(presets, controls):
    """Give the presets as they are.

    Raises
    ------
    TypeError
        They are not dicts of values, or set something that is not a control.
    """
    if not isinstance(presets, dict):
        raise TypeError(f"presets must be a dict of dicts of values, but it is {shown(presets)}.")
    for preset, values in presets.items():
        if not isinstance(values, dict):
            raise TypeError(f"The preset {preset!r} must be a dict of values, but it is {shown(values)}.")
        for name in values:
            if name not in controls:
                raise TypeError(
                    f"The preset {preset!r} sets {name!r}; the controls are: {', '.join(controls)}."
                )
    return presets
