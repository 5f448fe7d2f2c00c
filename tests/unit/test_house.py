"""The plan of the house: which module may know which."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "hhlab"
# module, or folder of modules: what it may import, of this package and of the libraries that only one should
# know
ALLOWED = {
    "tables": set(),
    "quantities": set(),
    "parameters": {"quantities"},
    "axons": {"parameters", "quantities"},
    "labels": {"axons", "parameters"},
    "rates": set(),
    "columns": {"quantities"},
    "recording": {"columns", "tables"},
    "curves": {"columns", "quantities", "recording"},
    "family": {"columns", "quantities", "recording"},
    "profile": {"columns", "quantities", "recording"},
    "spikes": set(),
    "measure": {"profile", "quantities", "recording", "spikes"},
    "words": {"columns", "curves", "family", "measure", "palette", "profile", "recording", "spikes"},
    "palette": {"curves"},
    "figures": {
        "columns",
        "curves",
        "family",
        "palette",
        "profile",
        "quantities",
        "recording",
        "matplotlib",
        "PIL",
    },
    "sections": {"quantities", "tables", "neuron"},
    "cells": {"rates", "neuron"},
    "stimuli": {"parameters", "neuron"},
    "integration": {"parameters", "neuron"},
    "probes": {"cells", "columns", "recording", "neuron"},
    "engine": {
        "axons",
        "cells",
        "columns",
        "integration",
        "parameters",
        "probes",
        "quantities",
        "recording",
        "stimuli",
        "neuron",
    },
    "propagation": {
        "axons",
        "cells",
        "engine",
        "integration",
        "parameters",
        "probes",
        "profile",
        "quantities",
        "recording",
        "stimuli",
        "neuron",
    },
    "processes": {"loky"},
    "worker": {"processes", "loky"},
    "seal": set(),
    "double": {"seal"},
    "stdrun": {"neuron"},
    "asking": {"double", "engine", "parameters", "sweeps", "worker"},
    "drag": {"asking", "double", "stdrun"},
    "modl_text": set(),
    "modl_shape": {"modl_text"},
    "modl_slips": {"modl_shape", "modl_text"},
    "modl_errors": {"modl_slips", "modl_text"},
    "modl_limits": {"modl_text"},
    "modl_source": {"modl_text", "quantities"},
    "mechanisms": {
        "modl_errors",
        "modl_limits",
        "modl_shape",
        "modl_slips",
        "modl_source",
        "modl_text",
        "quantities",
        "neuron",
    },
    "dynamics": {"parameters", "quantities", "rates", "recording"},
    "networks": {"integration", "parameters", "quantities", "neuron"},
    "ranks": set(),
    "parallel": {"quantities", "ranks"},
    "playground": {"controls", "engine", "explorer", "measure", "parameters", "worker", "ipywidgets"},
    "protocols": {
        "axons",
        "cells",
        "engine",
        "integration",
        "measure",
        "parameters",
        "profile",
        "propagation",
        "quantities",
        "rates",
        "recording",
        "spikes",
    },
    "sweeps": {"engine", "parameters", "processes", "quantities", "worker", "loky"},
    "ranges": {"quantities"},
    "choices": {"quantities", "ranges"},
    "controls": {"choices", "labels", "quantities", "ranges", "ipywidgets"},
    "results": {"columns", "curves", "figures", "quantities", "ipywidgets"},
    "mishaps": set(),
    "witness": {"figures", "mishaps"},
    "stills": {"witness", "ipywidgets"},
    "export": {"columns", "curves", "family", "profile", "recording"},
    "bundled": set(),
    "scope": {"bundled", "columns", "curves", "family", "palette", "profile", "recording", "anywidget"},
    "scripts": {
        "engine",
        "figures",
        "integration",
        "mechanisms",
        "parameters",
        "quantities",
        "recording",
        "neuron",
    },
    "arguments": {"quantities"},
    "explorer": {
        "arguments",
        "choices",
        "controls",
        "scripts",
        "drag",
        "export",
        "figures",
        "mishaps",
        "palette",
        "quantities",
        "recording",
        "results",
        "scope",
        "stills",
        "witness",
        "words",
        "worker",
        "ipywidgets",
    },
    "exercises": {
        "axons",
        "bundled",
        "engine",
        "figures",
        "palette",
        "parameters",
        "profile",
        "propagation",
        "protocols",
        "quantities",
        "rates",
        "recording",
        "words",
        "worker",
        "anywidget",
        "ipywidgets",
    },
    "grading": {"exercises", "figures", "worker", "loky"},
    # an exercise may use what an experimenter has; it runs in the worker process
    "exercises/bank": {
        "axons",
        "curves",
        "dynamics",
        "engine",
        "exercises",
        "family",
        "measure",
        "networks",
        "parameters",
        "profile",
        "propagation",
        "protocols",
        "rates",
        "recording",
        "sections",
        "tables",
        "neuron",
    },
}
GUARDED = {"neuron", "matplotlib", "PIL", "ipywidgets", "anywidget", "loky", *ALLOWED}


def files(module):
    folder = PACKAGE / module
    return sorted(folder.glob("*.py")) if folder.is_dir() else [PACKAGE / f"{module}.py"]


def imports(module):
    # the dots that lead out of a folder
    inside = 1 + (PACKAGE / module).is_dir() + module.count("/")
    for node in (node for file in files(module) for node in ast.walk(ast.parse(file.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level in (0, inside):
            if node.module is None:
                yield from (alias.name for alias in node.names)
            else:
                yield node.module.split(".")[0]


def test_every_module_has_its_place():
    found = {path.stem for path in PACKAGE.glob("*.py")} | {
        path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.glob("*/**/*.py")
    }
    assert found - {"__init__"} == set(ALLOWED)


@pytest.mark.parametrize("module", ALLOWED)
def test_a_module_imports_only_what_it_may(module):
    assert set(imports(module)) & GUARDED <= ALLOWED[module]
