"""The pictures behind every slider of every notebook: each is that of a run made anew, to the bit.

A few places of each slider are compared; with ``HHLAB_ALL_PLACES`` set, every one that the double makes.
"""

import nbformat
import pytest
from test_sliders import NAMES, ROOT, play, played

# Runs in the kernel: a hand comes to each slider of an explorer, rests, and goes to two other places.
COME = """
import asyncio as _asyncio
import os as _os
import random as _random
from hhlab.live import drag as _drag

_compared = 0


async def _play(explorer):
    global _compared
    problems, everything = [], "HHLAB_ALL_PLACES" in _os.environ
    for name in explorer.controls:
        frames, messages = {}, []

        def receive(content, buffers=None):
            messages.append(content)
            frames.update(zip(content.get("places", ()), map(bytes, buffers or ())))

        explorer._scope.send = receive
        explorer._asked(None, {"do": "ready", "name": name}, [])
        family = explorer._drag
        if family is None or family.name != name:
            continue  # no slider, or nothing that moves
        random = _random.Random(f"{name} {len(family.missing)}")
        for _ in range(3):
            many = len(frames) + 2
            while family.double and (everything or len(frames) < many):
                await _asyncio.sleep(0.005)
            family._shared[_drag.HAND] = random.randrange(len(family.control.places))
        explorer._asked(None, {"do": "leave"}, [])
        if not frames and not any(content.get("complete") for content in messages):
            problems.append(f"{name}: no picture came")
        for place, frame in frames.items():
            values = explorer.values | {name: family.control.at(place)}
            fresh = explorer._small_frame(explorer._run.function(**values), values) if frame else frame
            _compared += 1
            if frame != fresh:
                problems.append(f"{name} = {values[name]}: the picture is not that of its run")
    return problems
"""


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_is_that_of_a_fresh_run(name):
    notebook = nbformat.read(ROOT / name, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code" and (source := played(cell.source)):
            cell.source = source.replace("_play(", "await _play(")
    notebook.cells.insert(0, nbformat.v4.new_code_cell(COME))
    notebook.cells.append(nbformat.v4.new_code_cell("assert _compared, 'nothing was compared'\n_compared"))
    play(notebook, ROOT / name)
    print(name, notebook.cells[-1].outputs[0]["data"]["text/plain"], "pictures")
