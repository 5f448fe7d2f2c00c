"""What help() says: each public name has its parameters, units, results, errors, and examples that run."""

import doctest
import inspect
import re
from dataclasses import fields

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

import hhlab
from hhlab.descriptions.quantities import Description


def descriptions(kind=Description):
    """Give every kind of description that there is."""
    for one in kind.__subclasses__():
        yield one
        yield from descriptions(one)


PUBLIC = {name: getattr(hhlab, name) for name in hhlab.__all__}  # each is loaded by this
# tests make some of their own
KINDS = {kind.__name__: kind for kind in descriptions() if kind.__module__.startswith("hhlab.")}
FIELDS = [(name, item.name) for name, kind in KINDS.items() for item in fields(kind)]


def test_no_public_description_is_left_out():
    public = {name for name, value in PUBLIC.items() if hasattr(value, "__dataclass_fields__")}
    assert {name for name in public if issubclass(PUBLIC[name], Description)} == set(KINDS)
    assert len(FIELDS) > 84


@pytest.mark.parametrize(("kind", "name"), FIELDS)
def test_help_says_of_each_field_its_unit_default_limits_and_meaning(kind, name):
    (item,) = [one for one in fields(KINDS[kind]) if one.name == name]
    text = inspect.getdoc(KINDS[kind])
    first, second = re.search(rf"^{name} : (.*)\n    (.*)$", text, re.M).groups()
    if "unit" not in item.metadata:
        assert first == f"{type(item.default).__name__}, default {item.default!r}"
        assert second == item.metadata["meaning"]
        return
    sort, default = first.split(", default ")
    unit = f" [{item.metadata['unit']}]" if item.metadata["unit"] else ""
    assert sort == ("int" if item.metadata["limits"].get("whole") else "float") + unit
    assert float(default) == item.default
    label, _, span = second.removesuffix(".").rpartition(", ")
    assert label.lower() == item.metadata["label"].lower()
    low, high = span.removesuffix(item.metadata["unit"]).removeprefix("above ").split(" to ")
    limits = item.metadata["limits"]
    assert float(low.replace(",", "")) == limits.get("low", limits.get("above"))
    assert float(high.replace(",", "")) == limits["high"]


@pytest.mark.parametrize("name", KINDS)
def test_a_question_mark_in_jupyter_shows_it(name):
    shell = InteractiveShell.instance()
    shell.user_ns["hhlab"] = hhlab
    found = shell.inspector.info(getattr(hhlab, name))
    for item in fields(KINDS[name]):
        assert f"\n{item.name} : " in found["docstring"]


@pytest.mark.parametrize("name", KINDS)
def test_completion_within_the_brackets_offers_every_field(name):
    shell = InteractiveShell.instance()
    shell.user_ns["hhlab"] = hhlab
    text = f"hhlab.{name}("
    with provisionalcompleter():
        offered = {one.text for one in shell.Completer.completions(text, len(text))}
    assert {f"{item.name}=" for item in fields(KINDS[name])} <= offered


# --- functions -------------------------------------------------------------------------------------------

# seconds each, or tried by tests of their own on what a notebook holds: their examples are read, not run
READ = {"Curves", "Explorer", "Family", "Log", "Profile", "check", "compile_mechanism", "draw"}
READ |= {"exercise", "explore", "predict", "psection_diff", "run_on_ranks", "sheet", "check_units", "mystery"}
READ |= {"mystery_axon", "mystery_secret"}
READ |= {"cycle_branch", "sign_in", "sign_out", "hand_in", "playground", "cancel"}
CALLABLE = [
    name
    for name, value in PUBLIC.items()
    if callable(value) and not (inspect.isclass(value) and issubclass(value, Exception))
]
SECTIONS = {name: re.split(r"\n\n(?=\w+\n-{3,}\n)", inspect.getdoc(PUBLIC[name])) for name in CALLABLE}


def missing(name):
    """Give which sections, and which parameters, a docstring does not have."""
    parts = dict(part.split("\n", 1) for part in SECTIONS[name][1:])
    wanted = ["Returns", "Raises"] if inspect.isroutine(PUBLIC[name]) else []
    if name in ("cancel", "Explorer"):
        wanted = wanted[:1]  # nothing can be wrong with it
    lost = [section for section in (*wanted, "Examples") if section not in parts]
    lines = re.findall(r"^(\S[^:\n]*)", parts.get("Parameters", ""), re.M)
    said = {word.strip().lstrip("*") for line in lines for word in line.split(",")}
    known = inspect.signature(PUBLIC[name]).parameters
    return lost + [x for x in known if name != "Explorer" and x not in said]


@pytest.mark.parametrize("name", [name for name in CALLABLE if name != "Explorer"])
def test_a_docstring_says_what_goes_in_what_comes_out_what_can_be_wrong_and_shows_it(name):
    assert missing(name) == []


@pytest.mark.parametrize("name", [name for name in CALLABLE if name not in READ])
def test_the_examples_run(name):
    value = inspect.unwrap(PUBLIC[name])
    names = vars(inspect.getmodule(value)) | {"hhlab": hhlab, name: PUBLIC[name]}
    found = doctest.DocTestFinder(recurse=False).find(value, name, globs=names)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    results = [runner.run(one) for one in found]
    assert sum(one.attempted for one in results) > 0
    assert sum(one.failed for one in results) == 0
