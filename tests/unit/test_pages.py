"""The pages for whoever carries on, held to the code: what they name is there."""

import json
import re
import tomllib
from pathlib import Path

import pytest

import hhlab

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "hhlab"
GUIDES = tuple(f"docs/guides/{name}.md" for name in ("thirty-laptops", "one-server", "windows"))
PAGES = ("README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/exercises.md", *GUIDES)
# made by the reader of the page, laid there by him, or made while the lab is built
NOT_HERE = ("NN", "l20", "L20", "static", "khh.mod", "hhlab-work", "keys.toml", "course.toml")


def page(name):
    return (ROOT / name).read_text("utf-8")


def test_every_module_stands_in_the_plan_beside_its_wing():
    rows = re.findall(r"^\| `(\w+)` \| .* \| (.*) \|$", page("docs/architecture.md"), flags=re.MULTILINE)
    said = {wing: set(re.findall(r"`(\w+)`", modules)) for wing, modules in rows}
    for wing in (path.parent for path in PACKAGE.glob("*/__init__.py")):
        modules = {path.stem for path in wing.glob("*.py")} - {"__init__"}
        modules |= {path.parent.name for path in wing.glob("*/__init__.py")}
        assert modules <= said[wing.name], wing.name
        inside = {path.stem for path in wing.glob("*/*.py")} | modules
        # besides modules a row names functions
        gone = {name for name in said[wing.name] - inside if not hasattr(hhlab, name)}
        assert not gone, wing.name


@pytest.mark.parametrize("name", PAGES)
def test_every_path_of_a_page_exists(name):
    paths = set(re.findall(r"`([\w.-]+(?:/[\w.-]+)+/?|[\w-]+\.(?:py|pyi|js|toml|lock|md))`", page(name)))
    paths |= {link for link in re.findall(r"\]\(([^)#:]+)\)", page(name)) if "//" not in link}
    homes = (ROOT, PACKAGE, (ROOT / name).parent, ROOT / "browser" / "src", ROOT / "notebooks")
    for path in paths:
        if not any(part in path for part in NOT_HERE):
            assert any((home / path).exists() for home in homes), path


@pytest.mark.parametrize("name", PAGES)
def test_every_target_of_a_page_is_there(name):
    targets = set(re.findall(r"^([a-z-]+):", page("Makefile"), flags=re.MULTILINE))
    asked = set(re.findall(r"`make ([a-z-]+)", page(name))) | set(
        re.findall(r"^make ([a-z-]+)", page(name), re.M)
    )
    assert asked <= targets


def test_the_version_is_one():
    version = tomllib.loads(page("pyproject.toml"))["project"]["version"]
    assert hhlab.__version__ == version
    assert f"ARG VERSION={version}\n" in page("Dockerfile")
    assert f"\nversion: {version}\n" in page("CITATION.cff")
    assert re.search(rf"^## {re.escape(version)}\b", page("CHANGELOG.md"), flags=re.MULTILINE)


def test_what_runs_by_itself_is_the_first_cell_of_the_welcome_page():
    script = page("container/jupyter/labextensions/hhlab-first-picture/static/first_picture.js")
    cells = json.loads(page("notebooks/00_welcome.ipynb"))["cells"]
    first = next(cell for cell in cells if cell["cell_type"] == "code")
    assert re.search(r"const FIRST = `(.*?)`;", script, flags=re.DOTALL)[1] == "".join(first["source"])
