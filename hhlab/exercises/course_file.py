"""From the text of ``course.toml`` to a Course; each error is a sentence with line and likely slip."""

import difflib
import re
import tomllib
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from .settings import Course, Deadline
from .students import GUEST, MAX_LETTERS, normalised

NAME = re.compile(r"[A-Z][A-Za-z0-9]*(\.[a-z0-9]+(-[a-z0-9]+)*)?")
DURATION = re.compile(r"(\d+(?:\.\d+)?) ?(min|h|d|w)")
UNITS = {"min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cs", "da", "sv", "nb", "fi", "el", "tr")
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
MOST_POINTS = 1000.0


def parsed(path):
    """Give the Course in a file, with an empty name where it has none.

    Raises
    ------
    OSError, UnicodeDecodeError
        It cannot be read.
    """
    text = path.read_text(encoding="utf-8-sig")
    try:
        held = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _broken(path, text, str(error))
    found, problems = {}, []
    for key, value in held.items():
        try:
            if key not in READERS:
                raise ValueError(f"there is no setting {key!r}{_guess(key, READERS)}")
            _strayed(key, value)
            found |= READERS[key](value, path.parent)
        except ValueError as error:
            inside = getattr(error, "inside", None)
            said = f"{path.name}, line {_line(text, key, inside)}: {error}"
            problems.append(said if said.endswith("?") else f"{said}.")
    zone = found.get("timezone", UTC)
    found["deadlines"] = tuple(_zoned(one, zone) for one in found.get("deadlines", ()))
    return Course(**{"name": ""} | found, folder=path.parent, problems=tuple(problems))


class Inside(ValueError):
    """Something is wrong inside a table of the file, at the key or the number ``inside``."""

    def __init__(self, said, inside):
        super().__init__(said)
        self.inside = inside


def _broken(path, text, error):
    """Give the Course of a file that is no TOML: no more than its name, so that variants stay."""
    quoted = r"(?m)^\s*name\s*=\s*[\"'“”„‘’](.+?)[\"'“”„‘’]\s*(#.*)?$"
    found = re.search(quoted, text)
    where = re.search(r"\(at line (\d+)", error)
    at = int(where[1]) if where else text.count("\n") + 1
    line = (text.splitlines()[at - 1 : at] or [""])[0].strip()
    said = re.sub(r" \(at .*\)$", "", error)
    said = f"{path.name}, line {at}: {said[:1].lower()}{said[1:]}, in {line!r}.{_slip(line)}"
    said += " Nothing else of the file counts until this is mended."
    return Course(name=found[1] if found else "", folder=path.parent, problems=(said,))


def _slip(line):
    if re.search(r"[“”„‘’]", line):
        return ' Quotes must be straight ones, as in name = "physiology".'
    if re.fullmatch(r"[\w.-]+\s*:.*", line):
        return " Between a name and its value stands =, not a colon."
    if re.fullmatch(r"[\w-]+\s*=\s*[^\W\d][\w./-]*", line):
        return " A text stands in quotes."
    if re.match(r"[A-Za-z]\w*\.[\w-]+\s*=", line):
        return ' A name with a dot stands in quotes, as in "L06.rheobase" = 3.'
    return ""


def _guess(name, known):
    near = difflib.get_close_matches(str(name), [str(one) for one in known], n=1, cutoff=0.5)
    return f". Did you mean {near[0]!r}?" if near else f"; there are: {', '.join(map(str, known))}"


def _line(text, key, inside=None):
    """Give the number of the line in which a setting begins, or something inside of it."""
    lines, place, count = text.splitlines(), "", 0
    begun = None
    for number, line in enumerate(lines, 1):
        head = re.match(r"\s*\[+\s*[\"']?([\w.-]+)", line) if re.match(r"\s*\[", line) else None
        if head and not (begun and place == ""):
            place = head[1]
            count += place == key
        if head and place == key and (begun is None or inside == count - 1):
            begun = number
        word = re.match(r"\s*(\"[^\"]*\"|'[^']*'|[^=\s]+)\s*=", line)
        if word is None:
            continue
        name = word[1].strip("\"'")
        if place == "" and (name == key or name.startswith(f"{key}.")):
            begun = begun or number
        if place == key and name == inside:
            return number
    return begun or 1


