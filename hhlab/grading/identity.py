"""Who somebody is: by which column of a list, and by what else than the id that stands in it."""

import re

from ..exercises.students import normalised
from .tables import plain_head

IDS = ("id", "login", "email")  # what may hold the id, in this order where nothing else decides


def full_name(row, kinds):
    """Give the name in a row: one cell's, or the first and the last name in one."""
    parts = [" ".join(row[k] for k, kind in enumerate(kinds) if kind == one) for one in ("first", "last")]
    whole = next((row[k] for k, kind in enumerate(kinds) if kind == "name"), "")
    return whole or " ".join(filter(None, parts))


def squeezed(name):
    """Give the letters and digits of a name: LMSs leave out the rest where they make a file's name of it."""
    return re.sub(r"[\W_]", "", normalised(name))


def name_keys(name):
    """Give a name squeezed, with any of its words first: "Ada Lovelace" is "Lovelace, Ada", too."""
    words = re.split(r"[\s,]+", name.strip())
    return {squeezed("".join(words[k:] + words[:k])) for k in range(len(words))} - {""}


def keys_of(row, kinds):
    """Give what may name the person of a row: ids, logins, addresses with and without their end, names."""
    found = name_keys(full_name(row, kinds))
    for cell, kind in zip(row, kinds, strict=True):
        if kind in IDS:
            found |= _said(cell, kind)
    return found


def _said(cell, kind, whole=False):
    """Give what one may type for a cell: of an address its beginning, too, unless it must be `whole`."""
    ways = {cell, cell if whole or kind not in ("login", "email") else cell.partition("@")[0]}
    return {normalised(one) for one in ways} - {""}


def id_place(name, head, kinds, rows, column, signed):
    """Give which column holds the ids; None where it is the names that serve.

    Parameters
    ----------
    name : str
        Of the file.
    head, kinds : list of str
    rows : list of list of str
    column : str or None
        The head that the teacher has named.
    signed : callable
        Gives the ids with which files are signed.

    Raises
    ------
    ValueError
        There is none, or several could be: the message asks.
    """
    if column is not None:
        return _named(name, head, column)
    places = [k for kind in IDS for k, one in enumerate(kinds) if one == kind and any(row[k] for row in rows)]
    if not places:
        return _without_ids(name, head, kinds, rows, signed)
    if len(places) == 1:
        return places[0]
    ids = set(map(normalised, signed()))
    # an address without its end is what one types where nothing else is the id
    hits = _hits(ids, rows, kinds, places, whole=True) or _hits(ids, rows, kinds, places, whole=False)
    most = max(map(len, hits.values()), default=0)
    best = [k for k in places if len(hits[k]) == most] if most else _usual(head, kinds, places)
    if len(best) == 1 or (most and all(_agree(hits[best[0]], hits[k]) for k in best)):
        return best[0]
    could = " or ".join(f"in {head[k]!r} (such as {next(row[k] for row in rows if row[k])!r})" for k in best)
    seen = f" Files are signed {', '.join(map(repr, sorted(ids)[:2]))}." if ids else ""
    options = " or ".join(f'--id-column "{head[k]}"' for k in best)
    raise ValueError(f"{name}: is the id {could}?{seen} Say it with {options}.")


def _hits(ids, rows, kinds, places, whole):
    """Give by place which row each of the ids names there; {} if none of them names one anywhere."""
    held = {
        k: {key: i for i, row in enumerate(rows) for key in _said(row[k], kinds[k], whole)} for k in places
    }
    hits = {k: {one: rows_of[one] for one in ids & set(rows_of)} for k, rows_of in held.items()}
    return hits if any(hits.values()) else {}


def _named(name, head, column):
    exact = [k for k, one in enumerate(head) if one == column]
    alike = exact or [k for k, one in enumerate(head) if plain_head(one) == plain_head(column)]
    if len(alike) != 1:
        count = "no column" if not alike else f"{len(alike)} columns"
        raise ValueError(f"{name} has {count} {column!r}; it has: {', '.join(head)}.")
    return alike[0]


def _without_ids(name, head, kinds, rows, signed):
    """Give None where the names serve, or the place of the number under which Moodle hides names."""
    names = {key for row in rows for key in name_keys(full_name(row, kinds))}
    if "internal" in kinds:
        return None if names else kinds.index("internal")
    if {"first", "last"} <= set(kinds) or (names and names & set(map(squeezed, signed()))):
        return None
    raise ValueError(
        f"{name} needs a first line with a column 'id', or a login, a number or an e-mail address; "
        f"it has: {', '.join(head)}."
    )


def _usual(head, kinds, places):
    """Give which columns could hold the ids where no file tells: "id" alone; no address beside a number."""
    plain = [k for k in places if plain_head(head[k]) == "id"]
    return plain[:1] or [k for k in places if kinds[k] != "email"] or places[:1]


def _agree(one, other):
    return all(one[key] == other[key] for key in set(one) & set(other))
