"""What a start has changed in a student's folder, for the banner, for the lab, and for a page to keep."""

import errno
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote

from ..exercises.whole import write_whole
from . import changes, shipped

PAGE = "UPDATES.md"
TITLE = "# What changed in this course\n"
# what JupyterLab shows once, and then takes away
UNSEEN = ".hhlab/news.json"
SHOWN_NAMES = 6


@dataclass
class News:
    """What was done with the files of the course, by name; and what could not be done.

    Attributes
    ----------
    now, before : str or None
        The version of hhlab, and the one that was here last as far as that is known.
    is_first : bool
        Whether the folder had nothing of the course.
    kept : str
        Where what left its place is kept.
    page : str
        Where the news can be read, once they are written down.
    problems : list of str
        A sentence each.
    failures : dict of str to list of str
        The files that did not come, by the reason.
    """

    now: str
    before: str | None = None
    is_first: bool = False
    new: list[str] = field(default_factory=list)
    renewed: list[str] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    changes: list = field(default_factory=list)
    kept: str = ""
    page: str = ""
    problems: list[str] = field(default_factory=list)
    failures: dict[str, list[str]] = field(default_factory=dict)

    def begin(self, record, files):
        """Find out what was here before, by its record or else by what lies there."""
        self.is_first = record is None and all(one.mine is None for one in files)
        self.changes = changes.of_course()
        if record:
            self.before = record.version
            known = set(record.changes)
        else:
            # each says the last version that had it, so the folder is of the first of these
            seen = (shipped.versions(one.name).get(one.mine) for one in files)
            self.before = min(filter(None, seen), key=changes.number, default=None)
            known = {changes.key(one) for one in changes.up_to(self.before or "0", self.changes)}
        self.changes = [one for one in self.changes if changes.key(one) not in known]

    def end(self, record):
        """Note in the record what is known now."""
        record.version = self.now
        if not self.problems and not self.failures:
            record.changes = [changes.key(one) for one in changes.of_course()]

    def failed(self, name, problem):
        """Note that a file did not come, or with None that nothing did."""
        full = isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT)
        reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
        names = self.failures.setdefault("the disk is full" if full else reason, [])
        names += [name] if name else []

    @property
    def is_news(self):
        """Whether there is something to tell."""
        moved = self.new, self.renewed, self.beside, self.withdrawn, self.left
        return not self.is_first and (any(moved) or self.before not in (None, self.now))

    @property
    def lines(self):
        """The news and the problems as sentences, for the banner."""
        told = [_printable(line) for line in self._told(_some)] if self.is_news else []
        page = [f"{self.page} says what changed, and why."] if self.page else []
        return [*told, *page, *self.trouble]

    @property
    def trouble(self):
        """What could not be done, as sentences."""
        return [_printable(line) for line in [*self.problems, *self._failed()]]

    @property
    def summary(self):
        """One sentence for the lab's own notice, which has room for 140 letters."""
        counted = {"files renewed": self.renewed, "new": self.new, "laid beside yours": self.beside}
        counted["withdrawn"] = [*self.withdrawn, *self.left]
        said = ", ".join(f"{len(files)} {how}" for how, files in counted.items() if files)
        return f"The course has changed: {said}." if said else f"This is hhlab {self.now} now."

    def keep(self, work):
        """Write the news into the student's folder, above those of before, if it has the room."""
        if not self.is_news:
            return
        with suppress(OSError):
            # a page of the student's own has that name
            self.page = PAGE if _text_of(work / PAGE) is not None else f".hhlab/{PAGE}"
            text = _text_of(work / self.page) or TITLE
            text = TITLE + self._section() + text.removeprefix(TITLE)
            write_whole(work / self.page, text.encode("utf-8", "surrogateescape"))
            unseen = {"message": self.summary, "page": self.page}
            write_whole(work / UNSEEN, json.dumps(unseen).encode())

    def _section(self):
        day = time.strftime("%d %B %Y").removeprefix("0")
        told = "".join(f"* {_printable(line)}\n" for line in self._told(_linked))
        touched = [*self.new, *self.renewed, *(name for name, _ in self.beside)]
        why = "".join(f"* {one.words}\n" for one in changes.about(self.changes, touched))
        return f"\n## {day}: hhlab {self.now}\n\n{told}" + (
            f"\nWhat changed, and why:\n\n{why}" if why else ""
        )

    def _told(self, names):
        if self.before not in (None, self.now):
            yield f"This is hhlab {self.now}; before it was {self.before}."
        if self.new:
            yield f"New: {names(self.new)}."
        if self.renewed:
            told = f"Renewed, as you had not edited them: {names(self.renewed)}."
            yield f"{told} What was there is in {self.kept}."
        for name, beside in self.beside:
            yield f"{names([name])} is as you have edited it; the new one lies beside it: {names([beside])}."
        if self.withdrawn:
            gone = f"No longer in the course, and not edited by you: {names(self.withdrawn)}."
            yield f"{gone} What was there is in {self.kept}."
        if self.left:
            yield f"No longer in the course, but edited by you, so yours stays: {names(self.left)}."

    def _failed(self):
        for reason, names in self.failures.items():
            what = _some(names) if names else "the lessons"
            again = "The next start tries again, and so does hhlab update in the lab's terminal."
            if reason == "the disk is full":
                again = f"Delete what you no longer need. {again}"
            yield f"Did not come: {what} ({reason}). What was there is untouched. {again}"


def _text_of(page):
    """Give the news of before, "" where there are none, and None for what is no page of news."""
    if not os.path.lexists(page):
        return ""
    if page.is_symlink() or not page.is_file():
        return None
    text = page.read_text("utf-8", "surrogateescape")
    return text if text.startswith(TITLE) else None


def _some(names):
    shown = [name.removesuffix(".ipynb") for name in names]
    more = len(shown) - SHOWN_NAMES
    return ", ".join(shown[:SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")


def _linked(names):
    return ", ".join(f"[{name.removesuffix('.ipynb')}]({quote(name, errors='replace')})" for name in names)


def _printable(text):
    """Give a text that any terminal takes: a name of a file need not be text."""
    return text.encode("utf-8", "backslashreplace").decode()
