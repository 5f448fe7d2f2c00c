"""Tables as spreadsheets and LMSs save them: any separator, quoted or not, and read as they were written."""

import csv
import io
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from .encodings import ONE_BYTE, decoded
from .workbooks import is_workbook, sheets

RISKY = tuple("=+-@\t\r")  # a spreadsheet takes what begins so for a formula
DELIMITERS = ",;\t|"
SEARCHED = 20  # rows in which a head is looked for


@dataclass(frozen=True)
class Table:
    """The cells of a file as they stand there: a head, and rows of the same length with their line."""

    head: list
    rows: list
    lines: list
    delimiter: str


def parsed(name, data, known, one_byte=ONE_BYTE[:1]):
    """Give the Table in the bytes of a text file.

    Parameters
    ----------
    name : str
        Of the file, for what is said about it.
    data : bytes
    known : set of str
        Names of columns as :func:`plain_head` gives them: the separator is the one that shows most of them.
    one_byte : tuple of str, optional
        Encodings to try beside Unicode. A Mac's fits any bytes, and is for what is not written back.

    Raises
    ------
    ValueError
        It is no table, or one that cannot be read without loss.
    """
    if is_workbook(data):
        raise ValueError(f"{name} is a workbook, whatever its name says. Save it as CSV UTF-8.")
    # Excel's own first line
    text = re.sub(r'\A\s*"?sep=[^\r\n]*\r?\n', "", decoded(name, data, one_byte), flags=re.IGNORECASE)
    delimiter = max(DELIMITERS, key=lambda one: _fit(_first_rows(text, one), known))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found, line = [], 1
    try:
        for row in reader:
            found.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"{name}, line {line}: a quote is missing or too many, or {error}.") from None
    return _table(name, found, delimiter)


def tables(name, data, known):
    """Give every Table in the bytes of a file, be it text or a workbook; its head may stand below a title."""
    found = (
        [_table(name, enumerate(rows, 1), ",") for rows in sheets(name, data)] if is_workbook(data) else None
    )
    return [_below_title(table, known) for table in found or [parsed(name, data, known, ONE_BYTE)]]


def _below_title(table, known):
    start = best_head([table.head, *table.rows], known)
    if start == 0:
        return table
    rows, lines = table.rows[start:], table.lines[start:]
    return Table(table.rows[start - 1], rows, lines, table.delimiter)


def _table(name, rows, delimiter):
    found = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not found:
        raise ValueError(f"{name} is empty.")
    width = max(i + 1 for _, row in found for i, cell in enumerate(row) if cell.strip())
    lines, rows = zip(*((line, (row + [""] * width)[:width]) for line, row in found), strict=True)
    return Table(rows[0], list(rows[1:]), list(lines[1:]), delimiter)


def written(rows, delimiter=",", mark=True):
    """Give the bytes of a table; a spreadsheet takes UTF-8 for something else without the `mark`."""
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode("utf-8-sig" if mark else "utf-8", "replace")


def safe(cell, mark="."):
    """Give a cell that no spreadsheet takes for a formula; :func:`unquoted` takes it back.

    A float gets the decimal `mark`.
    """
    text = f"{cell:g}".replace(".", mark) if isinstance(cell, float) else str(cell)
    return f"'{text}" if text.lstrip("'").startswith(RISKY) else text


def safe_id(cell):
    """Give an id as an LMS has it; only what a spreadsheet would compute is quoted, and that no LMS has.

    ``-m017``, ``+7`` and ``@ada`` are ids, and harmless; ``=1+1`` and ``+cmd|'/c calc'!A0`` are none.
    """
    text = str(cell)
    return safe(text) if text.startswith(("=", "\t", "\r")) or re.search(r"[()|!\"]", text) else text


def unquoted(cell):
    """Give what a cell of :func:`safe` holds."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(RISKY) else cell


def plain_head(cell):
    """Give a head as it is compared: its case, a colon or a quote make no difference."""
    text = unicodedata.normalize("NFKC", cell).casefold().replace("’", "'")
    return re.sub(r"[\s_]+", " ", text).strip("'\ufeff :*.")


def best_head(rows, known):
    """Give which of the first rows has most of the known heads: some have a title above them."""
    return max(range(min(len(rows), SEARCHED)), key=lambda k: (_named(rows[k], known), -k))


def _first_rows(text, delimiter):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = []
    # a quote that is missing is told later, with its line
    with suppress(csv.Error):
        found.extend(islice((row for row in reader if any(cell.strip() for cell in row)), SEARCHED))
    return found


def _fit(rows, known):
    head = rows[best_head(rows, known)] if rows else []
    return _named(head, known), len(head)


def _named(head, known):
    return len(known & {plain_head(cell) for cell in head})
