"""What the room takes, judges, shows and gives back; its database is a real one, and no hub is needed."""

import io
import json
import os
import random
import zipfile
from contextlib import ExitStack, suppress
from unittest.mock import patch

import classes
import postgres
import pytest
from hypothesis import given as of
from hypothesis import settings as wishes
from hypothesis import strategies as st
from sqlalchemy import select

from hhlab.exercises import sending, store
from hhlab.exercises.bank import exercises
from hhlab.exercises.settings import Course
from hhlab.exercises.store import MAX_ATTEMPTS
from hhlab.exercises.variants import variant
from hhlab.grading.command import main as grade
from hhlab.room import asking, seen, table, taking
from hhlab.room.channel import Channel
from hhlab.room.class_page import _named, looked
from hhlab.room.export import zipped
from hhlab.room.judge import Judge
from hhlab.room.pieces import number
from hhlab.room.settings import database, settings
from hhlab.room.taking import AT_ONCE, Refused, messages, take

COURSE = Course(name="hhlab", also=("autumn",))
TIME = "2026-11-27T10:00:00+00:00"


DATABASES = ("sqlite", "postgresql") if os.environ.get("HHLAB_LONG") else ("sqlite",)


@pytest.fixture(scope="session")
def urls(tmp_path_factory):
    with ExitStack() as opened:
        found = {"sqlite": f"sqlite:///{tmp_path_factory.mktemp('room')}/room.sqlite"}
        if "postgresql" in DATABASES:
            found["postgresql"] = opened.enter_context(postgres.server()).url
        yield found


@pytest.fixture(params=DATABASES)
def engine(request, urls):
    made = table.opened(database({"HHLAB_ROOM_DATABASE": urls[request.param]}))
    table.forget_course(made, COURSE.name)
    yield made
    made.dispose()


def entry(student="ada", what="L01.area", value=314.16, name="1", **other):
    """Give an entry as a student's lab sends it."""
    own = variant(exercises()[what], student, "hhlab") if what in exercises() else {}
    made = {"id": name, "course": "hhlab", "kind": "answers", "what": what, "given": own, "value": value}
    return made | {"hhlab": "0.2.0"} | other


def sent(engine, *entries, student="ada", time=TIME):
    with engine.begin() as connection:
        return take(connection, COURSE, student, list(entries), time)


def rows(engine):
    with engine.connect() as connection:
        return connection.execute(select(table.entries).order_by(table.entries.c.number)).all()


def judged(engine):
    judge = Judge(engine, Channel())
    while judge.judge_some():
        pass
    return {row.id: row.code for row in rows(engine)}


def planted(what, code, student="ada"):
    return classes.planted(what, student, code)


def test_an_entry_is_kept_under_the_hubs_name_at_the_rooms_time(engine):
    forged = {
        "student": "grace",
        "time": "1952-08-28T00:00:00+00:00",
        "code": "right",
        "marks": 99,
        "number": 7,
    }
    assert sent(engine, entry(value=1.0) | forged) == {"1": "kept"}
    (row,) = rows(engine)
    assert (row.student, row.time, row.code) == ("ada", TIME, None)
    assert judged(engine)["1"] != "right"


def test_an_id_counts_once_and_its_first_content_stays(engine):
    assert sent(engine, entry(value=1.0)) == {"1": "kept"}
    assert sent(engine, entry(value=2.0), entry(value=3.0)) == {"1": "had already"}
    assert [json.loads(row.value) for row in rows(engine)] == [1.0]
    # the names of one student take nothing from another
    assert sent(engine, entry("grace"), student="grace") == {"1": "kept"}


