"""The NumPy kinetics against NEURON's own, and against the values of the paper."""

import numpy as np
import pytest
from neuron import h

from hhlab import rates


@pytest.fixture
def neuron_gates():
    """NEURON's steady states and time constants at a potential, with exact rates."""
    soma = h.Section(name="soma")
    soma.insert("hh")
    found = h.usetable_hh, h.celsius

    def at(v, celsius):
        h.usetable_hh, h.celsius = 0, celsius
        h.finitialize(v)
        hh = soma(0.5).hh
        return {gate: (getattr(hh, f"{gate}inf"), getattr(hh, f"{gate}tau")) for gate in "mhn"}

    yield at
    h.usetable_hh, h.celsius = found


@pytest.mark.parametrize("celsius", [6.3, 18.5])
def test_rates_equal_neurons(neuron_gates, celsius):
    for v in np.arange(-110.0, 60.0, 2.5):
        for gate, (steady, tau) in neuron_gates(v, celsius).items():
            assert rates.steady_state(gate, v) == pytest.approx(steady, rel=1e-6)
            assert rates.tau_ms(gate, v, celsius) == pytest.approx(tau, rel=1e-6)


def test_removable_singularities_have_their_limits():
    assert rates.alpha_m(-40.0) == pytest.approx(1.0)
    assert rates.alpha_n(-55.0) == pytest.approx(0.1)
    around = rates.alpha_m(np.array([-40 - 1e-6, -40, -40 + 1e-6]))
    assert np.ptp(around) < 1e-6


def test_steady_states_at_rest():
    # from the published rate functions at u = 0; the printed .053, .596, .318 are these, rounded
    for gate, steady, tau in (("m", 0.05293, 0.2368), ("h", 0.59612, 8.516), ("n", 0.31768, 5.459)):
        assert rates.steady_state(gate, -65.0) == pytest.approx(steady, abs=5e-6)
        assert rates.tau_ms(gate, -65.0) == pytest.approx(tau, abs=5e-4)


def test_ten_degrees_make_gates_three_times_faster():
    v = np.linspace(-100, 50, 31)
    assert rates.tau_ms("n", v, 6.3) / rates.tau_ms("n", v, 16.3) == pytest.approx(3.0)


def test_arrays_keep_their_shape():
    assert rates.steady_state("m", np.zeros((2, 3))).shape == (2, 3)
