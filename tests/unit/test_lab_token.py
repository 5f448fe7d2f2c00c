"""No lab opens without a good token, wherever the token comes from."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.append(str(ROOT / "container" / "jupyter"))

import lab_token  # noqa: E402

KEPT = "0123456789abcdef" * 3
GOOD = {
    "bare": b"good-token",
    "a line": b"good-token\n",
    "a line of Windows": b"good-token\r\n",
    "blanks around it": b"\n \t good-token \n\n",
    "Notepad's mark": b"\xef\xbb\xbfgood-token\r\n",
    "PowerShell's encoding": "good-token\r\n".encode("utf-16"),
}
BAD = {
    "nothing": b"",
    "blanks": b" \n\t \r\n",
    "a mark alone": b"\xef\xbb\xbf",
    "two words": b"good token",
    "two lines": b"good\ntoken\n",
    "a bell": b"good\x07token",
    "a null": b"good\0token",
    "a letter that no header takes": "gütes".encode(),
    "no text": b"\xff\xfe\x00\xd8\x80",
    "too many signs": b"a" * 1001,
    "a large file": b"\n" * 1_000_000 + b"good-token",
}


@pytest.fixture(autouse=True)
def without(monkeypatch):
    for name in ("JUPYTER_TOKEN", "JUPYTER_TOKEN_FILE", "HHLAB_TOKEN_KEPT"):
        # setenv first, so that what settle() sets is taken back
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def settled():
    lab_token.settle()
    assert "JUPYTER_TOKEN_FILE" not in os.environ
    return os.environ["JUPYTER_TOKEN"]


@pytest.fixture
def file(tmp_path, monkeypatch):
    path = tmp_path / "secret"
    monkeypatch.setenv("JUPYTER_TOKEN_FILE", str(path))
    return path


def refused():
    with pytest.raises(SystemExit) as ended:
        lab_token.settle()
    assert "JUPYTER_TOKEN" in ended.value.code
    return ended.value.code


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD)
def test_a_good_token_file_is_read_as_its_writer_means_it(file, content):
    file.write_bytes(content)
    assert settled() == "good-token"


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_a_bad_token_file_opens_no_lab(file, content):
    file.write_bytes(content)
    said = refused()
    assert str(file) in said and "makes one itself" in said
    # what is secret does not go into a log
    assert "good" not in said.replace(str(file), "")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nowhere")])
def test_what_is_no_file_opens_no_lab_and_keeps_nobody_waiting(file, make):
    make(file)
    assert str(file) in refused()


def test_a_missing_file_and_an_empty_name_open_no_lab(file, monkeypatch):
    assert "No such file" in refused()
    monkeypatch.setenv("JUPYTER_TOKEN_FILE", "")
    refused()


def test_a_link_to_a_good_file_is_followed_as_kubernetes_makes_them(file):
    file.with_name("data").write_text("good-token\n")
    file.symlink_to("data")
    assert settled() == "good-token"


@pytest.mark.parametrize("token", ["", "  ", "two words", "güt", "a\tb"])
def test_a_bad_token_in_the_environment_opens_no_lab(monkeypatch, token):
    monkeypatch.setenv("JUPYTER_TOKEN", token)
    refused()


def test_a_good_token_in_the_environment_is_used(monkeypatch):
    monkeypatch.setenv("JUPYTER_TOKEN", "of-the-teacher\n")
    assert settled() == "of-the-teacher"


def test_of_two_tokens_neither_is_guessed(file, monkeypatch):
    file.write_text("one")
    monkeypatch.setenv("JUPYTER_TOKEN", "two")
    assert "both" in refused()


def test_without_any_a_new_one_is_made_each_time():
    made = settled()
    del os.environ["JUPYTER_TOKEN"]
    assert lab_token.OWN.fullmatch(made) and made != settled()


def test_a_token_is_kept_for_its_owner_alone(tmp_path, monkeypatch):
    path = tmp_path / "token"
    monkeypatch.setenv("HHLAB_TOKEN_KEPT", str(path))
    made = settled()
    assert path.read_text() == made + "\n"
    assert path.stat().st_mode & 0o777 == 0o600
    del os.environ["JUPYTER_TOKEN"]
    assert settled() == made
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", ["", "\n", KEPT[:7], f"{KEPT}\n{KEPT}\n", f"{KEPT[:20]} {KEPT[21:]}"])
def test_a_kept_token_that_is_damaged_is_made_anew(tmp_path, monkeypatch, content):
    path = tmp_path / "token"
    path.write_text(content)
    monkeypatch.setenv("HHLAB_TOKEN_KEPT", str(path))
    made = settled()
    assert lab_token.OWN.fullmatch(made)
    assert path.read_text() == made + "\n"


def test_a_kept_token_survives_blanks_around_it(tmp_path, monkeypatch):
    (tmp_path / "token").write_text(f" {KEPT}\r\n\n")
    monkeypatch.setenv("HHLAB_TOKEN_KEPT", str(tmp_path / "token"))
    assert settled() == KEPT


def test_a_link_in_place_of_the_kept_token_changes_nothing_elsewhere(tmp_path, monkeypatch):
    (tmp_path / "diary").write_text("dear diary")
    (tmp_path / "token").symlink_to("diary")
    monkeypatch.setenv("HHLAB_TOKEN_KEPT", str(tmp_path / "token"))
    settled()
    assert (tmp_path / "diary").read_text() == "dear diary"


def test_where_no_token_can_be_kept_there_still_is_one(tmp_path, monkeypatch):
    (tmp_path / "token").mkdir()
    monkeypatch.setenv("HHLAB_TOKEN_KEPT", str(tmp_path / "token"))
    assert lab_token.OWN.fullmatch(settled())
    assert list(tmp_path.iterdir()) == [tmp_path / "token"]


# --- a server of Jupyter's that is really started, as `make lab` does


def start_here(folder, *flags, **settings):
    """Start the lab of `make lab`, which is expected to end by itself: exit status and all it said."""
    places = {"HHLAB_WORK": str(folder)}
    done = subprocess.run(
        [Path(sys.executable).with_name("hhlab"), "lab", "--no-browser", *flags],
        env=os.environ | places | {"JUPYTER_CONFIG_DIR": str(folder)} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


def test_the_lab_without_docker_refuses_an_empty_token_file(file):
    file.write_bytes(b"\n")
    status, said = start_here(file.parent, JUPYTER_TOKEN_FILE=str(file))
    assert status == 1
    assert f"{str(file)!r}, which JUPYTER_TOKEN_FILE names, is empty" in said
    assert "Traceback" not in said and "token=" not in said


@pytest.mark.parametrize("flag", ["--IdentityProvider.token=", "--NotebookApp.token=''"])
def test_no_flag_takes_the_token_away(tmp_path, flag):
    status, said = start_here(tmp_path, flag)
    assert status == 1
    assert "everyone who reaches its port could run programs" in said
    assert "Traceback" not in said and "http://" not in said


def test_a_token_comes_from_chance(tmp_path, monkeypatch):
    made = []
    for number in range(40):
        monkeypatch.setenv("HHLAB_TOKEN_KEPT", str(tmp_path / f"token-{number}"))
        monkeypatch.delenv("JUPYTER_TOKEN", raising=False)
        made.append(settled())
    # and of none of its digits is much known
    assert len(set(made)) == 40
    assert all(len(set(digits)) > 7 for digits in zip(*made, strict=True))
    # nor does a process begin as another did
    command = [sys.executable, "-c", "import lab_token; print(lab_token.kept())"]
    there = os.environ | {"PYTHONPATH": str(ROOT / "container" / "jupyter"), "HHLAB_TOKEN_KEPT": ""}
    one, other = (subprocess.check_output(command, env=there, timeout=60) for _ in range(2))
    assert one != other


@pytest.mark.parametrize(
    ("token", "flaw"),
    [
        ("", "is empty"),
        ("a" * 1001, "too long"),
        ("a b", "a blank or a line break"),
        ("ä", "a browser cannot send"),
    ],
)
def test_what_is_wrong_with_a_token_is_said(monkeypatch, token, flaw):
    monkeypatch.setenv("JUPYTER_TOKEN", token)
    assert flaw in refused()
