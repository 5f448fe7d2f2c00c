"""Numbers that folds state and no cell of a lesson computes: each again, and the sentence that states it."""

from functools import cache
from pathlib import Path

import nbformat
import numpy as np
import pytest
import squid
from scipy.optimize import curve_fit

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


def on_the_points(trace, step, shape, start):
    """Give what fits a shape best to the points of 1952, and how far off it is [mS/cm²]."""
    t, g = hhlab.measured_1952(trace)[step]
    found = curve_fit(shape, t, g, p0=start, bounds=(0.01, 100))[0]
    return [*found, np.sqrt(np.mean((shape(t, *found) - g) ** 2))]


def gates_in_a_row(power):
    """Give the conductance of so many gates, from 0.24 mS/cm² to a plateau."""

    def gk(t, end, tau):
        low, high = 0.24 ** (1 / power), end ** (1 / power)
        return (high - (high - low) * np.exp(-t / tau)) ** power

    return gk


def three_m_and_h(t, size, m_tau, h_tau):
    return size * (1 - np.exp(-t / m_tau)) ** 3 * np.exp(-t / h_tau)


def table_over_formula(gate):
    """Give the rates α and β of the table of 1952 over those of the formulas, and the potentials."""
    step, *rates = hhlab.fitted_1952(gate)
    i = "mhn".index(gate)
    formula = np.array([squid.rates(v - 65)[i] for v in step]).T
    return step - 65, rates[0] / formula[0], rates[1] / formula[1]


def by_formula(trace, step):
    """Give the formulas of 1952 at the points of a step, over what was measured there, and when."""
    t, g = hhlab.measured_1952(trace)[step]
    end, start = squid.settled(step - 65), squid.settled(-65)
    tau = [1 / sum(pair) for pair in squid.rates(step - 65)]
    m, h, n = (x + (x0 - x) * np.exp(-t / tt) for x, x0, tt in zip(end, start, tau, strict=True))
    return t, (24.3 * n**4 if trace == "gk" else 54.3 * m**3 * h) / g


def near(t, values, at):
    return values[np.argmin(abs(t - at))]


def best_sodium():
    """Give the peak conductance that serves all points of sodium best [mS/cm²]."""
    curves = hhlab.measured_1952("gna")
    model = [by_formula("gna", step)[1] * g / 54.3 for step, (_, g) in curves.items()]
    pairs = [(x @ g, x @ x) for x, (_, g) in zip(model, curves.values(), strict=True)]
    return np.divide(*np.sum(pairs, axis=0))


@cache
def by_chance(channels, amp=0.0, tstop=500.0, trials=20):
    clamp = hhlab.CurrentClamp(amp=amp, delay=5, dur=0.5)
    squid_1952 = hhlab.Membrane.squid_1952()
    # another seed than the lesson's
    return hhlab.noisy_trials(squid_1952, clamp, channels=channels, trials=trials, tstop=tstop, seed=7)


def spikes_per_s(channels):
    return np.mean([hhlab.spike_count(rec) for rec in by_chance(channels).recordings]) / 0.5


def jitter_ms(channels):
    recordings = by_chance(channels, 0.1, 10, 200).recordings
    return np.std([t for rec in recordings for t in hhlab.spike_times_ms(rec) if t > 5])


FOLDS = [
    (
        "03",
        "13.3 mS/cm² and 2.1 ms",
        lambda: on_the_points("gk", 51, gates_in_a_row(4), (10, 2))[:2],
        (13.3, 2.1),
        0.05,
    ),
    (
        "03",
        "0.61 instead of 0.67 mS/cm² off",
        lambda: [on_the_points("gk", 109, gates_in_a_row(p), (20, 1))[-1] for p in (6, 4)],
        (0.61, 0.67),
        0.005,
    ),
    ("03", "stays within a tenth of their dots", lambda: table_over_formula("n")[1], 1, 0.1),
    (
        "03",
        "37 % too high at −46 mV and 20 % too low at +23 mV",
        lambda: [near(table_over_formula("n")[0], 1 / table_over_formula("n")[2], v) for v in (-46, 23)],
        (1.37, 0.8),
        0.01,
    ),
    (
        "03",
        "30 mS/cm², 0.27 and 1.0 ms",
        lambda: on_the_points("gna", 51, three_m_and_h, (20, 0.3, 1))[0],
        30,
        0.5,
    ),
    (
        "03",
        "30 mS/cm², 0.27 and 1.0 ms",
        lambda: on_the_points("gna", 51, three_m_and_h, (20, 0.3, 1))[1:3],
        (0.27, 1.0),
        0.01,
    ),
    (
        "03",
        "They found 0.32 and 1.06 ms",
        lambda: [1 / sum(near(x[0], pair, 51) for pair in x[1:]) for x in map(hhlab.fitted_1952, "mh")],
        (0.32, 1.06),
        0.005,
    ),
    (
        "03",
        "from 3 to 11 ms about 1.5 mS/cm² stay open",
        lambda: hhlab.measured_1952("gna")[76][1][-5:],
        1.55,
        0.3,
    ),
    (
        "03",
        "half a ms the formula is at twice the points",
        lambda: near(*by_formula("gk", 109), 0.54),
        2,
        0.1,
    ),
    ("03", "At 26 mV potassium ends a quarter too low", lambda: by_formula("gk", 26)[1][-1], 0.75, 0.04),
    ("03", "at 4 ms less than a quarter", lambda: near(*by_formula("gna", 109), 4.1), 0.23, 0.015),
    ("03", "$n^4$ is 0.010 at rest", lambda: squid.settled(-65)[2] ** 4, 0.010, 0.0005),
    ("03", "$n^4$ goes to 0.68", lambda: squid.settled(0)[2] ** 4, 0.68, 0.005),
    ("03", "It fires now and then, twenty times a second", lambda: spikes_per_s(1000), 20, 3),
    ("03", "10,000 still fire six times a second", lambda: spikes_per_s(10_000), 6, 1.5),
    ("03", "With 100,000 and more", lambda: spikes_per_s(100_000), 0, 0),
    ("03", "they lie within a fifth of a ms", lambda: 4 * jitter_ms(100_000), 0.2, 0.03),
    (
        "03",
        "from 0.21 to 0.02 ms",
        lambda: [jitter_ms(10_000), 10 * jitter_ms(1_000_000)],
        (0.2, 0.15),
        0.05,
    ),
    ("06", "−20.0 mV. It removes", lambda: (fires_after_shock(-20.1), fires_after_shock(-19.8)), (1, 0), 0),
    ("06", "5 µA/cm² fires after 3 ms", lambda: first_rise_ms(5.0), 3, 0.1),
    ("06", "2.27 µA/cm² after 8 ms", lambda: first_rise_ms(2.27), 8, 0.3),
    ("06", "from 6.5 to 12.2 mV", lambda: hhlab.shock_threshold_mV(HALF), 12.2, 0.05),
    ("06", "Held at −52 mV the response no longer jumps", lambda: steepest_answer_mV(-52), 0, 3),
    ("06", "up to −33.5 mV at −54 mV", lambda: steepest_answer_mV(-54) > 15, 1, 0),
    ("07", "67 Hz: there it moves 2.8 times", resonance, (66.7, 2.828), 0.05),
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


def test_one_peak_conductance_serves_all_steps_of_sodium_best():
    (path,) = ROOT.glob("03_*.ipynb")
    (cell,) = [one for one in nbformat.read(path, as_version=4).cells if one.id == "points-formulas"]
    assert '("gna", 54.3, m3h)' in cell.source
    assert best_sodium() == pytest.approx(54.3, abs=0.1)
