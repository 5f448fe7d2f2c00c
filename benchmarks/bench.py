"""Measure hhlab beside its peers, and write docs/benchmarks.md and its picture.

All ways run in one process tree and in another order each round, for a machine's speed changes from second to
second. The least time of each is taken: what else the machine does can only add to it.
"""

import os
import platform
import random
import time
from pathlib import Path

os.environ["NEURON_MODULE_OPTIONS"] = "-nogui"

import brian2
import neuron
import numba
import numpy as np
import peers
import scipy
from page import PAGE, bars, table

import hhlab
from hhlab.simulator import engine
from hhlab.workers import sweeps, worker

DOCS = Path(__file__).parents[1] / "docs"
ROUNDS, SWEEP_ROUNDS = 40, 10
AMPS = np.linspace(0.002, 0.18, 100)  # nA; above 0.19 nA the membrane stays depolarised

SCRIPT, BARE = "plain script, `continuerun`", "bare `psolve`"
CALC, CALC_HERE = "hhlab `calc_hh`", "hhlab `calc_hh`, same process"
CN, CN_HERE = "hhlab `simulate`", "hhlab `simulate`, same process"
CVODE = 'hhlab `simulate`, "cvode"'
LOOP = "loop of the plain script"
SWEEP, SWEEP_ALONE = 'hhlab `sweep`, "neuron"', 'hhlab `sweep`, "neuron", one process'
SWEEP_CN, SWEEP_CN_ALONE = "hhlab `sweep`", "hhlab `sweep`, one process"


def ways_of_one_run(brian):
    """Give functions without arguments that each give (t, v)."""
    return {
        SCRIPT: peers.plain_script,
        BARE: peers.bare_psolve,
        CALC_HERE: engine.calc_hh,
        CALC: hhlab.calc_hh,
        CN_HERE: lambda: pair(engine.simulate()),
        CN: lambda: pair(hhlab.simulate()),
        CVODE: lambda: pair(hhlab.simulate(method="cvode")),
        "Brian2, C++ standalone, rk4": brian.run,
        "SciPy LSODA, 1e-6": peers.scipy_method("LSODA", 1e-6),
        "SciPy DOP853, 1e-6": peers.scipy_method("DOP853", 1e-6),
        "compiled loop (numba)": peers.compiled_loop,
    }


def ways_of_a_hundred(brian):
    """Give functions without arguments that each give the spike counts at `AMPS`."""

    def counts(run):
        return lambda: [len(spikes(run(amp))) for amp in AMPS]

    def sweep(method):
        return lambda: hhlab.sweep("amp", AMPS, measure=hhlab.spike_count, method=method)

    def alone(method):
        # called within the worker process, a sweep starts no others
        task = {"measure": hhlab.spike_count, "method": method}
        return lambda: worker.result(worker.submit(sweeps.sweep, "amp", AMPS, **task))

    return {
        LOOP: counts(peers.plain_script),
        SWEEP_ALONE: alone("neuron"),
        SWEEP: sweep("neuron"),
        SWEEP_CN_ALONE: alone("cn"),
        SWEEP_CN: sweep("cn"),
        "Brian2, C++ standalone, rk4": lambda: brian.counts(AMPS),
        "compiled loop (numba)": counts(peers.compiled_loop),
    }


def pair(recording):
    """Give (t, v) of a Recording."""
    return recording.t, recording.v


def spikes(trace):
    """Give when a (t, v) rises through 0 mV [ms], interpolated."""
    return hhlab.spike_times_ms(hhlab.Recording(t=trace[0], v=trace[1]))


def error_us(trace, exact):
    """Give the largest error of a spike time [µs]; a train may lack the last spikes of the exact one."""
    found = spikes(trace)
    return 1000 * float(np.abs(found - exact[: len(found)]).max())


