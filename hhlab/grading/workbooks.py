"""Tables in workbooks: xlsx, xls, xlsb and ods, as Excel, LibreOffice, Moodle and others save them."""

import io

MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def is_workbook(data):
    """Say whether the bytes are those of a workbook, whatever its name says."""
    return data.startswith(MAGIC)


def sheets(name, data):
    """Give the rows of each sheet that holds anything, as lists of texts; an empty cell is "".

    Raises
    ------
    ValueError
        It is none that can be read; `name` stands in what is said.
    """
    # whoever has CSV files need not have it
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            tables = [
                book.get_sheet_by_name(one).to_python(skip_empty_area=False) for one in book.sheet_names
            ]
    except PasswordError:
        raise ValueError(f"{name} has a password. Save it without one.") from None
    except (CalamineError, OSError, ValueError) as error:
        why = str(error).split("\n")[0]
        raise ValueError(f"{name} is no workbook that can be read ({why}). Save it as CSV UTF-8.") from None
    return [[[_text(cell) for cell in row] for row in table] for table in tables if any(map(any, table))]


def _text(cell):
    """Give a cell as one reads it: a workbook holds the number 123 as 123.0."""
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else repr(cell)
    return str(cell)
