"""What a student is told of an update, and the commands `hhlab update` and `hhlab reset`."""

import json
import re
from pathlib import Path

import pytest
from courses import edit, files, kept, notebook, says, write

from hhlab.lab import changes, course_copy, news, places, record, reset, update

ROOT = Path(__file__).parents[2]
LOG = """# Changes

## Unreleased

- Not out yet. Lessons: 03.

## 0.3.0, 1 March 2027

- The second exercise is right now. Lessons: 01, 12 to 14.
- Sliders are quicker. Lessons: all.
- A tool for us. Lessons: none.

## 0.2.0, 27 November 2026

- Of before. Lessons: 01–03.
- With cards. Lessons: all with cards, 05.
"""


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.setenv("HHLAB_WORK", str(tmp_path / "work"))
    return tmp_path / "work"


@pytest.fixture
def start(tmp_path, work, monkeypatch):
    """Start a lab of a version with these lessons and a list of changes."""

    def bring(version, log, lessons):
        shipped = write(tmp_path / version / "notebooks", lessons)
        (shipped.parent / "CHANGELOG.md").write_text(log, encoding="utf-8")
        monkeypatch.setattr(places, "lessons", lambda: shipped)
        monkeypatch.setattr("hhlab.lab.course_files.course_folder", lambda: None)
        monkeypatch.setattr("hhlab.lab.course_files.MOUNTED", tmp_path / "none")
        for module in ("moves", "course_copy", "reset"):
            monkeypatch.setattr(f"hhlab.lab.{module}.__version__", version)
        return course_copy.bring([shipped], work)

    return bring


OLD = {"01_a.ipynb": notebook("1"), "02_b.ipynb": notebook("2"), "03_c.ipynb": notebook("3")}
NEW = OLD | {"01_a.ipynb": notebook("one"), "13_d.ipynb": notebook("13")}
BEFORE = LOG[: LOG.index("## Unreleased")] + LOG[LOG.index("## 0.2.0") :]


# --- the changes


def test_the_lessons_that_a_change_names_are_read():
    read = {one.words.split(".")[0]: one for one in changes.read(LOG)}
    assert read["The second exercise is right now"].lessons == {1, 12, 13, 14}
    assert read["The second exercise is right now"].version == "0.3.0"
    assert read["Of before"].lessons == {1, 2, 3}
    assert read["With cards"].is_general and read["With cards"].lessons == {5}
    assert not read["A tool for us"].is_general and not read["A tool for us"].lessons
    assert read["Not out yet"].version == ""


def test_every_entry_of_our_own_list_says_which_lessons_it_affects():
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    read = changes.read(text)
    assert len(read) == len(re.findall("^- ", text, re.MULTILINE)) > 100
    silent = [
        one.words for one in read if not (one.lessons or one.is_general or "Lessons: none" in one.words)
    ]
    assert silent == []
    assert all(number <= 20 for one in read for number in one.lessons)


def test_the_list_of_changes_is_where_the_lessons_are():
    assert changes.of_course() == changes.read((ROOT / "CHANGELOG.md").read_text("utf-8"))


# --- the news


def test_an_update_says_what_changed_and_why_and_no_more(start, work):
    start("0.2.0", BEFORE, OLD)
    edit(work / "01_a.ipynb")
    told = start("0.3.0", LOG, NEW)
    assert told.lines == [
        "This is hhlab 0.3.0; before it was 0.2.0.",
        "New: 13_d.",
        "01_a is as you have edited it; the new one lies beside it: 01_a (new in 0.3.0).",
        "UPDATES.md says what changed, and why.",
    ]
    page = (work / "UPDATES.md").read_text("utf-8")
    assert "[01_a (new in 0.3.0)](01_a%20%28new%20in%200.3.0%29.ipynb)" in page
    assert page.endswith(
        "What changed, and why:\n\n"
        "* The second exercise is right now. Lessons: 01, 12 to 14.\n"
        "* Sliders are quicker. Lessons: all.\n"
    )
    assert json.loads((work / news.UNSEEN).read_text()) == {
        "message": "The course has changed: 1 new, 1 laid beside yours.",
        "page": "UPDATES.md",
    }


def test_a_change_that_comes_out_later_is_told_once(start, work):
    start("0.2.0", BEFORE, OLD)
    start("0.2.0", LOG, OLD | {"03_c.ipynb": notebook("three")})
    assert "Not out yet" in (work / "UPDATES.md").read_text("utf-8")
    released = LOG.replace("## Unreleased", "## 0.4.0, 1 May 2027")
    start("0.4.0", released, OLD | {"03_c.ipynb": notebook("and again")})
    assert (work / "UPDATES.md").read_text("utf-8").count("Not out yet") == 1


