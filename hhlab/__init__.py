"""hhlab: the Hodgkin-Huxley model on the NEURON simulator, to learn how a nerve cell fires."""

import os

import lazy_loader

from .figures.showing import describe_figures

# NEURON looks for a screen, and says so when there is none, unless told before its first import.
os.environ.setdefault("NEURON_MODULE_OPTIONS", "-nogui")

__version__ = "0.2.0"

# A name is imported when it is first used: a worker process that only simulates needs no figures, and a
# script that only measures needs no sliders. The table of names is __init__.pyi, which editors read too.
_loaded, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def __getattr__(name):
    value = _loaded(name)
    if getattr(value, "runs_in_worker", False):
        from .workers.worker import isolated

        value = isolated(value)
    globals()[name] = value
    return value


describe_figures()
