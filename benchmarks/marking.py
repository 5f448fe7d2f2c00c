"""Say how long a class of 120 takes to mark, all exercises, from a Moodle zip, and how much memory it needs.

The class is made first, which takes longer: what each student answers is planned, as in `make test-class`.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "teacher"), str(ROOT / "tests" / "unit")]
os.environ["NEURON_MODULE_OPTIONS"] = "-nogui"

import classes  # noqa: E402

from hhlab.exercises.bank import exercises  # noqa: E402

STUDENTS = [f"student-{i:03d}" for i in range(120)]


def moodle_zip(path, planned):
    """Write what Moodle gives for an assignment: a folder for each student."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (student, codes) in enumerate(planned.items()):
            name = f"Name {student}_{1000 + number}_assignsubmission_file_/hhlab-answers-{student}.json"
            archive.writestr(name, json.dumps(classes.answers(student, codes)))


def memory_MB(processes):
    """Give the memory of some processes; what they share is counted once."""
    total = 0.0
    for one in processes:
        # one may have ended meanwhile
        with suppress(psutil.Error):
            total += one.memory_full_info().pss / 2**20
    return total


def measure(folder):
    """Mark the class by the command, and print what it took."""
    planned = classes.plan(STUDENTS, list(exercises()), seed=120)
    moodle_zip(folder / "moodle.zip", planned)
    (folder / "roster.csv").write_text("\n".join(["id", *STUDENTS]), encoding="utf-8")
    command = [Path(sys.executable).with_name("hhlab-grade"), "moodle.zip", "--roster", "roster.csv"]
    command += ["--report", "report", "--key", ROOT / "teacher" / "keys.toml", "--quiet"]
    began, own, every, spent = time.monotonic(), 0.0, 0.0, {}
    with psutil.Popen(command, cwd=folder, stdout=subprocess.DEVNULL) as marking:
        while marking.poll() is None:
            own = max(own, memory_MB([marking]))
            with suppress(psutil.Error):
                family = [marking, *marking.children(recursive=True)]
                every = max(every, memory_MB(family))
                spent |= {one.pid: sum(one.cpu_times()[:2]) for one in family}
            time.sleep(0.25)
    works = sum(map(len, planned.values()))
    print(f"{len(STUDENTS)} students, {len(exercises())} exercises, {works:,} works:")
    print(f"{time.monotonic() - began:.0f} s on the clock, {sum(spent.values()):.0f} s of processor time")
    print(f"at most {own:.0f} MB in the command, {every:.0f} MB with its worker")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        measure(Path(place))
