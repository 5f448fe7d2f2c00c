"""Slips in the equations as a dynamical system."""

ROWS = {
    "hhlab/dynamics/equations.py": [
        (
            "test_dynamics.py -k jacobian",
            "states[gate.name] ** (gate.power - 1)",
            "states[gate.name] ** gate.power",
        ),
        ("test_dynamics.py -k capacitance_slows", "found[0] /= membrane.cm", "found[0] *= membrane.cm"),
        ("test_dynamics.py -k jacobian", "-1 / gate.tau_ms(v, celsius)", "-1 / gate.tau_ms(v, 6.3)"),
        (
            "test_dynamics.py -k neuron_integrates",
            "(density - ionic(membrane, y)) / membrane.cm",
            "(density + ionic(membrane, y)) / membrane.cm",
        ),
        ("test_dynamics.py -k impossible", "if membrane.nernst:", "if not membrane:"),
    ],
    "hhlab/dynamics/equilibria.py": [
        ("test_dynamics.py -k 'hopf_points_are'", "1000 * turn / (2 * np.pi)", "1000 * turn"),
        (
            "test_dynamics.py -k equilibrium",
            "(self.eigenvalues.real < 0).all()",
            "(self.eigenvalues.real < 0).any()",
        ),
        ("test_dynamics.py -k first_eigenvalue", "np.argsort(-values.real)", "np.argsort(values.real)"),
    ],
    "hhlab/dynamics/cycles.py": [
        ("test_dynamics.py -k cycle_under_8", "return 1000 / self.period_ms", "return 100 / self.period_ms"),
        (
            "test_dynamics.py -k 'stable_down or cycle_under_8'",
            "(np.abs(others) < 1).all()",
            "(np.abs(others) < 1).any()",
        ),
        ("test_dynamics.py -k cycle_under_8", "np.diff(x) * found.p[0] / 2", "np.diff(x) * found.p[0]"),
    ],
    "hhlab/dynamics/reduced.py": [
        (
            "test_dynamics.py -k follows_the_slopes",
            "h = self.offset - self.ratio * n if cell.inactivation else 1.0",
            "h = self.offset + self.ratio * n if cell.inactivation else 1.0",
        ),
        (
            "test_dynamics.py -k shifted_n",
            'self._gate("n").tau_ms(v - self.n_shift_mV, self.celsius)',
            'self._gate("n").tau_ms(v, self.celsius)',
        ),
        (
            "test_dynamics.py -k separatrix",
            "self._path(v + 0.5, n, end, -1.0)",
            "self._path(v + 0.5, n, end, 1.0)",
        ),
    ],
    "hhlab/dynamics/shocks.py": [
        ("test_dynamics.py -k one_shock", "(at, tstop, shift)", "(at, tstop, -shift)"),
        (
            "test_dynamics.py -k one_shock",
            "return bool((late < CROSSING_MV).all())",
            "return bool((late < CROSSING_MV).any())",
        ),
    ],
    "hhlab/descriptions/gates.py": [
        (
            "test_dynamics.py -k capacitance_slows",
            "rates.Q10 ** ((celsius - self.celsius) / 10)",
            "rates.Q10 ** ((celsius - self.celsius) / 100)",
        ),
    ],
}
