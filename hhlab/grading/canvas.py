"""Marks as Canvas takes them: the first columns of its gradebook, and a column for each assignment.

Sources: Canvas's lib/gradebook_importer.rb, which reads what is written here, and lib/gradebook_exporter.rb.
"""

from .scores import Column, by_student, columns, earned, number, out_of, scaled, wanted
from .tables import plain_head, safe, safe_id

HEAD = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
POINTS = "    Points Possible"
DECIDED = {"EX", "N/A"}  # excused, and not assigned


def gradebook(roster, marked, ids, wishes, notes):
    """Give the rows for the import of Canvas's gradebook, and the separator.

    Where the roster is Canvas's own export, its first columns come back as they are, and so do the head and
    the points of an assignment. There is no feedback: a column of it would become an assignment.

    Parameters
    ----------
    roster : Roster, dict of str to Student, or None
    marked : Marked
    ids : list of str
    wishes : Wishes
    notes : list
        Gets (student, what).
    """
    here, strangers = by_student(marked, roster)
    notes += [(one, "not on the roster, and not in the file for Canvas") for one in strangers]
    exported = getattr(roster, "is_canvas", False)
    head, people, delimiter = _exported(roster) if exported else (HEAD, _plain(roster, here), ",")
    given = roster.table.head if exported else ()
    chosen = [_column(*one, roster, marked, wishes) for one in columns(ids, wishes, given)]
    rows = [
        [*head, *(one.name for one in chosen)],
        [POINTS, *[""] * (len(head) - 1), *(_points(roster, one) for one in chosen)],
    ]
    for student, cells, row in people:
        for one in chosen:
            points = earned(marked, here.get(student), one.ids, wishes.zeros)
            stands = "" if one.place is None else row[one.place].strip()
            # what Canvas has stays where there is nothing new: an empty cell would clear it
            new = points is not None and stands not in DECIDED
            cells = [*cells, scaled(points, out_of(one.ids, marked), one.full) if new else stands]
        rows.append(cells)
    return rows, delimiter


def _column(name, ids, place, roster, marked, wishes):
    most = out_of(ids, marked)
    limit = number(roster.points[place]) if place is not None and roster.points else 0
    full = min(wanted(wishes, most, limit), limit) if limit else wanted(wishes, most, most)
    return Column(name, ids, full, place)


def _points(roster, column):
    stands = roster.points[column.place] if column.place is not None and roster.points else ""
    return stands if number(stands) else f"{column.full:g}"


def _plain(roster, here):
    """Give (student, cells, row) where the list is none of Canvas's: it finds students by their login."""
    people = roster.values() if roster else ()
    found = [(one.id, safe(one.name or one.id)) for one in people] or [(one, safe_id(one)) for one in here]
    return [(one, [name, "", "", safe_id(one), ""], ()) for one, name in found]


def _exported(roster):
    """Give head, (student, cells, row) and separator as Canvas wrote them, up to the column Section."""
    width = 1 + [plain_head(cell) for cell in roster.table.head].index("section")
    people = [(one.id, roster.row_back(one)[:width], one.cells) for one in roster.values()]
    return roster.table.head[:width], people, roster.table.delimiter
