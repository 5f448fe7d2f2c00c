"""The marks are what the class earned; what is not in order is listed; and nothing a student made is run."""

import csv
import io
import json
import os
import signal
import stat
import subprocess
import sys
import zipfile

import classes
import pytest

from hhlab.exercises.bank import exercises
from hhlab.exercises.description import KEPT
from hhlab.exercises.variants import variant
from hhlab.grading import files
from hhlab.grading.command import main

# one of each kind, and cheap ones: how exercises are judged is tested with the bank
IDS = ["L01.area", "L01.units", "L01.ions", "L01.twenty-one", "L06.ramp", "L12.myelin", "L15.mystery"]
STUDENTS = [f"student-{i}" for i in range(12)]


@pytest.fixture
def grade(tmp_path, capsys):
    """Give a function that grades a folder or zip: the rows of the marks by id, and what was irregular."""

    def graded(submissions, *options, students=STUDENTS):
        roster = tmp_path / "roster.csv"
        lines = [f'{name},"Surname, {name}",{name}@school.org' for name in students]
        roster.write_text("id,name,email\n" + "\n".join(lines) + "\n", encoding="utf-8")
        marks = tmp_path / "marks.csv"
        report = tmp_path / "report"
        arguments = [submissions, "--roster", roster, "--out", marks, "--report", report, "--quiet", *options]
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert status in (0, 3), said.err
        with marks.open(encoding="utf-8-sig", newline="") as file:
            rows = {row["id"]: row for row in csv.DictReader(file)}
        with (report / "irregular.csv").open(encoding="utf-8-sig", newline="") as file:
            irregular = list(csv.reader(file))[1:]
        assert said.out.count("irregular: ") == len(irregular)
        return rows, irregular

    return graded


@pytest.fixture
def class_of_twelve(tmp_path):
    planned = classes.plan(STUDENTS, IDS, seed=7)
    folder = tmp_path / "handed-in"
    classes.hand_in(folder, planned)
    return folder, planned


def key_file():
    return classes.ROOT / "teacher" / "keys.toml"


def test_the_marks_are_what_the_plan_is_worth(class_of_twelve, grade):
    folder, planned = class_of_twelve
    rows, irregular = grade(folder, "--key", key_file())
    assert irregular == []
    for student, codes in planned.items():
        expected = classes.worth(codes)
        if "L12.myelin" in expected:
            expected["L12.myelin"] = 1.0  # planted right, and the key says so
        found = {
            x: float(rows[student][x]) if rows[student][x] else None for x in codes if x in rows[student]
        }
        assert found == pytest.approx(expected)
        assert float(rows[student]["total"]) == pytest.approx(sum(marks or 0 for marks in expected.values()))
    assert rows[STUDENTS[0]]["name"] == f"Surname, {STUDENTS[0]}"


def test_an_lms_zip_gives_the_same_marks_as_the_folder(class_of_twelve, grade, tmp_path):
    folder, _ = class_of_twelve
    expected, _ = grade(folder)
    packed = tmp_path / "moodle.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for i, path in enumerate(sorted(folder.iterdir())):
            place = f"Ada Lovelace_{i}_assignsubmission_file_/"
            if i % 2:
                inner = io.BytesIO()
                with zipfile.ZipFile(inner, "w") as nested:
                    nested.write(path, f"work/{path.name}")
                archive.writestr(f"{place}work.zip", inner.getvalue())
            else:
                archive.write(path, place + path.name)
    assert grade(packed)[0] == expected


@pytest.mark.parametrize(("delimiter", "by_hand"), [(",", "1.5"), (";", "1,5"), ("\t", "0")])
def test_texts_are_collected_marked_by_hand_and_counted(
    delimiter, by_hand, class_of_twelve, grade, tmp_path, capsys
):
    folder, planned = class_of_twelve
    rows, _ = grade(folder, "--only", "L01")
    wrote = [student for student, codes in planned.items() if "L01.twenty-one" in codes]
    assert wrote and all(rows[student]["waiting"] == "1" for student in wrote)
    texts = tmp_path / "report" / "texts.csv"
    with texts.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert {line[0] for line in lines[1:] if line[1] == "L01.twenty-one"} == set(wrote)
    for line in lines[1:]:
        line[3] = by_hand if line[1] == "L01.twenty-one" else ""
    # as a spreadsheet saves it in one country or another
    with texts.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(lines)
    # the same command again finds them, and so does the next one
    for _ in range(2):
        again, _ = grade(folder, "--only", "L01")
        for student in wrote:
            earned = float(by_hand.replace(",", "."))
            assert float(again[student]["L01.twenty-one"]) == earned
            assert float(again[student]["total"]) == float(rows[student]["total"]) + earned
            assert again[student]["waiting"] == "0"


