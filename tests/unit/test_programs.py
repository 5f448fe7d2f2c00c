"""What students write is run with an end to it, and reaches nothing: no file, no process, no secret."""

import time
from functools import partial

import pytest
from solutions import solutions

from hhlab.exercises import judging
from hhlab.exercises.bank import find
from hhlab.exercises.judging import plain
from hhlab.exercises.language import NotRun, understood
from hhlab.exercises.mod_trial import refusal
from hhlab.exercises.running import Failed, run

GIVEN = {"a": 0.1, "s": 10.0, "v0": -40.0}
judge = partial(judging.judge, "L03.program", GIVEN, run_code=True)
CHANNEL = {"gbar": 12.0, "vhalf": -35.0, "slope": 9.0, "tau": 4.0, "power": 4.0}
LIMITS = {"seconds": 1.0, "memory_gib": 2.0}


def called(source, name="f", cases=((1.0,),)):
    return run("python_trial", {"source": source, "name": name, "cases": [list(c) for c in cases]}, **LIMITS)


@pytest.mark.parametrize(
    "line",
    [
        *("import os", "import sys", "from os import system", "import numpy.random", "import importlib"),
        *("open('x', 'w')", "eval('1')", "exec('1')", "__import__('os')", "getattr(1, 'real')", "globals()"),
        *(
            "().__class__",
            "(1).__class__.__base__",
            "''.join('a').format(1)",
            "np.load('x')",
            "np.save('x', 1)",
        ),
        *("np.lib.format", "np.fromfile('x')", "math.__loader__", "[np][0].load", "breakpoint()", "input()"),
        *(
            "'{0.__class__}'.format(1)",
            "f.__globals__",
            "(lambda: 0).__code__",
            "np.core",
            "np.random.rand()",
        ),
        *("async def g(): pass", "class A: pass", "global x", "yield 1", "from math import *", "vars()"),
        "math.sin.__self__",
    ],
)
def test_what_reaches_further_than_arithmetic_is_not_run(line):
    source = f"def f(v):\n    {line}\n    return 1.0\n"
    with pytest.raises(NotRun, match=r"Line \d"):
        understood(source, "f")
    with pytest.raises(Failed) as refused:
        called(source)
    assert refused.value.code == "refused"


@pytest.mark.parametrize(
    "source",
    [
        "math = np\ndef f(v):\n    return math.load('x')",
        "math = np\nmath = math.ctypeslib\nmath = math.ctypes\ndef f(v):\n    return math.CDLL(None)",
        "import numpy as x\ndef g():\n    import math as x\ndef f(v):\n    return x.load('x')",
        "import numpy as math\ndef f(v):\n    return math.memmap('x')",
        "from numpy import ndarray as math\ndef f(v):\n    return math.tofile(v, 'x')",
        "def f(math):\n    return math.ctypeslib",
        "def f(v):\n    return (lambda math: math.load('x'))(np)",
        "def f(v):\n    return [math.load('x') for math in [np]]",
        "def f(v):\n    return (math := np).load('x')",
        "def f(v):\n    try:\n        return 1 / 0\n    except ValueError as np:\n        return np.args",
    ],
)
def test_no_name_of_a_module_leads_further_when_it_is_given_to_something_else(source):
    with pytest.raises(NotRun, match=r"Line \d"):
        understood(source, "f")


@pytest.mark.parametrize(
    "source",
    [
        "import numpy as np\n\ndef f(v):\n    return np.where(v > 0, np.exp(v), 0.0).sum()",
        "from math import exp\n\ndef f(v):\n    return exp(v)",
        "def g(x):\n    return x ** 2\n\ndef f(v: float) -> float:\n    '''Doc.'''\n    input = "
        "[g(v)]\n    return sum(input)",
        "def f(v):\n    try:\n        return 1 / v\n    except ZeroDivisionError:\n        return 0.0",
        "def f(v):\n    n = 0\n    while n < v:\n        n += 1\n    return float(n)",
        "f = lambda v: v\ndef f(v):\n    return max(0.0, *[v for _ in range(3)])",
    ],
)
def test_what_a_student_would_write_is_run(source):
    assert called(source) == [pytest.approx(called(source)[0])]


