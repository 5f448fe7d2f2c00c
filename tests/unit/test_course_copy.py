"""A course comes to a student's folder and follows what is shipped; what a student made is never touched."""

import errno
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from courses import edit, files, kept, notebook, run, says, write

from hhlab.lab import course_copy, lesson_files, places, record, shipped, turns

FIRST = {
    "01.ipynb": notebook("import hhlab", "hhlab.calc_hh()"),
    "02.ipynb": notebook("print(2)"),
    "examples/ring.py": b"print('ring')\n",
}
SECOND = FIRST | {
    "01.ipynb": notebook("import hhlab", "hhlab.calc_hh(amp=0.1)"),
    "examples/ring.py": b"print('a ring of eight')\n",
}


@pytest.fixture
def work(tmp_path):
    return tmp_path / "work"


@pytest.fixture
def update(tmp_path, work, monkeypatch):
    """Start a lab of a version, whose course has these files; a teacher's go first."""

    def start(version, shipped_files, teachers=None):
        monkeypatch.setattr("hhlab.lab.moves.__version__", version)
        monkeypatch.setattr("hhlab.lab.course_copy.__version__", version)
        count = len(list(tmp_path.iterdir()))
        sources = [write(tmp_path / f"hhlab-{count}", shipped_files)]
        sources.insert(0, tmp_path / f"teachers-{count}")
        if teachers is not None:
            sources[0].mkdir()
            write(sources[0], teachers)
        return course_copy.bring(sources, work)

    return start


# --- the first time


def test_every_file_comes_and_notebooks_without_outputs(update, work):
    hidden = dict.fromkeys((".ipynb_checkpoints/01.ipynb", "__pycache__/01.pyc", ".hidden"), b"{}")
    news = update("1", FIRST | hidden)
    assert news.lines == []
    assert list(files(work)) == list(FIRST)
    assert files(work)["examples/ring.py"] == FIRST["examples/ring.py"]
    content = json.loads(files(work)["01.ipynb"])
    assert [(cell["outputs"], cell["execution_count"]) for cell in content["cells"]] == [([], None)] * 2
    assert says(files(work)["01.ipynb"]) == says(FIRST["01.ipynb"])


def test_a_start_that_finds_nothing_new_writes_nothing(update, work):
    update("1", FIRST)
    edit(work / "01.ipynb")
    before = {path: path.stat().st_mtime_ns for path in work.rglob("*") if path.name != "course.lock"}
    time.sleep(1.1)  # a second has a name of its own
    assert update("1", FIRST).lines == []
    assert before == {path: path.stat().st_mtime_ns for path in work.rglob("*") if path.name != "course.lock"}


# --- the rule, for notebooks and for others


@pytest.mark.parametrize("name", ["01.ipynb", "examples/ring.py"])
def test_what_nobody_touched_is_renewed_and_kept(update, work, name):
    update("1", FIRST)
    before = files(work)[name]
    news = update("2", SECOND)
    assert says(files(work)[name]) == says(SECOND[name])
    assert before in kept(work)
    assert set(news.renewed) == {"01.ipynb", "examples/ring.py"}


def test_what_was_only_run_is_renewed_and_its_outputs_are_kept(update, work):
    update("1", FIRST)
    run(work / "01.ipynb")
    before = files(work)["01.ipynb"]
    update("2", SECOND)
    assert says(files(work)["01.ipynb"]) == says(SECOND["01.ipynb"])
    assert before in kept(work)


