"""What was handed in: every file of a folder or a zip, with limits; no name in a zip becomes one on disk."""

import re
import stat
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from .uploads import Uploader, is_rubbish, own_name, uploader_of

MAX_BYTES = 10_000_000  # of one file: twice what a student fills who answers everything as often as is kept
MAX_FILES = 20_000
MAX_TOTAL = 1_000_000_000
MAX_ENTRIES = 1_000_000  # of all zips
MAX_NESTING = 3  # a folder or a zip of LMS's zips, in which each student's zip is
# what is a zip already hardly gets smaller in another one, unless it was made to burst
MOST_PRESSED = 20
IN_MEMORY = 8_000_000
OTHER_FILE = "not a file of answers"
ASKED = "ask for hhlab-answers-ID.json, which Hand in makes"
NOBODY = Uploader()
ANSWERS = re.compile(r"hhlab-answers.*\.json", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """One file: the name to show, its bytes or what is wrong with it, and who handed it in.

    ``uploader`` is whom an LMS names. ``unit`` is what the file was handed in with: an uploader's files, a
    student's zip or folder; "" if it stands alone.
    """

    name: str
    data: bytes | None = None
    problem: str = ""
    uploader: Uploader = NOBODY
    unit: str = ""


@dataclass(frozen=True)
class _Place:
    """Where a file lies: what stands before its name, who uploaded it, its unit, and zips that may follow."""

    prefix: str
    depth: int
    count: Callable
    uploader: Uploader = NOBODY
    unit: str = ""

    def found(self, path, data=None, problem="", units=None):
        uploader = self.uploader or uploader_of(path)
        unit = self.unit or uploader.shown or (units or {}).get(path, "")
        return Found(self.prefix + path, data, problem, uploader, unit)

    def inside(self, found):
        unit = found.unit or found.name
        return _Place(f"{found.name}: ", self.depth - 1, self.count, found.uploader, unit)


def handed_in(path):
    """Give every file in a folder or a zip that may hold answers, as Found, one after the other.

    What else there is comes last: once for each unit in which nothing may hold answers.

    Raises
    ------
    FileNotFoundError, ValueError
        There is nothing at `path`, or it is neither a folder nor a zip.
    """
    path = Path(path)
    place = _Place("", MAX_NESTING, _counter())
    if path.is_dir():
        yield from _told_once(_limited(_of_folder(path, place)))
    elif not path.exists():
        raise FileNotFoundError(f"There is no folder or zip at {path}.")
    elif zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield from _told_once(_limited(_of_zip(file, replace(place, depth=MAX_NESTING - 1))))
    else:
        raise ValueError(f"{path.name} is neither a folder nor a zip.")


def _counter():
    """Give a function that adds to the entries of all zips, and gives how many there are."""
    total = 0

    def count(entries):
        nonlocal total
        total += entries
        return total

    return count


def _limited(found):
    total = count = 0
    for one in found:
        count += one.problem != OTHER_FILE
        total += len(one.data or b"")
        if count > MAX_FILES or total > MAX_TOTAL:
            limit = f"{MAX_FILES:,} files or {MAX_TOTAL // 1_000_000:,} MB"
            yield Found(one.name, problem=f"not read, nor is what follows: more than {limit} were handed in")
            return
        yield one


def _told_once(found):
    answered, others = set(), {}
    for one in found:
        if one.problem == OTHER_FILE and one.unit:
            others.setdefault(one.unit, []).append(one)
        else:
            answered.add(one.unit)
            yield one
    for unit, files in others.items():
        if unit not in answered:
            more = f" and {len(files) - 1} more" if len(files) > 1 else ""
            first = own_name(files[0].name.rpartition(": ")[2])
            yield replace(files[0], name=unit, problem=f"{OTHER_FILE}: {first}{more}; {ASKED}")


def _of_folder(folder, place):
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    paths = {name: path for name, path in paths.items() if not is_rubbish(name)}
    units = _units([name for name, path in paths.items() if path.is_symlink() or not path.is_dir()])
    for name, path in paths.items():
        found = place.found(name, units=units)
        if path.is_symlink():
            yield replace(found, problem="a link, which is not followed")
        elif path.is_dir():
            continue
        elif not path.is_file():
            yield replace(found, problem="not a plain file")
        elif _is_zip(name):
            with path.open("rb") as file:
                yield from _of_zip(file, place.inside(found))
        elif _is_json(name):
            yield _read(found, lambda path=path: path.open("rb"))
        else:
            yield replace(found, problem=OTHER_FILE)


def _of_zip(file, place):
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir() and not is_rubbish(one.filename)]
            if len(entries) > MAX_FILES or place.count(len(entries)) > MAX_ENTRIES:
                limit = f"{MAX_FILES:,} files, or {MAX_ENTRIES:,} in all zips"
                yield _of_itself(place, f"not read: a zip of more than {limit}")
                return
            names = [one.filename for one in entries]
            units = {} if place.unit else _units(names)
            # a work folder holds JSON of all kinds
            only = place.unit and any(ANSWERS.fullmatch(own_name(one)) for one in names)
            for entry in entries:
                found = place.found(entry.filename, units=units)
                yield from _of_entry(archive, entry, found, place, only)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        yield _of_itself(place, f"a zip that cannot be read ({error})")