def test_a_version_that_changes_no_lesson_says_so_with_what_concerns_all(start, work):
    start("0.2.0", BEFORE, OLD)
    assert start("0.3.0", LOG, OLD).summary == "This is hhlab 0.3.0 now."
    page = (work / "UPDATES.md").read_text("utf-8")
    assert "Sliders are quicker" in page and "second exercise" not in page


def test_news_stand_above_those_of_before_and_keep_what_a_student_noted_there(start, work):
    start("0.2.0", BEFORE, OLD)
    start("0.3.0", LOG, NEW)
    with (work / "UPDATES.md").open("a", encoding="utf-8") as page:
        page.write("\nmy note\n")
    start("0.4.0", LOG, OLD)
    page = (work / "UPDATES.md").read_text("utf-8")
    assert page.index("hhlab 0.4.0") < page.index("hhlab 0.3.0") < page.index("my note")


@pytest.mark.parametrize("own", ["text", "folder", "link"])
def test_a_page_of_that_name_that_is_the_students_is_left_alone(start, work, own):
    start("0.2.0", BEFORE, OLD)
    page = work / "UPDATES.md"
    match own:
        case "text":
            page.write_text("# My updates\n", encoding="utf-8")
        case "folder":
            page.mkdir()
        case "link":
            page.symlink_to(work / "nowhere")
    told = start("0.3.0", LOG, NEW)
    assert told.trouble == []
    assert ".hhlab/UPDATES.md says what changed, and why." in told.lines
    assert "hhlab 0.3.0" in (work / ".hhlab" / "UPDATES.md").read_text("utf-8")
    if own == "text":
        assert page.read_text("utf-8") == "# My updates\n"
    assert not (work / "nowhere").exists()


def test_the_notice_of_the_lab_has_room_for_any_news():
    told = news.News(now="10.20.30", new=["x"] * 9999, renewed=["x"] * 9999, left=["x"] * 9999)
    told.beside = [("x", "y")] * 9999
    assert len(told.summary) <= 140


# --- the commands


def test_update_does_what_a_start_does_and_tells(start, work, capsys):
    start("0.2.0", BEFORE, OLD)
    edit(work / "01_a.ipynb")
    (work / "02_b.ipynb").unlink()
    assert update.main([]) == 0
    assert capsys.readouterr().out == "All is as the course has it, or as you have it.\n"
    write(places.lessons(), {"01_a.ipynb": notebook("one")})
    assert update.main([]) == 0
    assert "01_a (new in 0.2.0)" in capsys.readouterr().out
    assert "02_b.ipynb" not in files(work)
    assert update.main(["now"]) == 2


@pytest.mark.parametrize("word", ["1", "01", "01_a", "01_a.ipynb", "01_", "{work}/01_a.ipynb"])
def test_reset_brings_a_lesson_back_and_keeps_what_was_there(start, work, capsys, word):
    start("0.2.0", BEFORE, OLD)
    edit(work / "01_a.ipynb")
    mine = files(work)["01_a.ipynb"]
    assert reset.main([word.format(work=work)]) == 0
    assert says(files(work)["01_a.ipynb"]) == says(OLD["01_a.ipynb"])
    assert kept(work) == [mine]
    place = re.search(r"What was there is (\.hhlab/backup/.*?ipynb)\.", capsys.readouterr().out)
    assert (work / place[1]).read_bytes() == mine
    # it follows the course again
    assert start("0.3.0", LOG, NEW).renewed == ["01_a.ipynb"]


def test_reset_brings_back_what_was_deleted_or_renamed(start, work):
    start("0.2.0", BEFORE, OLD)
    (work / "01_a.ipynb").unlink()
    assert reset.main(["1"]) == 0
    assert says(files(work)["01_a.ipynb"]) == says(OLD["01_a.ipynb"])
    assert kept(work) == []


def test_reset_in_a_folder_without_a_record_changes_nothing_else(start, work):
    start("0.2.0", BEFORE, OLD)
    (work / record.PLACE).unlink()
    edit(work / "02_b.ipynb")
    before = files(work)
    assert reset.main(["1"]) == 0
    start("0.2.0", BEFORE, OLD)
    assert before.items() <= files(work).items()


@pytest.mark.parametrize(
    ("word", "sentence"),
    [("7", "has no such file"), ("01_b", "Did you mean"), ("0", "has no such file"), ("", "it can be")],
)
def test_reset_of_what_is_no_lesson_says_what_there_is(start, work, capsys, word, sentence):
    start("0.2.0", BEFORE, OLD)
    before = files(work)
    assert reset.main([word]) == 1
    assert sentence in capsys.readouterr().err
    assert files(work) == before


def test_reset_that_cannot_write_says_so_and_leaves_all(start, work, capsys, monkeypatch):
    start("0.2.0", BEFORE, OLD)
    edit(work / "01_a.ipynb")
    before = files(work)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("hhlab.lab.placing._to_disk", full)
    assert reset.main(["1"]) == 1
    assert "No space left" in capsys.readouterr().err
    assert files(work) == before
