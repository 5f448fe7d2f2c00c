"""What tools see of hhlab without running it: every name, and the type of everything that is public."""

import ast
import inspect
import subprocess
import sys
from dataclasses import is_dataclass
from pathlib import Path

import jedi
import pytest

import hhlab

STUB = Path(hhlab.__file__).with_suffix(".pyi")


def public_methods(kind):
    """Give (name, function) of the methods and properties of our own that a class has."""
    for name, value in inspect.getmembers_static(kind):
        value = value.__func__ if isinstance(value, (classmethod, staticmethod)) else value
        value = value.fget if isinstance(value, property) else value
        ours = inspect.isfunction(value) and value.__module__.startswith("hhlab.")
        if ours and (not name.startswith("_") or name == "__init__") and not made(value):
            yield name, value


def made(function):
    """Say whether a dataclass has made a method."""
    return function.__code__.co_filename == "<string>"


def everything():
    """Give (name, function) of what hhlab offers: functions, and methods of classes and of results."""
    for name in hhlab.__all__:
        value = getattr(hhlab, name)
        if inspect.isroutine(value):
            yield name, inspect.unwrap(value)
        elif inspect.isclass(value):
            yield from ((f"{name}.{method}", function) for method, function in public_methods(value))


def result_classes():
    """Give the dataclasses of our own that public functions give back."""
    for name in hhlab.__all__:
        value = getattr(hhlab, name)
        if inspect.isroutine(value):
            kind = inspect.signature(value).return_annotation
            if inspect.isclass(kind) and is_dataclass(kind) and kind.__module__.startswith("hhlab."):
                yield kind


FUNCTIONS = dict(everything())
FUNCTIONS |= {
    f"{kind.__name__}.{name}": function
    for kind in result_classes()
    for name, function in public_methods(kind)
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_public_function_says_the_types_of_what_it_takes_and_gives(name):
    signature = inspect.signature(FUNCTIONS[name])
    untyped = [x for x, one in signature.parameters.items() if one.annotation is one.empty]
    assert set(untyped) <= {"self", "cls"}
    assert signature.return_annotation is not signature.empty


def test_the_stub_names_everything_that_there_is_and_nothing_else():
    tree = ast.parse(STUB.read_text("utf-8"))
    named = {alias.asname for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    (listed,) = (ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign))
    assert named == set(listed) == set(hhlab.__all__)
    assert (STUB.parent / "py.typed").exists()


def test_a_type_checker_knows_every_name_and_what_it_gives(tmp_path):
    script = tmp_path / "student.py"
    lines = ["import hhlab", *(f"hhlab.{name}" for name in hhlab.__all__)]
    lines += [
        "reveal_type(hhlab.simulate())",
        "reveal_type(hhlab.rheobase_uA_per_cm2())",
        "reveal_type(hhlab.Membrane().blocked(na=0.5))",
        "hhlab.simulate(celsius='hot')",
        "hhlab.simulate(method='euler')",
        "hhlab.simulte()",
        "hhlab.CurrentClamp(amplitude=0.1)",
    ]
    script.write_text("\n".join(lines), "utf-8")
    command = [sys.executable, "-m", "mypy", "--config-file", STUB.parents[1] / "pyproject.toml", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    said = [line.split(":", 2) for line in done.stdout.splitlines() if "student.py" in line]
    first = len(lines) - 6
    assert {int(line) for _, line, _ in said} == set(range(first, len(lines) + 1)), said
    told = " ".join(words for *_, words in said)
    for words in ("Recording", "float", "Membrane", "celsius", "method", "simulte", "amplitude"):
        assert words in told


@pytest.mark.parametrize("start", ["simu", "rheo", "Curr", "propa", "Sett"])
def test_completion_works_without_running_anything(start):
    completions = jedi.Script(f"import hhlab\nhhlab.{start}").complete()
    # whether capitals matter is a setting, which IPython changes
    found = {one.name for one in completions if one.type != "module" and one.name.startswith(start)}
    assert found == {name for name in hhlab.__all__ if name.startswith(start)}


def test_completion_knows_what_a_run_gives():
    found = {one.name for one in jedi.Script("import hhlab\nhhlab.simulate().ta").complete()}
    assert "table" in found
