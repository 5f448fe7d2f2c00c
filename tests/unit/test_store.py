"""What was acknowledged is on the disk, whatever becomes of the process, and two kernels do not overwrite."""

import json
import os
import random
import subprocess
import sys
import threading

import pytest

from hhlab.exercises import store, students

KILLS = 100
# forks a student that answers for ever; each acknowledged answer is a line
STUDENT = """
import os, signal, sys, time
from hhlab.exercises import store
for line in sys.stdin:
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        first = int(line.split()[1])
        for answer in range(first, first + 10**6):
            store.keep("ada", "hhlab", "L01.area", {}, "0", answer=float(answer))
            os.write(write, f"{answer}\\n".encode())
    os.close(write)
    time.sleep(float(line.split()[0]))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    data = b""
    while chunk := os.read(read, 65536):
        data += chunk
    os.close(read)
    said = data.split(b"\\n")[:-1]
    print(int(said[-1]) if said else 0, flush=True)
"""


@pytest.fixture(autouse=True)
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("HHLAB_ANSWERS", str(tmp_path))
    return tmp_path


def kept():
    return [entry["answer"] for entry in store.kept("ada", "hhlab", "L01.area", {})["answers"]]


def test_a_hundred_kills_at_random_moments_lose_no_acknowledged_answer():
    dice, acknowledged, first, seen = random.Random(1), 0, 1, 0
    with subprocess.Popen(
        [sys.executable, "-c", STUDENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as students:
        for _ in range(KILLS):
            students.stdin.write(f"{dice.uniform(0.001, 0.06)} {first}\n")
            students.stdin.flush()
            last = int(students.stdout.readline())
            if last > 0:
                seen += 1
                acknowledged = last
            answers = kept()
            assert not acknowledged or acknowledged in answers, (acknowledged, answers[-3:])
            # each state is whole: the answers are there in their order, none twice
            assert answers == sorted(set(answers))
            first = int(max(answers, default=0)) + 1
        students.stdin.close()
    assert seen > KILLS / 2, "most were killed before they said anything"


def test_two_kernels_at_once_keep_both_their_answers():
    def answer(start):
        for i in range(20):
            store.keep("ada", "hhlab", "L01.area", {}, "0", answer=float(start + i))

    threads = [threading.Thread(target=answer, args=(start,)) for start in (0, 100)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept()) == [*map(float, range(20)), *map(float, range(100, 120))]


def test_an_answer_outlives_a_full_disk(monkeypatch):
    store.keep("ada", "hhlab", "L01.area", {}, "0", answer=1.0)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"The disk is full \(\d+\.\d MB left\)") as refusal:
        store.keep("ada", "hhlab", "L01.area", {}, "0", answer=2.0)
    assert "Errno" not in str(refusal.value) and "Delete files" in str(refusal.value)
    assert kept() == [1.0]


def test_who_has_signed_in_outlives_a_full_disk(monkeypatch):
    students.sign_in("ada")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="The disk is full"):
        students.sign_in("bob")
    assert students.student() == "ada"


def test_answers_to_another_variant_are_not_taken_for_this_ones():
    store.keep("ada", "hhlab", "L01.area", {"diam": 8.0}, "0", answer=1.0)
    assert store.kept("ada", "hhlab", "L01.area", {"diam": 10.0})["answers"] == []


def test_the_file_holds_answers_and_no_marks(work):
    store.keep("ada", "hhlab", "L01.area", {"diam": 8.0}, "0.1", answer="about half", hints=1)
    held = json.loads((work / "hhlab-answers-ada.json").read_text("utf-8"))
    assert set(held) == {"schema", "course", "student", "exercises", "hhlab"}
    assert set(held["exercises"]["L01.area"]) == {"given", "answers", "attempts", "prediction", "hints"}
    assert set(held["exercises"]["L01.area"]["answers"][0]) == {"answer", "time"}
