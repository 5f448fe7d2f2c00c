"""Solutions of lesson 1, read off NEURON itself."""

import math

import numpy as np
from neuron import h

from hhlab.descriptions.parameters import CurrentClamp, Membrane
from hhlab.simulator.engine import calc_hh, simulate

from . import Solution


def neuron_area(L, diam):
    section = h.Section(name="solved")
    section.L, section.diam = L, diam
    return section(0.5).area()


def first_crossing(delay, amp):
    t, v = calc_hh(amp=amp, delay=delay)
    return float(t[(v >= 0).argmax()])


def matching_amp(amp, diam):
    """Give the lesson's current times the ratio of NEURON's areas, after a look at both traces."""
    found = amp * neuron_area(diam, diam) / neuron_area(10, 10)
    small = simulate(clamp=CurrentClamp(amp=amp), tstop=80)
    large = simulate(Membrane(L=diam, diam=diam), CurrentClamp(amp=found), tstop=80)
    assert np.allclose(small.v, large.v, atol=1e-6)
    return found


def spikes_of(amp):
    _, v = calc_hh(amp=amp)
    count = int(((v[:-1] < 0) & (v[1:] >= 0)).sum())
    return ("silent", "one")[count] if count < 2 else "train"


def second_peak(amp, delay, number=2):
    """Read the peaks off a run of fixed steps, each the highest sample of a stretch above 0 mV."""
    run = simulate(clamp=CurrentClamp(amp=amp, delay=delay), tstop=70, dt=0.01)
    t, v = run.t, run.v
    parts = np.split(np.arange(len(v)), np.flatnonzero(np.diff(v > 0)) + 1)
    return float(t[[part[v[part].argmax()] for part in parts if v[part[0]] > 0][number - 1]])


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
    "L01.same-spikes": Solution(
        right=matching_amp,
        wrong={"same": lambda amp, diam: amp, "linear": lambda amp, diam: amp * diam / 10},
        method="The area grows by (diam/10)², and so must the current.",
    ),
    "L01.ions": Solution(
        right=lambda mechanism: "k-na" if mechanism == "hh" else "none",
        method="psection()['ions'] before and after insert.",
    ),
    "L01.units": Solution(
        right=lambda gnabar: f"{gnabar * 1e-3:g}",
        wrong={
            "paper": lambda gnabar: gnabar,
            "units": lambda gnabar: gnabar * 1e3,
            "sign": lambda gnabar: -gnabar / 1000,
            "low": lambda gnabar: gnabar / 1400,
            "high": lambda gnabar: gnabar / 700,
            "type": lambda gnabar: f"{gnabar} milli",
        },
        method="Divide by 1000.",
    ),
    "L01.all-or-none": Solution(
        right=spikes_of,
        method="Run it. The rheobase is 0.007 nA, lasting firing begins near 0.0195 nA.",
    ),
    "L01.twenty-one": Solution(
        right=lambda: "21, with the method, the step and the temperature.",
        method="21 is what the equations say: two methods of different kinds agree, and the defaults come to "
        "21 with a smaller step. One mark for the number, one for naming method, step and temperature.",
    ),
    "L01.read": Solution(
        right=second_peak,
        wrong={
            "first": lambda amp, delay: second_peak(amp, delay, 1),
            "third": lambda amp, delay: second_peak(amp, delay, 3),
            "interval": lambda amp, delay: second_peak(amp, delay) - second_peak(amp, delay, 1),
            "height": lambda amp, delay: 40.0,
            "low": lambda amp, delay: 0.5,
            "high": lambda amp, delay: 69.0,
        },
        method="Down from the second peak to the time axis; a small division is 2 ms.",
    ),
}
