"""What Moodle and Canvas do with a file, as their own importers do it; and workbooks, made by hand.

Moodle: grade/import/csv/classes/load_data.php, and importgradeslib.php of mod/assign/feedback/offline.
Canvas: lib/gradebook_importer.rb.
"""

import csv
import io
import re
import zipfile
from xml.sax.saxutils import escape


class Aborted(Exception):
    """The LMS imports nothing of the file."""


def _rows(data, delimiter):
    rows = [row for row in csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter) if row]
    if any(len(row) != len(rows[0]) for row in rows):
        raise Aborted("a line with another number of columns")
    return rows


def moodle_gradebook(data, users, map_from, map_to, delimiter=",", existing=(), most=100):
    """Give the grades and comments by user and column that Moodle's grade import takes.

    `users` are dicts with "idnumber", "email", "username". Columns in `existing` are grade items
    that are there; others become new ones, without comments.
    """
    head, *rows = _rows(data, delimiter)
    head = [cell.strip() for cell in head]
    key, found, user = head.index(map_from), {}, None
    for row in rows:
        value = row[key].strip()
        if value not in ("", "0"):
            same = [one for one in users if one[map_to] == value]
            if len(same) != 1:
                raise Aborted(f"no user with {map_to} {value!r}")
            user = same[0]["username"]
        # a row without an id is not skipped: it goes to the user before
        if user is None:
            raise Aborted("no user")
        for name, cell in zip(head, map(str.strip, row), strict=True):
            if name == map_from or not re.search(r"hhlab|\(Real\)|Feedback|^L\d\d", name):
                continue
            if name.endswith("(Feedback)"):
                found[user, name] = cell
            elif name in existing:
                found[user, name] = None if cell in ("", "-") else _float(cell, most)
            elif cell != "-":
                found[user, name] = 0.0 if cell == "" else _float(cell, most)
    return found


def _float(cell, most):
    try:
        value = float(cell)
    except ValueError:
        raise Aborted(f"{cell!r} is no grade") from None
    if value > most:
        raise Aborted(f"{cell} is above {most}")
    return value


def moodle_worksheet(data, participants, words, most=100.0, grades=None, delimiter=","):
    """Give the grades and comments by user that the assignment has after the import of its worksheet.

    `participants` are users by the number that the assignment gives them; `words` are what a language calls
    the columns of id, grade and time, the comments, and a participant.
    """
    head, *rows = _rows(data, delimiter)
    recordid, grade, modified, comments, participant = words
    if not {recordid, grade, modified} <= set(head):
        raise Aborted("the columns of the worksheet are missing")
    found = dict(grades or {}), {}
    for row in rows:
        user = participants.get(row[head.index(recordid)][len(participant) :])
        if user is None:
            continue
        cell = row[head.index(grade)].strip().replace(",", ".")
        # nothing is no grade; a dash is read as 0
        if cell and 0 <= float(cell.replace("-", "0")) <= most:
            found[0][user] = float(cell.replace("-", "0"))
        if comments in head:
            found[1][user] = row[head.index(comments)]
    return found


NO_ASSIGNMENT = re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")


def canvas(data, students, assignments):
    """Give the grades by student (number) and assignment (title) after the import, and the points.

    `students` are dicts by number with "name", "sis", "login", "sortable"; `assignments` titles by number.
    """
    text = data.decode("utf-8")
    lines = text.split("\n")[:3]
    counts = {
        separator: sizes[0] if len(set(sizes)) == 1 else 0
        for separator in ";,"
        for sizes in [[len(next(csv.reader([line], delimiter=separator), [])) for line in lines]]
    }
    rows = list(csv.reader(io.StringIO(text), delimiter=";" if counts[";"] > counts[","] else ","))
    head = rows[0]
    if not (len(head) > 3 and "Student" in head[0] and "ID" in head[1]):
        raise Aborted("Invalid header row")
    width = 3
    if "SIS Login ID" in head[2]:
        login, sis, width = 2, None, 4
    elif "SIS User ID" in head[2] and "SIS Login ID" in head[3]:
        login, sis = 3, 2
        width = 5 + ("Integration ID" in head[4])
        width += "Root Account" in head[width - 1]
    if "Section" not in head[width - 1]:
        raise Aborted("Invalid header row")
    columns = {}
    for place, name in enumerate(head):
        if place >= width and not NO_ASSIGNMENT.search(name):
            titled = re.fullmatch(r"(.*)\s\((\d+)\)", name)
            number = int(titled[2]) if titled else None
            columns[place] = assignments.get(number, titled[1] if titled else name)
    points, found = {}, {}
    for row in rows[1:]:
        if "Points Possible" in row[0]:
            points = {columns[place]: row[place] for place in columns}
            continue
        if all(re.fullmatch(r"(?i)\s*(Muted|Manual Posting.*)?\s*", cell) for cell in row):
            continue
        who = _canvas_student(row, students, sis, login)
        for place, title in columns.items():
            cell = row[place].strip()
            if re.fullmatch(r"-?[0-9.,]+%?", cell):
                *whole, last = re.split("[.,]", cell)
                cell = f"{''.join(whole)}.{last}" if whole else last
            found[who, title] = cell
    return found, points


def _canvas_student(row, students, sis, login):
    if row[1].isdigit() and int(row[1]) in students:
        return int(row[1])
    for key, place in (("sis", sis), ("login", login)):
        for number, one in students.items():
            if place is not None and row[place] and one[key] == row[place]:
                return number
    for number, one in students.items():
        if row[0] in (one["name"], one["sortable"]):
            return number
    return row[0]


def xlsx(rows):
    """Give the bytes of a workbook with one sheet: texts in it, and numbers as numbers."""
    sheet = "".join(f"<row>{''.join(map(_xlsx_cell, row))}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    package_type = "application/vnd.openxmlformats-package"
    related = f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/'
    return _zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
            f'<Default Extension="rels" ContentType="{package_type}.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
            "_rels/.rels": f'{related}officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'{related}worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>",
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData>'
            "</worksheet>",
        }
    )


def _xlsx_cell(cell):
    if isinstance(cell, (int, float)):
        return f"<c><v>{cell}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def ods(rows):
    """Give the bytes of a workbook as LibreOffice has it, with one sheet of texts."""
    of = "urn:oasis:names:tc:opendocument:xmlns"
    cells = [
        "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        for row in rows
    ]
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    return _zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{of}:manifest:1.0"/>',
            "content.xml": f'<office:document-content xmlns:office="{of}:office:1.0" '
            f'xmlns:text="{of}:text:1.0" xmlns:table="{of}:table:1.0"><office:body><office:spreadsheet>'
            f'<table:table table:name="1">{lines}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        }
    )


def _zipped(files):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()
