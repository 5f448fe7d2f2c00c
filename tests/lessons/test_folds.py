"""Numbers that folds state and no cell of a lesson computes: each again, and the sentence that states it."""

from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
import squid

import hhlab

ROOT = Path(__file__).parents[2] / "notebooks"
AXON = hhlab.Axon.squid_1952()
HALF = hhlab.Membrane.squid_1952(gnabar=0.06)


def first_rise_ms(density):
    t, v = squid.run((60, density))
    return t[1:][(v[:-1] < 0) & (v[1:] >= 0)][0]


def fires_after_shock(shift):
    return squid.fired(*squid.run((40, 0), v=squid.rest() + shift))


def second_peak_mV(interval, ratio):
    first = 13.2751  # the threshold of one pulse [µA/cm²], RK4 at 0.005 ms
    t, v = squid.run((0.5, 2 * first), (interval - 0.5, 0), (0.5, ratio * first), (25, 0), rtol=1e-9)
    return v[t > interval + 0.5].max()


def plane_fires(v, n, **model):
    return hhlab.ReducedModel(**model).trajectory(v, n, tstop=80).v.max() > 0


def lasts(current, v_init):
    """Say whether a cell fires on, by SciPy, from a potential at which its gates have settled."""
    y = [v_init, *squid.settled(v_init)]
    run = squid.solve_ivp(squid.slope, (0, 1500), y, method="LSODA", args=(current,), rtol=1e-8, atol=1e-10)
    return np.ptp(run.y[0][run.t > 1400]) > 50


@cache
def knee():
    v = np.linspace(-60, 45, 1001)
    return np.nanmax(hhlab.ReducedModel().v_nullcline(v))


def steepest_answer_mV(hold):
    """Give by how much a quarter of a millivolt of shock raises the answer at most, by SciPy."""
    answers = []
    for shift in np.arange(0, 45, 0.25):
        y = [hold + shift, *squid.settled(hold)]
        run = squid.solve_ivp(squid.slope, (0, 25), y, method="LSODA", rtol=1e-8, atol=1e-9, max_step=0.05)
        answers.append(run.y[0].max())
    return np.diff(answers).max()


def resonance():
    """Give where a small sine moves the membrane most [1/s], and how many times as far as a slow one."""
    y = np.array([squid.rest(), *squid.settled(squid.rest())])
    nudges = 1e-5 * np.eye(4)
    columns = [np.subtract(squid.slope(0, y + one), squid.slope(0, y - one)) / 2e-5 for one in nudges]
    jacobian = np.array(columns).T
    per_s = np.arange(0.0, 200.0, 0.1)
    z = [abs(np.linalg.inv(2j * np.pi * f / 1000 * np.eye(4) - jacobian)[0, 0]) for f in per_s]
    return per_s[np.argmax(z)], max(z) / z[0]


def plateau_lasts(block):
    """Say whether a membrane without h stays up after a kick, with part of its sodium channels blocked."""

    def slope(_, y, density):
        v, m, n = y
        (a_m, b_m), _, (a_n, b_n) = squid.rates(v)
        current = squid.ionic(v, m, 1.0, n, share=1 - block)
        return [density - current, a_m * (1 - m) - b_m * m, a_n * (1 - n) - b_n * n]

    m, _, n = squid.settled(-65)
    y = [-65, m, n]
    for dur, density in ((5, 0), (0.5, 40.0), (54.5, 0)):
        y = squid.solve_ivp(slope, (0, dur), y, args=(density,), method="LSODA", rtol=1e-8).y[:, -1]
    return y[0] > -40


def speed_m_per_s(axon, celsius=6.3):
    found = hhlab.conduction(axon, celsius=celsius)
    return found.velocity_m_per_s if found.conducted else 0.0


FOLDS = [
    ("06", "−20.0 mV. It removes", lambda: (fires_after_shock(-20.1), fires_after_shock(-19.8)), (1, 0), 0),
    ("06", "5 µA/cm² fires after 3 ms", lambda: first_rise_ms(5.0), 3, 0.1),
    ("06", "2.27 µA/cm² after 8 ms", lambda: first_rise_ms(2.27), 8, 0.3),
    ("06", "from 6.5 to 12.2 mV", lambda: hhlab.shock_threshold_mV(HALF), 12.2, 0.05),
    ("06", "Held at −52 mV the response no longer jumps", lambda: steepest_answer_mV(-52), 0, 3),
    ("06", "up to −33.5 mV at −54 mV", lambda: steepest_answer_mV(-54) > 15, 1, 0),
    ("07", "67 times a second moves the voltage 2.8 times", resonance, (66.7, 2.828), 0.05),
    ("07", "18 mV at 8 ms (`ratio` 6.21)", lambda: second_peak_mV(8, 6.21), 18, 1),
    ("07", "32 mV at 19 ms (`ratio` 0.844)", lambda: second_peak_mV(19, 0.844), 32, 1),
    (
        "09",
        "Those from −61 to −48.1 mV",
        lambda: [lasts(8, v) for v in (-61.1, -61, -48.1, -48)],
        (1, 0, 0, 1),
        0,
    ),
    (
        "09",
        "Those from −60.1 to −59.15 mV",
        lambda: [lasts(9.5, v) for v in (-60.2, -60.05, -59.2, -59.05)],
        (1, 0, 0, 1),
        0,
    ),
    ("09", "1. −60.0 mV.", lambda: [plane_fires(v, 0.32) for v in (-60.1, -59.9)], (0, 1), 0),
    ("09", "2. −55.3 mV.", lambda: [plane_fires(v, 0.40) for v in (-55.4, -55.2)], (0, 1), 0),
    ("09", "above 0.72, where the middle part ends", knee, 0.72, 0.002),
    ("09", "With 5 mV nothing holds it", lambda: plane_fires(-65.0, 0.3177, n_shift_mV=5.0), 1, 0),
    (
        "09",
        "Those from 8.8 to 10.4 ms",
        lambda: [hhlab.stops_firing(shift_mV=4, at_ms=at) for at in (8.6, 8.9, 10.3, 10.6)],
        (0, 1, 1, 0),
        0,
    ),
    (
        "09",
        "Those from 13.5 to 15.1 ms",
        lambda: [hhlab.stops_firing(shift_mV=-4, at_ms=at) for at in (13.3, 13.6, 15, 15.3)],
        (0, 1, 1, 0),
        0,
    ),
    ("10", "TTX, from 83 % on", lambda: [plateau_lasts(part) for part in (0.825, 0.83)], (1, 0), 0),
    ("10", "A little faster: 12.6 m/s", lambda: speed_m_per_s(AXON.blocked(k=0.3)), 12.6, 0.05),
    (
        "10",
        "Between 20 and 25 %.",
        lambda: [speed_m_per_s(AXON.blocked(na=part), 30) > 0 for part in (0.2, 0.25)],
        (1, 0),
        0,
    ),
]


@pytest.mark.parametrize(
    ("lesson", "sentence", "measure", "value", "within"), FOLDS, ids=[f"{row[0]} {row[1]}" for row in FOLDS]
)
def test_a_fold_is_right(lesson, sentence, measure, value, within):
    (path,) = ROOT.glob(f"{lesson}_*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    assert any(sentence in cell.source for cell in cells if "<details>" in cell.source), "no fold says it"
    assert np.allclose(measure(), value, rtol=0, atol=within)
