"""Nothing of the teacher's reaches a student: not in the wheel, the image's context or a notebook."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from solutions import solutions

ROOT = Path(__file__).parents[2]
TEACHER = ROOT / "teacher"
# sentences that only the teacher's folder holds: how each exercise is solved
SECRETS = {one.method for one in solutions().values() if len(one.method) > 30}
NAMES = re.compile(r"(^|/)(teacher|solutions|keys\.toml)(/|$)")


def leaks(name, content):
    """Give what a student could learn from one file."""
    text = " ".join(content.decode("utf-8", errors="ignore").split())
    # a notebook or a page may have broken the lines elsewhere
    return [secret for secret in SECRETS if " ".join(secret.split()) in text] + NAMES.findall(name)


def test_the_scan_finds_what_is_there():
    (name, content) = ("hhlab/x.py", (TEACHER / "solutions" / "l15.py").read_bytes())
    source = b" ".join(re.sub(rb'"\s*\n\s*"', b"", content).split())
    assert leaks(name, source)
    assert leaks("hhlab/teacher/x.py", b"") and leaks("share/keys.toml", b"")
    assert not leaks("hhlab/exercises/bank/l01.py", b"Solve it yourself.")


def test_nothing_is_in_the_wheel(tmp_path):
    for name in ("hhlab", "teacher", "tests", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / name)
    subprocess.run(
        [sys.executable, "-c", "from setuptools.build_meta import build_wheel; build_wheel('.')"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert "hhlab/exercises/bank/l01.py" in names and "hhlab/grading/command.py" in names
        assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"hhlab"}
        assert {name: found for name in names if (found := leaks(name, archive.read(name)))} == {}


def test_the_images_context_lets_in_only_what_is_named():
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    allowed = [rule[1:] for rule in rules if rule.startswith("!")]
    assert not any(NAMES.search(rule) or "*" in rule for rule in allowed)
    files = [path for rule in allowed for path in [ROOT / rule, *(ROOT / rule).rglob("*")] if path.is_file()]
    assert len(files) > 50
    found = {
        str(path): what
        for path in files
        if "node_modules" not in path.parts
        and (what := leaks(path.relative_to(ROOT).as_posix(), path.read_bytes()))
    }
    assert found == {}


@pytest.mark.parametrize("page", sorted((ROOT / "notebooks").rglob("*.ipynb")), ids=lambda path: path.stem)
def test_no_page_names_the_teachers_folder(page):
    text = page.read_text("utf-8")
    assert "keys.toml" not in text and "teacher/" not in text
    assert not leaks("page", text.replace("\\n", " ").encode())
