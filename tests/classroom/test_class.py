"""A class is played through: thirty students in kernels of their own, collected, marked, as it was planned.

Slow, therefore apart: `make test-class`.
"""

import ast
import csv
import gc
import os
import random
import statistics
import time
import warnings
import zipfile
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

import classes
import psutil
import pytest
from jupyter_client.manager import start_new_kernel

from hhlab.exercises.bank import exercises
from hhlab.exercises.description import KEPT, OFF
from hhlab.exercises.judging import SIDES, plain
from hhlab.grading.command import main

STUDENTS = [f"student-{i:02d}" for i in range(30)]
EACH = 5  # exercises per student; together they try the whole bank
SIMULATED = {x for x in exercises() if exercises()[x].check is not None and x[:3] >= "L05"}
OPEN = """
import time, hhlab
def answer(exercise_id, value):
    card = hhlab.exercise(exercise_id)
    card.answer = value
    began = time.perf_counter()
    card.check_button.click()
    took = time.perf_counter() - began
    if card.answer is None and value:
        # no card lets one choose what is not there; code does
        return hhlab.check(exercise_id, value).code, took
    assert card.verdict is not None, card.children[-1].text
    return card.verdict.code, took
"""


class Kernel:
    """A student's kernel: `run` gives what an expression is worth there."""

    def __init__(self, student, folder):
        env = {name: value for name, value in os.environ.items() if not name.startswith(("HHLAB", "PYTEST"))}
        env |= {"JUPYTERHUB_USER": student, "NEURON_MODULE_OPTIONS": "-nogui"}
        self.manager, self.client = start_new_kernel(cwd=str(folder), env=env)
        self.run(OPEN)

    def run(self, code, **expressions):
        reply = self.client.execute_interactive(
            code, user_expressions=expressions, timeout=120, output_hook=lambda message: None
        )["content"]
        assert reply["status"] == "ok", "\n".join(reply["traceback"])
        found = {}
        for name, one in reply["user_expressions"].items():
            assert one["status"] == "ok", "\n".join(one["traceback"])
            found[name] = ast.literal_eval(one["data"]["text/plain"])
        return found

    def kill(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)
        self.client.context.destroy()


def work_through(student, codes, folder, killed):
    """Answer as planned; give (exercise, seconds from Check to the answer) for every attempt."""
    (folder / ".hhlab").mkdir(parents=True)
    kernel, took = Kernel(student, folder), []
    for exercise_id, wanted in codes.items():
        for code in wanted:
            value = plain(classes.planted(exercise_id, student, "right" if code == KEPT else code))
            if exercises()[exercise_id].kind == "text":
                value = f"{value} So says {student}."  # the same words twice would be named
            found = kernel.run("", it=f"answer({exercise_id!r}, {value!r})")["it"]
            # on which side a number lies a card says from the second wrong one on
            assert found[0] == code or (found[0] == OFF and code in SIDES), (student, exercise_id, found)
            took.append((exercise_id, found[1]))
        if killed:
            kernel.kill()
            kernel = Kernel(student, folder)
            kernel.run(f"card = hhlab.exercise({exercise_id!r})")
            remembered = kernel.run("", attempts="card.desk.work()['attempts']")["attempts"]
            # nothing is no attempt, and neither is the same answer again
            tried = [*groupby(code for code in wanted if code != "empty")]
            assert remembered == len(tried), (student, exercise_id)
    if codes:
        kernel.run("hhlab.hand_in().make()")
    kernel.kill()
    return took


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Give the plan, the students' folders, and how long each answer took."""
    folder, dice = tmp_path_factory.mktemp("class"), random.Random(30)
    ids = list(exercises())
    planned = {}
    for i, student in enumerate(STUDENTS):
        chosen = {ids[(EACH * i + k) % len(ids)] for k in range(EACH)}
        (codes,) = classes.plan([student], sorted(chosen), seed=dice.random(), attempts=2).values()
        # who never answered has nothing to hand in
        planned[student] = {x: wanted for x, wanted in codes.items() if set(wanted) != {"empty"}}
    with ThreadPoolExecutor(2) as pool:
        jobs = [
            pool.submit(work_through, student, codes, folder / student, killed=i % 10 == 0)
            for i, (student, codes) in enumerate(planned.items())
        ]
        took = [entry for job in jobs for entry in job.result()]
    with warnings.catch_warnings():
        # jupyter_client leaves the sockets of kernels that are gone to the garbage collector
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
    return planned, folder, took