WRONG = {
    "somebody else's numbers": entry(given={"diam": 1234.5}),
    "another course": entry(course="elsewhere"),
    "no such exercise": entry(what="L99.nothing", given={}),
    "no exercise": entry(what="__class__", given={}),
    "no kind": entry(kind="marks"),
    "no name": entry(name=""),
    "a name that is too long": entry(name="x" * 65),
    "a name with a path": entry(name="../../etc"),
    "a list": entry(value=[1]),
    "an object": entry(value={"right": True}),
    "a truth": entry(value=True),
    "too long": entry(value="x" * 5001),
    "an endless number": entry(value=float("inf")),
    "no number": entry(value=float("nan")),
    "a huge number": entry(value=10**400),
    "given is a list": entry(given=[]),
    "a prediction without a question": entry(kind="predicted", what="L01.guess", given=None),
    "a prediction of no name": entry(kind="predicted", what="<script>", given="?"),
    "nothing": {},
    "a text": "entry",
    "none": None,
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_not_in_order_is_refused_and_the_rest_is_kept(engine, what):
    told = sent(engine, WRONG[what], entry(name="good"))
    assert told.pop("good") == "kept"
    assert [one.partition(":")[0] for one in told.values()] == ["refused"]
    assert [row.id for row in rows(engine)] == ["good"]
    assert json.dumps(told)


@pytest.mark.parametrize(
    "body", [b"", b"\xff", b"[]", b"{}", b'{"entries": {}}', b'{"entries": NaN}', b"[" * 9999]
)
def test_a_message_that_is_none_is_refused_whole(body):
    with pytest.raises(Refused):
        messages(body)
    with pytest.raises(Refused):
        messages(json.dumps({"entries": [entry()] * (AT_ONCE + 1)}).encode())


def test_nobody_fills_the_room(engine):
    for k in range(MAX_ATTEMPTS + 10):
        sent(engine, entry(name=str(k), value=float(k)))
    assert len(rows(engine)) == MAX_ATTEMPTS
    # what is there is told to be there, so that a lab that asks again is content
    assert sent(engine, entry(name="0")) == {"0": "had already"}
    assert sent(engine, entry(name="new"))["new"].startswith("refused")


def test_a_student_who_makes_up_questions_fills_neither_the_disk_nor_the_teachers_page(engine, monkeypatch):
    monkeypatch.setattr(taking, "MOST", 30)
    for k in range(5):
        made_up = [
            entry(what=f"L99.q{k}-{n}", name=f"{k}-{n}", kind="predicted", given="?") for n in range(10)
        ]
        sent(engine, *made_up)
    assert len(rows(engine)) == 30
    with engine.connect() as connection:
        assert not seen.lessons(connection, COURSE)
    assert sent(engine, entry("grace"), student="grace") == {"1": "kept"}


def test_letters_that_a_database_may_not_like_come_back_as_they_were(engine):
    nasty = "a\x00b\ud800 \U0001f9e0 'quote\" <b>"
    told = sent(engine, entry(what="L01.area", value=nasty, hhlab="\x00\ud800"))
    assert told == {"1": "kept"}
    assert json.loads(rows(engine)[0].value) == nasty
    assert judged(engine)["1"]


def test_the_rooms_codes_are_those_of_the_card(engine):
    wanted = {"right": "right", "low": "low", "units": "units"}
    sent(engine, *(entry(value=planted("L01.area", code), name=code) for code in wanted))
    assert judged(engine) == wanted


def test_no_program_of_a_student_is_run(engine, tmp_path):
    program = next(one for one in exercises().values() if one.kind == "code" and one.check)
    trace = tmp_path / "ran"
    text = f"open({str(trace)!r}, 'w')\n{program.source}"
    sent(engine, entry(what=program.id, value=text))
    assert judged(engine) == {"1": "kept"} and not trace.exists()


def test_what_a_killed_judge_left_is_judged_later_and_each_once(engine):
    for k in range(45):
        sent(engine, entry(name=str(k), value=float(k)))
    Judge(engine, Channel()).judge_some()
    assert 0 < sum(row.code is None for row in rows(engine)) < 45
    assert None not in judged(engine).values() and len(rows(engine)) == 45


def test_the_teacher_sees_who_began_predicted_solved_and_what_is_thought_now(engine):
    one = next(x for x in exercises().values() if x.kind == "choice" and x.check and x.id.startswith("L0"))
    for student in ("ada", "grace", "alan"):
        wrong = next(code for code in one.options if code != planted(one.id, "right", student))
        sent(engine, entry(student, one.id, wrong, "a"), student=student, time=table.now())
        sent(engine, entry(student, one.id, "x", "b", kind="predictions"), student=student)
    sent(
        engine, entry("alan", one.id, planted(one.id, "right", "alan"), "c"), student="alan", time=table.now()
    )
    judged(engine)
    with engine.connect() as connection:
        lesson = seen.lessons(connection, COURSE)[one.id[:3]]
        thoughts = seen.thoughts(connection, COURSE, table.ago(minutes=20))
        assert not seen.thoughts(connection, COURSE, table.ago(minutes=-1))
    card = lesson.cards[one.id]
    assert lesson.started == lesson.predicted == card.tried == {"ada", "grace", "alan"}
    assert card.solved == {"alan"} and not lesson.solved
    assert set().union(*(each.who for each in thoughts)) == {"ada", "grace"}
    assert all(each.said == one.said(each.code) and each.named for each in thoughts)


def test_who_is_stuck_is_seen_until_it_is_taken_back_or_solved(engine):
    with engine.begin() as connection:
        for student in ("ada", "grace", "ada"):
            asking.ask(connection, "hhlab", student, "L01.area")
        assert [one.student for one in asking.waiting(connection, "hhlab")] == ["ada", "grace"]
        asking.take_back(connection, "hhlab", "grace", "L01.area")
    sent(engine, entry(value=planted("L01.area", "right")))
    judged(engine)
    with engine.connect() as connection:
        assert not asking.waiting(connection, "hhlab")


def test_that_names_were_asked_for_is_noted_whatever_was_asked(engine):
    sent(engine, entry(value=1.0))
    with engine.begin() as connection:
        assert _named(connection, COURSE, "hodgkin", "L01.area", "tried") == (["ada"], [])
        assert _named(connection, COURSE, "hodgkin", "L01.area", "__class__") == ([], [])
        assert _named(connection, COURSE, "hodgkin", "L77", "started") == ([], [])
        assert len(looked(connection, COURSE)) == 3


def test_a_course_is_deleted_whole_and_no_other(engine):
    sent(engine, entry())
    with engine.begin() as connection:
        asking.ask(connection, "hhlab", "ada", "L01.area")
        _named(connection, COURSE, "hodgkin", "L01", "started")
    assert table.forget_course(engine, "another") == 0
    assert table.forget_course(engine, "hhlab") == 3
    assert not rows(engine)


def test_every_table_can_be_deleted_by_course_and_forgotten_by_time():
    for one in table.kept.sorted_tables:
        assert {"course", "time"} <= set(one.c.keys()), one.name


def test_what_is_older_than_what_is_kept_is_forgotten(engine):
    sent(engine, entry(name="old"), time=table.ago(days=31))
    sent(engine, entry(name="new"), time=table.ago(days=29))
    table.forget_before(engine, table.ago(days=30))
    assert [row.id for row in rows(engine)] == ["new"]


@pytest.mark.parametrize("days", ["0", "-1", "a year", "99999", ""])
def test_a_time_that_is_none_is_refused(days):
    with pytest.raises(ValueError, match="HHLAB_ROOM_KEEP_DAYS"):
        settings({"HHLAB_ROOM_KEEP_DAYS": days})


def test_every_text_of_a_number_is_escaped():
    nasty = '"><script>alert(1)</script>'
    assert "<script>" not in number(nasty, nasty, nasty, nasty, 3, nasty)


def test_marks_from_the_room_are_those_from_the_files(engine, tmp_path):
    students = [f"student-{k}" for k in range(6)]
    ids = [x for x in exercises() if x.startswith(("L01", "L02"))]
    files, dice = tmp_path / "files", random.Random(17)
    files.mkdir()
    for student, codes in classes.plan(students, ids, seed=17).items():
        work = classes.answers(student, codes)
        (files / f"hhlab-answers-{student}.json").write_text(json.dumps(work))
        for what, one in work["exercises"].items():
            for k, each in enumerate(one["answers"]):
                new = entry(student, what, each["answer"], f"{what}:{k}", given=one["given"])
                for _ in range(dice.choice((1, 1, 2))):  # some are sent twice
                    sent(engine, new, student=student, time=each["time"])
    judged(engine)
    with engine.connect() as connection:
        data = zipped(connection, "hhlab")
    (tmp_path / "room.zip").write_bytes(data)
    assert len(zipfile.ZipFile(io.BytesIO(data)).namelist()) == len(students)
    marks = []
    for place in ("files", "room.zip"):
        out = tmp_path / f"{place}.csv"
        assert grade([str(tmp_path / place), "--out", str(out), "--quiet"]) in (0, 3)
        marks.append(out.read_text())
    assert marks[0] == marks[1] and marks[0].count("\n") > len(students)


def test_entries_of_a_damaged_file_keep_no_other_one_waiting(engine, tmp_path, monkeypatch):
    monkeypatch.setenv("HHLAB_ANSWERS", str(tmp_path))
    monkeypatch.setenv("JUPYTERHUB_USER", "ada")
    given = variant(exercises()["L01.area"], "ada", "hhlab")
    store.keep("ada", "hhlab", "L01.area", given, "0.2.0", answer=1.0)
    (file,) = (tmp_path / ".hhlab" / "answers").glob("*.json")
    work = json.loads(file.read_text())
    (good,) = work["exercises"]["L01.area"]["answers"]
    bad = [good | {"id": f"{k} " * 50, "answer": float("nan"), "time": "1952"} for k in range(60)]
    work["exercises"]["L01.area"]["answers"] = [*bad, good]
    file.write_text(json.dumps(work))

    def tell(address, what):
        return {"entries": sent(engine, *messages(json.dumps(what).encode()))}

    monkeypatch.setattr(sending.room, "tell", tell)
    for _ in range(3):
        if not sending.send_some():
            break
    else:
        raise AssertionError("it never ends")
    assert [row.id for row in rows(engine)] == [good["id"]]


STEPS = ("asking", "in the database", "kept", "before the note", "noted")


class Killed(BaseException):
    """What stands for the end of a process here."""


@wishes(max_examples=400 if os.environ.get("HHLAB_LONG") else 25, deadline=None)
@of(st.lists(st.sampled_from(STEPS), max_size=12), st.integers(1, 4))
def test_killed_between_any_two_steps_nothing_is_lost_nor_there_twice(tmp_path_factory, kills, at_once):
    folder = tmp_path_factory.mktemp("room")
    engine, left = table.opened(f"sqlite:///{folder}/room.sqlite"), list(kills)

    def step(name):
        if left[:1] == [name]:
            left.pop(0)
            raise Killed

    def tell(address, what):
        step("asking")
        with engine.begin() as connection:
            told = take(connection, COURSE, "ada", messages(json.dumps(what).encode()), TIME)
            step("in the database")
        step("kept")
        return {"entries": told}

    def note(*args):
        step("before the note")
        write(*args)
        step("noted")

    write = sending._note
    environment = {"HHLAB_ANSWERS": str(folder), "JUPYTERHUB_USER": "ada"}
    with (
        patch.dict(os.environ, environment),
        patch.object(sending.room, "tell", tell),
        patch.object(sending, "_note", note),
        patch.object(sending, "AT_ONCE", at_once),
    ):
        wanted = []
        for k in range(9):
            given = variant(exercises()["L01.area"], "ada", "hhlab")
            wanted.append(
                store.keep("ada", "hhlab", "L01.area", given, "0.2.0", answer=float(k))["answers"][-1]["id"]
            )
            for _ in range(k % 3):
                with suppress(Killed):
                    sending.send_some()
        while True:
            try:
                if not sending.send_some():
                    break
            except Killed:
                pass
    assert [row.id for row in rows(engine)] == wanted
    engine.dispose()
