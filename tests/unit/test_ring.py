"""The ring of NEURON's tutorial, and a network, on one rank and on several; how ranks fail to meet."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from hhlab import MPIError, Ring, run_on_ranks
from hhlab.simulator.networks import simulate_ring
from hhlab.workers import mpi

EXAMPLES = Path(__file__).parents[2] / "notebooks" / "examples"
SCRIPT, NETWORK = EXAMPLES / "ring.py", EXAMPLES / "network.py"


def test_the_first_spike_is_that_of_neurons_tutorial():
    # NEURON documentation, "Ball and stick 3": 10.925 ms
    spikes = simulate_ring()
    assert spikes.times_ms[0] == pytest.approx(10.925, abs=1e-9)
    assert list(spikes.cells[:6]) == [0, 1, 2, 3, 4, 0]


@pytest.mark.parametrize(("weight", "count", "period"), [(0.01, 14, 32.4), (0.005, 13, 35.525)])
def test_the_weight_sets_the_pace(weight, count, period):
    spikes = simulate_ring(Ring(weight=weight))
    assert len(spikes) == count
    assert np.diff(spikes.of(0))[0] == pytest.approx(period, abs=0.026)


def test_a_ring_goes_out_without_weight_and_slower_with_a_longer_delay():
    assert list(simulate_ring(Ring(weight=0)).cells) == [0]
    assert len(simulate_ring(Ring(start_weight=0))) == 0
    step = {delay: np.diff(simulate_ring(Ring(delay=delay)).times_ms)[0] for delay in (5.0, 12.0)}
    assert step[12.0] - step[5.0] == pytest.approx(7, abs=0.026)


def test_the_methods_agree_on_the_course_and_not_on_the_step():
    exact = simulate_ring(method="cvode").times_ms
    assert simulate_ring(method="cn").times_ms[:14] == pytest.approx(exact[:14], abs=0.2)
    assert simulate_ring().times_ms == pytest.approx(exact[:14], abs=1.5)


def test_a_second_ring_does_not_meet_the_first():
    assert list(simulate_ring().times_ms) == list(simulate_ring().times_ms)


@pytest.fixture(scope="module")
def rasters():
    return {ranks: run_on_ranks(SCRIPT, ranks, cells=7, weight=0.01, delay=4) for ranks in (1, 2, 4)}


def test_one_two_and_four_ranks_give_the_same_raster(rasters):
    for ranks in (2, 4):
        assert rasters[ranks]["nhost"] == ranks
        assert rasters[ranks]["times_ms"] == rasters[1]["times_ms"]
        assert rasters[ranks]["gids"] == rasters[1]["gids"]
    assert len(rasters[1]["times_ms"]) > 10


def test_the_script_and_the_package_give_the_same_raster(rasters):
    spikes = simulate_ring(Ring(cells=7, delay=4))
    assert list(spikes.times_ms) == rasters[2]["times_ms"]
    assert list(spikes.cells) == rasters[2]["gids"]


def test_there_may_be_more_ranks_than_cells():
    assert run_on_ranks(SCRIPT, 3, cells=2)["gids"][:4] == [0, 1, 0, 1]


def test_ranks_that_do_not_find_each_other_are_told_so(monkeypatch):
    monkeypatch.setenv("MPI_LIB_NRN_PATH", "/nonexistent/libmpi.so")
    with pytest.raises(MPIError, match=r"2 processes ran, and each saw 1 of them.*MPI_LIB_NRN_PATH"):
        run_on_ranks(SCRIPT, 2)


def test_a_script_that_fails_or_says_nothing_is_told_so(tmp_path):
    with pytest.raises(MPIError, match="unrecognized arguments: --cels 2"):
        run_on_ranks(SCRIPT, 1, cels=2)
    silent = tmp_path / "silent.py"
    for text in ("", "print(3)", "print('{}')"):
        silent.write_text(text)
        with pytest.raises(MPIError, match=r"silent.py must print a line of JSON"):
            run_on_ranks(silent, 1)


RANKS = """import json, os, signal, sys
from neuron import h
h.nrnmpi_init()
pc = h.ParallelContext()
if pc.id() == 0:
    print(json.dumps({"nhost": int(pc.nhost())}), flush=True)
