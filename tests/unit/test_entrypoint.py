"""What the container runs first takes every word that people bring along, as far as that needs no image."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ENTRYPOINT = Path(__file__).parents[2] / "container" / "entrypoint"
BIN = str(Path(sys.executable).parent)


def run(*words, called="entrypoint", **settings):
    """Run it under a name, with this environment's programs: its exit status, what it prints and says."""
    done = subprocess.run(
        ["sh", "-c", f'umask 0077; . "{ENTRYPOINT}"', called, *words],
        env=os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}"} | settings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("word", ["help", "--help", "-h"])
def test_help_says_what_there_is(word):
    status, _, said = run(word)
    assert status == 0
    assert "JupyterLab with the lessons" in said and "Learn how a nerve cell fires" in said


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["no-such-program"], 127, "There is no command no-such-program in this image."),
    ],
)
def test_what_cannot_be_run_is_answered_in_a_sentence(words, status, said):
    found, printed, complaint = run(*words)
    assert (found, printed) == (status, "")
    assert said in complaint and "docker run" in complaint


@pytest.mark.parametrize("port", ["abc", "88a8", "-1", "80 80"])
def test_a_port_that_is_none_is_refused_whatever_starts_the_lab(port):
    for words in (["lab"], ["jupyter", "lab"], ["hhlab", "voila"], []):
        status, _, said = run(*words, HHLAB_PORT=port)
        assert status == 2
        assert f"HHLAB_PORT is '{port}', which is no port." in said


@pytest.mark.parametrize(
    "words",
    [["test", "--help"], ["reset", "--help"], ["doctor", "--help"], ["hhlab", "update", "--help"]],
)
def test_the_words_of_hhlab_are_its_own(words):
    status, printed, _ = run(*words)
    assert status == 0
    assert printed.startswith(f"hhlab {words[-2]}")


def test_any_other_program_runs_as_given():
    script = "import sys; print(sys.argv[1:]); sys.exit(7)"
    assert run("python", "-c", script, "a b", "*") == (7, "['a b', '*']\n", "")
    assert run("test", "1", "=", "2")[0] == 1
    # and its files are open to the group, in which any user id of the image is
    assert run("sh", "-c", "umask")[1].strip() == "0002"


def test_without_a_home_to_write_to_there_is_another():
    status, printed, _ = run("sh", "-c", 'echo "$HOME"; [ -d "$HOME" ]', HOME="/proc/nowhere")
    assert (status, printed) == (0, "/tmp/hhlab/home\n")


@pytest.mark.parametrize(
    ("called", "words"),
    [
        ("entrypoint", ["lab"]),
        ("entrypoint", ["jupyter", "lab"]),
        ("entrypoint", ["hhlab", "lab"]),
        ("entrypoint", ["notebook"]),
        ("entrypoint", []),
        ("/usr/local/bin/start-notebook.sh", []),
        ("/usr/local/bin/start-notebook.py", []),
    ],
)
def test_the_words_that_start_a_lab_elsewhere_start_this_one(called, words):
    status, printed, said = run(*words, "--version", called=called)
    assert status == 0, said
    assert re.fullmatch(r"4\.\d+\.\d+\n", printed)


def test_start_sh_runs_what_it_is_given():
    assert run("echo", "hello", called="/usr/local/bin/start.sh")[:2] == (0, "hello\n")
    assert run(called="/usr/local/bin/start.sh")[0] == 0
