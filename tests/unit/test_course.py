"""One file sets a course: what it says counts, and each slip in it is a sentence with its line."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hhlab.exercises import bank
from hhlab.exercises.course import course, read_course
from hhlab.exercises.policy import points
from hhlab.exercises.settings import Course
from hhlab.grading.command import main

WHOLE = """
name = "physiology-2027"
also = ["hhlab"]
counts = ["L01", "L06.rheobase", "P1"]
roster = "class.csv"
language = "de_DE"
timezone = "Europe/Berlin"
keys = "../keys.toml"

[points]
"L06.rheobase" = 3
"L01.area" = 2.5
L01 = 10

[attempts]
credit = [1.0, 0.5]
direction_after = 3

[[deadline]]
lesson = "L01"
at = 2027-03-01T23:59:00
late = [["1d", 0.8], ["7d", 0.5]]

[[deadline]]
exercise = "L01.area"
at = 2027-04-01T12:00:00Z

[[deadline]]
at = 2027-08-01

[aliases]
"S1003" = "S1003x"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("HHLAB_COURSE_FOLDER", str(tmp_path))
    monkeypatch.delenv("HHLAB_COURSE", raising=False)
    (tmp_path / "class.csv").write_text("id\nada\n", encoding="utf-8")
    bank.renew()
    yield tmp_path
    bank.renew()


def test_what_is_set_is_read(folder):
    (folder / "course.toml").write_text(WHOLE, encoding="utf-8")
    found = course()
    assert found.problems == found.notes == ()
    assert (found.name, found.also, found.language) == ("physiology-2027", ("hhlab",), "de")
    assert found.points == {"L06.rheobase": 3.0, "L01.area": 2.5, "L01": 10.0}
    assert (found.credit, found.choices, found.direction_after) == ((1.0, 0.5), Course().choices, 3)
    assert found.roster == folder / "class.csv" and found.keys == folder / ".." / "keys.toml"
    assert found.aliases == {"s1003": "S1003x"}
    assert found.counting(["L01.area", "L06.rheobase", "L06.held", "P1.own"]) == [
        "L01.area",
        "L06.rheobase",
        "P1.own",
    ]


def test_the_nearest_deadline_counts_and_lateness_costs_what_is_said(folder):
    (folder / "course.toml").write_text(WHOLE, encoding="utf-8")
    lesson = course().deadline("L01.units")
    assert lesson.at == datetime(2027, 3, 1, 23, 59, tzinfo=ZoneInfo("Europe/Berlin"))
    parts = [lesson.part(lesson.at + timedelta(days=days)) for days in (-1, 0, 0.5, 1, 2, 7, 7.1)]
    assert parts == [1, 1, 0.8, 0.8, 0.5, 0.5, 0]
    assert course().deadline("L01.area").at == datetime(2027, 4, 1, 12, tzinfo=UTC)
    assert course().deadline("L01.area").part(datetime(2030, 1, 1, tzinfo=UTC)) == 1
    # a day is over when it is over
    assert course().deadline("L09.fold").at.isoformat() == "2027-08-01T23:59:59+02:00"
    assert Course().deadline("L01.area") is None