def _strayed(key, value):
    """Raise an error where a setting of the whole course stands below the head of a table."""
    for one in value if isinstance(value, list) else [value]:
        for inside in one if isinstance(one, Mapping) else ():
            if inside in READERS:
                said = f"{inside} stands below [{key}]; put it above the first line in brackets"
                raise Inside(said, inside)


def _zoned(deadline, zone):
    at = deadline.at if deadline.at.tzinfo else deadline.at.replace(tzinfo=zone)
    return Deadline(what=deadline.what, at=at, late=deadline.late)


def _text(value, what):
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{what} must be a text in quotes, but it is {_shown(value)}")
    return value.strip()


def _name_of_course(value, folder):
    return {"name": _course_name(value, "name")}


def _course_name(value, what):
    name = _text(value, what)
    if len(name) > MAX_LETTERS or not name.isprintable():
        raise ValueError(f"{what} must have 1 to {MAX_LETTERS} letters on one line, but it has {len(name)}")
    return name


def _also(value, folder):
    return {"also": tuple(_course_name(one, "a name in also") for one in _list(value, "also"))}


def _list(value, what):
    if isinstance(value, str):
        raise ValueError(f'{what} is a list, in brackets: {what} = ["{value}"]')
    if not isinstance(value, list):
        raise ValueError(f"{what} is a list, in brackets, but it is {_shown(value)}")
    return value


def _what(value, place):
    """Give the name of a lesson or an exercise, as it is written."""
    name = value if isinstance(value, str) else ""
    if not NAME.fullmatch(name):
        right = re.sub(r"[\s_]+", "-", name.strip().lower())
        right = right[:1].upper() + right[1:]
        guess = f". Did you mean {right!r}?" if NAME.fullmatch(right) else ", such as L06 or L06.rheobase"
        raise ValueError(f"{place}: {_shown(value)} is no name of a lesson or an exercise{guess}")
    return name


def _counts(value, folder):
    return {"counts": tuple(_what(one, "counts") for one in _list(value, "counts"))}


def _file(value, what, folder):
    path = folder / _text(value, what)
    if what == "roster" and not path.is_file():
        there = [one.name for one in folder.iterdir() if one.suffix.lower() in TABLES]
        raise ValueError(f"there is no file {value!r} beside it{_guess(value, there) if there else ''}")
    return path


def _roster(value, folder):
    return {"roster": _file(value, "roster", folder)}


def _keys(value, folder):
    return {"keys": _file(value, "keys", folder)}


def _language(value, folder):
    language = _text(value, "language").lower().replace("_", "-").partition("-")[0]
    if language not in LANGUAGES:
        raise ValueError(f"no language {value!r} is known; there are: {', '.join(LANGUAGES)}")
    return {"language": language}


def _timezone(value, folder):
    name = _text(value, "timezone")
    if name not in available_timezones():
        known = sorted(available_timezones())
        near = [one for one in known if one.rpartition("/")[2].lower() == name.lower().replace(" ", "_")]
        near = near or difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        guess = f". Did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"there is no time zone {name!r}, such as 'Europe/Berlin'{guess}")
    return {"timezone": ZoneInfo(name)}


def _table(value, what):
    if not isinstance(value, Mapping):
        raise ValueError(f"{what} is a table that begins with a line [{what}], but it is {_shown(value)}")
    return value


def _number(value, what, least, most):
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise ValueError(f"{what} must be a number from {least:g} to {most:g}, but it is {_shown(value)}")
    return float(value)


def _points(value, folder):
    points = {}
    for name, number in _flat(_table(value, "points")).items():
        try:
            points[_what(name, "points")] = _number(number, f"points of {name}", 0, MOST_POINTS)
        except ValueError as error:
            raise Inside(str(error), name) from None
    return {"points": points}


def _flat(table):
    """Give a table in which L06.rheobase = 3 may stand without its quotes."""
    return {
        f"{key}.{more}" if more else key: number
        for key, value in table.items()
        for more, number in (value.items() if isinstance(value, Mapping) else [("", value)])
    }


