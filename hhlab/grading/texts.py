"""The rows of ``texts.csv``, in which a teacher gives marks by hand, as they stand there."""

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from .tables import parsed, safe, unquoted

OURS = ("id", "exercise", "answer", "marks")
MARKED_TEXT = "answer when marked"


@dataclass
class Row:
    """One row: its cells as they stand in its file, by column, and where it stands there."""

    cells: dict
    file: str = ""
    where: str = ""
    folded: bool = False

    def plain(self, column):
        """Give what a cell holds."""
        return unquoted(self.cells.get(column, "")).strip()

    @property
    def typed(self):
        """What the teacher wrote into it, by column."""
        return {
            column: cell
            for column, cell in self.cells.items()
            if cell.strip() and column not in ("id", "exercise", "answer", MARKED_TEXT)
        }

    @property
    def named(self):
        """Where it stands and what it is about, for what is said about it."""
        return f"{self.where}: {self.plain('id') or 'no id'}, {self.plain('exercise') or 'no exercise'}"

    @property
    def stays(self):
        """Whether anything would be lost with it; a row without a name is none of ours."""
        return bool(self.typed) or not (self.plain("id") and self.plain("exercise"))

    def refresh(self, student, exercise_id, answer):
        """Show the answer as it is now; what stood there stays beside it, if it was another."""
        stood = self.plain("answer")
        if stood and not _same(stood, answer) and not self.plain(MARKED_TEXT):
            self.cells[MARKED_TEXT] = self.cells["answer"]
        self.cells |= {"id": safe(student), "exercise": safe(exercise_id), "answer": safe(answer)}


@dataclass
class Texts:
    """The rows of one file or more, its columns with their heads, and its separator."""

    heads: dict = field(default_factory=lambda: {column: column for column in OURS})
    rows: list = field(default_factory=list)
    delimiter: str = ","


def read_texts(paths):
    """Give the Texts in files that are there; the first one's columns come first.

    Raises
    ------
    OSError, ValueError
        One cannot be read without loss.
    """
    found = None
    for path in paths:
        name, data = Path(path).name, Path(path).read_bytes()
        table = parsed(name, data, set(OURS))
        heads = _columns(name, table.head)
        rows = [
            Row(dict(zip(heads, cells, strict=True)), str(path), f"{name}, line {line}")
            for cells, line in zip(table.rows, table.lines, strict=True)
        ]
        if found is None:
            found = Texts(heads, rows, table.delimiter)
        else:
            found.heads = found.heads | {one: head for one, head in heads.items() if one not in found.heads}
            found.rows += rows
    return found or Texts()


def _columns(name, head):
    """Give the columns of a head, in order: ours by their names, others by head and number."""
    found = {}
    for place, cell in enumerate(head):
        column = unquoted(cell).strip().lower()
        if column in (*OURS, MARKED_TEXT):
            if column in found:
                raise ValueError(f"{name} has two columns {column!r}. Rename one of them.")
        else:
            column = (cell, head[:place].count(cell))
        found[column] = cell
    missing = {"id", "exercise", "marks"} - set(found)
    if missing:
        raise ValueError(f"{name} has no column {', '.join(sorted(missing))}.")
    return found


def _same(stood, answer):
    """Whether a text is that answer, as a spreadsheet may have saved it: without its Greek, for one."""
    stood, answer = ("".join(unicodedata.normalize("NFC", text).split()) for text in (stood, answer))
    return len(stood) == len(answer) and all(
        a in (b, "?", "\ufffd") for a, b in zip(stood, answer, strict=True)
    )
