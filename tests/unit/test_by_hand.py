"""The marks that a teacher gives by hand: nothing typed is lost, whatever becomes of the file in between."""

import csv
import fcntl
import io
import json
import multiprocessing
import os
import random
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

import classes
import pytest

from hhlab.exercises.description import KEPT
from hhlab.grading import tables
from hhlab.grading.command import main
from hhlab.grading.counting import count_texts
from hhlab.grading.marking import Marked
from hhlab.grading.roster import Student
from hhlab.grading.texts import OURS

TEXT = "L01.twenty-one"  # worth 2, and only a teacher can say
IDS = ["00123", "-m017", "1E5", "ada", "=grace", "müller"]


def _saved(rows, delimiter=",", encoding="utf-8-sig", **options):
    """Give the bytes that a spreadsheet saves."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter, **options).writerows(rows)
    # a spreadsheet writes ? for what its encoding lacks
    return file.getvalue().encode(encoding, "replace")


class Course:
    """A teacher's folder: what was handed in, the report, and the command that is given again and again."""

    def __init__(self, folder, capsys):
        self.folder, self.capsys = folder, capsys
        self.texts = folder / "report" / "texts.csv"
        self.marks = folder / "marks.csv"
        self.hand_in(*IDS)

    def hand_in(self, *students, codes=None):
        for path in (self.folder / "in").glob("*"):
            path.unlink()
        classes.hand_in(self.folder / "in", {one: codes or {TEXT: [KEPT]} for one in students})

    def run(self, *options, status=0):
        """Give the command, and give what it says."""
        report = () if "--no-report" in options else ("--report", self.folder / "report")
        options = [one for one in options if one != "--no-report"]
        arguments = [self.folder / "in", "--out", self.marks, *report, "--quiet", *options]
        found = main([str(one) for one in arguments])
        said = self.capsys.readouterr()
        # what waits for a reader is no error, but the marks are not complete
        assert found == (status or (3 if "answers wait for" in said.out else 0)), said
        return said.out + said.err

    def rows(self):
        """Give the rows of texts.csv."""
        with self.texts.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))

    def save(self, rows, **options):
        self.texts.write_bytes(_saved(rows, **options))

    def fill(self, **changes):
        """Write 1.5 into every row, change cells as told, and save it as a spreadsheet does."""
        rows = self.rows()
        for row in rows[1:]:
            row[3] = "1.5"
        self.save(rows, **changes)
        return rows

    def earned(self):
        """Give the marks of the text by student, as the table has them."""
        with self.marks.open(encoding="utf-8-sig", newline="") as file:
            return {row["id"].removeprefix("'"): row[TEXT] for row in csv.DictReader(file)}

    def filled(self):
        """Give (exercise, mark, comments) of every row in which something is typed."""
        head, *rows = self.rows()
        places = {name.lower(): i for i, name in enumerate(head)}
        ours = [places[one] for one in ("id", "exercise", "answer", "marks")]
        found = []
        for row in rows:
            typed = (row[places["marks"]], *sorted(c for i, c in enumerate(row) if c and i not in ours))
            if any(typed):
                found.append((row[places["exercise"]], *typed))
        return Counter(found)


@pytest.fixture
def course(tmp_path, capsys):
    course = Course(tmp_path, capsys)
    course.run()
    return course


def test_a_run_without_a_student_keeps_the_mark_and_says_whose(course):
    course.fill()
    course.hand_in(*(one for one in IDS if one != "ada"))
    said = course.run()
    assert "ada" not in course.earned()
    assert f"ada, {TEXT}: the mark '1.5' counts for nobody and stays: nobody of that id" in said
    course.hand_in(*IDS)
    assert "counts for nobody" not in course.run()
    assert course.earned() == dict.fromkeys(IDS, "1.5")


@pytest.mark.parametrize(
    "saved",
    [
        {},
        {"delimiter": ";"},
        {"delimiter": "\t", "encoding": "utf-16"},
        {"delimiter": "\t", "encoding": "utf-16-le"},
        {"delimiter": "|", "encoding": "utf-8"},
        {"delimiter": ";", "encoding": "cp1252"},
        {"quoting": csv.QUOTE_ALL},
        {"lineterminator": "\n"},
        {"lineterminator": "\r"},
    ],
    ids=str,
)
def test_any_spreadsheet_may_save_it(saved, course):
    course.fill(**saved)
    said = course.run()
    assert course.earned() == dict.fromkeys(IDS, "1.5")
    assert "irregular" not in said


