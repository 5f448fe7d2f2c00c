"""Every number of the report is that of a class made by hand: twelve on the roster, eleven hand in.

The plan below is written out; what the page and the tables must say follows from it by counting on fingers.
"""

import csv
import json
import re
from datetime import datetime, timedelta
from html.parser import HTMLParser

import pytest
from test_sixty_kinds import COURSE, entry, file2, says

from hhlab.exercises.bank import exercises
from hhlab.grading.command import main
from hhlab.grading.likeness import alike, identical

AREA, DENSITY, TEXT = "L01.area", "L01.density", "L01.twenty-one"
STUDENTS = [f"pupil-{letter}" for letter in "abcdefghijkl"]
# the codes of the answers to L01.area, oldest first; the numbers 1.7, 1.8 … are wrong ones of their own
TRIED = {
    "a": ["right"],
    "b": ["right"],
    "c": ["units", "right"],  # a slip is no try: right at first
    "d": ["ends", "right"],
    "e": ["ends", "radius", "right"],
    "f": ["ends", "ends"],
    "g": ["low", "right"],
    "h": ["high", "low"],
    "i": [2.1, 2.2, 2.3, 2.4, 2.5],  # too high, five tries: stuck
    "j": ["radius"],  # and every hint asked for: stuck
    "k": ["empty"],
}
PREDICTED = {"a": 1, "b": 1, "c": 1, "d": 0, "e": 2}  # of L01.density, by place
RIGHT_AFTER = "abd"
PREDICTS_AGAIN = "e"
WROTE = {
    "a": "Twenty-one, because dt is 0.025 ms and every step is recorded.",
    "b": "twenty-one because dt is 0.025 ms, and every step is recorded!",
    "c": "Twenty-one, because dt is 0.025 ms and every step is recorded. I think.",
    "d": "The clamp begins late, so that nothing is lost at the start of the run.",
}
MARKED_BY_HAND = {"a": 1.0}
HINTS = [f"{code}:{n}" for code, first in (("radius", 1), ("start", 0)) for n in range(first, 9)]


def answer(student, code):
    if isinstance(code, float):
        return code * says(AREA, student)
    return "" if code == "empty" else says(AREA, student, code)


def file_of(letter):
    student = f"pupil-{letter}"
    done = [(AREA, entry(AREA, student, answer(student, code), i)) for i, code in enumerate(TRIED[letter])]
    if letter == "j":
        done += [(AREA, entry(AREA, student, rung, 20, kind="rung")) for rung in HINTS]
    if letter in PREDICTED:
        expected = exercises()[DENSITY].expected
        done.append((DENSITY, entry(DENSITY, student, expected[PREDICTED[letter]], 30, kind="prediction")))
        if letter in PREDICTS_AGAIN:
            done.append((DENSITY, entry(DENSITY, student, expected[0], 31, kind="prediction")))
        code = "right" if letter in RIGHT_AFTER else "high"
        done.append((DENSITY, entry(DENSITY, student, says(DENSITY, student, code), 32)))
    if letter in WROTE:
        done.append((TEXT, entry(TEXT, student, WROTE[letter], 40)))
    return file2(student, *done)


