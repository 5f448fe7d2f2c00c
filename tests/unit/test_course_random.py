"""A thousand stories of a student and a course: edits, runs, deletes, renames, updates, older images, kills.

The oracle is a second account of the rule, kept in other words: what each file said when the course put it
there, and every byte of the folder before each start.
"""

import os
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import courses
import pytest
from courses import edit, files, kept, notebook, run, says, write

from hhlab.lab import course_copy

# `make test-operating` tells all
STORIES, CHAPTERS = 1000 if os.environ.get("HHLAB_LONG") else 100, 8
NAMES = ["01.ipynb", "02.ipynb", "03_new.ipynb", "sub/ring.py"]
# each has what was new in it, what was removed, and what was changed; the last two differ by nothing
COURSES = {
    "1": {"01.ipynb": notebook("one"), "02.ipynb": notebook("2"), "sub/ring.py": b"ring\n"},
    "2": {
        "01.ipynb": notebook("one", "more"),
        "02.ipynb": notebook("2"),
        "03_new.ipynb": notebook("three"),
    },
    "3": {"01.ipynb": notebook("one", "less"), "03_new.ipynb": notebook("third"), "sub/ring.py": b"rings\n"},
    "4": {"01.ipynb": notebook("one", "less"), "03_new.ipynb": notebook("third"), "sub/ring.py": b"rings\n"},
}


class Killed(BaseException):
    """As a process that is killed: from one operation on a file on, there is none any more."""


class Killer:
    """Kills at an operation on a file, when it is told at which."""

    MOMENTS = (
        "open",
        "os.rename",
        "os.link",
        "os.remove",
        "os.mkdir",
        "os.rmdir",
        "shutil.move",
        "os.truncate",
    )

    def __init__(self):
        self.left = None
        sys.addaudithook(self)

    def __call__(self, event, _given):
        if self.left is not None and event in self.MOMENTS:
            self.left -= 1
            if self.left < 0:
                raise Killed


KILLER = Killer()


@dataclass
class Oracle:
    """What is to be.

    Attributes
    ----------
    placed : dict of str to set
        What the course may have put under each name last; None for a file of the student's own.
    offered : dict
        What it has laid beside.
    blurred : set of str
        Names at which a start was killed before the student went on: what had come by then is not known here.
    """

    placed: dict = field(default_factory=dict)
    offered: dict = field(default_factory=dict)
    blurred: set = field(default_factory=set)

    def follows(self, name, content):
        """Whether a file says what the course put there."""
        return says(content) in {*self.placed.get(name, ()), self.offered.get(name)}

    def check_bytes(self, before, after, backup):
        """What the student has made stays in its place; all else is there, or is kept."""
        for name in before.keys() - {"UPDATES.md"}:
            content, beside = before[name], " (new in " in name
            may_move = self.follows(name, content) if name in NAMES else beside
            assert after.get(name) == content or (may_move and content in backup) or name == "UPDATES.md", (
                name
            )

    def check_rule(self, course, before, after):
        for name in set(NAMES) - self.blurred:
            was, now, shipped = (says(one[name]) if name in one else None for one in (before, after, course))
            if was is None:
                assert now == (None if name in self.placed else shipped), name
            elif self.follows(name, before[name]):
                assert now == shipped, name
            elif shipped not in (None, was, self.offered.get(name), *self.placed.get(name, ())):
                assert shipped in [says(one) for other, one in after.items() if is_beside(other, name)], name

    def note(self, course, before, after):
        """Take in a start that came to its end."""
        for name in NAMES:
            was, now, shipped = (says(one[name]) if name in one else None for one in (before, after, course))
            if now is None and was is not None:
                self.placed.pop(name, None)
            elif now is not None and now == shipped:
                self.placed[name] = {shipped}
                self.offered.pop(name, None)
                self.blurred.discard(name)
            elif now is not None and shipped not in (None, *self.placed.get(name, ())):
                self.offered[name] = shipped
                self.placed.setdefault(name, {None})

    def note_offers(self, course, before):
        """Take in one that was killed and taken up: it may have laid something beside, or was about to."""
        for name in course.keys() & before.keys():
            if not self.follows(name, before[name]):
                self.blurred.add(name)
                self.placed.setdefault(name, set()).add(says(course[name]))

    def note_kill(self, course):
        """Take in one that was killed, after which the student goes on."""
        self.blurred |= set(NAMES)
        for name in NAMES:
            self.placed.setdefault(name, set()).add(says(course[name]) if name in course else None)


def is_beside(other, name):
    return other.startswith(name.rsplit(".", 1)[0] + " (new in ")


def story(number, folder, monkeypatch):
    """Tell one; the number decides it."""
    chance, oracle, work = random.Random(number), Oracle(), Path(folder, "work")
    work.mkdir()
    for version, shipped in COURSES.items():
        write(Path(folder, version), shipped)

    def start():
        """Start the lab of some version, which may be killed; say which, and whether it came to its end."""
        version = chance.choice(list(COURSES))
        monkeypatch.setattr("hhlab.lab.moves.__version__", version)
        KILLER.left = chance.randrange(60) if chance.random() < 0.3 else None
        try:
            assert course_copy.bring([Path(folder, version)], work).trouble == []
        except Killed:
            return version, False
        finally:
            KILLER.left = None
        return version, True

    for chapter in range(CHAPTERS):
        before = files(work)
        version, came_to_its_end = start()
        oracle.check_bytes(before, files(work), kept(work))
        # taken up at once, maybe by another version, all is as if nothing had happened
        killed = set()
        while not came_to_its_end and chance.random() < 0.6:
            killed.add(version)
            version, came_to_its_end = start()
        after = files(work)
        oracle.check_bytes(before, after, kept(work))
        if came_to_its_end:
            oracle.check_rule(COURSES[version], before, after)
            for one in killed:
                oracle.note_offers(COURSES[one], before)
            oracle.note(COURSES[version], before, after)
            assert course_copy.bring([Path(folder, version)], work).lines == []
            assert files(work) == after
        else:
            for one in killed | {version}:
                oracle.note_kill(COURSES[one])
        for deed in range(chance.randrange(4)):
            live(chance, work, f"{number}.{chapter}.{deed}")


def live(chance, work, mark):
    """Do something in the folder; whatever is written there is written nowhere else."""
    there = [work / name for name in files(work) if name != "UPDATES.md"]
    one = chance.choice(there) if there else None
    match chance.choice(["edit", "run", "delete", "rename", "make"]):
        case "make":
            write(work, {chance.choice([*NAMES, "my own.ipynb"]): notebook(mark)})
        case "edit" if one:
            edit(one, mark)
        case "run" if one and one.suffix == ".ipynb":
            run(one)
        case "delete" if one:
            one.unlink()
        case "rename" if one:
            other = work / chance.choice([*NAMES[:3], f"renamed {mark}{one.suffix}"])
            if not other.exists() and other.suffix == one.suffix:
                one.rename(other)


@pytest.mark.parametrize("tenth", range(10))
def test_no_story_loses_a_byte_of_the_students(tmp_path, monkeypatch, tenth):
    # what a disk does is not the question here
    monkeypatch.setattr(os, "fsync", lambda _: None)
    for number in range(tenth, STORIES, 10):
        with TemporaryDirectory(dir=courses.memory(tmp_path)) as folder:
            try:
                story(number, folder, monkeypatch)
            except AssertionError as failure:
                raise AssertionError(f"story {number}") from failure