def refused(capsys, *arguments):
    """Give what the command says that refuses."""
    assert main([str(argument) for argument in arguments]) == 2
    return capsys.readouterr().err


def test_what_cannot_be_marked_or_written_is_said_before_the_work(tmp_path, capsys):
    one_file(tmp_path / "in")
    out = tmp_path / "marks.csv"
    out.write_text("of last week", encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "holiday.txt").write_text("a beach", encoding="utf-8")
    assert "no file of answers" in refused(capsys, tmp_path / "other", "--out", out)
    assert "no folder or zip" in refused(capsys, tmp_path / "nowhere", "--out", out)
    (tmp_path / "latin.csv").write_bytes("id\némile\n".encode() + "zoé".encode("latin-1"))
    assert "CSV UTF-8" in refused(capsys, tmp_path / "in", "--out", out, "--roster", tmp_path / "latin.csv")
    (tmp_path / "texts.csv").write_text("id,exercise\n", encoding="utf-8")
    said = refused(capsys, tmp_path / "in", "--out", out, "--texts", tmp_path / "texts.csv")
    assert "no column marks" in said
    assert out.read_text(encoding="utf-8") == "of last week"
    for option in ("--out", "--report"):
        said = refused(capsys, tmp_path / "in", "--out", out, option, tmp_path / "latin.csv" / "x")
        assert "latin.csv" in said and "marking" not in said


def test_an_interruption_leaves_the_marks_of_last_time(tmp_path):
    classes.hand_in(tmp_path / "in", classes.plan(STUDENTS * 5, list(exercises()), seed=1))
    out = tmp_path / "marks.csv"
    out.write_text("of last week", encoding="utf-8")
    command = [sys.executable, "-c", "from hhlab.grading.command import main; raise SystemExit(main())"]
    with subprocess.Popen(
        [*command, tmp_path / "in", "--out", out], stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as marking:
        while "variant/s" not in (said := marking.stderr.read(40)):
            assert said, "it ended by itself"
        os.killpg(marking.pid, signal.SIGINT)  # as a terminal does
        said = marking.stderr.read()
    assert marking.returncode == 130, said
    assert "interrupted before anything was written" in said
    assert out.read_text(encoding="utf-8") == "of last week"


def test_without_the_key_a_choice_waits_and_with_it_the_misconception_is_counted(tmp_path, grade):
    folder = tmp_path / "in"
    classes.hand_in(folder, {name: {"L12.myelin": [KEPT]} for name in STUDENTS})
    wrong = folder / f"hhlab-answers-{STUDENTS[0]}.json"
    wrong.write_text(wrong.read_text("utf-8").replace('"capacitance"', '"resistance"'), encoding="utf-8")
    rows, _ = grade(folder)
    assert {row["L12.myelin"] for row in rows.values()} == {""}
    rows, _ = grade(folder, "--key", key_file())
    assert rows[STUDENTS[0]]["L12.myelin"] == "0" and rows[STUDENTS[1]]["L12.myelin"] == "1"
    with (tmp_path / "report" / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["misconceptions"] == f"{exercises()['L12.myelin'].named('myelin-only-insulates')} 1"


def one_file(folder, student=STUDENTS[0], **changes):
    """Write the file of a student with one right answer, changed as told, and give its path."""
    folder.mkdir(exist_ok=True)
    held = classes.answers(student, {"L01.area": ["low", "right"]})
    held["exercises"]["L01.area"] |= changes.pop("exercise", {})
    path = folder / f"hhlab-answers-{student}.json"
    path.write_text(json.dumps(held | changes), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"student": "nobody"}, "'nobody' is not on the roster"),
        ({"student": "guest"}, "'guest' is not on the roster"),
        ({"schema": 99}, "in schema '99'"),
        (
            {
                "course": "another",
                "exercise": {"given": variant(exercises()["L01.area"], STUDENTS[0], "another")},
            },
            "for the course 'another'",
        ),
        ({"exercises": []}, "not a file of answers"),
        ({"exercise": {"given": {"L": 8.0, "diam": 5.5}}}, "a variant that is not this student's"),
        ({"exercise": {"answers": [{"answer": [1]}]}}, "neither number nor text"),
        ({"exercise": {"answers": [{"answer": True}]}}, "neither number nor text"),
        ({"exercise": {"answers": [{"answer": "9" * 6000}]}}, "longer than 5000"),
        ({"exercise": {"answers": [1.0] * 300}}, "more than 200 answers"),
        ({"exercises": {"L99.none": {"answers": []}}}, "L99.none: no such exercise"),
    ],
)
def test_what_is_not_in_order_is_listed_and_earns_nothing(changes, said, tmp_path, grade):
    one_file(tmp_path / "in", STUDENTS[1])
    one_file(tmp_path / "in", **changes)
    rows, irregular = grade(tmp_path / "in", students=STUDENTS[:2])
    assert any(said in what for _, what in irregular), irregular
    assert float(rows[STUDENTS[0]]["total"]) == 0


