"""A password opens the lab, is nowhere to be read, and cannot be guessed."""

import os
import sys
import time
from pathlib import Path

import pytest
from servers import SETTINGS, refusal, started

sys.path.append(str(SETTINGS))

import lab_password
from lab_password import Patience

GOOD = "corréct horse"
FILES = {
    "bare": GOOD.encode(),
    "a line": f"{GOOD}\n".encode(),
    "a line of Windows": f"{GOOD}\r\n".encode(),
    "Notepad's mark": b"\xef\xbb\xbf" + f"{GOOD}\r\n".encode(),
    "PowerShell's encoding": f"{GOOD}\r\n".encode("utf-16"),
}
BAD = {
    "nothing": (b"", "is empty"),
    "blanks": (b"          \n", "is empty"),
    "too short": (b"seven77", "has 7 characters"),
    "two lines": (b"password one\npassword two\n", "more than one line"),
    "a tab": (b"password\tone", "nobody can type"),
    "a blank before": (b" password", "blank"),
    "a blank behind": (b"password \n", "blank"),
    "too long": (b"a" * 1001, "too long"),
    "no text": (b"\xff\xfe\x00\xd8\x80", "is not text"),
    "a large file": (b"a" * 100_000, "too large"),
}


@pytest.fixture(autouse=True)
def without(monkeypatch):
    for name in ("HHLAB_PASSWORD", "HHLAB_PASSWORD_FILE"):
        monkeypatch.setenv(name, "")


@pytest.mark.parametrize("content", FILES.values(), ids=FILES)
def test_a_password_file_is_read_as_its_writer_means_it(tmp_path, monkeypatch, content):
    (tmp_path / "secret").write_bytes(content)
    monkeypatch.setenv("HHLAB_PASSWORD_FILE", str(tmp_path / "secret"))
    assert lab_password.given() == GOOD


@pytest.mark.parametrize(("content", "flaw"), BAD.values(), ids=BAD)
def test_a_bad_password_starts_no_lab_and_is_not_repeated(tmp_path, monkeypatch, content, flaw):
    (tmp_path / "secret").write_bytes(content)
    monkeypatch.setenv("HHLAB_PASSWORD_FILE", str(tmp_path / "secret"))
    with pytest.raises(SystemExit) as ended:
        lab_password.given()
    assert flaw in ended.value.code and "HHLAB_PASSWORD_FILE" in ended.value.code
    assert "8 to 1,000 characters" in ended.value.code
    assert "password one" not in ended.value.code and "seven77" not in ended.value.code


def test_the_environment_keeps_no_password(monkeypatch):
    monkeypatch.setenv("HHLAB_PASSWORD", GOOD)
    assert lab_password.given() == GOOD
    assert "HHLAB_PASSWORD" not in os.environ
    monkeypatch.setenv("HHLAB_PASSWORD", "")
    assert lab_password.given() is None


def test_of_two_passwords_neither_is_guessed(tmp_path, monkeypatch):
    (tmp_path / "secret").write_text(GOOD)
    monkeypatch.setenv("HHLAB_PASSWORD", GOOD)
    monkeypatch.setenv("HHLAB_PASSWORD_FILE", str(tmp_path / "secret"))
    with pytest.raises(SystemExit, match="both given"):
        lab_password.given()


# --- patience


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


def guesses_within(seconds, patience, clock, address="a"):
    """How many wrong passwords someone can try who never rests."""
    end, count = clock.now + seconds, 0
    while clock.now < end:
        clock.now += patience.wait_s(address)
        patience.guessed(address, right=False)
        count += 1
    return count


def test_the_first_mistakes_cost_nothing_and_the_others_ever_more():
    clock = Clock()
    patience = Patience(clock)
    pauses = []
    for _ in range(30):
        pauses.append(patience.wait_s("a"))
        clock.now += pauses[-1]
        patience.guessed("a", right=False)
    assert pauses[:20] == [0.0] * 20
    assert pauses[20:] == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0, 30.0, 30.0]


def test_a_day_of_guessing_tries_few():
    clock = Clock()
    assert guesses_within(86_400, Patience(clock), clock) < 3000


def test_a_class_behind_one_address_that_mistypes_gets_in():
    clock = Clock()
    patience = Patience(clock)
    for student in range(120):
        for _ in range(student % 4):
            assert patience.wait_s("nat") == 0
            patience.guessed("nat", right=False)
            clock.now += 0.1
        assert patience.wait_s("nat") == 0
        patience.guessed("nat", right=True)


def test_nobody_waits_for_what_another_address_does_nor_for_what_was_long_ago():
    clock = Clock()
    patience = Patience(clock)
    guesses_within(600, patience, clock)
    assert patience.wait_s("a") == pytest.approx(30)
    assert patience.wait_s("b") == 0
    clock.now += 901
    assert patience.wait_s("a") == 0
    patience.guessed("a", right=False)
    assert patience.wait_s("a") == 0


def test_one_who_has_many_addresses_does_not_fill_the_memory():
    patience = Patience(Clock())
    for number in range(Patience.ADDRESSES + 100):
        patience.guessed(f"::{number:x}", right=False)
    assert len(patience.wrong) == Patience.ADDRESSES


# --- a lab that is really started


def test_a_password_opens_the_lab_and_guessing_is_slowed(tmp_path):
    (tmp_path / "secret").write_text(f"{GOOD}\n")
    with started(tmp_path, HHLAB_PASSWORD_FILE=str(tmp_path / "secret")) as lab:
        assert "and sign in with the password" in lab.said and "token=" not in lab.said
        assert GOOD not in Path(f"/proc/{lab.process.pid}/cmdline").read_text()
        assert lab.ask("/api/contents")[0] == 403
        assert lab.sign_in("wrong")[0] == 401
        assert lab.sign_in(GOOD)[0] == 302
        assert lab.ask("/api/contents")[0] == 200

        signed_in = dict(lab.cookies)
        lab.cookies.clear()
        found = [lab.sign_in(f"guess {number}")[0] for number in range(22)]
        assert found == [401] * 20 + [429] * 2
        # also the right one, or it would be told apart; and it says for how long
        status, headers, page = lab.sign_in(GOOD)
        assert status == 429 and headers["Retry-After"] == "1"
        assert "Too many wrong passwords. Try again in 1 second." in page
        # whoever is in stays in
        waiting, lab.cookies = lab.cookies, signed_in
        assert lab.ask("/api/contents")[0] == 200
        lab.cookies = waiting
        time.sleep(1)
        assert lab.sign_in(GOOD)[0] == 302
        assert lab.ask("/api/contents")[0] == 200


def test_what_students_start_inherits_no_password(tmp_path):
    with started(tmp_path, HHLAB_PASSWORD=GOOD, JUPYTER_TOKEN="of-the-teacher") as lab:
        # with both, the printed address opens the lab, and so does the password
        assert "?token=of-the-teacher" in lab.said and "sign in" not in lab.said
        assert lab.ask("/api/terminals", "POST", {}, Authorization="token of-the-teacher")[0] == 200
        child = children(lab.process.pid)[0]
        inherited = Path(f"/proc/{child}/environ").read_text()
        assert "HHLAB_BIN" in inherited and "HHLAB_PASSWORD" not in inherited
        lab.cookies.clear()
        assert lab.sign_in(GOOD)[0] == 302


def children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_a_bad_password_ends_the_start_in_a_sentence(tmp_path):
    status, said = refusal(tmp_path, HHLAB_PASSWORD="short")
    assert status == 1
    assert "HHLAB_PASSWORD has 5 characters, which is too short" in said
    assert "Traceback" not in said and "http://" not in said