"""
LEAVE = "pc.barrier()\npc.done()\nh.quit()\n"
MUST = r"must end with pc.barrier\(\), pc.done\(\), h.quit\(\) on every rank"


@pytest.mark.parametrize(
    ("ending", "message"),
    [
        ("", rf"{MUST}: add pc.barrier\(\), pc.done\(\), h.quit\(\)\.$"),
        ("pc.barrier()", rf"{MUST}: add pc.done\(\), h.quit\(\)\.$"),
        ("pc.barrier()\npc.done()", rf"{MUST}: add h.quit\(\)\.$"),
        (f"if pc.id() == 1: sys.exit()\n{LEAVE}", rf"{MUST}: let every rank come to them\.$"),
        (
            f"if pc.id() == 1: 1 / 0\n{LEAVE}",
            r"rank 1 ended with exit status 1\.\nTrace[^$]*ZeroDivisionError: \w[\w ]*$",
        ),
        (f"1 / 0\n{LEAVE}", r"rank \d ended with exit status 1\.\nTrace[^$]*ZeroDivisionError: \w[\w ]*$"),
        (f"if pc.id() == 1: os._exit(3)\n{LEAVE}", r"rank 1 ended with exit status 3\.$"),
        ("sys.exit('I give up')", r"rank \d ended with exit status 1\.\nI give up$"),
        (
            f"if pc.id() == 1: os.kill(os.getpid(), 9)\n{LEAVE}",
            r"rank 1 ended by signal 9 \(Killed\), as a system",
        ),
        (
            f"if pc.id() == 1: os.kill(os.getpid(), 11)\n{LEAVE}",
            r"rank 1 ended by signal 11 \(Segmentation fault\)\.$",
        ),
        ("h('foo(')\nh.nosuch()", r"NEURON ended rank \d after an error"),
    ],
)
def test_how_a_rank_ended_is_said_in_a_sentence(ending, message, tmp_path):
    script = tmp_path / "ending.py"
    script.write_text(RANKS + ending)
    with pytest.raises(MPIError, match=f"(?s)^ending.py (failed: |){message}") as caught:
        run_on_ranks(script, 2)
    assert "prterun" not in str(caught.value) and len(str(caught.value).splitlines()) <= 12


def test_what_the_ranks_print_besides_does_not_matter(tmp_path):
    script = tmp_path / "loud.py"
    chatter = "for i in range(300): print('rank', pc.id(), 'line', i, {'nhost': i})\n"
    script.write_text(RANKS.replace("if pc", f"{chatter}if pc") + chatter + "print('{}')\n" + LEAVE)
    assert run_on_ranks(script, 3) == {"nhost": 3}
    script.write_text(RANKS.split("if pc")[0] + "h.quit()")
    with pytest.raises(MPIError, match=r"must print a line of JSON"):
        run_on_ranks(script, 2)


def test_a_missing_mpiexec_is_told_so(monkeypatch):
    monkeypatch.setattr(mpi.sysconfig, "get_path", lambda _: "")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(MPIError, match="There is no mpiexec on this machine"):
        run_on_ranks(SCRIPT, 2)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((SCRIPT, 0), ValueError, "ranks = 0, but it must be at least 1"),
        ((SCRIPT, 100), ValueError, "ranks = 100, but it must be at most 16"),
        ((SCRIPT, 1.5), ValueError, "a whole number"),
        ((SCRIPT, "2"), TypeError, "ranks must be a number"),
        ((None, 2), TypeError, "script must be the name of a Python file"),
        (("missing.py", 2), FileNotFoundError, "There is no script 'missing.py'"),
    ],
)
def test_impossible_arguments_are_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        run_on_ranks(*arguments)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cells": 0}, "Ring.cells = 0, but it must be at least 1"),
        ({"delay": 0}, "Ring.delay = 0 ms, but it must be at least 0.1 ms"),
        ({"weight": -1}, "Ring.weight = -1 µS"),
    ],
)
def test_an_impossible_ring_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Ring(**changes)


def test_too_long_a_run_is_refused():
    with pytest.raises(ValueError, match="Take fewer cells or a shorter run"):
        simulate_ring(Ring(cells=10_000), tstop=10_000)
    with pytest.raises(TypeError, match="ring must be a Ring"):
        simulate_ring(5)


@pytest.mark.parametrize(
    "ending",
    [
        signal.SIGINT,
        pytest.param(
            signal.SIGKILL,
            marks=pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child"),
        ),
    ],
)
def test_what_ends_the_caller_ends_every_rank(tmp_path, ending):
    script = tmp_path / "endless.py"
    marks = tmp_path / "pids"
    script.write_text(
        "import os, time\n"
        f"open({str(marks)!r}, 'a').write(f'{{os.getpid()}} {{os.getppid()}}\\n')\n"
        "time.sleep(600)\n"
    )
    # a shell that starts tests in the background has switched SIGINT off
    heard = "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    code = heard + f"import hhlab\nhhlab.run_on_ranks({str(script)!r}, 2)"
    caller = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 200
    while not (marks.exists() and marks.read_text().count("\n") == 2):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    caller.send_signal(ending)
    caller.wait(timeout=100)
    left = {int(pid) for pid in marks.read_text().split()}  # the ranks and their mpiexec
    assert len(left) == 3
    while any(map(alive, left)):
        assert time.monotonic() < deadline + 200
        time.sleep(0.1)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_script_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    script = tmp_path / "slow.py"
    script.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(mpi, "TIME_LIMIT_S", 2.0)
    with pytest.raises(MPIError, match="still running after 2 s"):
        run_on_ranks(script, 1)


PACKAGE_ON_RANKS = """
import json
from neuron import h
h.nrnmpi_init()
from hhlab.simulator.networks import Ring, simulate_ring
spikes = simulate_ring(Ring(cells=7, delay=4))
pc = h.ParallelContext()
if pc.id() == 0:
    found = [list(spikes.times_ms), [int(cell) for cell in spikes.cells]]
    print(json.dumps({"nhost": int(pc.nhost()), "found": found}))