def test_a_later_state_counts_and_a_contradiction_takes_nothing_away(tmp_path, grade):
    folder = tmp_path / "in"
    path = one_file(folder)
    later = json.loads(path.read_text("utf-8"))
    earlier = json.loads(path.read_text("utf-8"))
    earlier["exercises"]["L01.area"]["answers"].pop()
    (folder / "first upload.json").write_text(json.dumps(earlier), encoding="utf-8")
    rows, irregular = grade(folder, students=STUDENTS[:1])
    assert rows[STUDENTS[0]]["total"] == "1"
    assert irregular == [["first upload.json", f"an earlier state, or a copy, of {path.name}"]]
    later["exercises"]["L01.area"]["answers"][-1]["answer"] = 12345.0
    (folder / "second upload.json").write_text(json.dumps(later), encoding="utf-8")
    one_file(folder, STUDENTS[1])
    rows, irregular = grade(folder, students=STUDENTS[:2])
    assert rows[STUDENTS[0]]["total"] == "1"
    assert [where for where, what in irregular if "contradict each other in L01.area" in what] == [
        STUDENTS[0]
    ]


def test_who_handed_in_nothing_is_listed(tmp_path, grade):
    one_file(tmp_path / "in")
    rows, irregular = grade(tmp_path / "in", students=STUDENTS[:2])
    assert irregular == [[STUDENTS[1], "nothing handed in"]]
    assert rows[STUDENTS[1]]["total"] == "0"


def test_a_zip_leads_nowhere_and_does_not_blow_up(tmp_path, grade, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 100_000)
    content = one_file(tmp_path / "in").read_text("utf-8")
    packed = tmp_path / "bad.zip"
    link = zipfile.ZipInfo("link.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    deep = content.encode()
    for i in range(4):
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w") as archive:
            archive.writestr(f"deep{i}.zip" if i else "deep.json", deep)
        deep = inner.getvalue()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../outside.json", content)
        archive.writestr("/etc/outside.json", content)
        archive.writestr("C:\\outside.json", content)
        archive.writestr("bomb.json", b" " * 50_000_000)
        archive.writestr(link, "/etc/passwd")
        archive.writestr("deep.zip", deep)
        archive.writestr("broken.zip", b"PK\x03\x04 and then nothing")
        archive.writestr("homework.ipynb", "{}")
        archive.writestr("good.json", content)
    rows, irregular = grade(packed, students=STUDENTS[:1])
    assert rows[STUDENTS[0]]["total"] == "1"
    listed = dict(irregular)
    for name in ("../outside.json", "/etc/outside.json", "C:\\outside.json"):
        assert "leads out" in listed[name]
    assert "larger than" in listed["bomb.json"]
    assert "a link" in listed["link.json"]
    assert "cannot be read" in listed["broken.zip"]
    assert listed["homework.ipynb"] == "not a file of answers"
    assert any("too deep" in what for what in listed.values())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "bad.zip",
        "in",
        "marks.csv",
        "report",
        "roster.csv",
    ]


def test_a_link_in_a_folder_is_not_followed(tmp_path, grade):
    path = one_file(tmp_path / "in")
    secret = tmp_path / "elsewhere.json"
    path.rename(secret)
    path.symlink_to(secret)
    one_file(tmp_path / "in", STUDENTS[1])
    rows, irregular = grade(tmp_path / "in", students=STUDENTS[:2])
    assert rows[STUDENTS[0]]["total"] == "0"
    assert [path.name, "a link, which is not followed"] in irregular