@pytest.mark.parametrize("name", ["01.ipynb", "examples/ring.py"])
def test_what_was_edited_stays_and_the_new_one_lies_beside_it_once(update, work, name):
    update("1", FIRST)
    edit(work / name)
    mine = files(work)[name]
    stem, suffix = name.rsplit(".", 1)
    beside = f"{stem} (new in 2).{suffix}"
    news = update("2", SECOND)
    assert news.beside == [(name, beside)]
    assert any(beside.removesuffix(".ipynb") in line for line in news.lines)
    assert files(work)[name] == mine
    assert says(files(work)[beside]) == says(SECOND[name])
    assert update("2", SECOND).lines == []
    # who threw it away has seen it
    (work / beside).unlink()
    update("2", SECOND)
    assert beside not in files(work)
    # the next one comes in its place
    third = SECOND | {name: notebook("print(3)") if suffix == "ipynb" else b"print(3)\n"}
    update("3", third)
    assert files(work)[name] == mine
    assert says(files(work)[f"{stem} (new in 3).{suffix}"]) == says(third[name])


def test_an_edited_lesson_that_did_not_change_gets_no_company(update, work):
    update("1", FIRST)
    edit(work / "02.ipynb")
    before = files(work)
    update("2", FIRST)
    assert {name: content for name, content in files(work).items() if name != "UPDATES.md"} == before


def test_what_lay_beside_makes_room_unless_it_was_edited(update, work):
    update("1", FIRST)
    edit(work / "01.ipynb")
    edit(work / "examples/ring.py")
    update("2", SECOND)
    edit(work / "01 (new in 2).ipynb")
    update("3", {"01.ipynb": notebook("print(3)"), "examples/ring.py": b"print(3)\n"})
    assert set(files(work)) == {
        *("01.ipynb", "01 (new in 2).ipynb", "01 (new in 3).ipynb", "UPDATES.md"),
        *("examples/ring.py", "examples/ring (new in 3).py"),
    }


def test_who_takes_the_new_one_over_is_a_follower_again(update, work):
    update("1", FIRST)
    edit(work / "01.ipynb")
    update("2", SECOND)
    (work / "01 (new in 2).ipynb").replace(work / "01.ipynb")
    third = SECOND | {"01.ipynb": notebook("print(3)")}
    assert update("3", third).renewed == ["01.ipynb"]


def test_what_a_student_deleted_or_renamed_stays_away(update, work):
    update("1", FIRST)
    (work / "01.ipynb").unlink()
    (work / "02.ipynb").rename(work / "my own.ipynb")
    for version, course in [("1", FIRST), ("2", SECOND), ("3", {}), ("4", SECOND)]:
        update(version, course)
        assert not {"01.ipynb", "02.ipynb"} & files(work).keys()
    assert says(files(work)["my own.ipynb"]) == says(FIRST["02.ipynb"])


def test_a_students_own_file_with_the_name_of_a_new_lesson_stays(update, work):
    update("1", FIRST)
    own = notebook("what I think")
    write(work, {"03.ipynb": own, "03 (new in 2).ipynb": b"and this is mine too"})
    news = update("2", FIRST | {"03.ipynb": notebook("a lesson")})
    assert files(work)["03.ipynb"] == own
    assert files(work)["03 (new in 2).ipynb"] == b"and this is mine too"
    assert news.beside == [("03.ipynb", "03 (new in 2) 2.ipynb")]
    assert says(files(work)["03 (new in 2) 2.ipynb"]) == says(notebook("a lesson"))


def test_what_the_course_has_no_more_goes_unless_it_was_edited(update, work):
    update("1", FIRST)
    run(work / "01.ipynb")
    edit(work / "02.ipynb")
    before = files(work)
    news = update("2", {"examples/ring.py": FIRST["examples/ring.py"]})
    assert set(files(work)) == {"02.ipynb", "examples/ring.py", "UPDATES.md"}
    assert before["01.ipynb"] in kept(work)
    assert before["02.ipynb"] == files(work)["02.ipynb"]
    assert (news.withdrawn, news.left) == (["01.ipynb"], ["02.ipynb"])
    assert update("2", {"examples/ring.py": FIRST["examples/ring.py"]}).lines == []


