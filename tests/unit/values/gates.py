"""L03: the gates and the currents at rest."""

from functools import cache

import squid
from scipy.optimize import brentq, minimize_scalar

from hhlab import rates
from hhlab.engine import simulate
from hhlab.parameters import CurrentClamp
from hhlab.protocols.common import rest_mV
from hhlab.protocols.energetics import sodium_entry

from . import FORMULA, SCIPY, SODIUM, row

entry = cache(sodium_entry)


def gate_half_mV(gate):
    """Give where a gate's steady state is a half."""
    return brentq(lambda v: rates.steady_state(gate, v) - 0.5, -100, 0)


def slowest_h():
    """Give the potential at which h is slowest, and its time constant there."""
    found = minimize_scalar(lambda v: -rates.tau_ms("h", v), bounds=(-100, 0), method="bounded")
    return float(found.x), float(-found.fun)


def at_start(name, membrane):
    """Give what a trace holds when a run begins at −65 mV."""
    return simulate(membrane, CurrentClamp(amp=0), tstop=1, method="cvode", record=name).traces[name][0]


CURRENT = "µA/cm²"
PLAIN = {"lost": ()}

ROWS = [
    *(
        row("L03", f"{gate}∞ at −65 mV", value, 5e-6, lambda m, gate=gate: at_start(gate, m), **PLAIN)
        for gate, value in (("m", 0.05293), ("h", 0.59612), ("n", 0.31768))
    ),
    *(
        row(
            "L03",
            f"τ of {gate} at −65 mV, by SciPy",
            lambda i=i: 1 / sum(squid.rates(-65.0)[i]),
            1e-9,
            lambda _, gate=gate: rates.tau_ms(gate, -65.0),
            "ms",
            source=SCIPY,
            **PLAIN,
        )
        for i, gate in enumerate("mhn")
    ),
    *(
        row(
            "L03",
            f"τ of {gate} at −65 mV",
            value,
            tolerance,
            lambda _, gate=gate: rates.tau_ms(gate, -65.0),
            "ms",
            **PLAIN,
        )
        for gate, value, tolerance in (("m", 0.2368, 5e-5), ("h", 8.516, 5e-4), ("n", 5.459, 5e-4))
    ),
    *(
        row(
            "L03",
            f"{name} at −65 mV",
            value,
            tolerance,
            lambda _, f=f: f(-65.0),
            "1/ms",
            source=FORMULA,
            **PLAIN,
        )
        for name, f, value, tolerance in (
            ("α of m", rates.alpha_m, 0.22356, 5e-6),
            ("β of m", rates.beta_m, 4.0, 1e-12),
            ("α of h", rates.alpha_h, 0.07, 1e-12),
            ("β of h", rates.beta_h, 0.04743, 5e-6),
            ("α of n", rates.alpha_n, 0.05820, 5e-6),
            ("β of n", rates.beta_n, 0.125, 1e-12),
        )
    ),
    row(
        "L03",
        "α of m at −40 mV",
        1,
        1e-12,
        lambda _: rates.alpha_m(-40.0),
        "1/ms",
        source="limit of 0/0",
        **PLAIN,
    ),
    row(
        "L03",
        "α of n at −55 mV",
        0.1,
        1e-12,
        lambda _: rates.alpha_n(-55.0),
        "1/ms",
        source="limit of 0/0",
        **PLAIN,
    ),
    *(
        row("L03", f"half of {gate}∞", value, 0.05, lambda _, gate=gate: gate_half_mV(gate), "mV", **PLAIN)
        for gate, value in (("m", -40.0), ("h", -62.3), ("n", -53.4))
    ),
    row("L03", "where h is slowest", -66.8, 0.05, lambda _: slowest_h()[0], "mV", **PLAIN),
    row("L03", "its slowest time constant", 8.58, 0.005, lambda _: slowest_h()[1], "ms", **PLAIN),
    row("L03", "I_Na at −65 mV", -1.22, 0.005, lambda m: 1000 * at_start("ina", m), CURRENT, lost=SODIUM),
    row("L03", "I_K at −65 mV", 4.40, 0.005, lambda m: 1000 * at_start("ik", m), CURRENT, lost=("gkbar",)),
    row("L03", "I_L at −65 mV", -3.18, 0.005, lambda m: 1000 * at_start("il", m), CURRENT, lost=("gl",)),
    row("L03", "rest", -64.99638, 1e-5, rest_mV, "mV"),
    row("L03", "Na⁺ charge over C·ΔV", 13.2, 0.05, lambda m: entry(m).ratio),
    row(
        "L03",
        "Na⁺ charge over C·ΔV, warm",
        4.0,
        0.05,
        lambda m: sodium_entry(m, celsius=18.5).ratio,
        configuration="E, 18.5 °C",
    ),
]
