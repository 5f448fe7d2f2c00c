"""The script of an explorer with slots, which a page fills in with the numbers of its sliders."""

import re

from ...scripts import smallest
from ...workers.worker import noted
from ..controls import Control

NUMBER = re.compile(r"(?<![\w.)\]])-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w.])")
PROBES = 4  # settings of all sliders: two to find the slots by, and two to try them


def slots_of(explorer, variants, lines):
    """Give the script for each choice from the lists of an explorer; in a double, as it makes runs.

    Parameters
    ----------
    explorer : Explorer
    variants : list of dict
        What the lists say, by name.
    lines : Lines

    Returns
    -------
    list of dict
        ``when`` it holds, and ``pieces``: a text, or a list with the name of the slider whose number stands
        there. What has no such script is left out.
    """
    found = []
    for when in variants:
        settings = [explorer.values | when | _probe(explorer, k) for k in range(PROBES)]
        texts = [_text(explorer, values, lines) for values in settings]
        if None not in texts and (pieces := _pieces(texts, settings)):
            found.append({"when": when, "pieces": pieces})
    return found


def _probe(explorer, k):
    """Give a number for each slider, all of them different from each other and from one probe to the next."""
    found = {}
    for i, (name, control) in enumerate(explorer.controls.items()):
        if isinstance(control, Control) and control._kind is float:
            low, high = control._range.low, control._range.high
            share = (0.137 + 0.2236 * k + 0.0313 * i) % 1
            found[name] = float(f"{low + share * (high - low):.5g}")
    return found


def _text(explorer, values, lines):
    with noted() as calls:
        result = explorer._run.function(**values)
    if plain := smallest.plain(result, calls):
        return plain
    changed = lines.changed(values, result, calls)
    if changed is None or not lines.first:
        return None
    return "\n".join(changed.get(k, line) for k, line in enumerate(lines.first.split("\n")))


def _pieces(texts, settings):
    """Give what is the same in all texts, and the names of the numbers that differ; None where others do."""
    split = [NUMBER.split(text) for text in texts]
    numbers = [NUMBER.findall(text) for text in texts]
    if any(one != split[0] for one in split):
        return None
    pieces = [split[0][0]]
    for few, after in zip(zip(*numbers, strict=True), split[0][1:], strict=True):
        if len(set(few)) == 1:
            pieces[-1] += few[0] + after
            continue
        names = [
            name
            for name, value in settings[0].items()
            if isinstance(value, float)
            and all(float(one) == values[name] for one, values in zip(few, settings, strict=True))
        ]
        if len(names) != 1:
            return None
        pieces += [names, after]
    return pieces
