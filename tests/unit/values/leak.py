"""L02: the membrane as a resistor and a capacitor."""

import numpy as np
import squid
from scipy.integrate import solve_ivp

from hhlab import Membrane, rates
from hhlab.descriptions.parameters import CurrentClamp
from hhlab.protocols.common import rest_mV
from hhlab.protocols.passive import input_resistance, time_constant_ms
from hhlab.simulator.engine import simulate

from . import FORMULA, SCIPY, SQUID, row

LEAK = Membrane.passive()
PAS = {"configuration": "passive, 10 µm", "source": FORMULA, "subject": LEAK, "lost": ("gl",)}


def lone_step_Mohm(membrane):
    """Give the resistance that one step of −1 pA for 100 ms shows."""
    clamp = CurrentClamp(amp=-0.001, delay=0, dur=100)
    run = simulate(membrane, clamp, tstop=100, v_init=rest_mV(membrane))
    return (run.v[-1] - run.v[0]) / -0.001


def exact_lone_step_Mohm():
    """Give the same by SciPy."""
    _, v = squid.run((100, -1e-3 * 1e5 / SQUID.area_um2))
    return (v[-1] - v[0]) / -0.001


def fixed_potassium(membrane):
    """Give a membrane with a resistor for its potassium channels, which conducts what they do at rest."""
    open_k = membrane.gkbar * rates.steady_state("n", rest_mV(membrane)) ** 4  # S/cm²
    both = membrane.gl + open_k
    return membrane.but(gkbar=0, gl=both, el=(membrane.gl * membrane.el + open_k * membrane.ek) / both)


def moves_mV(of, change=lambda membrane: membrane):
    """Give the measure of how −1 pA for 100 ms moves a membrane: `of` what it went through."""

    def measure(membrane):
        clamp = CurrentClamp(amp=-0.001, delay=0, dur=100)
        run = simulate(change(membrane), clamp, tstop=100, method="cvode", v_init=rest_mV(membrane))
        return of(run.v - run.v[0])

    return measure


def exactly_moves_mV(of, n_moves=True):
    """Give the same by SciPy."""

    def slope(t, y):
        found = squid.slope(t, y, -1e-3 * 1e5 / SQUID.area_um2)
        return [*found[:3], found[3] if n_moves else 0.0]

    start = [squid.rest(), *squid.settled(squid.rest())]
    return of(solve_ivp(slope, (0, 100), start, rtol=1e-9, atol=1e-11, max_step=0.2).y[0] - start[0])


def last(values):
    """Give the last of them."""
    return values[-1]


ROWS = [
    row("L02", "resistance", 318.310, 0.001, lambda m: input_resistance(m).slope_Mohm, "MΩ", **PAS),
    row("L02", "time constant", 1, 1e-3, time_constant_ms, "ms", **PAS),
    row("L02", "change by 10 pA", 3.1831, 1e-4, lambda m: 0.01 * input_resistance(m).slope_Mohm, "mV", **PAS),
    row(
        "L02",
        "resistance, L and diam doubled",
        79.577,
        0.001,
        lambda m: input_resistance(m.but(L=20, diam=20)).slope_Mohm,
        "MΩ",
        **PAS,
    ),
    row(
        "L02",
        "time constant, L and diam doubled",
        1,
        1e-3,
        lambda m: time_constant_ms(m.but(L=20, diam=20)),
        "ms",
        **PAS,
    ),
    row("L02", "slope resistance at rest", 273, 0.5, lambda m: input_resistance(m).slope_Mohm, "MΩ"),
    row(
        "L02",
        "slope conductance at rest",
        1.1669,
        0.0005,
        lambda m: 1e5 / (input_resistance(m, amp=1e-5).slope_Mohm * m.area_um2),
        "mS/cm²",
    ),
    row(
        "L02",
        "chord conductance at rest",
        0.6775,
        0.0005,
        lambda m: 1e5 / (input_resistance(m).chord_Mohm * m.area_um2),
        "mS/cm²",
    ),
    row("L02", "chord resistance at rest", 470, 0.5, lambda m: input_resistance(m).chord_Mohm, "MΩ"),
    row(
        "L02",
        "resistance by one step of −1 pA",
        exact_lone_step_Mohm,
        0.05,
        lone_step_Mohm,
        "MΩ",
        source=SCIPY,
    ),
    *(
        row(
            "L02",
            f"{name} under −1 pA, {case}",
            lambda of=of, moves=moves: exactly_moves_mV(of, moves),
            0.001,
            moves_mV(of, change),
            "mV",
            source=SCIPY,
        )
        for case, moves, change in (
            ("K⁺ channels", True, lambda m: m),
            ("a resistor for K⁺", False, fixed_potassium),
        )
        for name, of in (("lowest", np.min), ("at last", last))
    ),
]
