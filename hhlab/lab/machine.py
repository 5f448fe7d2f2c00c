"""What the doctor sees of the machine: Python, memory, clock, compiler, processes."""

import os
import shutil
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from . import memory, places
from .finding import Finding

PYTHONS = ((3, 11), (3, 13))
PACKAGES = {"neuron": "NEURON", "jupyterlab": "JupyterLab"}
# JupyterLab takes 0.1 GB, and each open notebook with its worker 0.2 to 0.3
LEAST_BYTES, LEAST_FREE_BYTES = 1_000_000_000, 400_000_000
# a lab with two notebooks runs as many threads
LEAST_PROCESSES = 128
TOOLS = {"perl": ("perl",), "make": ("make",), "a C++ compiler": ("g++", "c++", "clang++")}


def python():
    """Find whether this Python is one that hhlab is for."""
    found = f"{sys.version_info.major}.{sys.version_info.minor}"
    oldest, newest = (".".join(map(str, one)) for one in PYTHONS)
    if PYTHONS[0] <= sys.version_info[:2] <= PYTHONS[1]:
        yield Finding("Python", f"{found}, of {oldest} to {newest}")
    else:
        mend = f"python{newest} -m venv lab && lab/bin/pip install 'hhlab[lab]'"
        yield Finding("Python", f"{found}, but hhlab needs {oldest} to {newest}", mend)
    for name in ("PYTHONPATH", "PYTHONHOME"):
        if os.environ.get(name):
            said = f"{name} is set: what lies there comes before the packages of the lab"
            yield Finding("Python", said, f"unset {name}")


def packages():
    """Find whether a lab's packages are installed."""
    for package, name in PACKAGES.items():
        try:
            yield Finding("packages", f"{name} {version(package)}")
        except PackageNotFoundError:
            yield Finding(
                "packages", f"{name} is not installed", f"{sys.executable} -m pip install 'hhlab[lab]'"
            )


def room():
    """Find whether there is memory for a lab and two notebooks."""
    limit = memory.limit_bytes()
    total, free = of_the_machine()
    if limit and (total is None or limit < total):
        if limit < LEAST_BYTES:
            said = f"the container may use {memory.megabytes(limit)}: too little for two notebooks"
            yield Finding("memory", said, "docker run --memory 2g, or mem_limit: 2g in docker-compose.yml")
        else:
            yield Finding("memory", f"the container may use {memory.megabytes(limit)}")
    if free is not None and free < LEAST_FREE_BYTES:
        said = f"{memory.megabytes(free)} of {memory.megabytes(total)} are free on this machine"
        mend = "Close other programs, or give Docker more: Docker Desktop, Settings, Resources, Memory"
        yield Finding("memory", said, mend)
    elif free is not None:
        yield Finding(
            "memory", f"{memory.megabytes(free)} of {memory.megabytes(total)} are free on this machine"
        )


def of_the_machine(path="/proc/meminfo"):
    """Give all and the free memory of this machine [bytes]; None twice where Linux does not say."""
    try:
        lines = Path(path).read_text().splitlines()
    except OSError:
        return None, None
    said = {name: int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(":") for line in lines)}
    return said.get("MemTotal"), said.get("MemAvailable")


def clock():
    """Find whether the clock is behind what must lie before it."""
    newest, name = newest_file()
    behind = newest - time.time()
    now = time.strftime("%d %B %Y, %H:%M")
    if behind > 300:
        then = time.strftime("%d %B %Y, %H:%M", time.localtime(newest))
        mend = "sudo timedatectl set-ntp true    (Docker Desktop: restart it; WSL: wsl --shutdown)"
        yield Finding(
            "clock", f"it says {now}, but {name} is of {then}: answers would miss or pass a deadline", mend
        )
    else:
        yield Finding("clock", f"it says {now}, {time.tzname[0]}")


def newest_file():
    """Give the time of the newest file that must be older than now [s since 1970], and its name."""
    work = places.work()
    files = [places.PACKAGE / "__init__.py", *work.glob("*.ipynb"), *work.glob(".hhlab/answers/*")]
    return max((file.stat().st_mtime, file.name) for file in files if file.exists())


def compiler():
    """Find whether what lesson 13 compiles with is here."""
    missing = [tool for tool, names in TOOLS.items() if not any(map(shutil.which, names))]
    if missing:
        said = f"{' and '.join(missing)} missing: a mechanism, as in lesson 13, cannot be compiled"
        mend = "xcode-select --install" if sys.platform == "darwin" else "sudo apt-get install g++ make perl"
        yield Finding("compiler", said, mend)
    else:
        yield Finding("compiler", "here, for mechanisms as in lesson 13")


def processes():
    """Find whether a container may start the processes of a lab."""
    for file in ("/sys/fs/cgroup/pids.max", "/sys/fs/cgroup/pids/pids.max"):
        said = Path(file).read_text().strip() if Path(file).is_file() else "max"
        if said.isdigit() and int(said) < LEAST_PROCESSES:
            yield Finding(
                "processes", f"the container may have {said}, too few", "docker run --pids-limit 512"
            )


def processor():
    """Find whether an image for another processor is emulated."""
    said = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").is_file() else ""
    if "VirtualApple" in said and os.uname().machine == "x86_64":
        mend = "docker build --platform linux/arm64 -t hhlab ."
        yield Finding("processor", "the image is for Intel's processors, and emulated on Apple's", mend)


LOOKS = (python, packages, processor, room, clock, compiler, processes)
