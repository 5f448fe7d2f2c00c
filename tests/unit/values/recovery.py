"""L07: after an impulse, and after a hyperpolarisation."""

import math
from functools import cache

import squid

from hhlab.protocols.recovery import rebound, refractory_curve
from hhlab.protocols.thresholds import anode_break_uA_per_cm2

from . import SCIPY, row

ION = "µA/cm²"
INTERVALS = (10, 12, 15, 16, 18, 19, 20, 30)
refractory = cache(lambda m: dict(zip(INTERVALS, refractory_curve(m, INTERVALS).ratios, strict=True)))
released = cache(rebound)
# guesses only bracket SciPy's search, which fails if the edge lies outside
RATIOS = ((10, 3.5), (12, 2.16), (15, 1.18), (16, 1.02), (19, 0.843), (30, 1.017))
BREAKS = ((20, 2.79), (5, 4.04), (1, 19.3))

ROWS = [
    *(
        row(
            "L07",
            f"threshold ratio at {interval} ms, by SciPy",
            lambda interval=interval, guess=guess: squid.refractory_ratio(interval, guess),
            0.002 * guess,
            lambda m, interval=interval: refractory(m)[interval],
            source=SCIPY,
        )
        for interval, guess in RATIOS
    ),
    *(
        row(
            "L07",
            f"threshold ratio at {interval} ms",
            value,
            tolerance,
            lambda m, i=interval: refractory(m)[i],
        )
        for interval, value, tolerance in ((10, 3.50, 0.01), (19, 0.844, 0.001), (30, 1.02, 0.005))
    ),
    *(
        row(
            "L07",
            f"anode break after {dur} ms, by SciPy",
            lambda dur=dur, guess=guess: squid.anode_break(dur, guess),
            0.002 * guess,
            lambda m, dur=dur: anode_break_uA_per_cm2(m, dur),
            ION,
            source=SCIPY,
        )
        for dur, guess in BREAKS
    ),
    row("L07", "anode break after 20 ms", 2.79, 0.005, anode_break_uA_per_cm2, ION),
    row("L07", "rebound after", 4.75, 0.005, lambda m: released(m).latency_ms, "ms"),
    row("L07", "h at release", 0.791, 0.0005, lambda m: released(m).h_end),
    row("L07", "n at release", 0.2185, 0.0005, lambda m: released(m).n_end),
    row("L07", "h at rest", 0.596, 0.0005, lambda m: released(m).h_rest),
    row("L07", "n at rest", 0.318, 0.0005, lambda m: released(m).n_rest),
    row("L07", "rebound after −1 µA/cm²", math.nan, 0, lambda m: rebound(m, -1).latency_ms, "ms", lost=()),
]
