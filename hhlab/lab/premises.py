"""What the doctor sees of the place of a lab: the folder of the work, its disk, and the port."""

import fcntl
import os
import shutil
import sys
import tempfile
import textwrap
from pathlib import Path

from . import folder, memory, places, ports
from .finding import Finding
from .no_start import NoStart

# a term's notebooks with their pictures
LEAST_BYTES = 300_000_000
# what a notebook imports before anything of its own
IMPORTED = {
    "hhlab",
    "neuron",
    "numpy",
    "scipy",
    "matplotlib",
    "ipykernel",
    "IPython",
    "ipywidgets",
    "anywidget",
}


def work():
    """Find whether work can be saved where it lies."""
    yield from _of_the_image() if places.in_the_image() else _of_a_machine(places.work())


def _of_the_image():
    # what the lab's start would say, in the same words
    said = folder.asked_of_the_image()
    found, _, kept_in = said.stdout.strip().partition(": ")
    where = f"{found}, in {kept_in}" if found else str(places.WORK_IN_THE_IMAGE)
    yield Finding("work", where, textwrap.dedent(said.stderr.strip("\n")))


def _of_a_machine(path):
    above = next(one for one in (path, *path.parents) if one.exists())
    try:
        tempfile.TemporaryFile(dir=above).close()
    except OSError as problem:
        said = f"{path}: nothing can be saved in {above} ({problem.strerror})"
        yield Finding("work", said, f"hhlab lab --work {Path.home() / 'hhlab-work'}")
        return
    yield Finding("work", str(path) if path.exists() else f"{path}, which a first start makes")
    if os.statvfs(above).f_flag & getattr(os, "ST_NOEXEC", 0):
        said = "nothing can be executed there (noexec): what nrnivmodl compiles will not load"
        yield Finding("work", said, f"hhlab lab --work {Path.home() / 'hhlab-work'}")


def names():
    """Find whether files of the student's hide modules that notebooks import."""
    path = places.work()
    hidden = sorted(
        one.name
        for one in (path.iterdir() if path.is_dir() and os.access(path, os.R_OK) else ())
        if one.suffix == ".py" and one.stem in IMPORTED | sys.stdlib_module_names
    )
    for name in hidden:
        said = f"{name} hides another {name.removesuffix('.py')} that every notebook beside it needs"
        yield Finding("names", said, f"mv {path / name} {path / f'my_{name}'}")


def disk():
    """Find whether there is room for a term's work."""
    path = next(one for one in (places.work(), *places.work().parents) if one.exists())
    free = shutil.disk_usage(path).free
    said = f"{memory.megabytes(free)} are free for the work"
    yield Finding("disk", said, "Delete what you no longer need" if free < LEAST_BYTES else "")
    if os.statvfs(path).f_files and not os.statvfs(path).f_favail:
        yield Finding("disk", "it takes no more files, however small", "Delete files that you no longer need")
    temporary = tempfile.gettempdir()
    if shutil.disk_usage(temporary).free < 20_000_000:
        mend = "Delete what lies there, or in a container give it more: --tmpfs /tmp:size=512m"
        yield Finding("disk", f"{temporary} is full", mend)


def lab():
    """Find whether a lab is running, and whether another could."""
    path = places.work()
    if is_claimed(path):
        address = folder.address_of(path)
        yield Finding("lab", f"one is running on {path}" + (f": {address}" if address else ""))
    elif not places.in_the_image():
        yield from _port()


def is_claimed(path):
    """Say whether a lab holds a work folder."""
    try:
        handle = os.open(path / folder.OWN, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        pass
    finally:
        os.close(handle)
    return False


def _port():
    given = os.environ.get("HHLAB_PORT", "").strip()
    try:
        port = ports.number(given) if given else ports.USUAL
    except NoStart as problem:
        yield Finding("port", str(problem).partition(". ")[0], "unset HHLAB_PORT")
        return
    free = next((n for n in range(port + 1, 65536) if ports.failure_of(n) is None), None)
    if ports.failure_of(port) is None:
        yield Finding("port", f"{port} is free")
    elif given:
        yield Finding("port", f"{port} is taken by another program", f"HHLAB_PORT={free} hhlab lab")
    else:
        yield Finding("port", f"{port} is taken by another program; a lab takes one that is free")


LOOKS = (work, names, disk, lab)