def test_a_renamed_lesson_comes_once_and_an_edited_one_stays_under_its_name(update, work):
    update("1", FIRST)
    edit(work / "02.ipynb")
    renamed = {"01_first.ipynb": SECOND["01.ipynb"], "02_second.ipynb": FIRST["02.ipynb"]}
    update("2", renamed)
    assert set(files(work)) == {"01_first.ipynb", "02.ipynb", "02_second.ipynb", "UPDATES.md"}


def test_an_older_image_and_back_loses_nothing(update, work):
    third = SECOND | {"03.ipynb": notebook("a lesson")}
    update("3", third)
    edit(work / "01.ipynb")
    edit(work / "03.ipynb")
    before = files(work)
    update("1", FIRST)
    update("3", third)
    assert all(files(work)[name] == before[name] for name in ("01.ipynb", "03.ipynb"))
    assert says(files(work)["examples/ring.py"]) == says(SECOND["examples/ring.py"])
    assert set(record.read(work).files) == set(third)


# --- a teacher's own lessons


def test_a_teachers_lesson_wins_and_follows_the_same_rules(update, work):
    own = {"01.ipynb": notebook("the teacher's"), "P1.ipynb": notebook("P1")}
    update("1", FIRST, own)
    assert says(files(work)["01.ipynb"]) == says(own["01.ipynb"])
    edit(work / "P1.ipynb")
    mine = files(work)["P1.ipynb"]
    corrected = own | {"01.ipynb": notebook("corrected"), "P1.ipynb": notebook("corrected")}
    update("1", FIRST, corrected)
    assert says(files(work)["01.ipynb"]) == says(corrected["01.ipynb"])
    assert files(work)["P1.ipynb"] == mine
    assert says(files(work)["P1 (new).ipynb"]) == says(corrected["P1.ipynb"])


@pytest.mark.parametrize("edited", [False, True])
def test_a_teachers_folder_that_is_not_there_today_takes_nothing_away(update, work, edited):
    own = {"01.ipynb": notebook("the teacher's"), "P1.ipynb": notebook("P1")}
    update("1", FIRST, own)
    if edited:
        edit(work / "P1.ipynb")
    before = files(work)
    assert update("1", FIRST).lines == []
    assert files(work) == before
    # but one that is there and empty has no lessons any more
    news = update("1", FIRST, {})
    assert (news.withdrawn, news.left) == (([], ["P1.ipynb"]) if edited else (["P1.ipynb"], []))
    assert says(files(work)["01.ipynb"]) == says(FIRST["01.ipynb"])


def test_a_link_in_a_teachers_folder_that_leads_to_nothing_takes_nothing_away(tmp_path, work):
    teachers = write(
        tmp_path / "teachers", {"P1.ipynb": notebook("P1"), "elsewhere/P2.ipynb": notebook("P2")}
    )
    (teachers / "P2.ipynb").symlink_to(teachers / "elsewhere" / "P2.ipynb")
    course_copy.bring([teachers, tmp_path / "none"], work)
    (teachers / "elsewhere" / "P2.ipynb").unlink()
    news = course_copy.bring([teachers, tmp_path / "none"], work)
    assert "P2.ipynb" in files(work)
    assert "leads to nothing" in " ".join(news.lines)


def test_a_pipe_among_the_lessons_keeps_nobody_waiting(tmp_path, work):
    course = write(tmp_path / "course", FIRST)
    os.mkfifo(course / "00.ipynb")
    os.mkfifo(write(work, {"x": b""}) / "01.ipynb")
    assert course_copy.bring([course], work).trouble == []
    assert set(files(work)) == {"01 (new in 0.2.0).ipynb", "02.ipynb", "examples/ring.py", "x", "UPDATES.md"}


# --- folders from before there was a record


def of_version(version, name):
    """Give the digest that a shipped file had last in a version."""
    return [digest for digest, last in shipped.versions(name).items() if last == version][-1]


