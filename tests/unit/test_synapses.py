"""A synapse on the membrane, against SciPy and against what a synapse must do."""

import numpy as np
import pytest
from neuron import h
from scipy.integrate import solve_ivp

from hhlab import CurrentClamp, Membrane, Settings, Synapse, rates, spike_count
from hhlab.protocols.common import rest_mV
from hhlab.protocols.synaptic import psp_mV
from hhlab.simulator.cells import build_soma
from hhlab.simulator.engine import simulate
from hhlab.simulator.integration import advance, configured
from hhlab.simulator.stimuli import attach

REST = rest_mV(Membrane())


def conductance(synapse, t):
    """Give the conductance [µS] that a synapse must have at the times `t` [ms]."""
    total = np.zeros_like(t)
    for i in range(synapse.count):
        since = t - synapse.delay - i * synapse.interval
        since = np.where(since >= 0, since, np.inf)
        shape = np.exp(-since / synapse.tau)
        if synapse.tau1 > 0:
            shape -= np.exp(-since / synapse.tau1)
            top = (
                synapse.tau * synapse.tau1 / (synapse.tau - synapse.tau1) * np.log(synapse.tau / synapse.tau1)
            )
            shape /= np.exp(-top / synapse.tau) - np.exp(-top / synapse.tau1)
        total += synapse.weight * shape
    return total


SYNAPSES = (
    Synapse(weight=1e-4),
    Synapse(weight=2.6e-4, count=3, interval=4),
    Synapse(weight=5e-4),
    Synapse(weight=3e-4, tau1=0.5, tau=5, count=2, interval=7),
    Synapse(weight=1e-3, e=-80),
)


@pytest.mark.parametrize("synapse", SYNAPSES)
def test_a_synapse_does_what_its_equations_say(synapse):
    membrane = Membrane()

    def slope(t, y):
        v, m, h, n = y
        g = float(conductance(synapse, np.array(t)))
        i = (
            membrane.gnabar * m**3 * h * (v - membrane.ena)
            + membrane.gkbar * n**4 * (v - membrane.ek)
            + membrane.gl * (v - membrane.el)
        )
        gates = [
            alpha(v) * (1 - x) - beta(v) * x
            for x, (alpha, beta) in zip(y[1:], rates.RATES.values(), strict=True)
        ]
        return [-1000 * i - g * (v - synapse.e) * 1e5 / membrane.area_um2, *gates]

    y = [REST, *(float(rates.steady_state(gate, REST)) for gate in "mhn")]
    run = simulate(membrane, synapse, tstop=90, v_init=REST, method="cvode", record=("v", "i_syn"))
    exact = solve_ivp(
        slope, (0, 91), y, method="LSODA", rtol=1e-8, atol=1e-8, max_step=0.1, dense_output=True
    ).sol(run.t)
    late = run.t > 49.9
    # on a spike's flank two microseconds are 0.8 mV
    assert run.v[late] == pytest.approx(exact[0, late], abs=1.0)
    expected = conductance(synapse, run.t) * (run.v - synapse.e)
    jumps = np.isin(run.t, synapse.delay + synapse.interval * np.arange(synapse.count))
    assert run.i_syn[~jumps] == pytest.approx(expected[~jumps], abs=2e-3 * np.abs(expected).max())


def test_the_reversal_potential_decides_what_it_does():
    rise = {}
    for e in (0, -80, REST):
        run = simulate(clamp=Synapse(weight=1e-4, e=e), tstop=90, v_init=REST)
        after = run.v[run.t > 50] - REST
        rise[e] = after[np.argmax(np.abs(after))]
    assert rise[0] > 1 > 0 > rise[-80]
    assert abs(rise[REST]) < 1e-6


def test_its_current_is_no_electrodes_and_what_depolarises_is_negative():
    run = simulate(clamp=Synapse(weight=1e-4), tstop=60, record=("v", "i_syn"))
    assert run.i_syn.min() == pytest.approx(1e-4 * REST, rel=0.02)
    assert run.i_syn.max() <= 0
    for name in ("i_stim", "i_density"):
        with pytest.raises(ValueError, match=f'"{name}" is the current of an electrode.*"i_syn".*out of the'):
            simulate(clamp=Synapse(), record=("v", name))
    with pytest.raises(ValueError, match='"i_syn" is the current of a Synapse; a CurrentClamp has "i_stim"'):
        simulate(record="i_syn")


def test_a_shunt_takes_away_what_another_input_gives():
    # alone it does nothing at rest; but a step of current leaks away through it
    peaks = []
    for weight in (0.0, 0.01):
        settings = Settings(tstop=60, v_init=REST)
        with configured(settings):
            soma = build_soma(Membrane())
            step = CurrentClamp(amp=0.02, delay=50, dur=5)
            shunt = Synapse(weight=weight, e=REST, tau=20, delay=49)
            electrodes = [attach(clamp, soma(0.5)) for clamp in (step, shunt)]
            v = h.Vector().record(soma(0.5)._ref_v)
            advance(settings)
            peaks.append(max(v))
            del electrodes
    assert peaks[0] > 0 > -50 > peaks[1]


def test_spikes_add_up_in_time():
    def fires(count, interval=2.0):
        return spike_count(simulate(clamp=Synapse(weight=1.5e-4, count=count, interval=interval), tstop=120))

    assert fires(1) == 0
    assert fires(3) > 0
    assert fires(3, interval=30) == 0


@pytest.mark.parametrize(
    ("changes", "error", "message"),
    [
        ({"weight": -1e-4}, ValueError, r"Synapse.weight = -0.0001 µS.*at least 0 µS.*e = -80 mV"),
        ({"weight": 100}, ValueError, r"100 µS.*100 nS is 0.1"),
        ({"tau": 0}, ValueError, "Synapse.tau = 0 ms, but it must be above 0 ms"),
        ({"tau1": 2}, ValueError, "must rise faster than it decays"),
        ({"count": 1.5}, ValueError, "a whole number"),
        ({"e": "0"}, TypeError, "Synapse.e must be a number in mV"),
    ],
)
def test_an_impossible_synapse_is_refused(changes, error, message):
    with pytest.raises(error, match=message):
        Synapse(**changes)


def test_spikes_come_at_equal_intervals():
    rec = simulate(
        clamp=Synapse(weight=1e-6, tau=0.1, delay=5, interval=7, count=4), tstop=40, record=("v", "i_syn")
    )
    current = -rec.i_syn
    jumps = rec.t[1:][(np.diff(current) > 0.5 * current.max())]
    assert jumps == pytest.approx([5, 12, 19, 26], abs=0.03)


def test_what_hyperpolarises_is_below_zero():
    assert psp_mV(synapse=Synapse(weight=1e-4, e=-90)) < -0.5
    assert psp_mV(synapse=Synapse(weight=1e-4, e=0)) > 0.5