def test_the_points_of_a_lesson_are_shared_by_what_counts_in_it(folder):
    (folder / "course.toml").write_text(WHOLE, encoding="utf-8")
    found, lesson = course(), bank.of_lesson("L01")
    worth = {one: points(found, one) for one in lesson}
    assert worth["L01.area"] == 2.5 and sum(worth.values()) == pytest.approx(10)
    others = [one for one in lesson if one != "L01.area"]
    assert len({worth[one] / lesson[one].marks for one in others}) == 1
    assert points(found, "L06.rheobase") == 3 and points(found, "L06.held") == bank.find("L06.held").marks


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nmae = 'x'", "line 1: there is no setting 'nmae'. Did you mean 'name'?"),
        ("name = 7", "line 1: name must be a text in quotes, but it is 7."),
        ("name = ''", "line 1: name must be a text in quotes, but it is ''."),
        (f"name = '{'x' * 65}'", "name must have 1 to 64 letters on one line, but it has 65."),
        ("name = “physiology”", "line 1: invalid value, in 'name = “physiology”'. Quotes must be straight"),
        ("name: 'x'", "Between a name and its value stands =, not a colon."),
        ("name = physiology", "line 1: invalid value, in 'name = physiology'. A text stands in quotes."),
        ("\n\nname = 'x", "line 3: "),
        ("name = 'x'\nname = 'y'", "line 2: cannot overwrite a value"),
        ("counts = 'L01'", 'counts is a list, in brackets: counts = ["L01"]'),
        ("counts = ['l06.Rheobase']", "is no name of a lesson or an exercise. Did you mean 'L06.rheobase'?"),
        ("counts = ['Lesson one!']", "is no name of a lesson or an exercise, such as L06 or L06.rheobase."),
        ("roster = 'clas.csv'", "there is no file 'clas.csv' beside it. Did you mean 'class.csv'?"),
        ("language = 'klingon'", "no language 'klingon' is known"),
        ("timezone = 'Berlin'", "there is no time zone 'Berlin', such as 'Europe/Berlin'. Did you mean"),
        ("[points]\nL01 = -1", "line 2: points of L01 must be a number from 0 to 1000, but it is -1."),
        ("[points]\n\n'L06.rheobase' = 'two'", "line 3: points of L06.rheobase must be a number"),
        ("points = 3", "points is a table that begins with a line [points], but it is 3."),
        (
            "[attempts]\ncredits = [1]",
            "line 2: attempts: there is no setting 'credits'. Did you mean 'credit'?",
        ),
        ("[attempts]\ncredit = 1", "line 2: credit is a list, in brackets, but it is 1."),
        ("[attempts]\ncredit = []", "to count every try in full, write credit = [1.0]."),
        ("[attempts]\ncredit = [1, 50]", "each part in credit must be a number from 0 to 1, but it is 50."),
        ("[attempts]\ncredit = [0.5, 1]", "credit grows with the tries"),
        ("[attempts]\ndirection_after = 0", "line 2: direction_after must be a whole number from 1 to 200"),
        (
            "[attempts]\nname = 'x'",
            "line 2: name stands below [attempts]; put it above the first line in brackets.",
        ),
        (
            "[deadline]\nat = 2027-03-01",
            "line 1: a deadline begins with a line [[deadline]], in two brackets.",
        ),
        ("[[deadline]]\nat = '2027-03-01'", "at must be a time such as 2027-03-01T23:59:00, without quotes"),
        ("[[deadline]]\nat = 2027-03-01\n\n[[deadline]]\nlesson = 'L01'", "line 4: at must be a time"),
        ("[[deadline]]\nlesson = 'L01.area'\nat = 2027-03-01", "deadline: 'L01.area' is no lesson."),
        ("[[deadline]]\nexercise = 'L01'\nat = 2027-03-01", "deadline: 'L01' is no exercise."),
        (
            "[[deadline]]\nleson = 'L01'\nat = 2027-03-01",
            "there is no setting 'leson'. Did you mean 'lesson'?",
        ),
        ("[[deadline]]\nat = 2027-03-01\nlate = [['1 day', 1]]", "'1 day' is no duration such as \"12h\""),
        ("[[deadline]]\nat = 2027-03-01\nlate = [['1d']]", 'is a pair such as ["1d", 0.8]'),
        (
            "[[deadline]]\nat = 2027-03-01\n[[deadline]]\nat = 2027-03-02",
            "line 3: a second deadline of everything.",
        ),
        ("[aliases]\nguest = 'ada'", "line 2: 'guest' is whoever never signed in"),
        ("[aliases]\na = 'b'\nb = 'c'", "line 3: 'b' is itself the alias of somebody"),
    ],
)
def test_a_slip_is_a_sentence_with_its_line_and_the_lab_goes_on(line, said, folder, capsys):
    (folder / "course.toml").write_text(line, encoding="utf-8")
    (found,) = course().problems
    assert found.startswith("course.toml, line ") and said in found
    assert course().credit == Course().credit
    # the grader marks nothing by half of a file
    assert main([str(folder), "--course", str(folder / "course.toml"), "--quiet"]) == 2
    assert found in capsys.readouterr().err