def reordered(rows):
    return [[row[3], row[1].upper() if i == 0 else row[1], row[0], row[2]] for i, row in enumerate(rows)]


def with_comments(rows):
    return [
        [*row, f"good, {i}", "", "- see me"] if i else [*row, "Comment", "", ""] for i, row in enumerate(rows)
    ]


def with_blanks(rows):
    return [[], *(line for row in rows for line in ([*row, "", "", ""], ["", "", "", "", "", "", ""]))]


def with_numbers(rows):
    numbers = {"00123": "123", "1E5": "1.00E+05", "'-m017": "-m017"}
    return [[numbers.get(row[0], row[0]), *row[1:]] for row in rows]


def with_an_instruction(rows):
    return [["sep=,"], *rows]


@pytest.mark.parametrize(
    "change",
    [reordered, with_comments, with_blanks, with_numbers, with_an_instruction],
    ids=lambda x: x.__name__,
)
def test_columns_rows_and_ids_may_change_on_the_way(change, course):
    course.save(change(course.fill()))
    said = course.run()
    assert course.earned() == dict.fromkeys(IDS, "1.5")
    assert said.count("a spreadsheet has taken it for a number") == 2 * (change is with_numbers)
    before, _ = course.filled(), course.run()
    assert course.filled() == before
    if change is with_comments:
        assert sorted(row[4] for row in course.rows()[1:]) == [f"good, {i}" for i in range(1, 7)]
        assert {row[6] for row in course.rows()[1:]} == {"- see me"}


def test_leading_zeros_that_could_be_two_students_are_asked_about(course):
    course.hand_in("00123", "0123")
    course.run()
    course.save([["id", "exercise", "answer", "marks"], ["123", TEXT, "", "1"]])
    assert "it may be '00123' or '0123': write which" in course.run()
    assert set(course.earned().values()) == {""}
    assert course.filled() == {(TEXT, "1"): 1}


@pytest.mark.parametrize(
    ("written", "counts"),
    [("1,5", "1.5"), (" 2 ", "2"), ("0", "0"), ("2.", "2"), (",5", "0.5"), ("2,0", "2")],
)
def test_a_mark_is_read_as_it_is_written_anywhere(written, counts, course):
    rows = course.fill()
    course.save([rows[0], *([*row[:3], written] for row in rows[1:])])
    course.run()
    assert set(course.earned().values()) == {counts}
    assert {row[3] for row in course.rows()[1:]} == {written}


@pytest.mark.parametrize(
    "written",
    [
        "2/3",
        "-",
        "good",
        "3",
        "-1",
        "nan",
        "inf",
        "1_0",
        "1e0",
        "٢",
        "½",
        "?",
        "02. Mrz",
        "=1+1",
        "1.5.2026",
        "1 1",
    ],
)
def test_what_is_no_mark_stays_and_is_reported(written, course):
    rows = course.fill()
    rows[1][3] = written
    course.save(rows)
    for _ in range(2):
        said = course.run()
        assert f"{written!r} is no mark from 0 to 2; it does not count, and stays" in said
        assert sorted(course.earned().values()) == ["", *["1.5"] * 5]
        assert course.filled()[TEXT, written] == 1