def rounds(ways, count):
    """Give the least time [s] of each way in `count` rounds, after a first call that is not counted."""
    least = dict.fromkeys(ways, np.inf)
    for run in ways.values():
        run()
    order = list(ways)
    for _ in range(count):
        # whoever comes after one that waited finds the processor's caches cold
        random.shuffle(order)
        for name in order:
            began = time.perf_counter()
            ways[name]()
            least[name] = min(least[name], time.perf_counter() - began)
    return least


def times_as_fast(times, name, than):
    """Give how many times as fast one way is as another."""
    return times[than] / times[name]


def machine():
    """Give in one line what was measured with."""
    modules = (("NEURON", neuron), ("NumPy", np), ("SciPy", scipy), ("Brian2", brian2), ("numba", numba))
    versions = ", ".join(f"{name} {module.__version__}" for name, module in modules)
    return (
        f"Python {platform.python_version()}, {versions}; {os.cpu_count()} processors, {platform.machine()}."
    )


def measures(one, times, many_times, exact):
    """Give rows of what hhlab promises, and what was found."""
    equal = all(np.array_equal(*both) for both in zip(one[CALC](), one[SCRIPT](), strict=True))
    more_ms = 1000 * (times[CN] - times[BARE])
    return [
        ("`calc_hh` against the script: samples", "equal", "equal" if equal else "different"),
        ("the same: times as fast, same process", "3.4", f"{times_as_fast(times, CALC_HERE, SCRIPT):.1f}"),
        ("the same, as called", "3", f"{times_as_fast(times, CALC, SCRIPT):.1f}"),
        (
            "`simulate` against bare `psolve`, same process",
            "at most 1.15 times as long",
            f"{times[CN_HERE] / times[BARE]:.2f}",
        ),
        ("the same, as called", "at most 2 ms more", f"{more_ms:.1f} ms"),
        ('spike-time error, "cn"', "under 45 µs", f"{error_us(one[CN](), exact):.0f} µs"),
        ('spike-time error, "cvode"', "under 2 µs", f"{error_us(one[CVODE](), exact):.1f} µs"),
        ("F–I against the loop, one process", "25", f"{times_as_fast(many_times, SWEEP_ALONE, LOOP):.0f}"),
        ("F–I against the loop, as called", "35", f"{times_as_fast(many_times, SWEEP, LOOP):.0f}"),
    ]


def main():
    """Measure, print and write."""
    began = time.perf_counter()
    one_cell = peers.Brian(1, trace=True)
    build_s = time.perf_counter() - began
    one, many = ways_of_one_run(one_cell), ways_of_a_hundred(peers.Brian(len(AMPS), trace=False))
    exact = spikes(peers.scipy_method("DOP853", 1e-12)())
    times, many_times = rounds(one, ROUNDS), rounds(many, SWEEP_ROUNDS)
    ratios = {name: times_as_fast(times, name, SCRIPT) for name in one}
    script_counts = np.asarray(many[LOOP]())
    one_rows = []
    for name, run in one.items():
        trace = run()
        ms, error = 1000 * times[name], error_us(trace, exact)
        one_rows.append((name, f"{ms:.1f}", f"{ratios[name]:.2g}", len(spikes(trace)), f"{error:.1f}"))
    many_rows = [
        (
            name,
            f"{many_times[name]:.3f}",
            f"{times_as_fast(many_times, name, LOOP):.2g}",
            int((np.asarray(run()) == script_counts).sum()),
        )
        for name, run in many.items()
    ]
    text = PAGE.format(
        machine=machine(),
        spikes=len(exact),
        rounds=ROUNDS,
        build_s=build_s,
        one=table(("way", "ms", "times as fast", "spikes", "error [µs]"), one_rows),
        many=table(("way", "s", "times as fast", "counts equal to the script's"), many_rows),
        measures=table(("what", "at least", "found"), measures(one, times, many_times, exact)),
    )
    print(text)
    DOCS.mkdir(exist_ok=True)
    (DOCS / "benchmarks.md").write_text(text, encoding="utf-8")
    (DOCS / "benchmarks.svg").write_text(bars(ratios, "times as fast as the plain script"), encoding="utf-8")


if __name__ == "__main__":
    main()
