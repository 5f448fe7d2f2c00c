"""L02: the membrane as a resistor and a capacitor."""

import squid

from hhlab import Membrane
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
]
