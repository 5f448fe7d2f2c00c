"""What nbval needs besides its own options; the lessons themselves are shipped without this file."""

import os

import nbval.kernel

_start_new_kernel = nbval.kernel.start_new_kernel


def start_new_kernel(*args, **kwargs):
    """Start nbval's kernel as a student's is started."""
    # ipykernel that sees PYTEST_CURRENT_TEST leaves out what C code and subprocesses print
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    return _start_new_kernel(*args, env=env | {"NEURON_MODULE_OPTIONS": "-nogui"}, **kwargs)


nbval.kernel.start_new_kernel = start_new_kernel