def _attempts(value, folder):
    settings = {"credit": _parts, "choices": _parts, "direction_after": _after}
    attempts = {}
    for key, one in _table(value, "attempts").items():
        if key not in settings:
            raise Inside(f"attempts: there is no setting {key!r}{_guess(key, settings)}", key)
        try:
            attempts[key] = settings[key](one, key)
        except ValueError as error:
            raise Inside(str(error), key) from None
    if len(attempts.get("credit", ())) == 1:
        # every try counts alike, and so does every option
        attempts.setdefault("choices", attempts["credit"])
    return attempts


def _parts(value, what):
    parts = tuple(_number(one, f"each part in {what}", 0, 1) for one in _list(value, what))
    if not parts:
        raise ValueError(f"{what} is empty; to count every try in full, write {what} = [1.0]")
    if any(later > earlier for earlier, later in pairwise(parts)):
        raise ValueError(f"{what} grows with the tries, from {_shown(value)}; a later try earns no more")
    return parts


def _after(value, what):
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 200:
        raise ValueError(f"{what} must be a whole number from 1 to 200, but it is {_shown(value)}")
    return value


def _deadlines(value, folder):
    if not isinstance(value, list):
        raise ValueError("a deadline begins with a line [[deadline]], in two brackets")
    deadlines = []
    for i, one in enumerate(value):
        try:
            deadlines.append(_deadline(one))
            if [other.what for other in deadlines].count(deadlines[-1].what) > 1:
                raise ValueError(f"a second deadline of {deadlines[-1].what or 'everything'}")
        except ValueError as error:
            raise Inside(str(error), i) from None
    return {"deadlines": tuple(deadlines)}


def _deadline(one):
    known = ("lesson", "exercise", "at", "late")
    for key in one:
        if key not in known:
            raise ValueError(f"deadline: there is no setting {key!r}{_guess(key, known)}")
    if "lesson" in one and "exercise" in one:
        raise ValueError("a deadline is of a lesson or of an exercise, not of both")
    kind = "lesson" if "lesson" in one else "exercise"
    what = _what(one[kind], "deadline") if kind in one else ""
    if what and ("." in what) != (kind == "exercise"):
        raise ValueError(f"deadline: {what!r} is no {kind}")
    at = one.get("at")
    if isinstance(at, date) and not isinstance(at, datetime):
        at = datetime.combine(at, time(23, 59, 59))
    if not isinstance(at, datetime):
        said = "at must be a time such as 2027-03-01T23:59:00, without quotes"
        raise ValueError(f"{said}, but it is {_shown(at)}")
    return Deadline(what=what, at=at, late=tuple(_late(step) for step in _list(one.get("late", []), "late")))


def _late(step):
    if not isinstance(step, list) or len(step) != 2:
        raise ValueError(f'a step in late is a pair such as ["1d", 0.8], but it is {_shown(step)}')
    found = DURATION.fullmatch(step[0].strip()) if isinstance(step[0], str) else None
    if found is None:
        raise ValueError(f'{_shown(step[0])} is no duration such as "12h", "1d" or "2w"')
    return timedelta(**{UNITS[found[2]]: float(found[1])}), _number(step[1], "a part in late", 0, 1)


def _aliases(value, folder):
    aliases = {}
    for wrong, right in _table(value, "aliases").items():
        try:
            right = _text(right, f"whose the id {wrong!r} is")
            if normalised(wrong) == GUEST:
                raise ValueError(f"{wrong!r} is whoever never signed in; that cannot be one student alone")
            aliases[normalised(wrong)] = right
        except ValueError as error:
            raise Inside(str(error), wrong) from None
    for right in aliases.values():
        if normalised(right) in aliases:
            raise Inside(f"{right!r} is itself the alias of somebody: name the id of the roster", right)
    return {"aliases": aliases}


def _shown(value):
    text = f"{value!r}"
    return text if len(text) <= 60 else f"{text[:57]}..."


READERS = {
    "name": _name_of_course,
    "also": _also,
    "counts": _counts,
    "roster": _roster,
    "language": _language,
    "timezone": _timezone,
    "keys": _keys,
    "points": _points,
    "attempts": _attempts,
    "deadline": _deadlines,
    "aliases": _aliases,
}
