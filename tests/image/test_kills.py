"""What hhlab has answered is on the disk, even if the container is killed in the next moment.

HHLAB_KILLS=100 .venv/bin/pytest -s tests/image/test_kills.py    kills more often
"""

import json
import os
import random
import subprocess
import time
import uuid

from conftest import IMAGE, docker

KILLS = int(os.environ.get("HHLAB_KILLS", "20"))
LONGEST_S = 0.4  # some dozens of answers
# says what it finds, then answers for ever; each answer that was given is a line
STUDENT = """
import json, hhlab
from hhlab.exercises import store
from hhlab.exercises.classroom import Desk

store.MAX_ATTEMPTS = 10**6

hhlab.sign_in("ada")
answers = [entry["answer"] for entry in Desk("L01.area").work()["answers"]]
print(json.dumps(answers), flush=True)
number = int(max(answers, default=0))
while True:
    number += 1
    hhlab.check("L01.area", number)
    print(number, flush=True)
"""


class Student:
    """A container whose interpreter answers for ever; `found` is what it found in the volume."""

    def __init__(self, volume):
        self.name = f"hhlab-test-{uuid.uuid4().hex[:8]}"
        keep = ["--volume", f"{volume}:/home/jovyan/work"]
        self.process = subprocess.Popen(
            ["docker", "run", "--rm", "--name", self.name, *keep, IMAGE, "python", "-c", STUDENT],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        # what the container says of itself comes before
        while line and not line.startswith("["):
            line = self.process.stdout.readline()
        self.found = json.loads(line)

    def killed_after(self, seconds):
        """Wait for the first answer and some time, kill the container, and give the last acknowledged one."""
        last = int(self.process.stdout.readline())
        time.sleep(seconds)
        docker("kill", self.name)
        lines = self.process.communicate(timeout=30)[0].splitlines(keepends=True)
        return max([last, *(int(line) for line in lines if line.endswith("\n"))])


def test_no_acknowledged_answer_is_lost_when_the_container_is_killed(volume):
    dice, acknowledged = random.Random(20), 0
    for _ in range(KILLS):
        student = Student(volume)
        missing_none(student.found, acknowledged)
        acknowledged = student.killed_after(dice.uniform(0, LONGEST_S))
    student = Student(volume)
    missing_none(student.found, acknowledged)
    student.killed_after(0)
    print(f"\n{KILLS} containers killed, {acknowledged} answers acknowledged, none lost")
    assert acknowledged >= KILLS


def missing_none(found, acknowledged):
    """Hold what was found to what was acknowledged: every number up to it."""
    last = int(max(found, default=0))
    assert last >= acknowledged, (acknowledged, found[-3:])
    assert found == [float(i) for i in range(1, last + 1)]
