"""The plan of the house: which module may know which."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "hhlab"
# module: what it may import, of this package and of the libraries that only one module should know
ALLOWED = {
    "tables": set(),
    "parameters": set(),
    "rates": set(),
    "recording": {"parameters", "tables"},
    "measure": {"parameters"},
    "figures": {"parameters", "recording", "matplotlib", "PIL"},
    "sections": {"parameters", "tables", "neuron"},
    "engine": {"parameters", "recording", "neuron"},
    "explore": {"figures", "measure", "parameters", "recording", "ipywidgets"},
    "server": set(),
}
GUARDED = {"neuron", "matplotlib", "PIL", "ipywidgets", *ALLOWED}


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
