"""Lesson 9: equilibria, Hopf points, cycles."""

from hhlab.dynamics.branches import cycle_fold
from hhlab.dynamics.cycles import limit_cycle
from hhlab.dynamics.equilibria import hopf_points
from hhlab.dynamics.reduced import ReducedModel, reduced_hopf_uA_per_cm2

from . import CHANNELS, PREPRINT, REFERENCE, SODIUM, row

DENSITY, MV, HZ = "µA/cm²", "mV", "Hz"
EXACT = "E, SciPy"
REDUCED = "E, SciPy; m = m∞, h = 0.89 − 1.1 n"


def hopf(i, what):
    return lambda membrane: getattr(hopf_points(membrane)[i], what)


def proved(name, value, tolerance, measure, unit, lost=CHANNELS, source=PREPRINT):
    return row("L09", name, value, tolerance, measure, unit, source=source, configuration=EXACT, lost=lost)


def reduced(name, value, tolerance, measure, unit):
    return row("L09", name, value, tolerance, measure, unit, source=REFERENCE, configuration=REDUCED)


def reduced_rest(membrane):
    return ReducedModel(membrane=membrane).equilibria()[0][0]


ROWS = [
    proved("lower Hopf point", 9.775437995393, 1e-6, hopf(0, "density_uA_per_cm2"), DENSITY),
    proved("upper Hopf point", 154.522433665808, 1e-5, hopf(1, "density_uA_per_cm2"), DENSITY),
    proved("potential at the lower Hopf point", -59.654, 0.0005, hopf(0, "v_mV"), MV, source=REFERENCE),
    proved("potential at the upper Hopf point", -43.058, 0.0005, hopf(1, "v_mV"), MV, source=REFERENCE),
    proved("frequency at the lower Hopf point", 93.302, 0.001, hopf(0, "frequency_hz"), HZ),
    proved("frequency at the upper Hopf point", 169.169, 0.001, hopf(1, "frequency_hz"), HZ),
    proved("period under 8 µA/cm²", 16.00771280383, 1e-6, lambda m: limit_cycle(m, 8).period_ms, "ms"),
    proved("fold of cycles", 6.260321, 2e-6, lambda m: cycle_fold(m).density_uA_per_cm2, DENSITY, SODIUM),
    proved("rate at the fold of cycles", 50.3, 0.05, lambda m: cycle_fold(m).rate_hz, HZ, SODIUM),
    reduced(
        "rest of the reduced model", -65.09, 0.005, lambda m: ReducedModel(membrane=m).equilibria()[0][0], MV
    ),
    reduced("Hopf point of the reduced model", 6.75, 0.005, reduced_hopf_uA_per_cm2, DENSITY),
]
