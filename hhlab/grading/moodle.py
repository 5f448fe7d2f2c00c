"""Marks as Moodle takes them: for the import of its gradebook, or in its offline grading worksheet.

Sources: Moodle's grade/import/csv/classes/load_data.php and mod/assign/feedback/offline/importgradeslib.php,
which read what is written here; grade/export/txt/grade_export_txt.php and mod/assign/gradingtable.php, which
wrote what comes back.
"""

from .feedback import feedback, is_ours
from .headings import changed_place
from .identity import IDS
from .scores import AS_POINTS, COMMENTS, Column, by_student, columns, earned, number, out_of, scaled, wanted
from .tables import plain_head, safe, safe_id

FULL = 100.0  # what a new column gets, and the most that the import takes unless a site allows more
NO_GRADE = "-"  # an empty cell in a new column is taken for 0; the database does so
HEADS = {"id": "ID number", "login": "Username", "email": "Email address"}


def gradebook(roster, marked, ids, wishes, notes):
    """Give the rows for the import of Moodle's gradebook, and the separator.

    Where the roster is an export of Moodle's, what names a student comes back as it is. Other grades and the
    time of the export do not: with them the import would put back what has changed since, or refuse.

    Parameters
    ----------
    roster : Roster, dict of str to Student, or None
    marked : Marked
    ids : list of str
    wishes : Wishes
    notes : list
        Gets (student, what) for everyone who is not in it.
    """
    here, strangers = by_student(marked, roster)
    notes += [(one, "not on the roster, and not in the file for Moodle") for one in strangers]
    exported = getattr(roster, "is_moodle", False)
    head, people, delimiter = _exported(roster, notes) if exported else _plain(roster, here, notes)
    found = columns(ids, wishes, roster.table.head if exported else ())
    chosen = [Column(name, these, wanted(wishes, out_of(these, marked), FULL)) for name, these, _ in found]
    rows = [[*head, *(name for one in chosen for name in (one.name, f"{one.name} (Feedback)"))]]
    for student, cells in people:
        for one in chosen:
            points = earned(marked, here.get(student), one.ids, wishes.zeros)
            grade = NO_GRADE if points is None else scaled(points, out_of(one.ids, marked), one.full)
            cells = [*cells, grade, safe(feedback(marked, here.get(student), one.ids))]
        rows.append(cells)
    return rows, delimiter


def to_import(roster, wishes):
    """Give what a teacher has to know when Moodle imports the file of :func:`gradebook`, as sentences."""
    exported = getattr(roster, "is_moodle", False)
    place = _mapped(roster) if exported else None
    if exported and place is None:
        yield "Moodle finds nobody by name: export a list with e-mail addresses or ID numbers."
        return
    head = HEADS[_kind(roster)] if place is None else roster.table.head[place]
    yield f"When Moodle imports it, choose “Map from: {head}”, and beside it what that is in Moodle."
    if wishes.out_of not in (None, AS_POINTS) and wishes.out_of > FULL:
        yield f"Moodle refuses grades above {FULL:g}, unless the site allows them."


def worksheet(roster, marked, ids, wishes, notes):
    """Give the rows of Moodle's offline grading worksheet, with grades and feedback, and the separator.

    It is of one assignment: everything counts in its one column. What Moodle has stays where there is nothing
    new, and so do comments that a teacher has typed. The parameters are those of :func:`gradebook`.
    """
    here, strangers = by_student(marked, roster)
    notes += [(one, "not in Moodle's worksheet, and its grade is not either") for one in strangers]
    head, place = list(roster.table.head), roster.grade_place
    after = range(changed_place(head, place) + 1, len(head))
    comments = next((k for k in after if COMMENTS.search(plain_head(head[k]))), None)
    rows, most = [head], out_of(ids, marked)
    for one in roster.values():
        student, cells = here.get(one.id), roster.row_back(one)
        points = earned(marked, student, ids, wishes.zeros)
        if points is not None:
            # beside the grade stands the maximum; a higher grade would be left out
            limit = number(cells[place + 1]) or FULL
            cells[place] = scaled(points, most, min(wanted(wishes, most, limit), limit))
        if comments is not None and is_ours(cells[comments]):
            cells[comments] = safe(feedback(marked, student, ids)) or cells[comments]
        rows.append(cells)
    return rows, roster.table.delimiter


def _plain(roster, here, notes):
    """Give head, (student, cells) and separator where the list is none of Moodle's."""
    head = HEADS[_kind(roster)]
    if not roster:
        return [head], [(one, [safe_id(one)]) for one in here], ","
    place, people = getattr(roster, "id_place", None), []
    for one in roster.values():
        if place is None or _names(one.cells[place]):
            people.append((one.id, [safe_id(one.id), safe(one.name), safe_id(one.email)]))
        else:
            notes.append((one.id, f"has no {roster.table.head[place]!r}: not in the file for Moodle"))
    if head == HEADS["email"]:
        return [head, "Full name"], [(one, cells[:2]) for one, cells in people], ","
    return [head, "Full name", HEADS["email"]], people, ","


def _kind(roster):
    """Give what Moodle would call the ids of a list that is none of its own."""
    place = getattr(roster, "id_place", None)
    return roster.kinds[place] if place is not None and roster.kinds[place] in HEADS else "id"


def _exported(roster, notes):
    """Give head, (student, cells), separator as Moodle wrote them, without those whom it would not find."""
    kept = [k for k, kind in enumerate(roster.kinds) if kind in (*IDS, "name", "first", "last")]
    place, people = _mapped(roster), []
    for one in roster.values():
        if place is None or _names(one.cells[place]):
            row = roster.row_back(one)
            people.append((one.id, [row[k] for k in kept]))
        else:
            # Moodle would give the grade to the student of the line before
            said = f"has no {roster.table.head[place]!r}: not in the file for Moodle"
            notes.append((one.name or one.id, said))
    return [roster.table.head[k] for k in kept], people, roster.table.delimiter.replace("|", ",")


def _mapped(roster):
    """Give the column by which Moodle finds most students: that of the ids, if they all have one."""
    by_kind = [k for kind in IDS for k, one in enumerate(roster.kinds) if one == kind]
    places = [k for k in (roster.id_place, *by_kind) if k in by_kind]
    return max(places, key=lambda k: sum(_names(one.cells[k]) for one in roster.values()), default=None)


def _names(cell):
    return cell.strip() not in ("", "0")