def test_the_rest_of_a_file_counts_and_of_a_broken_one_the_name(folder):
    (folder / "course.toml").write_text("name = 'a'\ncolour = 'red'\nlanguage = 'fr'", encoding="utf-8")
    assert (course().name, course().language, len(course().problems)) == ("a", "fr", 1)
    (folder / "course.toml").write_text("name = 'a'  # mine\n[points\n", encoding="utf-8")
    assert course().name == "a" and "line 2" in course().problems[0]
    (folder / "course.toml").write_bytes("name = 'é'".encode("latin-1"))
    assert course().problems == ("course.toml cannot be read: it is not in UTF-8; save it as a plain text.",)
    (folder / "course.toml").write_bytes("\ufeffname = 'é'".encode())
    assert course().name == "é" and not course().problems


def test_the_file_goes_before_the_environment_and_says_so(folder, monkeypatch):
    monkeypatch.setenv("HHLAB_COURSE", "another")
    assert course().name == "another"
    (folder / "course.toml").write_text("language = 'fr'", encoding="utf-8")
    assert course().name == "another" and not course().notes
    (folder / "course.toml").write_text("name = 'mine'", encoding="utf-8")
    assert course().name == "mine" and "HHLAB_COURSE 'another'" in course().notes[0]
    monkeypatch.setenv("HHLAB_COURSE_FOLDER", str(folder / "nowhere"))
    assert course().name == "another" and "there is no such folder" in course().problems[0]


def test_a_change_of_the_file_is_seen_at_once(folder):
    path = folder / "course.toml"
    for name in ("one", "other"):
        path.write_text(f"name = '{name}'", encoding="utf-8")
        assert course().name == read_course(path).name == name


def test_names_that_nothing_has_are_all_told_by_the_grader(folder, capsys):
    text = "counts = ['L01', 'L77']\n[points]\n'L06.rheobasis' = 2\n[[deadline]]\nlesson = 'L88'\n"
    text += "at = 2027-03-01"
    (folder / "course.toml").write_text(text, encoding="utf-8")
    assert main([str(folder), "--quiet"]) == 2
    said = capsys.readouterr().err
    assert "counts: no exercise or lesson is called 'L77'" in said and "'L88'" in said
    assert "points: no exercise or lesson is called 'L06.rheobasis'. Did you mean L06.rheobase?" in said


OWN = """from ..checks import near, number_check
from hhlab.exercises.description import Exercise

EXERCISES = (
    Exercise(
        id="{id}", title="My own", prompt="Twice {{n:g}}?", given={{"n": (1.0, 2.0, 3.0)}}, unit="",
        check=number_check(near(lambda n: 2 * n)), hints={{"right": ("Yes.",)}},
    ),
)
"""


def test_a_teachers_own_exercises_come_after_the_bank(folder):
    (folder / "exercises").mkdir()
    for name, text in (
        ("p1.py", OWN.format(id="P1.twice")),
        ("more.py", OWN.format(id="L01.my-own")),
        ("ours.py", OWN.format(id="L01.area")),
        ("again.py", OWN.format(id="P1.again") + "\nEXERCISES += EXERCISES"),
        ("broken.py", "\n1 / 0\n"),
        ("syntax.py", "x = (\n\ny = = 2"),
        ("ends.py", "raise SystemExit"),
        ("none.py", "x = 1"),
        ("single.py", OWN.format(id="P2.one").replace("),\n)", ")\n)")),
        ("id.py", OWN.format(id="my exercise")),
        ("_helper.py", "1 / 0"),
    ):
        (folder / "exercises" / name).write_text(text, encoding="utf-8")
    bank.renew()
    said = "\n".join(bank.problems())
    assert list(bank.exercises())[-2:] == ["L01.my-own", "P1.twice"]
    assert "P1.twice" in bank.of_lesson("P1") and list(bank.of_lesson("L01"))[-1] == "L01.my-own"
    assert bank.find("P1.twice").check(4.0, n=2.0) == "right"
    assert bank.find("L01.area").title == "How much membrane?"
    for sentence in (
        "'L01.area' is the name of an exercise of hhlab",
        "again.py: another file beside it has an exercise 'P1.again' too, or this one has it twice",
        "broken.py: it is left out: line 2: ZeroDivisionError: division by zero",
        "syntax.py: it is left out: line ",
        "ends.py: it is left out: line 1: SystemExit",
        "none.py: it is left out: it needs EXERCISES",
        "single.py: it is left out: it needs EXERCISES",
        "id.py: it is left out: 'my exercise' is no id such as 'P1.my-own'",
    ):
        assert said.count(sentence) == 1, (sentence, said)
    assert len(bank.problems()) == 8
