"""What was acknowledged is on the disk, whatever becomes of the process, and two kernels do not overwrite."""

import json
import os
import random
import resource
import subprocess
import sys
import threading

import pytest
import syncing

import hhlab
from hhlab.exercises import store, students
from hhlab.exercises.whole import NotKept
from hhlab.workers import worker

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
    with pytest.raises(OSError, match=r"NOT kept in hhlab-answers-ada.*No space left.*Delete something"):
        store.keep("ada", "hhlab", "L01.area", {}, "0", answer=2.0)
    with pytest.raises(OSError, match=r"The id grace was NOT kept: No space left.*Delete something"):
        students.sign_in("grace")
    assert kept() == [1.0]


def test_a_card_says_that_an_answer_was_not_kept_and_keeps_it_when_there_is_room(work):
    hhlab.sign_in("ada")
    card = hhlab.exercise("L01.area")
    card.answer = "1"
    card.check_button.click()
    card.answer = "2.5"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # no file of this process may grow beyond that: a disk with no room, and no more
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, limits[1]))
    try:
        card.check_button.click()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert card.children[-1].text.startswith("This was NOT kept in hhlab-answers-ada.json: File too large.")
    assert card.children[-1].kind == "error" and card.answer == "2.5"
    assert [one["answer"] for one in card.desk.work()["answers"]] == ["1"]
    assert not list(work.glob(".*.part"))
    card.check_button.click()
    assert [one["answer"] for one in card.desk.work()["answers"]] == ["1", "2.5"]


def test_a_folder_that_cannot_be_written_to_is_told(work):
    (work / ".hhlab").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(NotKept, match=r"NOT kept in hhlab-answers-ada\.json: .*Note what you have typed"):
        store.keep("ada", "hhlab", "L01.area", {}, "0", answer=1.0)


def test_answers_of_a_newer_hhlab_are_left_alone(work):
    path, newer = work / "hhlab-answers-ada.json", '{"schema": 2, "tasks": []}'
    path.write_text(newer, encoding="utf-8")
    with pytest.raises(ValueError, match="was written by a newer hhlab"):
        store.keep("ada", "hhlab", "L01.area", {}, "0", answer=1.0)
    for damaged in (b'{"schema": 1', b"\xff\xfe", b'{"schema": "1", "exercises": {}}', b"[]"):
        path.write_bytes(damaged)
        with pytest.raises(ValueError, match="Rename it to start anew"):
            store.keep("ada", "hhlab", "L01.area", {}, "0", answer=1.0)
        assert path.read_bytes() == damaged


def test_answers_to_another_variant_are_not_taken_for_this_ones():
    store.keep("ada", "hhlab", "L01.area", {"diam": 8.0}, "0", answer=1.0)
    assert store.kept("ada", "hhlab", "L01.area", {"diam": 10.0})["answers"] == []
    # and a day in another course takes none of them away
    for diam, answer in ((10.0, 2.0), (12.0, 3.0), (8.0, 4.0), (10.0, 5.0)):
        store.keep("ada", "another", "L01.area", {"diam": diam}, "0", answer=answer)
    for diam, answers in ((8.0, [1.0, 4.0]), (10.0, [2.0, 5.0]), (12.0, [3.0])):
        work = store.kept("ada", "hhlab", "L01.area", {"diam": diam})
        assert [entry["answer"] for entry in work["answers"]] == answers
        assert work["attempts"] == len(answers)


def test_the_file_holds_answers_and_no_marks(work):
    store.keep("ada", "hhlab", "L01.area", {"diam": 8.0}, "0.1", answer="about half", hints=1)
    held = json.loads((work / "hhlab-answers-ada.json").read_text("utf-8"))
    assert set(held) == {"schema", "course", "student", "exercises", "hhlab"}
    assert set(held["exercises"]["L01.area"]) == {"given", "answers", "attempts", "prediction", "hints"}
    assert set(held["exercises"]["L01.area"]["answers"][0]) == {"answer", "time"}


def test_the_order_is_content_place_and_name(work, monkeypatch):
    order = syncing.recorded(monkeypatch)
    store.keep("ada", "hhlab", "L01.area", {}, "0", answer=1.0)
    size = (work / "hhlab-answers-ada.json").stat().st_size
    assert order == [f"file of {size}", "replace", "folder"]


def test_the_last_attempts_are_kept_and_all_are_counted(monkeypatch):
    monkeypatch.setattr(store, "MAX_ATTEMPTS", 3)
    for answer in range(5):
        one = store.keep("ada", "hhlab", "L01.area", {}, "0", answer=float(answer))
    assert kept() == [2.0, 3.0, 4.0]
    assert one["attempts"] == 5


def test_an_answer_is_kept_even_if_its_check_fails(monkeypatch):
    hhlab.sign_in("ada")
    with monkeypatch.context() as patch, pytest.raises(hhlab.WorkerLost):
        patch.setattr(worker, "TIME_LIMIT_S", 0.0)
        hhlab.check("L06.rheobase", 2.5)
    (one,) = store.load("ada", "hhlab")["exercises"]["L06.rheobase"]["answers"]
    assert one["answer"] == 2.5
