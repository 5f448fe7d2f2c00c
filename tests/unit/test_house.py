"""The plan of the house: which wing may know which."""

import ast
import re
from graphlib import TopologicalSorter
from inspect import isfunction
from pathlib import Path

import pytest

import hhlab

PACKAGE = Path(__file__).parents[2] / "hhlab"
# wing: what it may import, of this package and of the libraries that only some should know
ALLOWED = {
    "descriptions": set(),
    "browser": set(),
    "results": {"descriptions"},
    "simulator": {"descriptions", "results", "neuron"},
    "mechanisms": {"descriptions", "neuron"},
    "workers": {"descriptions", "simulator", "loky", "neuron"},
    "morphology": {"descriptions", "results", "workers", "neuron"},
    "figures": {"descriptions", "results", "matplotlib", "PIL"},
    "protocols": {"descriptions", "results", "simulator"},
    "dynamics": {"descriptions", "results"},
    "scripts": {"descriptions", "results", "simulator", "mechanisms", "figures", "neuron"},
    # to the room of a class, beside a hub
    "telling": set(),
    "live": {
        *("descriptions", "browser", "results", "simulator", "workers", "figures", "scripts", "telling"),
        *("ipywidgets", "anywidget"),
    },
    # an exercise may use what an experimenter has; it runs in the worker process
    "exercises": {
        *("descriptions", "browser", "results", "simulator", "workers", "figures", "telling"),
        *("protocols", "dynamics", "mechanisms"),
        *("ipywidgets", "anywidget", "neuron"),
    },
    "reports": {"exercises", "live", "figures", "ipywidgets"},
    # beside a lesson that runs for its page
    "pages": {"descriptions", "exercises", "live", "scripts", "simulator", "workers"},
    "grading": {"exercises", "reports", "workers"},
    "lab": {"figures", "exercises", "grading"},
    # beside a hub, in a container of its own
    "room": {"descriptions", "exercises", "grading", "workers", "jupyterhub", "sqlalchemy"},
}
GUARDED = {
    "neuron",
    "matplotlib",
    "PIL",
    "ipywidgets",
    "anywidget",
    "loky",
    "jupyterhub",
    "sqlalchemy",
    *ALLOWED,
}


def modules_imported(path):
    """Give what a module imports, with dots; of this package, without the first name."""
    folder = path.relative_to(PACKAGE).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
        elif isinstance(node, ast.ImportFrom):
            home = [*folder[: len(folder) + 1 - node.level], *filter(None, [node.module])]
            for alias in node.names:
                inside = ".".join([*home, alias.name])
                is_module = PACKAGE.joinpath(*inside.split(".")).with_suffix(".py").exists()
                yield inside if is_module else ".".join(home)


def imports(path):
    """Give the wings and libraries that a module imports."""
    return {name.split(".")[0] for name in modules_imported(path)}


def test_the_package_is_its_wings():
    found = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    assert found == set(ALLOWED)
    assert {path.name for path in PACKAGE.glob("*.py*")} == {"__init__.py", "__init__.pyi"}


@pytest.mark.parametrize("wing", ALLOWED)
def test_a_wing_imports_only_what_it_may(wing):
    for path in sorted((PACKAGE / wing).rglob("*.py")):
        assert imports(path) & GUARDED - {wing} <= ALLOWED[wing], path


@pytest.mark.parametrize("wing", ALLOWED)
def test_what_a_wing_may_import_is_used_and_said(wing):
    used = {name for path in (PACKAGE / wing).rglob("*.py") for name in imports(path)}
    assert used & GUARDED - {wing} == ALLOWED[wing]
    said = " ".join(ast.get_docstring(ast.parse((PACKAGE / wing / "__init__.py").read_text("utf-8"))).split())
    clause = re.search(r"(?i)may import ([\w, ]+)|nothing of the package is imported", said)
    assert set(re.findall(r"\w+", clause[1] or "")) - {"and"} == ALLOWED[wing] & set(ALLOWED)


def test_no_arrow_runs_back():
    place = {wing: k for k, wing in enumerate(ALLOWED)}
    for wing, allowed in ALLOWED.items():
        assert all(place[other] < place[wing] for other in allowed & set(ALLOWED)), wing


def test_no_module_imports_in_a_circle():
    known = {
        ".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in PACKAGE.rglob("*.py")
    }
    arrows = {name: set(modules_imported(path)) & set(known) for name, path in known.items()}
    assert len(list(TopologicalSorter(arrows).static_order())) == len(known)


def test_what_runs_neuron_says_that_it_runs_in_the_worker():
    public = {name: getattr(hhlab, name) for name in hhlab.__all__}
    of_sections = {"psection", "psection_diff"}  # the caller's own
    for name, value in public.items():
        if isfunction(value):
            simulates = value.__module__.startswith(("hhlab.simulator.", "hhlab.protocols."))
            marked = getattr(value, "runs_in_worker", False)
            assert marked == (simulates and name not in of_sections), name