@pytest.mark.parametrize(
    "body",
    [
        *("while True: pass", "9 ** 9 ** 9", "x = [0] * 10 ** 11", "x = 'a' * 10 ** 11"),
        "x = [1]\n    while True: x = x + x",
    ],
)
def test_what_does_not_end_is_ended_and_costs_a_bounded_time(body):
    before = time.monotonic()
    source = f"def f(v):\n    {body}\n    return 1.0\n"
    try:
        (found,) = called(source)
        assert "MemoryError" in found["error"]
    except Failed as failed:
        assert failed.code == "lost"
    assert time.monotonic() - before < 8


def test_what_it_prints_goes_nowhere_and_its_answer_is_bounded():
    assert called('def f(v):\n    print(\'{"refused": "", "found": [9]}\')\n    return v') == [1.0]
    (found,) = called("def f(v):\n    return list(range(10 ** 6))")
    assert "1000000 numbers" in found["error"]


def test_it_sees_no_variable_of_the_environment_and_its_own_folder(monkeypatch):
    monkeypatch.setenv("HHLAB_SECRET", "x")
    from hhlab.exercises import running

    assert "HHLAB_SECRET" not in running._environment("/nowhere", at_home=True)
    assert not any(
        name.startswith(("JUPYTER", "PYTHON")) for name in running._environment("/x", at_home=False)
    )


def test_a_card_runs_a_program_and_a_grader_does_not_unless_it_is_told_to():
    right = solutions()["L03.program"].right(**GIVEN)
    assert judge(right).code == "right"
    kept = judging.judge("L03.program", GIVEN, right)
    assert (kept.code, kept.marks) == ("kept", 0)


def test_the_answer_to_a_program_says_with_which_argument_it_failed():
    right = solutions()["L03.program"].planted("hole", GIVEN)
    assert str(judge(right)).startswith("Not yet. rate(-40): it ends with ZeroDivisionError")


def rate(v):
    return 0.1 * v


def test_a_function_is_handed_in_as_its_source():
    text = plain(rate)
    assert text == "def rate(v):\n    return 0.1 * v\n"
    assert judge(text).code in ("wrong", "slope", "flipped")
    assert plain(len) == str(plain(len))  # has no source: shown, and no program
    assert judge("").code == "empty"


@pytest.mark.parametrize(
    "line",
    [
        "VERBATIM\n    abort();\n    ENDVERBATIM",
        *('    printf("x")', "    fork()", "    system(0)", "    exit(0)", 'INCLUDE "x.inc"', "POINTER p"),
        *("    x = getpid()", "FUNCTION_TABLE f(v)", "CONSTRUCTOR { }", "BBCOREPOINTER q"),
    ],
)
def test_a_mod_file_with_more_than_equations_is_not_run(line):
    text = solutions()["L13.program"].right(**CHANNEL).replace("INITIAL {", f"INITIAL {{\n{line}")
    assert refusal(text)
    verdict = judging.judge("L13.program", CHANNEL, text, run_code=True)
    assert (verdict.code == "refused" and "not run here" in str(verdict)) or "no function" in str(verdict)


def test_the_mod_files_of_the_lesson_are_run():
    from pathlib import Path

    for path in (Path(__file__).parents[2] / "notebooks" / "mechanisms").glob("*.mod"):
        text = path.read_text("utf-8")
        # a synapse is a point process, which the card of a channel does not run
        assert ("POINT_PROCESS" in refusal(text)) == ("POINT_PROCESS" in text), path.name
        assert refusal(text) == "" or "POINT_PROCESS" in text, path.name
    assert refusal(solutions()["L13.program"].right(**CHANNEL)) == ""


def test_a_program_leaves_the_worker_and_the_folder_as_they_were(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    called("def f(v):\n    return v")
    assert list(tmp_path.iterdir()) == []


def test_the_blank_program_of_a_card_is_no_answer():
    assert find("L03.program").source.startswith("def rate(v):")
    assert judge(find("L03.program").source).code in ("error", "wrong")