def test_two_marks_for_one_answer_are_both_kept_and_none_counts(course):
    rows = course.fill()
    (ada,) = (row for row in rows if row[0] == "ada")
    course.save([*rows, [*ada[:3], "2"]])
    for _ in range(2):
        said = course.run()
        assert f"ada, {TEXT}: different marks, " in said and "none of them counts" in said
        assert course.earned()["ada"] == "" and course.filled() == {(TEXT, "1.5"): 6, (TEXT, "2"): 1}
    course.save([*rows, ada])
    assert "different" not in course.run()
    assert course.earned()["ada"] == "1.5" and course.filled() == {(TEXT, "1.5"): 7}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["ada", "L01.twenty-won", "", "1"], "did you mean 'L01.twenty-one'?"),
        (["ada", "L99.removed", "", "1"], "there is no exercise 'L99.removed'"),
        (["ada", "L01.area", "", "1"], "the card marks L01.area, not the teacher"),
        (["adaa", TEXT, "", "1"], "did you mean 'ada'?"),
        (["zoe", TEXT, "", "1"], "nobody of that id was marked or is on the roster"),
        (["", "", "", "1"], "names no student"),
        (["", "", "", "", "write to the dean"], "what is written there"),
        (["lise", TEXT, "", "1"], "nothing of this student was marked this time"),
        (["=grace", "L02.coil-words", "", "1"], "there is no exercise"),
    ],
)
def test_a_row_that_matches_nobody_stays_and_says_why(row, said, course, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("id\n" + "".join(f"{one}\n" for one in [*IDS, "lise"]), encoding="utf-8")
    course.save([["id", "exercise", "answer", "marks", "Comment"], row])
    for _ in range(2):
        assert said in course.run("--roster", roster)
        typed = tuple(cell for i, cell in enumerate(row) if i > 2 and (cell or i == 3))
        assert course.filled() == {(row[1], *typed): 1}


def test_a_workbook_beside_the_table_is_not_passed_over_in_silence(course):
    (course.texts.parent / "texts.xlsx").write_bytes(b"PK")
    assert "texts.xlsx: not read: save it as texts.csv" in course.run()


def test_the_text_itself_tells_whose_mark_a_damaged_id_was(course):
    text = "a text that nobody else wrote"
    path = course.folder / "in" / "hhlab-answers-ada.json"
    held = json.loads(path.read_text("utf-8"))
    held["exercises"][TEXT]["answers"] = [{"answer": text}]
    path.write_text(json.dumps(held), encoding="utf-8")
    course.save([["id", "exercise", "answer", "marks"], ["1-May", TEXT, text, "1"]])
    assert "'ada' wrote this very text" in course.run()


def test_a_mark_survives_other_questions_a_key_and_another_course(course):
    filled = course.fill() and course.filled()
    both = {TEXT: [KEPT], "L12.myelin": [KEPT]}
    course.hand_in(*IDS, codes=both)
    course.run("--only", "L06")
    assert course.filled() == filled
    course.run()
    rows = course.rows()
    course.save([row if row[3] else [*row[:3], "1"] for row in rows])
    said = course.run("--key", classes.ROOT / "teacher" / "keys.toml")
    assert said.count("the key or the card marks this answer") == 6
    assert sum(course.filled().values()) == 12
    before = course.texts.read_bytes()
    said = course.run("--course", "physiology-2027", status=1)
    assert "Did you mean --course hhlab?" in said
    assert course.texts.read_bytes() == before


def test_an_answer_handed_in_anew_keeps_its_mark_and_the_text_that_was_marked(course):
    course.fill()
    path = course.folder / "in" / "hhlab-answers-ada.json"
    held = json.loads(path.read_text("utf-8"))
    old = held["exercises"][TEXT]["answers"][0]["answer"]
    held["exercises"][TEXT]["answers"].append({"answer": "second thoughts"})
    path.write_text(json.dumps(held), encoding="utf-8")
    said = course.run()
    assert f"ada, {TEXT}: handed in anew after it was marked" in said and said.count("handed in anew") == 1
    (ada,) = (row for row in course.rows() if row[0] == "ada")
    assert ada == ["ada", TEXT, "second thoughts", "1.5", old]
    assert course.earned()["ada"] == "1.5"


def test_marks_in_another_file_go_first_and_take_none_away(course):
    rows, elsewhere = course.fill(), course.folder / "by the assistant.csv"
    elsewhere.write_text(f"id;exercise;marks;Why\nada;{TEXT};2;fine\nmüller;{TEXT};1.5;\n", encoding="utf-8")
    for _ in range(3):
        said = course.run("--texts", elsewhere)
        assert course.earned() == dict.fromkeys(IDS, "1.5") | {"ada": "2"}
        assert "different marks" in said and "2 counts" in said
        with course.texts.open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.reader(file, delimiter=";"))
        # the one that differs, and no other, has two rows
        assert len(found) == len(rows) + 1
    course.run("--texts", elsewhere, "--no-report")
    assert course.earned() == dict.fromkeys(IDS, "") | {"ada": "2", "müller": "1.5"}
    assert "nowhere.csv: No such file" in course.run("--texts", "./nowhere.csv", status=2)
    assert elsewhere.read_text("utf-8").startswith("id;exercise;marks;Why")


