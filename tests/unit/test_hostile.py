"""A thousand submissions that were damaged or forged: all are read, none is lost, none raises a mark."""

import csv
import json
import random

import classes

from hhlab.exercises.bank import exercises
from hhlab.exercises.settings import Course
from hhlab.exercises.variants import variant
from hhlab.grading import files
from hhlab.grading.collecting import collect
from hhlab.grading.command import main
from hhlab.grading.roster import read_roster

SUBMISSIONS = 1000
IDS = ["L01.area", "L01.density", "L01.units", "L01.ions", "L01.twenty-one"]
HONEST = [f"honest-{i}" for i in range(20)]


def worthless(student):
    """Give the file of a student whose every answer is wrong."""
    return classes.answers(student, {x: ["type", "empty"] for x in IDS if x != "L01.twenty-one"})


def right_of(student, exercise_id="L01.area"):
    return classes.answers(student, {exercise_id: ["right"]})["exercises"][exercise_id]


def text(held):
    return json.dumps(held, ensure_ascii=False).encode()


def cut_off(dice, student):
    data = text(worthless(student))
    return data[: dice.randrange(len(data))]


def flipped(dice, student):
    data = bytearray(text(worthless(student)))
    for _ in range(dice.randint(1, 20)):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def noise(dice, student):
    return dice.randbytes(dice.randrange(3000))


def too_large(dice, student):
    return text(worthless(student) | {"more": "x" * 2_100_000})


def nested(dice, student):
    return b"[" * dice.randint(10_000, 100_000)


def foreign(dice, student):
    return text(worthless(f"nobody-{dice.random()}") | {"exercises": {"L01.area": right_of(student)}})


def another_schema(dice, student):
    held = worthless(student) | {"exercises": {"L01.area": right_of(student)}}
    return text(held | {"schema": dice.choice([0, 2, None, "1", [], 1e308])})


def another_course(dice, student):
    return text(worthless(student) | {"course": dice.choice(["", None, 5, "last year"])})


def with_marks(dice, student):
    held = worthless(student) | {"marks": 100, "total": 100, "out of": 1}
    for one in held["exercises"].values():
        one |= {"marks": 9, "code": "right", "verdict": {"code": "right"}, "credit": 1e9}
    return text(held)


def an_easier_variant(dice, student):
    held = worthless(student)
    other = next(
        name
        for name in (f"easy-{i}" for i in range(1000))
        if variant(exercises()["L01.area"], name, "hhlab")
        != variant(exercises()["L01.area"], student, "hhlab")
    )
    held["exercises"]["L01.area"] = right_of(other)
    return text(held)


def odd_answers(dice, student):
    held = worthless(student)
    odd = [True, [], {}, [[1]], {"right": 1}, "9" * 10_000, "right", "__import__('os')", 1e308, -0.0, "inf"]
    for one in held["exercises"].values():
        one["answers"] = [{"answer": dice.choice(odd)} for _ in range(dice.randint(1, 5))]
    return text(held)


def no_numbers(dice, student):
    wrong = dice.choice(["NaN", "Infinity", "-Infinity", "1e999", "1" * 5000])
    return text(worthless(student)).replace(b'"about half"', wrong.encode())


def names_twice(dice, student):
    one = json.dumps({"L01.area": right_of(student)})[1:-1]
    return text(worthless(student)).replace(b'"exercises": {', f'"exercises": {{{one}, '.encode())


def of_another_kind(dice, student):
    return text(dice.choice([None, 1, [], "x", {"exercises": 1}, {"student": student}, {"exercises": {}}]))


def parts_of_another_kind(dice, student):
    held = worthless(student)
    for one in held["exercises"]:
        held["exercises"][one] = dice.choice([None, 1, "x", [], {}, {"answers": 1}, {"answers": [None, []]}])
    return text(held)


def odd_names(dice, student):
    held = worthless(student)
    held["exercises"] = {
        name: right_of(student) for name in ("../../x", "L01.area\x00", "", "L01.AREA", "é" * 500)
    }
    return text(held)


def too_many(dice, student):
    held = worthless(student)
    held["exercises"]["L01.area"] = right_of(student)
    held["exercises"]["L01.area"]["answers"] *= 500
    return text(held)


def in_anothers_name(dice, student):
    victim = dice.choice(HONEST[10:])
    held = classes.answers(victim, {"L01.density": ["right"], "L01.area": ["low"]})
    return text(held)


def another_encoding(dice, student):
    return json.dumps(worthless(student)).encode(dice.choice(["utf-16", "utf-32", "utf-16-be"]))


KINDS = [
    cut_off, flipped, noise, too_large, nested, foreign, another_schema, another_course, with_marks,
    an_easier_variant, odd_answers, no_numbers, names_twice, of_another_kind, parts_of_another_kind,
    odd_names, too_many, in_anothers_name, another_encoding,
]  # fmt: skip


def test_a_thousand_hostile_submissions(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 2_000_000)
    dice = random.Random(20261125)
    folder = tmp_path / "in"
    honest = {name: {"L01.area": ["low", "right"], "L01.units": ["paper"]} for name in HONEST}
    classes.hand_in(folder, honest)
    made = {}
    for i in range(SUBMISSIONS):
        student, kind = f"hostile-{i}", KINDS[i % len(KINDS)]
        made[student] = kind
        (folder / f"hhlab-answers-{student}.json").write_bytes(kind(dice, student))
    roster = tmp_path / "roster.csv"
    roster.write_text("id\n" + "\n".join([*HONEST, *made]) + "\n", encoding="utf-8")
    out = tmp_path / "marks.csv"
    arguments = [folder, "--roster", roster, "--out", out, "--quiet"]
    assert main([str(argument) for argument in arguments]) == 0

    with out.open(encoding="utf-8-sig", newline="") as file:
        total = {row["id"]: float(row["total"]) for row in csv.DictReader(file)}
    assert set(total) == {*HONEST, *made}
    # nobody gains, and those who were left alone lose nothing
    assert {student: marks for student, marks in total.items() if student in made and marks} == {}
    assert all(total[student] == 1 for student in HONEST[:10])
    # where no LMS says who handed in which, what is right in a file that was slipped in counts, and is listed
    assert all(1 <= total[student] <= 2 for student in HONEST[10:])

    # each file is somebody's work, or one of several in one name, or listed with the reason
    collected = collect(folder, read_roster(roster), Course())
    sources = {source for work in collected.works.values() for source in work.sources}
    listed = " ".join(f"{where} {what}" for where, what in collected.irregular)
    lost = [
        made[name].__name__
        for name in made
        if not {f"hhlab-answers-{name}.json"} & sources and name not in listed
    ]
    assert lost == []
    said = capsys.readouterr().out
    assert said.count("irregular: ") == len(collected.irregular)
