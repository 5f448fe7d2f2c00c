"""Whether every file of an installation is there, and as it was shipped."""

import hashlib
from base64 import urlsafe_b64encode
from importlib.metadata import distribution
from pathlib import Path

from . import places
from .no_start import NoStart

# what the image keeps beside its lessons: their digests, as `sha256sum` writes them
DIGESTS = "notebooks.sha256"


def check(_folder):
    """Give in words how many files are as they were shipped.

    Raises
    ------
    NoStart
        One is missing or was changed.
    """
    if places.checkout():
        return "those of a checkout, which are yours to change"
    shipped = [*recorded(), *listed()]
    wrong = [f"{path} {how}" for path, digest in shipped if (how := state(path, digest))]
    lessons = [path for path, _ in shipped if path.suffix == ".ipynb"]
    if not lessons:
        wrong.append(f"nothing says which lessons belong in {places.lessons()}")
    if wrong:
        more = f", and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise NoStart(f"{'; '.join(wrong[:3])}{more}")
    return f"{len(shipped)} files, {len(lessons)} lessons among them, are as they were shipped"


def recorded():
    """Yield the files that pip has installed for hhlab, each with its SHA-256."""
    for file in distribution("hhlab").files or ():
        # a command's first line is that of the environment
        if file.hash and file.hash.mode == "sha256" and "bin" not in file.parts:
            yield Path(file.locate()), file.hash.value


def listed():
    """Yield the lessons of the image, which pip does not know, each with its SHA-256."""
    digests = places.lessons().parent / DIGESTS
    for line in digests.read_text("utf-8").splitlines() if digests.is_file() else ():
        digest, _, name = line.partition("  ")
        yield digests.parent / name, as_pip_writes(bytes.fromhex(digest))


def state(path, digest):
    """Say what is wrong with a file; "" if it is as it was shipped."""
    try:
        found = hashlib.sha256(path.read_bytes()).digest()
    except FileNotFoundError:
        return "is missing"
    except OSError as problem:
        return f"cannot be read ({problem.strerror})"
    return "" if as_pip_writes(found) == digest else "was changed"


def as_pip_writes(digest):
    """Give a digest in the letters of pip's records."""
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
