"""Say how long the network of the examples takes on one, two and four ranks, by NEURON and by CoreNEURON.

    python benchmarks/ranks.py --out docs/ranks.md

Every way is tried in turn, and again; the least of its times counts. What is timed is the solving, as the
example itself tells it, without the start of Python and the making of the cells.
"""

import argparse
import os
from pathlib import Path

from hhlab import run_on_ranks

NETWORK = Path(__file__).parents[1] / "notebooks" / "examples" / "network.py"
CELLS, RANKS, SOLVERS = (1000, 4000), (1, 2, 4), ("neuron", "coreneuron")
TSTOP_MS, ROUNDS = 200, 3
HEAD = f"""# A network on several ranks

What `python benchmarks/ranks.py --out docs/ranks.md` measured on {os.cpu_count()} processors: seconds that
`examples/network.py` takes to solve {TSTOP_MS} ms, the least of {ROUNDS} rounds. All ways give
the same spikes.

| cells | ranks | spikes | NEURON | CoreNEURON | ratio |
|---|---|---|---|---|---|
"""


def measured():
    """Give seconds by (cells, ranks, solver), and spikes by cells, which every way must share."""
    seconds, spikes = {}, {}
    for _ in range(ROUNDS):
        for cells in CELLS:
            for ranks in RANKS:
                for solver in SOLVERS:
                    one = run_on_ranks(NETWORK, ranks, cells=cells, tstop=TSTOP_MS, solver=solver)
                    raster = (one["times_ms"], one["gids"])
                    if spikes.setdefault(cells, raster) != raster:
                        raise RuntimeError(f"Other spikes: {cells} cells, {ranks} ranks, {solver}.")
                    way = cells, ranks, solver
                    seconds[way] = min(seconds.get(way, one["seconds"]), one["seconds"])
    return seconds, {cells: len(times) for cells, (times, _) in spikes.items()}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--out", type=Path)
    asked = options.parse_args()
    seconds, spikes = measured()
    rows = ""
    for cells in CELLS:
        for ranks in RANKS:
            neuron, core = (seconds[cells, ranks, solver] for solver in SOLVERS)
            times = f"{neuron:.2f} | {core:.2f} | {neuron / core:.1f}"
            rows += f"| {cells} | {ranks} | {spikes[cells]} | {times} |\n"
    text = HEAD + rows
    if asked.out:
        asked.out.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