pc.barrier()
pc.done()
h.quit()
"""


def test_the_package_gives_the_same_raster_on_as_many_ranks_as_there_are(rasters, tmp_path):
    script = tmp_path / "package.py"
    script.write_text(PACKAGE_ON_RANKS, encoding="utf-8")
    for ranks in (2, 3):
        assert run_on_ranks(script, ranks)["found"] == [rasters[1]["times_ms"], rasters[1]["gids"]]


# --- a thousand cells that excite and inhibit each other


def spikes_of(ranks=1, **options):
    raster = run_on_ranks(NETWORK, ranks, **options)
    return list(zip(raster["times_ms"], raster["gids"], strict=True))


def test_a_thousand_cells_fire_at_the_same_times_on_any_number_of_ranks_and_by_either_solver():
    alone = spikes_of(1, cells=1000, tstop=60)
    assert len({cell for _, cell in alone}) > 700
    for ranks, solver in ((2, "neuron"), (4, "neuron"), (4, "coreneuron")):
        assert spikes_of(ranks, cells=1000, tstop=60, solver=solver) == alone, (ranks, solver)


def test_its_chance_is_that_of_the_seed_and_its_inhibition_inhibits():
    options = ({"inhibition": 0}, {"inhibition": 0.02}, {"seed": 2})
    free, held, other = (spikes_of(cells=100, tstop=60, **one) for one in options)
    assert len(held) < 0.8 * len(free)
    assert other[0] not in free


def test_without_connections_a_cell_fires_as_it_would_alone():
    def of_cell_3(cells):
        raster = spikes_of(cells=cells, tstop=100, excitation=0, inhibition=0)
        return [time for time, cell in raster if cell == 3]

    assert of_cell_3(4) == of_cell_3(40) != []