def test_the_table_knows_the_lessons_of_every_version():
    assert {"0.1.0", "0.2.0"} <= set(shipped.versions("00_welcome.ipynb").values())
    assert "exercises/mystery_neuron.ipynb" in shipped.names()
    # and knows them as they are looked at now
    for name in ("examples/calc_hh.ipynb", "examples/ring.py"):
        assert lesson_files.digest(places.lessons() / name) in shipped.versions(name)


def test_a_folder_is_of_the_version_that_had_all_of_it(update, work, monkeypatch):
    """A page that did not change says no more than that; one of version 0.1 alone says more."""
    both, first = notebook("in both"), notebook("in the first")
    table = {
        name: {lesson_files.digest_of(name, one): version}
        for name, one, version in (("01.ipynb", both, "0.2.0"), ("02.ipynb", first, "0.1.0"))
    }
    monkeypatch.setattr(shipped, "_table", lambda: {"files": table, "cells": ""})
    write(work, {"01.ipynb": both, "02.ipynb": first})
    assert update("9.9", {"01.ipynb": both, "02.ipynb": both}).before == "0.1.0"


def test_an_edited_text_of_before_is_known_too(update, work, monkeypatch):
    was, new = b"a = 1\nb = 2\nc = 3\n", b"a = 1\nb = 20\nc = 3\n"
    cells = "".join(lesson_files.cells_of(was) | lesson_files.cells_of(new))
    monkeypatch.setattr(shipped, "_table", lambda: {"files": {}, "cells": cells})
    write(work, {"x.py": was, "y.py": new})
    edit(work / "x.py")
    edit(work / "y.py")
    assert [name for name, _ in update("9.9", {"x.py": new, "y.py": new}).beside] == ["x.py"]


def test_a_release_has_its_own_lessons_in_the_table():
    """`make shipped` writes it; between releases lessons may be ahead of it."""
    log = Path(__file__).parents[2].joinpath("CHANGELOG.md").read_text("utf-8")
    assert missing_in_the_table("## 9.0.0, 1 January 2030\n", {"00_welcome.ipynb": "new"}) == [
        "00_welcome.ipynb"
    ]
    here = {
        path.relative_to(places.lessons()).as_posix(): lesson_files.digest(path)
        for path in places.lessons().rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts and "__pycache__" not in path.parts
    }
    assert len(here) > 20
    assert missing_in_the_table(log, here) == []


def missing_in_the_table(log, here):
    is_release = next(line for line in log.splitlines() if line.startswith("## ")) != "## Unreleased"
    return [name for name, digest in here.items() if is_release and digest not in shipped.versions(name)]


@pytest.mark.parametrize("version", ["0.1.0", "0.2.0"])
def test_an_untouched_folder_of_an_earlier_version_follows(update, work, monkeypatch, version):
    """As a folder of then, by the digests of then; what follows is a course of now."""
    old = {"01_first_spike.ipynb": notebook("old"), "exercises/mystery_neuron.ipynb": notebook("gone")}
    table = {name: {lesson_files.digest_of(name, content): version} for name, content in old.items()}
    monkeypatch.setattr(shipped, "_table", lambda: {"files": table, "cells": ""})
    write(work, old)
    run(work / "01_first_spike.ipynb")
    news = update("9.9", {"01_first_spike.ipynb": notebook("new")})
    assert news.before == version
    assert news.renewed == ["01_first_spike.ipynb"]
    assert news.withdrawn == ["exercises/mystery_neuron.ipynb"]
    assert says(files(work)["01_first_spike.ipynb"]) == says(notebook("new"))


def test_an_edited_lesson_of_an_earlier_version_stays_and_one_of_this_version_gets_no_company(
    update, work, monkeypatch
):
    was, new = notebook("one", "two", "three"), notebook("one", "two and a half", "three")
    cells = "".join(lesson_files.cells_of(was) | lesson_files.cells_of(new))
    monkeypatch.setattr(shipped, "_table", lambda: {"files": {}, "cells": cells})
    write(work, {"01.ipynb": was, "02.ipynb": new, "03.ipynb": notebook("one", "a page", "of my own")})
    for name in ("01.ipynb", "02.ipynb"):
        edit(work / name)
    before = files(work)
    news = update("9.9", dict.fromkeys(before, new))
    assert [name for name, _ in news.beside] == ["01.ipynb", "03.ipynb"]
    assert before.items() <= files(work).items()