def test_the_file_before_is_kept_and_no_copy_is_written_over(course):
    contents = [course.texts.read_bytes()]
    for mark in ("1", "2", "1"):
        rows = course.rows()
        course.save([rows[0], *([*row[:3], mark] for row in rows[1:])], quoting=csv.QUOTE_ALL)
        contents.append(course.texts.read_bytes())
        assert "what was there before: " in course.run()
    copies = sorted(course.texts.parent.glob("texts.csv.before-*"))
    assert [copy.read_bytes() for copy in copies] == contents[1:]
    course.run()
    assert len(list(course.texts.parent.glob("texts.csv.before-*"))) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "texts.csv is empty"),
        (b"PK\x03\x04 and more", "texts.csv is a workbook"),
        (b"id,exercise,answer\n", "has no column marks"),
        (b"id,exercise,marks,Marks\n", "two columns 'marks'"),
        (b'id,exercise,answer,marks\nada,L01.twenty-one,"oops,1\nzoe,x,y,2\n', "line 2: a quote is missing"),
    ],
)
def test_a_file_that_cannot_be_read_whole_is_left_alone(content, said, course):
    course.texts.write_bytes(content)
    marks = course.marks.read_bytes()
    assert said in course.run(status=2)
    assert course.texts.read_bytes() == content and course.marks.read_bytes() == marks


@pytest.mark.parametrize("at", range(1, 8))
def test_a_disk_that_is_full_at_any_write_leaves_the_marks(at, course, monkeypatch):
    course.fill()
    typed, sync, calls = course.texts.read_bytes(), os.fsync, []

    def full(file):
        calls.append(file)
        if len(calls) == at:
            raise OSError(28, "No space left on device")
        sync(file)

    monkeypatch.setattr(os, "fsync", full)
    said = course.run(status=2)
    assert "No space left on device" in said and ".csv" in said + "report.html.csv"
    monkeypatch.undo()
    held = [path.read_bytes() for path in course.texts.parent.glob("texts.csv*")]
    assert typed in held and course.filled() == {(TEXT, "1.5"): 6}
    assert not list(course.folder.rglob("*.part"))
    course.run()
    assert course.earned() == dict.fromkeys(IDS, "1.5")


def _again(folder, n):
    report = folder / "report"
    main([str(one) for one in (folder / "in", "--out", folder / f"m{n}.csv", "--report", report, "--quiet")])


