"""L03: the gates and the currents at rest."""

from functools import cache

import numpy as np
import squid
from scipy.integrate import solve_ivp
from scipy.optimize import brentq, minimize_scalar

from hhlab import rates
from hhlab.descriptions.parameters import CurrentClamp
from hhlab.protocols.common import rest_mV
from hhlab.protocols.energetics import sodium_entry
from hhlab.simulator.engine import simulate

from . import FORMULA, SCIPY, SODIUM, SQUID, row

entry = cache(sodium_entry)


def gate_half_mV(gate):
    """Give where a gate's steady state is a half."""
    return brentq(lambda v: rates.steady_state(gate, v) - 0.5, -100, 0)


def slowest(gate):
    """Give the potential at which a gate is slowest, and its time constant there."""
    found = minimize_scalar(lambda v: -rates.tau_ms(gate, v), bounds=(-100, 0), method="bounded")
    return float(found.x), float(-found.fun)


def slowest_n():
    """Give the same of n from the rates themselves."""
    tau = minimize_scalar(lambda v: sum(squid.rates(v)[2]), bounds=(-100, 0), method="bounded")
    return float(tau.x), float(1 / tau.fun)


@cache
def shocked(membrane):
    """Give the lesson's spike: v, ina, ik and il after its shock, and how many sodium channels are open."""
    rec = simulate(
        membrane,
        CurrentClamp(amp=0.1, delay=5, dur=0.5),
        tstop=15,
        method="cvode",
        record=("v", "ina", "ik", "il", "gna"),
    )
    after = rec.t > 5.5
    currents = [1000 * trace[after] for trace in (rec.ina, rec.ik, rec.il)]
    return rec.v[after], *currents, rec.gna[after] / SQUID.gnabar


@cache
def exactly_shocked():
    """Give the same by SciPy."""
    y = np.array([-65.0, *squid.settled(-65.0)])
    for dur, density in ((5, 0.0), (0.5, 1e5 * 0.1 / SQUID.area_um2), (9.5, 0.0)):
        step = {"rtol": 1e-9, "atol": 1e-9, "max_step": 0.01}
        run = solve_ivp(squid.slope, (0, dur), y, args=(density,), **step)
        y = run.y[:, -1]
    v, m, h, n = run.y
    ina, ik = squid.G_NA * m**3 * h * (v - squid.E_NA), squid.G_K * n**4 * (v - squid.E_K)
    return v, ina, ik, squid.G_L * (v - squid.E_L), m**3 * h


def net_share(spike):
    """Give which part of the sodium current is net current where the voltage rises fastest."""
    _, ina, ik, il, _ = spike
    net = ina + ik + il
    return net.min() / ina[net.argmin()]


def strongest_net(spike):
    """Give the most inward net current after the shock."""
    _, ina, ik, il, _ = spike
    return (ina + ik + il).min()


def potassium_against_sodium(spike):
    """Give the potassium current when the sodium current is strongest."""
    _, ina, ik, _, _ = spike
    return ik[ina.argmin()]


def open_at_the_peak(spike):
    """Give the fraction of sodium channels that are open at the top of the spike."""
    return spike[4][spike[0].argmax()]


def open_na(v):
    """Give m³h where both have settled."""
    m, h, _ = squid.settled(v)
    return m**3 * h


def leaking(v):
    """Give the leak current."""
    return squid.G_L * (v - squid.E_L)


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
    row("L03", "where h is slowest", -66.8, 0.05, lambda _: slowest("h")[0], "mV", **PLAIN),
    row("L03", "its slowest time constant", 8.58, 0.005, lambda _: slowest("h")[1], "ms", **PLAIN),
    row(
        "L03",
        "where n is slowest",
        lambda: slowest_n()[0],
        0.01,
        lambda _: slowest("n")[0],
        "mV",
        source=SCIPY,
        **PLAIN,
    ),
    row(
        "L03",
        "the slowest time constant of n",
        lambda: slowest_n()[1],
        1e-6,
        lambda _: slowest("n")[1],
        "ms",
        source=SCIPY,
        **PLAIN,
    ),
    row(
        "L03",
        "net current over I_Na on the rise",
        lambda: net_share(exactly_shocked()),
        0.01,
        lambda m: net_share(shocked(m)),
        source=SCIPY,
        lost=("gkbar",),
    ),
    row(
        "L03",
        "strongest I_Na",
        lambda: exactly_shocked()[1].min(),
        1,
        lambda m: shocked(m)[1].min(),
        "µA/cm²",
        source=SCIPY,
    ),
    *(
        row(
            "L03",
            name,
            lambda read=read: read(exactly_shocked()),
            tolerance,
            lambda m, read=read: read(shocked(m)),
            CURRENT,
            source=SCIPY,
            lost=("gkbar",),
        )
        for name, tolerance, read in (
            ("strongest net current on the rise", 0.5, strongest_net),
            ("I_K at the strongest I_Na", 3, potassium_against_sodium),
        )
    ),
    row(
        "L03",
        "open Na⁺ channels at the peak",
        lambda: open_at_the_peak(exactly_shocked()),
        0.002,
        lambda m: open_at_the_peak(shocked(m)),
        source=SCIPY,
        lost=("gkbar",),
    ),
    row(
        "L03",
        "rest without K⁺ channels",
        lambda: brentq(lambda v: squid.G_NA * open_na(v) * (v - squid.E_NA) + leaking(v), -20, 20),
        1e-3,
        lambda m: rest_mV(m.but(gkbar=0)),
        "mV",
        source=SCIPY,
        lost=SODIUM,
    ),
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