def test_every_student_gets_the_marks_that_were_planned(played, tmp_path):
    planned, folder, _ = played
    handed_in = tmp_path / "lms.zip"
    with zipfile.ZipFile(handed_in, "w") as archive:
        for student in planned:
            for path in folder.joinpath(student).glob("hhlab-answers-*.json"):
                archive.write(path, f"{student} Surname_123_assignsubmission_file_/{path.name}")
    roster = tmp_path / "roster.csv"
    roster.write_text("id\n" + "\n".join(STUDENTS) + "\n", encoding="utf-8")
    marks, report = tmp_path / "marks.csv", tmp_path / "report"
    key = classes.ROOT / "teacher" / "keys.toml"
    arguments = [handed_in, "--roster", roster, "--report", report, "--key", key, "--run-code"]
    texts = sum([KEPT] in codes.values() for codes in planned.values())
    assert main([str(one) for one in (*arguments, "--out", marks)]) == (3 if texts else 0)
    with marks.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for student, codes in planned.items():
        expected = classes.worth(codes, run_code=True)
        for exercise_id in expected:
            exercise = exercises()[exercise_id]
            if exercise.check is None and exercise.kind == "choice":
                expected[exercise_id] = float(exercise.marks)  # planted right, and the key says so
        found = {x: float(rows[student][x]) if rows[student][x] else None for x in codes}
        assert found == pytest.approx(expected), student
    with (report / "irregular.csv").open(encoding="utf-8-sig") as file:
        assert len(file.readlines()) == 1 + sum(not codes for codes in planned.values())
    check_report(report, planned)
    check_export(tmp_path / "moodle.csv", arguments, rows)


def check_report(report, planned):
    """Hold the report to the plan: who tried, who was right in the end."""
    with (report / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["exercise"]: row for row in csv.DictReader(file)}
    for exercise_id, row in rows.items():
        each = [codes[exercise_id] for codes in planned.values() if exercise_id in codes]
        assert int(row["tried"]) == sum(set(wanted) != {"empty"} for wanted in each), exercise_id
        if exercises()[exercise_id].check is not None:
            assert int(row["right in the end"]) == sum("right" in wanted for wanted in each), exercise_id
    page = (report / "report.html").read_text("utf-8")
    assert not any(student in page for student in STUDENTS)


def check_export(path, arguments, rows):
    """Hold the file for Moodle to the marks: a column for each lesson, out of 100, or no grade yet."""
    main([str(one) for one in (*arguments, "--out", path, "--format", "moodle")])
    with path.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            student = next(iter(line.values()))
            for head in (one for one in line if one.endswith(" hhlab")):
                marks = [mark for x, mark in rows[student].items() if x.startswith(f"{head[:3]}.") and mark]
                if line[head] not in ("", "-"):
                    assert (float(line[head]) > 0) == any(map(float, marks)), (student, head)


def test_an_answer_comes_back_while_one_looks(played):
    _, _, took = played
    simulated = [seconds for exercise_id, seconds in took if exercise_id in SIMULATED]
    median = statistics.median(simulated)
    print(f"\nfrom Check to the answer, {len(simulated)} answers: median {1000 * median:.0f} ms")
    assert len(simulated) > 50
    assert median < 0.3


def processor_s():
    """Give the processor time that this process and its workers have used, in s."""
    me = psutil.Process()
    return sum(sum(one.cpu_times()[:2]) for one in [me, *me.children(recursive=True)])


def test_three_hundred_students_with_fifty_exercises_are_marked_within_a_minute(tmp_path, capsys):
    students = [f"many-{i:03d}" for i in range(300)]
    ids = random.Random(50).sample(list(exercises()), 50)
    planned = classes.plan(students, ids, seed=3)
    classes.hand_in(tmp_path / "in", planned)
    began, spent = time.monotonic(), processor_s()
    assert main([str(tmp_path / "in"), "--out", str(tmp_path / "marks.csv")]) == 3
    took, spent = time.monotonic() - began, processor_s() - spent
    works = sum(map(len, planned.values()))
    with capsys.disabled():
        print(
            f"\n{works:,} works of 300 students: {spent:.0f} s of processor time, {took:.0f} s on the clock"
        )
    assert spent < 60
    with (tmp_path / "marks.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    for student, codes in planned.items():
        expected = sum(marks or 0 for marks in classes.worth(codes).values())
        assert float(rows[student]["total"]) == pytest.approx(expected, rel=1e-5)