@pytest.mark.parametrize(
    "spoilt", [b"", b"{}", b"[]", b'{"files": {"01.ipynb": 3}}', b"\xff\x00", b"[" * 100_000]
)
def test_a_spoilt_record_is_as_none(update, work, spoilt):
    update("1", FIRST)
    edit(work / "02.ipynb")
    before = files(work)
    (work / record.PLACE).write_bytes(spoilt)
    assert update("1", FIRST).trouble == []
    assert before.items() <= files(work).items()
    assert record.read(work).version == "1"


def test_a_record_of_a_later_version_is_read(update, work):
    update("1", FIRST)
    later = json.loads((work / record.PLACE).read_text())
    later["files"]["01.ipynb"]["mood"] = "good"
    (work / record.PLACE).write_text(json.dumps(later | {"more": 1}))
    assert update("2", SECOND).renewed == ["01.ipynb", "examples/ring.py"]


# --- what stands in the way


def test_a_link_of_the_students_own_is_not_written_through(update, tmp_path, work):
    (work / "sub").mkdir(parents=True)
    (work / "01.ipynb").symlink_to(tmp_path / "nowhere")
    (work / "examples").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere").mkdir()
    news = update("1", FIRST)
    assert (work / "01.ipynb").is_symlink()
    assert not (tmp_path / "nowhere").exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []
    assert "examples is yours" in " ".join(news.trouble)


def test_a_folder_or_a_file_in_the_way_is_left(update, work):
    (work / "01.ipynb").mkdir(parents=True)
    (work / "examples").write_text("my list")
    news = update("1", FIRST)
    assert (work / "01.ipynb").is_dir()
    assert (work / "examples").read_text() == "my list"
    assert says(files(work)["02.ipynb"]) == says(FIRST["02.ipynb"])
    assert news.beside == [("01.ipynb", "01 (new in 1).ipynb")]
    assert len(news.trouble) == 1


def test_what_is_no_notebook_is_said_and_keeps_nobody_from_the_rest(update, work):
    news = update("1", {"00.ipynb": b"no notebook", "03.ipynb": b"{}"} | FIRST)
    assert list(files(work)) == list(FIRST)
    assert "Did not come: 00, 03 (it is no notebook)." in " ".join(news.lines)


def test_a_full_disk_leaves_all_as_it_was_and_is_made_up_for(update, tmp_path, work, monkeypatch):
    update("1", FIRST)
    edit(work / "02.ipynb")
    before = files(work)
    to_disk = "hhlab.lab.placing._to_disk"
    with monkeypatch.context() as full:
        full.setattr(to_disk, failing(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))))
        news = update("2", SECOND | {"03.ipynb": notebook("3")})
        assert news.trouble[0].startswith("Did not come: 01, 03, examples/ring.py (the disk is full).")
        assert len(news.trouble) == 1
        assert files(work) | before == files(work)
        assert set(files(work)) <= {*before, "UPDATES.md"}
        assert list(work.rglob(".*.arriving")) == []
        # who makes room by deleting a lesson does not get it back
        (work / "examples/ring.py").unlink()
    news = update("2", SECOND | {"03.ipynb": notebook("3")})
    assert (news.renewed, news.new) == (["01.ipynb"], ["03.ipynb"])
    assert "examples/ring.py" not in files(work)


def failing(problem):
    def fail(*_):
        raise problem

    return fail


