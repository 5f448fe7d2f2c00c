"""The plan of the house: which module may know which."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "hhlab"
# module: what it may import, of this package and of the libraries that only one module should know
ALLOWED = {
    "tables": set(),
    "quantities": set(),
    "parameters": {"quantities"},
    "rates": set(),
    "recording": {"quantities", "tables"},
    "measure": {"quantities", "recording"},
    "figures": {"quantities", "recording", "matplotlib", "PIL"},
    "sections": {"quantities", "tables", "neuron"},
    "cells": {"rates", "neuron"},
    "stimuli": {"parameters", "neuron"},
    "engine": {"cells", "parameters", "quantities", "recording", "stimuli", "neuron"},
    "worker": {"loky"},
    "sweeps": {"engine", "parameters", "quantities", "worker", "loky"},
    "explorer": {"figures", "measure", "parameters", "quantities", "recording", "ipywidgets"},
}
GUARDED = {"neuron", "matplotlib", "PIL", "ipywidgets", "loky", *ALLOWED}


def imports(module):
    for node in ast.walk(ast.parse((PACKAGE / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.module is None:
                yield from (alias.name for alias in node.names)
            else:
                yield node.module.split(".")[0]


def test_every_module_has_its_place():
    assert {path.stem for path in PACKAGE.glob("*.py")} - {"__init__"} == set(ALLOWED)


@pytest.mark.parametrize("module", ALLOWED)
def test_a_module_imports_only_what_it_may(module):
    assert set(imports(module)) & GUARDED <= ALLOWED[module]