def test_two_runs_at_once_wait_for_each_other(course):
    course.fill()
    filled = course.filled()
    fork = multiprocessing.get_context("spawn")
    runs = [fork.Process(target=_again, args=(course.folder, n)) for n in range(2)]
    with (course.texts.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for run in runs:
            run.start()
        runs[0].join(8)
        assert all(run.is_alive() for run in runs)
        # what the teacher saves while they work is not written over
        course.save([*course.rows(), ["zoe", TEXT, "", "2", "late"]])
    for run in runs:
        run.join(60)
        assert run.exitcode == 0
    assert course.filled() == filled + Counter({(TEXT, "2", "late"): 1})


def test_the_marks_are_not_written_over_what_is_read(course, tmp_path):
    course.fill()
    before = course.texts.read_bytes()
    assert "Change --out" in course.run("--out", course.texts, status=2)
    assert course.texts.read_bytes() == before
    assert course.run("--out", "/dev/null") and Path("/dev/null").is_char_device()
    course.marks.write_text("typed by hand", encoding="utf-8")
    course.run()
    assert (tmp_path / "marks.csv.before-1").read_text("utf-8") == "typed by hand"


def test_a_command_that_marks_nobody_says_why_and_writes_nothing(course, tmp_path):
    marks = course.marks.read_bytes()
    (tmp_path / "roster.csv").write_text("id,SIS\n7001,ada\n7002,zoe\n", encoding="utf-8")
    said = course.run("--roster", tmp_path / "roster.csv", status=1)
    assert "the roster's ids match none of 6 files. In the roster: '7001', '7002'; in the files: " in said
    course.hand_in("guest")
    assert "1 files are of 'guest', who never signed in" in course.run(status=1)
    course.hand_in()
    assert "no file of answers" in course.run(status=2)
    assert course.marks.read_bytes() == marks


@pytest.mark.parametrize(("typo", "guess"), [("L01.aera", "L01.area"), ("l06", "L06"), ("L99", "L")])
def test_a_typo_beside_what_is_right_is_refused_before_the_work(typo, guess, course):
    marks = course.marks.read_bytes()
    said = course.run("--only", typo, "L01", status=2)
    assert f"no exercise or lesson is called {typo!r}. Did you mean {guess}" in said
    assert course.marks.read_bytes() == marks


# what becomes of the file between two runs: each takes and gives its rows
SPELLED = [str.upper, lambda text: unicodedata.normalize("NFD", text), lambda text: f" {text}\u00a0"]
HISTORIES = int(os.environ.get("HHLAB_HISTORIES", "200"))
ODD = ["1", "1,5", "2", "3", "-", "2/3", "?", "", " ", "=A1", "'x", "nan"]


def _damage(dice, rows):
    """Give the rows as a teacher and a spreadsheet may leave them."""
    head, *rows = ([*row] for row in rows)
    # where the command has refused a file, it is as it was left
    rows = [(row + [""] * len(head))[: len(head)] for row in rows if row]
    place = {name.strip().lower(): i for i, name in enumerate(head)}
    for row in rows:
        if dice.random() < 0.5:
            row[place["marks"]] = dice.choice(ODD)
        if dice.random() < 0.2:
            row[place["id"]] = row[place["id"]].lstrip("'0")
        if dice.random() < 0.2:
            row[place["id"]] = dice.choice(SPELLED)(row[place["id"]])
    match dice.randrange(7):
        case 0:
            head.append(dice.choice(["Comment", "", "i", "marks?"]))
            rows = [[*row, dice.choice(["", "- too short", "so, so", 'a "b"\nc'])] for row in rows]
        case 1:
            order = dice.sample(range(len(head)), len(head))
            head, rows = [head[i] for i in order], [[row[i] for i in order] for row in rows]
        case 2:
            rows += [[*dice.choice(rows)] for _ in range(2) if rows]
        case 3:
            rows.append([dice.choice([*ODD, *IDS]) for _ in head])
        case 4:
            dice.shuffle(rows)
        case 5:
            head = [dice.choice([str.upper, str.title, str.lower])(name) for name in head]
        case 6:
            rows = [line for row in rows for line in ([*row, "", ""], [])]
    return [head, *rows]


def _typed(rows):
    """Give what is typed in each row: its mark, and what is in the columns that are not the command's."""
    head, *rows = rows
    place = {name.strip().lower(): i for i, name in enumerate(head)}
    ours = {place.get(name) for name in ("id", "exercise", "answer", "answer when marked")}
    found = (tuple(sorted(c for i, c in enumerate(row) if i not in ours and c.strip())) for row in rows)
    return Counter(one for one in found if one)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_no_history_of_a_table_loses_what_was_typed(seed):
    dice = random.Random(seed)
    # whether it has reached the disk is another test's question, and takes most of the time
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(os, "fsync", lambda _: None)
        path, delimiter = Path(folder, "texts.csv"), ","
        for _ in range(dice.randint(2, 6)):
            there = dice.sample(IDS, dice.randint(1, len(IDS)))
            texts = {one: dice.choice(["why", "because", "=1", "- no"]) for one in there}
            asked = dice.sample([TEXT, "L12.myelin"], dice.randint(1, 2))
            marked = Marked(
                marks={one: dict.fromkeys(asked) for one in there}, waiting=dict.fromkeys(asked, texts)
            )
            roster = dice.choice([None, {one: Student(one) for one in IDS}])
            before = Counter()
            if path.exists():
                with path.open(encoding="utf-8-sig", newline="") as file:
                    rows = _damage(dice, list(csv.reader(file, delimiter=delimiter)))
                before, delimiter = _typed(rows), dice.choice(",;\t")
                quoting = dice.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
                encoding = dice.choice(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
                saved = _saved(rows, delimiter, encoding, quoting=quoting)
                path.write_bytes(saved)
            other = Path(folder, "other.csv") if dice.random() < 0.3 else None
            if other:
                delimiter = ","
                other.write_bytes(_saved(_damage(dice, [list(OURS), [dice.choice(IDS), TEXT, "", "1"]]), ","))
            aliases = dice.choice([{}, {"zoe": "ada"}])
            count_texts(marked, roster, given=other, folder=folder, aliases=aliases)
            with path.open(encoding="utf-8-sig", newline="") as file:
                after = _typed(list(csv.reader(file, delimiter=delimiter)))
            if other:
                # one row may hold what two files say
                before, after = (Counter(c for row in n.elements() for c in row) for n in (before, after))
            assert not before - after, (seed, before - after)
            if before:
                assert saved in [one.read_bytes() for one in Path(folder).glob("texts.csv*")]


@pytest.mark.parametrize("seed", range(max(1, HISTORIES // 10)))
def test_no_history_of_a_class_loses_what_was_typed(seed, tmp_path, capsys, monkeypatch):
    """The command itself, again and again: late zips, damaged files, tables that cannot be read."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    dice, course = random.Random(f"class {seed}"), Course(tmp_path, capsys)
    (tmp_path / "roster.csv").write_text("id\n" + "".join(f"{one}\n" for one in IDS[1:]), encoding="utf-8")
    course.run()
    for step in range(dice.randint(2, 5)):
        before = Counter()
        if dice.random() < 0.9:
            rows = _damage(dice, course.rows())
            before = _typed(rows)
            course.save(rows, quoting=dice.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
        course.hand_in(*dice.sample(IDS, dice.randint(1, len(IDS))))
        damaged = dice.choice(list((tmp_path / "in").iterdir()))
        if dice.random() < 0.5:
            damaged.write_bytes(damaged.read_bytes()[: dice.randint(0, 200)])
        if dice.random() < 0.3:
            _unreadable(course, dice)
        options = dice.choice(
            [(), ("--roster", tmp_path / "roster.csv"), ("--only", "L06"), ("--only", "L01")]
        )
        asked = [tmp_path / "in", "--out", course.marks, "--report", tmp_path / "report", "--quiet", *options]
        assert main([str(one) for one in asked]) in (0, 1, 2, 3)
        assert not before - _typed(course.rows()), (seed, step)


def _unreadable(course, dice):
    """Put a table in its place that cannot be read, see that nothing becomes of it, and put it back."""
    whole = course.texts.read_bytes()
    bad = dice.choice([b"", whole[: len(whole) // 2] + b'"', b"PK\x03\x04" + whole, b"id;exercise\n1;2\n"])
    course.texts.write_bytes(bad)
    report = course.texts.parent
    asked = [course.folder / "in", "--out", course.marks, "--report", report, "--quiet"]
    main([str(one) for one in asked])
    kept = [path.read_bytes() for path in report.glob("texts.csv*")]
    assert bad in kept
    course.texts.write_bytes(whole)


@pytest.mark.parametrize("typed", ["ADA", " a\u00addа".replace("а", "a"), "ａｄａ", "ada@nowhere"])
def test_a_mark_finds_its_student_however_the_id_is_spelled(typed, course, tmp_path, monkeypatch):
    (tmp_path / "course.toml").write_text('[aliases]\n"ada@nowhere" = "ada"\n', encoding="utf-8")
    monkeypatch.setenv("HHLAB_COURSE_FOLDER", str(tmp_path))
    course.save([["id", "exercise", "answer", "marks"], [typed, TEXT, "", "1"]])
    assert "counts for nobody" not in course.run("--course", tmp_path / "course.toml")
    assert course.earned()["ada"] == "1" and course.filled() == {(TEXT, "1"): 1}


@pytest.mark.parametrize("first", "=+-@\t\r")
def test_no_cell_begins_as_a_formula_does_and_each_is_read_as_it_was(first):
    for text in (f"{first}1+1", f"'{first}1", f"''{first}", first):
        cell = tables.safe(text)
        assert cell == f"'{text}"
        assert tables.unquoted(cell) == text
    for text in (f"1{first}1", "'tis", "", "0.5"):
        assert tables.safe(text) == tables.unquoted(text) == text
