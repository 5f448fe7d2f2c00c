"""The wheel as a third door: installed in an empty environment, it is a lab, with nothing of the checkout."""

import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import servers

ROOT = Path(__file__).parents[2]
OF_A_WHEEL = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "CHANGELOG.md")
FOLDERS = ("hhlab", "notebooks", "container/jupyter", "browser")
NOT_SHIPPED = shutil.ignore_patterns("__pycache__", "node_modules", ".ipynb_checkpoints", "static")


def done(*command, **more):
    """Run a command that must succeed, and give what it printed."""
    ran = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, **more
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


@pytest.fixture(scope="module")
def programs(tmp_path_factory):
    """The programs of a new environment: the pinned packages, and hhlab from a wheel that was built here."""
    place = tmp_path_factory.mktemp("third-door")
    for name in OF_A_WHEEL:
        (place / "source").mkdir(exist_ok=True)
        shutil.copy(ROOT / name, place / "source" / name)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, place / "source" / name, ignore=NOT_SHIPPED)
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation")
    done(*pip, "--wheel-dir", place, place / "source")
    (wheel,) = place.glob("hhlab-*.whl")
    shutil.rmtree(place / "source")
    uv = Path(sys.executable).with_name("uv")
    done(uv, "venv", "--quiet", "--python", sys.executable, place / "venv")
    install = (uv, "pip", "install", "--quiet", "--python", place / "venv" / "bin" / "python")
    done(*install, "--require-hashes", "--only-binary", ":all:", "--requirement", ROOT / "requirements.lock")
    done(*install, "--no-deps", wheel)
    return place / "venv" / "bin"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder, and a home of somebody who has never used Jupyter."""
    folder = tmp_path / "empty"
    folder.mkdir()
    bare = {"HOME": str(tmp_path / "home"), "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
    for name in set(os.environ) - set(bare):
        monkeypatch.delenv(name)
    for name, value in bare.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)
    return folder


def status(address):
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as refusal:
        return refusal.code


def test_what_was_installed_is_whole(programs, here):
    said = done(programs / "hhlab", "test")
    assert "This installation is whole." in said and said.count("\n") == 6
    assert "22 lessons among them, are as they were shipped" in said
    assert list(here.iterdir()) == []


def test_in_an_empty_folder_it_is_a_lab_with_the_lessons(programs, here):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (here / "fig.png").write_bytes(b"png")
    with servers.lab(programs / "hhlab", "lab", "--no-browser", f"--port={port}") as address:
        assert address.startswith(f"http://127.0.0.1:{port}/lab/tree/00_welcome.ipynb?token=")
        site, token = address.split("/lab/")[0], address.partition("token=")[2]
        assert status(address) == 200
        assert status(f"{site}/api/contents/15_mystery_neuron.ipynb?token={token}") == 200
        assert status(f"{site}/api/contents/15_mystery_neuron.ipynb") == 403
        # Voilà, which is installed here with all of its settings, is not loaded beside a lab
        assert status(f"{site}/voila/files/fig.png?token={token}") == 404
        # what lies beside the work is not served
        assert status(f"{site}/files/../fig.png?token={token}") in (403, 404)
    shipped = {
        path.relative_to(ROOT / "notebooks") for path in ROOT.glob("notebooks/**/*.*") if path.is_file()
    }
    assert {path for path in shipped if "__pycache__" not in path.parts and path.suffix != ".pyc"} <= {
        path.relative_to(here / "work") for path in here.glob("work/**/*.*")
    }


def test_the_playground_is_a_page_without_a_lab(programs, here):
    with servers.lab(programs / "hhlab", "playground", "--no-browser", "--port=0") as address:
        site, token = address.split("/voila/")[0], address.partition("token=")[2]
        assert status(address) == 200
        assert status(f"{site}/lab?token={token}") == 404


def test_a_lesson_that_was_edited_is_brought_back_by_its_number(programs, here):
    with servers.lab(programs / "hhlab", "lab", "--no-browser", "--port=0"):
        pass
    lesson = here / "work" / "03_gates_and_currents.ipynb"
    shipped = lesson.read_bytes()
    lesson.write_text("{}")
    assert "is as the course has it" in done(
        programs / "hhlab", "reset", "3", env=os.environ | {"HHLAB_WORK": "work"}
    )
    assert lesson.read_bytes() == shipped


def test_a_file_of_it_that_was_changed_is_found(programs, here):
    changed = next(programs.parent.glob("share/hhlab/notebooks/07_*.ipynb"))
    before = changed.read_bytes()
    try:
        changed.write_bytes(before.replace(b"refractory", b"refractoty", 1))
        look = "from hhlab.lab import complete; complete.check(None)"
        ran = subprocess.run([programs / "python", "-c", look], capture_output=True, text=True, timeout=120)
    finally:
        changed.write_bytes(before)
    assert ran.returncode == 1
    assert f"{changed.name} was changed" in ran.stderr