class Text(HTMLParser):
    """The text of a page by the id of the article that it stands in, and what is asked for elsewhere."""

    def __init__(self, html):
        super().__init__()
        self.here, self.texts, self.bars, self.asked, self.hidden = "", {}, {}, [], False
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in ("article", "h2"):
            self.here = attrs.get("id", "") if tag == "article" else "heading"
        if tag == "svg":
            self.bars.setdefault(self.here, []).append(attrs["aria-label"])
        self.asked += [attrs[name] for name in ("src", "href") if not attrs.get(name, "#").startswith("#")]
        self.hidden = tag in ("style", "title")

    def handle_data(self, data):
        if self.hidden:
            return
        if self.here == "heading":
            self.here = data
        self.texts[self.here] = self.texts.get(self.here, "") + data

    def handle_endtag(self, tag):
        self.hidden = False


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Give a function that makes the report of the class: its page, and the tables by their first column."""
    folder = tmp_path_factory.mktemp("class")
    (folder / "in").mkdir()
    for letter in TRIED:
        path = folder / "in" / f"hhlab-answers-{letter}.json"
        path.write_text(json.dumps(file_of(letter)), encoding="utf-8")
    names = [f"{one},Name of {one}" for one in STUDENTS]
    (folder / "roster.csv").write_text("\n".join(["id,name", *names]), encoding="utf-8")
    settings = f'name = "{COURSE}"\ncounts = ["{AREA}", "{DENSITY}", "{TEXT}"]\ntimezone = "Europe/Berlin"\n'
    (folder / "course.toml").write_text(settings, encoding="utf-8")
    report = folder / "report"
    report.mkdir()
    rows = [f"pupil-{letter},{TEXT},{marks}" for letter, marks in MARKED_BY_HAND.items()]
    (report / "texts.csv").write_text("\n".join(["id,exercise,marks", *rows]), encoding="utf-8")

    def make(*options):
        arguments = [folder / "in", "--roster", folder / "roster.csv", "--course", folder / "course.toml"]
        arguments += ["--out", folder / "marks.csv", "--report", report, "--quiet", *options]
        with pytest.MonkeyPatch.context() as patch:
            # the command sets it, and the next test is of another course
            patch.setenv("HHLAB_COURSE_FOLDER", str(folder))
            assert main([str(one) for one in arguments]) == 3
        found = {}
        for name in ("report", "students"):
            with (report / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
                found[name] = {next(iter(row.values())): row for row in csv.DictReader(file)}
        html = (report / "report.html").read_text("utf-8")
        return (
            html,
            Text(html),
            found["report"],
            found["students"],
            (report / "texts.html").read_text("utf-8"),
        )

    return make


@pytest.fixture(scope="module")
def usual(made):
    return made()


def test_each_exercise_has_its_three_numbers_and_bars(usual):
    _, page, table, _, _ = usual
    # k gave nothing but an empty answer; a, b and c were right at their first try
    assert page.bars[AREA] == ["10 of 12 tried", "3 of 12 right at first", "6 of 12 right in the end"]
    assert "tried: 10 83 %right at first: 3 25 %right in the end: 6 50 %" in page.texts[AREA]
    assert page.bars[DENSITY] == ["5 of 12 tried", "3 of 12 right at first", "3 of 12 right in the end"]
    assert page.bars[TEXT] == ["4 of 12 tried", "3 of 12 still to be read"]
    row = table[AREA]
    assert [row[one] for one in ("students", "handed in", "tried", "right at first", "right in the end")] == [
        *("12", "11", "10", "3", "6")
    ]
    assert row["right at first, of 100 who tried"] == "30"
    assert row["right in the end, of 100 who tried"] == "60"
    assert [table[TEXT][one] for one in ("right at first", "right in the end")] == ["", ""]


def test_misconceptions_have_their_names_their_sentence_and_how_many(usual):
    _, page, table, _, _ = usual
    area, text = exercises()[AREA], page.texts[AREA]
    # d, e and f; e and j
    assert f"3 {area.named('ends')}. {area.said('ends')}" in text
    assert f"2 {area.named('radius')}. {area.said('radius')}" in text
    assert table[AREA]["misconceptions"] == f"{area.named('ends')} 3; {area.named('radius')} 2"
    # g and h; h and i; c: these are counted apart, and never said in class
    assert "too low: 2 · too high: 2 · wrong by a power of ten: 1" in text
    assert (table[AREA]["too low"], table[AREA]["too high"]) == ("2", "2")
    assert table[AREA]["slips"] == "wrong by a power of ten 1"
    said = page.texts["To say in class"]
    assert re.findall(r"(\d+) (counted|took|gave|[a-z]+)", said)[0][0] == "3"
    assert "too low" not in said and "too high" not in said and "power of ten" not in said
    assert said.index(area.named("ends")) < said.index(area.named("radius"))


def test_predictions_stand_beside_what_was_answered_afterwards(usual):
    _, page, table, _, _ = usual
    first, second, third = exercises()[DENSITY].expected
    # the first prediction counts: e changed it
    said = f"“{first}”: 1 (1 right afterwards) · “{second}”: 3 (2 right afterwards) · “{third}”: 1 (0 right"
    assert f"Predicted first: {said}" in page.texts[DENSITY]
    assert (
        table[DENSITY]["predicted first (right afterwards)"]
        == f"{first} 1 (1); {second} 3 (2); {third} 1 (0)"
    )


def test_who_is_stuck_is_counted_by_the_rule_on_the_page(usual):
    _, page, table, students, _ = usual
    assert "5 tries or more" in page.texts["Who is stuck"] and "every hint" in page.texts["Who is stuck"]
    assert f"2 at {AREA}" in page.texts["Who is stuck"]
    assert (table[AREA]["stuck"], table[DENSITY]["stuck"]) == ("2", "0")
    assert {name for name, row in students.items() if row["stuck at"]} == {"pupil-i", "pupil-j"}


def test_what_is_unread_is_no_nothing(usual):
    _, page, table, students, _ = usual
    assert f"3 answers to {TEXT}" in page.texts["What waits for you"]
    assert (table[TEXT]["unread"], table[TEXT]["marks on average"]) == ("3", "1")
    # b has all of what is read
    assert (students["pupil-b"]["marks"], students["pupil-b"]["out of"]) == ("2", "2")
    assert (students["pupil-a"]["marks"], students["pupil-a"]["out of"]) == ("3", "4")
    # the area and the density are worth 1 each, the text 2
    of = {name: float(row["out of"]) for name, row in students.items() if row["out of"]}
    assert of == {f"pupil-{one}": 2.0 if one in "bcd" else 4.0 for one in TRIED}
    shares = [3 / 4, 2 / 2, 1 / 2, 2 / 2, 0.75 / 4, 0, 1 / 4, 0, 0, 0, 0]
    assert f"{100 * sum(shares) / 11:.0f} %of the points" in page.texts[""]
    # 3 of the area and 3 of the density, of 10 and 5
    assert "40 %of what was tried was right at first" in page.texts[""]
    assert "11 of 12handed in" in page.texts[""] and "2students are stuck" in page.texts[""]


def test_each_student_has_a_row(usual):
    _, _, _, students, _ = usual
    assert list(students) == STUDENTS
    assert set(students["pupil-l"].values()) == {"pupil-l", "Name of pupil-l", "no", ""}
    expected = {
        # tried, right at first, right in the end, first-try rate, tries, hints
        "a": ("3", "2", "2", "1", "3", "0"),
        "c": ("3", "1", "1", "0.5", "4", "0"),
        "d": ("3", "1", "2", "0.5", "4", "0"),
        "e": ("2", "0", "1", "0", "4", "0"),
        "i": ("1", "0", "0", "0", "5", "0"),
        "j": ("1", "0", "0", "0", "1", str(len(HINTS))),
        "k": ("0", "0", "0", "", "0", "0"),
    }
    for letter, numbers in expected.items():
        row = students[f"pupil-{letter}"]
        heads = ("tried", "right at first", "right in the end", "first-try rate", "tries", "hints")
        assert tuple(row[head] for head in heads) == numbers, letter
    # the last thing that a did was the text, in Berlin an hour later than in UTC
    text = datetime.fromisoformat(file_of("a")["exercises"][TEXT]["answers"][0]["time"])
    assert students["pupil-a"]["last activity"] == f"{text + timedelta(hours=1):%Y-%m-%d %H:%M}"


def test_names_are_on_the_page_on_request_alone(made, usual):
    html, *_ = usual
    for one in (*STUDENTS, "Name of", *WROTE.values()):
        assert one not in html
    named, page, *_ = made("--names")
    assert "not for the projector" in named
    # folded, so that nothing shows by accident
    outside = re.sub(r"<details>.*?</details>", "", named)
    assert not any(one in outside for one in STUDENTS)
    assert "pupil-d, pupil-e, pupil-f" in page.texts[AREA]
    assert "pupil-l: nothing handed in" in page.texts["What waits for you"]
    made()


def test_the_pages_stand_alone(usual):
    html, page, _, _, texts = usual
    assert page.asked == [] and Text(texts).asked == []
    assert "default-src 'none'" in html and "default-src 'none'" in texts and "<script" not in html + texts


def test_texts_that_are_alike_are_read_beside_each_other(usual):
    *_, texts = usual
    assert "4 answers, 2 of them unlike each other; 2 stand there word for word more than once" in texts
    places = [texts.index(f">pupil-{letter}<") for letter in "abcd"]
    assert places == sorted(places) and texts.count("are alike</h3>") == 1


def test_likeness_needs_no_spaces_no_case_and_no_order_of_students():
    one = "電流は最初に内向きで、その後外向きになる。膜電位が平衡電位を越えるためである。"
    texts = {"z": one, "a": one.replace("、", " "), "m": "まったく違うことを書いた別の学生の答え。"}
    assert alike(texts) == [["a", "z"], ["m"]]
    assert identical(texts.values()) == 2
    assert alike({}) == [] and sorted(map(len, alike({"a": "", "b": "?", "c": " "}))) == [1, 2]


def test_no_chain_of_small_steps_makes_one_group():
    words = [f"{chr(97 + i % 26)}{i:03d}word" for i in range(60)]
    steps = {f"s{i:02d}": " ".join(words[2 * i : 2 * i + 20]) for i in range(20)}
    assert len(alike(steps)) > 2
