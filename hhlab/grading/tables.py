"""Tables as spreadsheets and LMSs save them: any separator, quoted or not, and read as they were written."""

import csv
import io
import re
from dataclasses import dataclass

RISKY = tuple("=+-@\t\r")  # a spreadsheet takes what begins so for a formula
DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class Table:
    """The cells of a file as they stand there: a head, and rows of the same length with their line."""

    head: list
    rows: list
    lines: list
    delimiter: str


def parsed(name, data, known, any_encoding=False):
    """Give the Table in the bytes of a file.

    Parameters
    ----------
    name : str
        Of the file, for what is said about it.
    data : bytes
    known : set of str
        Names of columns, in small letters: the separator is the one that shows most of them.
    any_encoding : bool
        Take UTF-16 and Windows-1252 too, and not UTF-8 alone.

    Raises
    ------
    ValueError
        It is no table, or one that cannot be read without loss.
    """
    text = _decoded(name, data, any_encoding)
    # Excel's own first line
    text = re.sub(r'\A\s*"?sep=[^\r\n]*\r?\n', "", text, flags=re.IGNORECASE)
    delimiter = max(DELIMITERS, key=lambda one: _named(_head(text, one), known))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found, line = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((line, row))
            line = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(f"{name}, line {line}: a quote is missing or too many, or {error}.") from None
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


def safe(cell):
    """Give a cell that no spreadsheet takes for a formula; :func:`unquoted` takes it back."""
    text = f"{cell:g}" if isinstance(cell, float) else str(cell)
    return f"'{text}" if text.lstrip("'").startswith(RISKY) else text


def unquoted(cell):
    """Give what a cell of :func:`safe` holds."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(RISKY) else cell


def _decoded(name, data, any_encoding):
    if data.startswith(b"PK\x03\x04"):
        raise ValueError(f"{name} is a workbook, whatever its name says. Save it as CSV UTF-8.")
    encodings = ["utf-8-sig"]
    if any_encoding:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            encodings = ["utf-16"]
        elif b"\0" in data[:4]:
            encodings = ["utf-16-be" if data[0] == 0 else "utf-16-le"]
        else:
            encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{name} is not in UTF-8. In a spreadsheet, save it as CSV UTF-8.")


def _head(text, delimiter):
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return next((row for row in rows if any(cell.strip() for cell in row)), [])


def _named(head, known):
    return len(known & {cell.strip().lower() for cell in head}), len(head)
