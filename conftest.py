"""What nbval needs besides its own options, and tests in any order.

The lessons themselves are shipped without this file. ``HHLAB_SHUFFLE=1 pytest`` takes each file's tests in an
order that the number chooses.
"""

import os
import random

import nbval.kernel

_start_new_kernel = nbval.kernel.start_new_kernel


def start_new_kernel(*args, **kwargs):
    """Start nbval's kernel as a student's is started."""
    # ipykernel that sees PYTEST_CURRENT_TEST leaves out what C code and subprocesses print
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return _start_new_kernel(*args, env=env | {"NEURON_MODULE_OPTIONS": "-nogui"}, **kwargs)


nbval.kernel.start_new_kernel = start_new_kernel


def pytest_collection_modifyitems(items):
    if seed := os.environ.get("HHLAB_SHUFFLE"):
        files = dict.fromkeys(item.path for item in items)
        shuffled = random.Random(seed).sample(items, len(items))
        # file by file, as everybody runs them
        items[:] = sorted(shuffled, key=lambda item: list(files).index(item.path))