def test_no_code_of_a_student_is_run(tmp_path, grade):
    folder, marker = tmp_path / "in", tmp_path / "it-ran"
    one_file(folder)
    evil = f"open({str(marker)!r}, 'w').close()"
    for name in ("sitecustomize.py", "conftest.py", "hhlab.py", "json.py"):
        (folder / name).write_text(evil, encoding="utf-8")
    held = classes.answers(STUDENTS[1], {"L01.area": ["right"]})
    held["exercises"]["L01.area"]["answers"] = [
        {"answer": f"__import__('os').system({evil!r})"},
        {"answer": evil},
    ]
    (folder / "x.json").write_text(json.dumps(held), encoding="utf-8")
    rows, _ = grade(folder)
    assert rows[STUDENTS[0]]["total"] == "1" and rows[STUDENTS[1]]["total"] == "0"
    assert not marker.exists()


def test_what_a_student_writes_is_no_formula_and_no_markup(tmp_path, grade):
    held = classes.answers(STUDENTS[0], {"L01.twenty-one": [KEPT]})
    held["exercises"]["L01.twenty-one"]["answers"] = [{"answer": "=HYPERLINK(1)<script>alert(1)</script>"}]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "x.json").write_text(json.dumps(held), encoding="utf-8")
    (tmp_path / "in" / "=1.json").write_text('{"exercises": {}, "exercises": {}}', encoding="utf-8")
    _, irregular = grade(tmp_path / "in")
    assert ["'=1.json", "a name that occurs twice"] in irregular
    assert ",'=HYPERLINK" in (tmp_path / "report" / "texts.csv").read_text("utf-8-sig")
    assert "<script>" not in (tmp_path / "report" / "texts.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("roster", "said"),
    [
        ("name\nAda\n", "needs a first line with a column 'id'"),
        ("id\nada\nada\n", "has the id 'ada' twice"),
        ("id\n", "has no student in it"),
    ],
)
def test_a_roster_that_is_none_is_refused(roster, said, tmp_path, capsys):
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    arguments = [tmp_path, "--roster", tmp_path / "roster.csv", "--out", tmp_path / "m.csv"]
    assert said in refused(capsys, *arguments)


def test_a_roster_from_a_spreadsheet_with_semicolons_is_read(tmp_path, capsys):
    one_file(tmp_path / "in")
    roster = tmp_path / "r.csv"
    roster.write_text(f"\ufeffName;ID number\n=Äda;{STUDENTS[0]}\n", encoding="utf-8")
    out = tmp_path / "m.csv"
    assert main([str(tmp_path / "in"), "--roster", str(roster), "--out", str(out), "--quiet"]) == 0
    assert f"{STUDENTS[0]},'=Äda,,1,1,1,0" in out.read_text("utf-8-sig")


def test_a_key_that_names_nothing_is_refused(tmp_path, capsys):
    key = tmp_path / "keys.toml"
    for text, said in (
        ('["L12.myelin"]\nright = "magic"', "has no option 'magic'"),
        ('["L01.ions"]\nright = "none"', "no choice that needs a key"),
    ):
        key.write_text(text, encoding="utf-8")
        assert said in refused(capsys, tmp_path, "--key", key, "--out", tmp_path / "m.csv")


def test_every_choice_without_a_check_has_its_key():
    from hhlab.grading.keys import read_keys

    keyed = {one.id for one in exercises().values() if one.kind == "choice" and one.check is None}
    assert keyed and set(read_keys(key_file())) == keyed


def test_every_name_that_is_none_is_named_at_once(tmp_path, capsys):
    one_file(tmp_path / "in")
    said = refused(
        capsys, tmp_path / "in", "--out", tmp_path / "m.csv", "--only", "L01.aera", "L01", "L6", "l02"
    )
    assert "'L01.aera'. Did you mean L01.area?" in said and "'L6'" in said and "'l02'" in said


@pytest.mark.parametrize("asked", ["mine", "course.toml", "."])
def test_a_course_is_named_or_its_file_or_its_folder(asked, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("HHLAB_COURSE_FOLDER", str(tmp_path / "nowhere-yet"))
    (tmp_path / "nowhere-yet").mkdir()
    held = {"L01.area": {"given": variant(exercises()["L01.area"], "ada", "mine"), "answers": [1.0]}}
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.json").write_text(
        json.dumps({"schema": 1, "course": "mine", "student": "ada", "exercises": held}), encoding="utf-8"
    )
    (tmp_path / "course.toml").write_text('name = "mine"', encoding="utf-8")
    arguments = [str(tmp_path / "in"), "--out", str(tmp_path / "m.csv"), "--quiet"]
    assert main(arguments) == 1
    assert "Did you mean --course mine?" in capsys.readouterr().err
    assert main([*arguments, "--course", asked if asked == "mine" else str(tmp_path / asked)]) == 0
    assert "there is no file" in refused(capsys, *arguments, "--course", tmp_path / "curse.toml")