def _of_itself(place, problem):
    return Found(place.prefix.removesuffix(": "), None, problem, place.uploader, place.unit)


def _of_entry(archive, entry, found, place, only):
    name = entry.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if name.startswith(("/", "\\")) or ".." in parts or any(":" in part for part in parts[:1]):
        yield replace(found, problem="a name that leads out of the zip; not read")
    elif stat.S_ISLNK(entry.external_attr >> 16):
        yield replace(found, problem="a link, which is not followed")
    elif _is_zip(name) and place.depth <= 1:
        yield replace(found, problem="a zip too deep inside other zips; not read")
    elif _is_zip(name):
        yield from _of_inner(archive, entry, place.inside(found))
    elif ANSWERS.fullmatch(own_name(name)) or (_is_json(name) and not only):
        yield _read(found, lambda: archive.open(entry))
    else:
        yield replace(found, problem=OTHER_FILE)


def _of_inner(archive, entry, place):
    """Give what is in a zip within a zip, however large; it is laid in a file without a name to be read."""
    limit = MAX_BYTES + MOST_PRESSED * entry.compress_size
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as file:
        try:
            with archive.open(entry) as packed:
                while (part := packed.read(IN_MEMORY // 8)) and file.tell() <= limit:
                    file.write(part)
        except Exception as error:  # zlib, lzma and bz2 have errors of their own
            yield _of_itself(place, f"a zip that cannot be read ({error})")
            return
        if file.tell() > limit:
            yield _of_itself(place, f"a zip larger than its {entry.compress_size:,} bytes can hold; not read")
            return
        yield from _of_zip(file, place)


def _units(names):
    """Give for files below folders the first folder in which they differ: most likely a student's."""
    parts = {name: PurePosixPath(name.replace("\\", "/")).parts for name in names}
    folders = [one[:-1] for one in parts.values()]
    # the first and the last in order differ where any do
    first, last = min(folders, default=()), max(folders, default=())
    common = next((k for k, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return {name: "/".join(one[: common + 1]) for name, one in parts.items() if len(one) > common + 1}


def _is_json(name):
    return name.lower().endswith(".json")


def _is_zip(name):
    return name.lower().endswith(".zip")


def _read(found, opened):
    """Give a file with its bytes; what a zip says about its size is not believed."""
    try:
        with opened() as file:
            data = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        return replace(found, problem=f"cannot be read ({error})")
    except Exception as error:  # zlib, lzma and bz2 have errors of their own
        return replace(found, problem=f"cannot be unpacked ({error})")
    if len(data) > MAX_BYTES:
        return replace(found, problem=f"larger than {MAX_BYTES // 1_000_000} MB; not read")
    return replace(found, data=data)
