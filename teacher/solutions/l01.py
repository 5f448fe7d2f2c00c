"""Solutions of lesson 1, read off NEURON itself."""

import math

from neuron import h

from hhlab.engine import calc_hh

from . import Solution


def neuron_area(L, diam):
    section = h.Section(name="solved")
    section.L, section.diam = L, diam
    return section(0.5).area()


def first_crossing(delay, amp):
    t, v = calc_hh(amp=amp, delay=delay)
    return float(t[(v >= 0).argmax()])


SOLUTIONS = {
    "L01.area": Solution(
        right=neuron_area,
        wrong={
            "ends": lambda L, diam: neuron_area(L, diam) + 2 * math.pi * (diam / 2) ** 2,
            "radius": lambda L, diam: neuron_area(L, diam) / 2,
            "units": lambda L, diam: neuron_area(L, diam) * 1e-8,
        },
        method="π · L · diam, or soma(0.5).area() in NEURON.",
    ),
    "L01.density": Solution(
        right=lambda amp, diam: amp / neuron_area(diam, diam) * 1e5,
        wrong={"total": lambda amp, diam: amp},
        method="amp / soma(0.5).area() * 1e5, with amp in nA and the area in µm².",
    ),
    "L01.first-spike": Solution(
        right=first_crossing,
        wrong={
            "onset": lambda delay, amp: delay,
            "latency": lambda delay, amp: first_crossing(delay, amp) - delay,
        },
        method="hhlab.spike_times_ms(recording)[0] of a run with method='neuron'.",
    ),
}
