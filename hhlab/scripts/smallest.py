"""The smallest plain script that gives what an explorer shows."""

import inspect
from functools import partial

from ..descriptions.parameters import Settings
from ..figures.drawing import is_drawable
from ..simulator.engine import completed, simulate, trace_names
from .literals import same
from .neuron_script import is_plain, neuron_script
from .source import Script


def can_be_had(run, derive, values):
    """Say whether :func:`around` will give a script, without any run and in a few milliseconds."""
    try:
        _begun(run, derive, values, draft=True)
    except Exception:
        return False
    return True


def plain(result, calls):
    """Give a script of plain NEURON where a result is the answer of one call of simulate, else None.

    Parameters
    ----------
    result : object
    calls : list of worker.Call
        What the run that gave it asked the worker for.
    """
    if len(calls) != 1 or calls[0].answer is not result or calls[0].function is not simulate:
        return None
    given = inspect.signature(simulate).bind(*calls[0].args, **calls[0].kwargs)
    given.apply_defaults()
    rest = dict(given.arguments)
    cell = completed(rest.pop("membrane"), rest.pop("clamp"))
    names = trace_names(rest.pop("record"))
    return neuron_script(*cell, Settings(**rest), names) if is_plain(cell[0], names) else None


def around(run, derive, values, result, again):
    """Give a script of the source of `run`, of what it uses as it is now, and of the call.

    The run is made again: its result is what the script gives, as the notebook may have changed since.

    Parameters
    ----------
    run : callable
    derive : callable or None
        From a result to a dict of numbers.
    values : dict
        Of the arguments.
    result : object
        What `run` gave.
    again : callable
        Makes the run again and gives its result, or raises ValueError.

    Raises
    ------
    ValueError
        The run needs something that only the notebook holds, or fails.
    """
    # what NEURON has computed before is left out where the run does without
    for contents in (False, True):
        script, call, derived = _begun(run, derive, values)
        tail = [f"result = {call}", *_shown(result)]
        tail += [f"print({derived})"] if derived else []
        if any("hhlab." in line for line in tail):
            script.imports["import hhlab"] = True
        text = script.text(tail, contents)
        undo = None if contents else script.model.make_fresh()
        try:
            if same(result, result := again()):
                break
        except ValueError:
            if contents:
                raise
        if undo:
            undo()
    return text


def call(run, values):
    """Give the call of a function with some values, as :func:`around` writes it."""
    return _begun(run, None, values, draft=True)[1]


def _begun(run, derive, values, draft=False):
    """Give a Script of what two functions use, the call of the first, and of the second with its result."""
    script = Script(run, draft)
    called = script.expression(run)
    arguments = ", ".join(f"{name}={script.expression(value)}" for name, value in values.items())
    return script, f"{called}({arguments})", derive and _called_with_result(script, derive)


def _called_with_result(script, derive):
    if isinstance(derive, partial) and not derive.args:
        given = [f"{name}={script.expression(value)}" for name, value in derive.keywords.items()]
        return f"{script.expression(derive.func)}({', '.join(['result', *given])})"
    return f"{script.expression(derive)}(result)"


def _shown(result):
    """Give the lines that save the picture of a result, or print what is no picture."""
    if hasattr(result, "savefig"):
        return ['result.savefig("picture.png")']
    if is_drawable(result):
        return ['hhlab.draw(result).savefig("picture.png")']
    parts = result if isinstance(result, (tuple, list)) else ()
    pictures = [k for k, part in enumerate(parts) if is_drawable(part)]
    numbers = [k for k, part in enumerate(parts) if isinstance(part, dict)]
    if not pictures or len(pictures) + len(numbers) < len(parts):
        return ["print(result)"]
    drawn = "result" if not numbers else ", ".join(f"result[{k}]" for k in pictures)
    drawn = f"({drawn})" if len(pictures) > 1 and numbers else drawn
    return [f'hhlab.draw({drawn}).savefig("picture.png")', *(f"print(result[{k}])" for k in numbers)]
