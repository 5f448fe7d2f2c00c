"""What was handed in: every file of a folder or a zip, as bytes, with limits. Nothing is unpacked to disk."""

import io
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MAX_BYTES = 2_000_000  # of one file; a whole course is a tenth of it
MAX_FILES = 20_000
MAX_TOTAL = 1_000_000_000
OTHER_FILE = "not a file of answers"
MAX_NESTING = 2  # an LMS packs each student's zip into one of its own


@dataclass(frozen=True)
class Found:
    """One file: the name to show, and its bytes, or what is wrong with it."""

    name: str
    data: bytes | None = None
    problem: str = ""


def handed_in(path):
    """Give every file in a folder or a zip, as Found, one after the other.

    Raises
    ------
    FileNotFoundError, ValueError
        There is nothing at `path`, or it is neither a folder nor a zip.
    """
    path = Path(path)
    if path.is_dir():
        yield from _limited(_of_folder(path))
    elif not path.exists():
        raise FileNotFoundError(f"There is no folder or zip at {path}.")
    elif zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield from _limited(_of_zip(file, "", MAX_NESTING))
    else:
        raise ValueError(f"{path.name} is neither a folder nor a zip.")


def _limited(found):
    total = 0
    for count, one in enumerate(found):
        total += len(one.data or b"")
        if count >= MAX_FILES or total > MAX_TOTAL:
            limit = f"{MAX_FILES:,} files or {MAX_TOTAL // 1_000_000:,} MB"
            yield Found(one.name, problem=f"not read, nor is what follows: more than {limit} were handed in")
            return
        yield one


def _of_folder(folder):
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            yield Found(name, problem="a link, which is not followed")
        elif path.is_dir():
            continue
        elif not path.is_file():
            yield Found(name, problem="not a plain file")
        elif path.suffix.lower() == ".zip":
            with path.open("rb") as file:
                yield from _of_zip(file, f"{name}: ", MAX_NESTING - 1)
        elif _is_json(name):
            yield _read(name, path.open)
        else:
            yield Found(name, problem=OTHER_FILE)


def _of_zip(file, prefix, depth):
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MAX_FILES:
                yield Found(f"{prefix}", problem=f"not read: a zip of more than {MAX_FILES:,} files")
                return
            for entry in entries:
                yield from _of_entry(archive, entry, prefix, depth)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        yield Found(prefix.removesuffix(": "), problem=f"a zip that cannot be read ({error})")


def _of_entry(archive, entry, prefix, depth):
    name = prefix + entry.filename
    parts = PurePosixPath(entry.filename.replace("\\", "/")).parts
    if entry.filename.startswith(("/", "\\")) or ".." in parts or any(":" in part for part in parts[:1]):
        yield Found(name, problem="a name that leads out of the zip; not read")
    elif stat.S_ISLNK(entry.external_attr >> 16):
        yield Found(name, problem="a link, which is not followed")
    elif entry.filename.lower().endswith(".zip"):
        inner = _read(name, lambda: archive.open(entry))
        if inner.problem or depth <= 1:
            yield Found(name, problem=inner.problem or "a zip too deep inside other zips; not read")
        else:
            yield from _of_zip(io.BytesIO(inner.data), f"{name}: ", depth - 1)
    elif _is_json(entry.filename):
        yield _read(name, lambda: archive.open(entry))
    else:
        yield Found(name, problem=OTHER_FILE)


def _is_json(name):
    return name.lower().endswith(".json")


def _read(name, opened):
    """Give a file's bytes; what a zip says about its size is not believed."""
    try:
        with opened() if not hasattr(opened, "__self__") else opened("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        return Found(name, problem=f"cannot be read ({error})")
    except Exception as error:  # zlib, lzma and bz2 have errors of their own
        return Found(name, problem=f"cannot be unpacked ({error})")
    if len(data) > MAX_BYTES:
        return Found(name, problem=f"larger than {MAX_BYTES // 1_000_000} MB; not read")
    return Found(name, data)