def test_a_folder_that_cannot_be_written_to_ends_in_a_sentence(update, tmp_path, work):
    work.write_text("a file")
    news = update("1", FIRST)
    assert news.lines == news.trouble
    assert news.trouble[0].startswith("Did not come: the lessons (")


def test_whatever_goes_wrong_the_lab_starts(update, monkeypatch):
    monkeypatch.setattr("hhlab.lab.course_copy._bring", failing(RuntimeError("a slip of ours")))
    assert "a slip of ours" in update("1", FIRST).lines[0]


def test_a_name_that_is_no_text_can_be_printed(tmp_path, work):
    course = tmp_path / "course"
    course.mkdir()
    Path(os.fsdecode(os.fsencode(course) + b"/caf\xe9.py")).write_bytes(b"1\n")
    course_copy.bring([course], work)
    Path(os.fsdecode(os.fsencode(course) + b"/caf\xe9.py")).write_bytes(b"2\n")
    news = course_copy.bring([course], work)
    assert len(news.renewed) == 1
    "".join(news.lines).encode("utf-8")
    assert "caf" in (work / "UPDATES.md").read_text("utf-8")


# --- two at a time, and kills


def test_two_labs_on_one_folder_take_turns(tmp_path, work):
    course = write(tmp_path / "course", {f"{k:02}.ipynb": notebook(f"print({k})") for k in range(40)})
    script = "import sys; from pathlib import Path; from hhlab.lab.course_copy import bring\n"
    script += "print(*bring([Path(sys.argv[1])], Path(sys.argv[2])).lines)"
    labs = [
        subprocess.Popen([sys.executable, "-c", script, course, work], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    assert [lab.communicate(timeout=60)[0] for lab in labs] == ["\n"] * 3
    assert len(files(work)) == 40
    assert len(record.read(work).files) == 40


def test_a_lab_that_is_at_it_for_long_is_not_waited_for(update, work, monkeypatch):
    monkeypatch.setattr(turns, "PATIENCE_S", 0.2)
    begun, over = threading.Event(), threading.Event()

    def hold():
        with turns.alone(work):
            begun.set()
            over.wait(20)

    other = threading.Thread(target=hold)
    other.start()
    begun.wait(20)
    began = time.monotonic()
    news = update("1", FIRST)
    took = time.monotonic() - began
    over.set()
    other.join()
    assert took < 5
    assert "another lab" in news.lines[0]
    assert update("1", FIRST).lines == []


def test_kills_of_a_real_process_leave_whole_files_and_the_next_start_goes_on(tmp_path):
    """Killed after a while that grows, from before its first file to after its last."""
    lessons = {f"{k:02}.ipynb": notebook(*[f"print({k})"] * 40) for k in range(30)}
    old = write(tmp_path / "old", lessons)
    new = write(
        tmp_path / "new", {name: content.replace(b"print", b"abs") for name, content in lessons.items()}
    )
    script = "import sys; from pathlib import Path; from hhlab.lab.course_copy import bring\n"
    script += "print('begun', flush=True); bring([Path(sys.argv[1])], Path(sys.argv[2]))"
    unfinished = 0
    for k in range(12):
        work = tmp_path / f"work-{k}"
        course_copy.bring([old], work)
        edit(work / "07.ipynb")
        before = files(work)
        command = [sys.executable, "-c", script, new, work]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as lab:
            lab.stdout.readline()
            time.sleep(0.012 * k)
            lab.kill()
        after = files(work)
        assert after["07.ipynb"] == before["07.ipynb"]
        for name, content in before.items():
            assert content in (after.get(name), *kept(work)), (k, name)
        unfinished += sum(after.get(name) == content for name, content in before.items()) > 1
        course_copy.bring([new], work)
        assert files(work)["07.ipynb"] == before["07.ipynb"]
        assert all(
            b"abs" in content
            for name, content in files(work).items()
            if name not in ("07.ipynb", "UPDATES.md")
        )
        assert not list(work.rglob(".*.arriving"))
    assert unfinished
