"""The points and the rates of 1952: whole, in order, and such that the one gives the other."""

import numpy as np
import pytest
import squid
from scipy.optimize import curve_fit

import hhlab

STEPS = [109, 100, 88, 76, 63, 51, 38, 32, 26, 19, 10, 6]


@pytest.mark.parametrize(("trace", "steps", "points"), [("gk", STEPS[:11], 136), ("gna", STEPS, 142)])
def test_every_curve_is_there(trace, steps, points):
    curves = hhlab.measured_1952(trace)
    assert list(curves) == steps
    assert sum(len(t) for t, _ in curves.values()) == points
    for t, g in curves.values():
        assert len(t) == len(g)
        assert (np.diff(t) > 0).all()
        assert (t[0] > 0, t[-1] < 12.1, (g > 0).all()) == (True, True, True)
        with pytest.raises(ValueError, match="read-only"):
            g[0] = 1


def test_a_doubtful_row_is_left_out():
    steps = {gate: list(hhlab.fitted_1952(gate)[0]) for gate in "nmh"}
    assert steps["n"] == [step for step in STEPS[:11] if step != 100]
    assert steps["m"] == steps["h"] == STEPS


def test_each_time_constant_of_n_was_written_to_a_twentieth_of_a_millisecond():
    _, alpha, beta = hhlab.fitted_1952("n")
    tau = 1 / (alpha + beta)
    assert abs(tau - np.round(20 * tau) / 20).max() < 0.016  # ms, as three digits of the rates allow
    assert abs(1 / (0.886 + 0.043) - 1.10) > 0.016  # the row that is left out


@pytest.mark.parametrize(("gate", "i"), [("m", 0), ("h", 1), ("n", 2)])
def test_the_formulas_pass_near_the_rates_at_these_steps_and_at_no_others(gate, i):
    step, alpha, beta = hhlab.fitted_1952(gate)
    rates, least = ((alpha, 0.1) if gate != "h" else (beta, 0.3)), 0.02
    values, off = rates

    def apart(shift):
        formula = np.array([squid.rates(v - 65.0 + shift)[i][gate == "h"] for v in step])
        kept = values > least
        return np.sqrt(np.mean(np.log(formula[kept] / values[kept]) ** 2))

    assert apart(0) < 2.5 * off
    assert apart(0) < apart(8) and apart(0) < apart(-8)


@pytest.mark.parametrize("step", [109, 88, 76, 63, 51])
def test_the_points_give_the_rates_of_the_table(step):
    # where the plateau is reached in the 12 ms, and n at rest is that of 0.24 mS/cm²
    steps, alpha, beta = hhlab.fitted_1952("n")
    k = list(steps).index(step)

    def gk(t, end, tau):
        return (end**0.25 - (end**0.25 - 0.24**0.25) * np.exp(-t / tau)) ** 4

    (end, tau), _ = curve_fit(gk, *hhlab.measured_1952("gk")[step], p0=(15, 2))
    assert tau == pytest.approx(1 / (alpha[k] + beta[k]), rel=0.03)
    n = alpha[k] / (alpha[k] + beta[k])
    assert end / n**4 == pytest.approx(24.3, rel=0.04)  # the peak conductance of this axon


@pytest.mark.parametrize("wrong", ["v", "GK", None, 3, ["gk"]])
def test_another_name_is_refused(wrong):
    with pytest.raises(ValueError, match='must be one of "gk", "gna", but it is'):
        hhlab.measured_1952(wrong)
    with pytest.raises(ValueError, match='must be one of "n", "m", "h", but it is'):
        hhlab.fitted_1952(wrong)
