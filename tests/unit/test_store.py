"""What was acknowledged is on the disk, whatever becomes of the process, and two kernels do not overwrite."""

import json
import os
import random
import re
import resource
import subprocess
import sys
import threading

import pytest
import syncing

import hhlab
from hhlab.exercises import shelf, store
from hhlab.exercises.bank import find
from hhlab.exercises.variants import variant
from hhlab.exercises.whole import NotKept
from hhlab.workers import worker

KILLS = 100
# forks a student that answers for ever; each acknowledged answer is a line
STUDENT = """
import os, signal, sys, time
from hhlab.exercises import store
store.MAX_ATTEMPTS = 10**6
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
        hhlab.sign_in("grace")
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
    assert not list(work.rglob(".*.part"))
    card.check_button.click()
    assert [one["answer"] for one in card.desk.work()["answers"]] == ["1", "2.5"]


def test_a_folder_that_cannot_be_written_to_is_told(work):
    (work / ".hhlab").write_text("a file is in the way", encoding="utf-8")
    with pytest.raises(NotKept, match=r"NOT kept in hhlab-answers-ada\.json: .*Note what you have typed"):
        store.keep("ada", "hhlab", "L01.area", {}, "0", answer=1.0)


@pytest.mark.parametrize("place", [".hhlab/answers", "."])
def test_answers_of_a_newer_hhlab_are_left_alone(work, place):
    path, newer = work / place / "hhlab-answers-ada.json", '{"schema": 3, "tasks": []}'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(newer, encoding="utf-8")
    with pytest.raises(ValueError, match="was written by a newer hhlab"):
        store.keep("ada", "hhlab", "L01.area", {}, "0", answer=1.0)
    assert path.read_text("utf-8") == newer
    entry = b'{"schema": 2, "exercises": {"L01.area": {"answers": [1]}}}'
    for damaged in (b'{"schema": 1', b"\xff\xfe", b'{"schema": "1", "exercises": {}}', b"[]", entry):
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
    known = (
        ("hhlab", 8.0, [1.0]),
        ("another", 8.0, [4.0]),
        ("another", 10.0, [2.0, 5.0]),
        ("another", 12.0, [3.0]),
    )
    for course, diam, answers in known:
        work = store.kept("ada", course, "L01.area", {"diam": diam})
        assert [entry["answer"] for entry in work["answers"]] == answers
        assert work["attempts"] == len(answers)


def test_the_file_holds_answers_and_no_marks(work):
    said = {"answer": "about half", "prediction": "it fires", "rung": "low:1"}
    for name, what in said.items():
        store.keep("ada", "hhlab", "L01.area", {"diam": 8.0}, "0.1", **{name: what})
    held = json.loads(shelf.path_of("ada").read_text("utf-8"))
    assert set(held) == {"schema", "course", "student", "exercises", "predictions", "hhlab"}
    for (kind, (one,)), (name, what) in zip(held["exercises"]["L01.area"].items(), said.items(), strict=True):
        assert kind in ("answers", "predictions", "hints")
        assert one.pop(name) == what and re.fullmatch("[0-9a-f]{16}", one.pop("id")) and one.pop("time")
        assert one == {"course": "hhlab", "student": "ada", "given": {"diam": 8.0}, "hhlab": "0.1"}
    # the file browser shows nothing of it
    assert [path.name for path in work.iterdir()] == [".hhlab"]


def test_the_order_is_content_place_and_name(work, monkeypatch):
    order = syncing.recorded(monkeypatch)
    store.keep("ada", "hhlab", "L01.area", {}, "0", answer=1.0)
    size = shelf.path_of("ada").stat().st_size
    assert order == [f"file of {size}", "replace", "folder"]


def test_when_there_is_no_room_for_more_attempts_it_is_said_and_none_goes(monkeypatch):
    monkeypatch.setattr(store, "MAX_ATTEMPTS", 3)
    for answer in range(3):
        store.keep("ada", "hhlab", "L01.area", {}, "0", answer=float(answer))
    with pytest.raises(ValueError, match=r"NOT kept: L01\.area has 3 answers of yours already"):
        store.keep("ada", "hhlab", "L01.area", {}, "0", answer=9.0)
    assert kept() == [0.0, 1.0, 2.0]
    # another exercise has room of its own
    store.keep("ada", "hhlab", "L01.density", {}, "0", answer=9.0)


def test_an_answer_is_kept_even_if_its_check_fails(monkeypatch):
    hhlab.sign_in("ada")
    with monkeypatch.context() as patch, pytest.raises(hhlab.WorkerLost):
        patch.setattr(worker, "TIME_LIMIT_S", 0.0)
        hhlab.check("L06.rheobase", 2.5)
    (one,) = store.load("ada")["exercises"]["L06.rheobase"]["answers"]
    assert one["answer"] == 2.5


# --- files of an older hhlab --------------------------------------------------------------------------------

AREA = {name: variant(find("L01.area"), "ada", name) for name in ("hhlab", "physiology-2027")}
OLD = {
    "schema": 1,
    "course": "physiology-2027",
    "student": "ada",
    "hhlab": "0.2.0",
    "exercises": {
        "L01.area": {
            "given": AREA["physiology-2027"],
            "answers": [
                {"answer": "1", "time": "2026-11-02T09:00:00+00:00"},
                {"answer": "1", "time": "2026-11-02T09:00:00+00:00"},
                {"answer": "2", "time": "2026-11-02T09:01:00+00:00"},
            ],
            "attempts": 3,
            "prediction": "more",
            "hints": 2,
            # a day on which HHLAB_COURSE was forgotten
            "others": [
                {
                    "given": AREA["hhlab"],
                    "answers": [{"answer": "7", "time": "2026-11-01T09:00:00+00:00"}],
                    "attempts": 1,
                    "prediction": None,
                    "hints": 0,
                }
            ],
        },
        "L99.gone": {
            "given": {},
            "answers": [{"answer": 1.5, "time": "x"}],
            "attempts": 1,
            "prediction": None,
            "hints": 0,
        },
    },
    "predictions": {
        "L06.fate": {"question": "?", "prediction": "it fires", "time": "2026-11-02T09:00:00+00:00"}
    },
}


def old_file(work, name="hhlab-answers-ada.json", **changes):
    path = work / name
    path.write_text(json.dumps(OLD | changes), encoding="utf-8")
    return path


def answers(course, exercise_id="L01.area"):
    return [
        each["answer"]
        for each in store.load("ada")["exercises"][exercise_id]["answers"]
        if each["course"] == course
    ]


def test_a_file_of_schema_1_is_read_and_at_the_first_change_nothing_of_it_is_lost(work):
    before = old_file(work).read_bytes()
    assert (answers("physiology-2027"), answers("hhlab")) == (["1", "1", "2"], ["7"])
    assert [path.name for path in work.iterdir()] == ["hhlab-answers-ada.json"], "reading changes nothing"
    store.keep("ada", "physiology-2027", "L01.area", AREA["physiology-2027"], "0.3", answer="3")
    held = json.loads(shelf.path_of("ada").read_text("utf-8"))
    assert held["schema"] == 2
    ids = [each["id"] for each in held["exercises"]["L01.area"]["answers"]]
    assert len(set(ids)) == len(ids) == 5, "two that are alike are two"
    assert (answers("physiology-2027"), answers("hhlab")) == (["1", "1", "2", "3"], ["7"])
    one = store.kept("ada", "physiology-2027", "L01.area", AREA["physiology-2027"])
    assert (one["attempts"], one["prediction"], len(one["hints"])) == (4, "more", 2)
    assert [each["answer"] for each in held["exercises"]["L99.gone"]["answers"]] == [1.5]
    assert store.kept_prediction("ada", "L06.fate", "?") == "it fires"
    # a copy of the old file stays once, where the file browser does not offer it
    (copy,) = (work / ".hhlab").rglob("earlier/**/*.json")
    assert copy.read_bytes() == before and not list(work.glob("*.json"))
    store.keep("ada", "physiology-2027", "L01.area", AREA["physiology-2027"], "0.3", answer="4")
    assert answers("physiology-2027") == ["1", "1", "2", "3", "4"]


def test_a_kernel_killed_between_the_new_file_and_the_old_ones_place_loses_and_doubles_nothing(
    work, monkeypatch
):
    old_file(work)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(shelf, "tidy", interrupt)
        store.keep("ada", "physiology-2027", "L01.area", AREA["physiology-2027"], "0.3", answer="3")
    assert (work / "hhlab-answers-ada.json").exists()
    for _ in range(2):
        assert answers("physiology-2027") == ["1", "1", "2", "3"]
        store.keep("ada", "hhlab", "L01.area", AREA["hhlab"], "0.3", answer="8")


def interrupt(_):
    raise KeyboardInterrupt


def test_a_full_disk_at_the_first_change_leaves_the_old_file(work, monkeypatch):
    before = old_file(work).read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch, pytest.raises(NotKept):
        patch.setattr(os, "fsync", full)
        store.keep("ada", "physiology-2027", "L01.area", AREA["physiology-2027"], "0.3", answer="3")
    assert (work / "hhlab-answers-ada.json").read_bytes() == before
    assert answers("physiology-2027") == ["1", "1", "2"]


def test_old_files_of_two_spellings_of_one_id_are_one_students(work):
    old_file(
        work, "hhlab-answers-Ada.json", student="Ada", exercises={"L01.ions": OLD["exercises"]["L99.gone"]}
    )
    old_file(work)
    found = store.load(" ADA")["exercises"]
    assert {name: len(one["answers"]) for name, one in found.items()} == {
        "L01.area": 4,
        "L99.gone": 1,
        "L01.ions": 1,
    }
    assert found["L01.ions"]["answers"][0]["student"] == "Ada", (
        "its variant is that of the id as it was written"
    )


def test_a_day_on_which_the_courses_name_was_forgotten_loses_nothing(monkeypatch):
    """The very story: on Monday the course, on Tuesday no variable, on Wednesday the course again."""
    hhlab.sign_in("ada")
    for day, course in enumerate(("physiology-2027", None, "physiology-2027")):
        if course:
            monkeypatch.setenv("HHLAB_COURSE", course)
        else:
            monkeypatch.delenv("HHLAB_COURSE")
        card = hhlab.exercise("L01.area")
        if day == 2:
            assert card.answer == "100" and "Your answer is kept" in card.children[-1].text
        card.answer = str(100 + day)
        card.check_button.click()
    held = store.load("ada")["exercises"]["L01.area"]["answers"]
    assert [(each["course"], each["answer"]) for each in held] == [
        ("physiology-2027", "100"),
        ("hhlab", "101"),
        ("physiology-2027", "102"),
    ]
    assert (
        held[0]["given"] == held[2]["given"] == AREA["physiology-2027"] and held[1]["given"] == AREA["hhlab"]
    )


def test_what_was_handed_in_is_read_where_it_is_brought_back(work, tmp_path_factory, monkeypatch):
    """From another computer, or after the volume was removed; what both have is there once."""
    store.keep("ada", "hhlab", "L01.area", AREA["hhlab"], "0", answer="1")
    path, text = store.make_file_to_hand_in("ada", "hhlab", "0")
    assert path == work / "hhlab-answers-ada.json" and path.read_text("utf-8") == text
    store.keep("ada", "hhlab", "L01.area", AREA["hhlab"], "0", answer="2")
    assert answers("hhlab") == ["1", "2"]
    other = tmp_path_factory.mktemp("other")
    monkeypatch.setenv("HHLAB_ANSWERS", str(other))
    (other / path.name).write_text(text, encoding="utf-8")
    store.keep("ada", "hhlab", "L01.area", AREA["hhlab"], "0", answer="3")
    (other / path.name).unlink()
    assert answers("hhlab") == ["1", "3"]


def test_the_file_browser_shows_no_file_but_what_this_student_handed_in(work):
    old_file(work, "hhlab-answers-guest.json", student="guest")
    for student in ("ada", "grace"):
        store.keep(student, "hhlab", "L01.area", {}, "0", answer=student)
        path, _ = store.make_file_to_hand_in(student, "hhlab", "0")
        assert [one.name for one in work.iterdir() if not one.name.startswith(".")] == [path.name]
    # and nothing is lost
    assert answers("hhlab")[-1] == "ada"
    assert len(store.load("guest")["exercises"]["L01.area"]["answers"]) == 4
    # a copy of what is kept leaves nothing behind, however often one hands in
    assert [path.parent.name for path in (work / ".hhlab").rglob("hhlab-answers-ada.json")] == ["answers"]


def test_a_file_that_was_brought_for_another_student_is_kept_for_that_one(work):
    store.keep("ada", "hhlab", "L01.area", {}, "0", answer="1")
    _, text = store.make_file_to_hand_in("ada", "hhlab", "0")
    held = json.loads(text)
    held["exercises"]["L01.area"]["answers"] += [
        {**held["exercises"]["L01.area"]["answers"][0], "id": "other"}
    ]
    (work / "hhlab-answers-ada.json").write_text(json.dumps(held), encoding="utf-8")
    store.keep("grace", "hhlab", "L01.area", {}, "0", answer="2")
    assert not list(work.glob("*.json"))
    assert answers("hhlab") == ["1", "1"]


@pytest.mark.parametrize("student", ["ﷺ" * 64, "李" * 64, "../x", "a/b", ".hidden", "@ada", "-m017"])
def test_every_id_has_a_file_within_the_folder(work, student):
    store.keep(student, "hhlab", "L01.area", {}, "0", answer="1")
    assert [one.parent for one in (work / ".hhlab").rglob("hhlab-answers-*.json")] == [
        work / ".hhlab" / "answers"
    ]
    assert store.kept(student, "hhlab", "L01.area", {})["attempts"] == 1
    assert store.load(student)["exercises"]
    _, text = store.make_file_to_hand_in(student, "hhlab", "0")
    assert json.loads(text)["exercises"]["L01.area"]["answers"][0]["answer"] == "1"
