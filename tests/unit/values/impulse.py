"""L12: the travelling impulse, and myelin."""

import math
from functools import cache, partial

import myelin
import numpy as np
import squid
from oracle import solve_cable

from hhlab import Axon, MyelinatedAxon
from hhlab.protocols.conduction import conduction, velocities_m_per_s
from hhlab.protocols.energetics import FARADAY, ion_exchange
from hhlab.results.measures import arrivals_ms, velocity_m_per_s
from hhlab.simulator.propagation import propagate

from . import AXON, FORMULA, PULSE, SCIPY, row
from .heat import along

NERVE = MyelinatedAxon()
moving = cache(conduction)
exchanged = cache(ion_exchange)


def timed(nseg=None, **run):
    """Give a measure of the velocity from 40 to 60 % of 80 mm."""

    def measure(axon):
        axon = axon.but(L=80_000, **({"nseg": nseg} if nseg else {}))
        return velocity_m_per_s(propagate(axon, at_um=[32_000, 48_000], tstop=6, **run), 32_000, 48_000)

    return measure


LINES = AXON.but(L=30_000, nseg=61)


@cache
def lines(celsius=18.5):
    """Give t, and by SciPy v, ina and ik in the middle of 61 segments of 3 cm until all is at rest again."""
    t = np.linspace(0, 40 / 3 ** ((celsius - 18.5) / 10), 16_001)
    pulse = LINES.pulse()
    v, ina, ik = solve_cable(t, LINES, pulse.amp, pulse.dur, celsius, at=30)
    return t, v, ina, ik


def exact_pmol(column, celsius=18.5):
    """Give what an ionic current of SciPy's cable carries beyond rest, in pmol/cm²."""
    t, *traces = lines(celsius)
    current = traces[column]
    return abs(np.trapezoid(current - current[-1], t)) * 1000 / FARADAY


def exact_undershoot(celsius=18.5):
    """Give how far SciPy's impulse swings below its start."""
    _, v, _, _ = lines(celsius)
    return v[0] - v.min()


def around_damage(axon):
    """Give the first and the last node of ten internodes, from three before the damaged ones on."""
    first = (axon.internodes - axon.damaged) // 2 - 3
    return first, first + 10


def local_speed(axon, **run):
    """Give the speed over those ten internodes."""
    found = propagate(axon, at_um=axon.nodes_um, tstop=8, **run)
    arrivals = arrivals_ms(found)
    first, last = around_damage(axon)
    return 1e-3 * (found.x_um[last] - found.x_um[first]) / (arrivals[last] - arrivals[first])


def exact_local_speed(axon, **run):
    """Give the same by SciPy."""
    return myelin.speed_m_per_s(axon, *around_damage(axon), **run)


def speed(axon):
    """Give the velocity."""
    return moving(axon).velocity_m_per_s


def exact_speed(axon):
    """Give by SciPy the velocity under myelin from 40 to 60 % of the nodes."""
    return myelin.speed_m_per_s(axon, round(0.4 * axon.internodes), round(0.6 * axon.internodes))


def twice_as_thick(axon):
    """Give the fibre in which all but the nodes' length is twice as large, so that every time stays."""
    return axon.but(
        diam=2 * axon.diam,
        internode=2 * axon.internode,
        L=2 * axon.L,
        cm_myelin=axon.cm_myelin / 2,
        gl_myelin=axon.gl_myelin / 2,
    )


WARM = along(18.5)
MYELIN = {
    "source": SCIPY,
    "configuration": "el −54.3, 18.5 °C, 10 µm",
    "subject": NERVE,
    "lost": ("gnabar", "gkbar"),
}
WAVE = "SciPy: the paper's own equation of the wave"
ROOT = "SciPy: the equation of the wave, in which speed² is in proportion to the diameter"

# by the wave, or by the solver of lines where the wave says nothing; tolerances at 18.5 and at 6.3 °C
BRACKETS = {18.5: {}, 6.3: {"low": 3.0, "high": 8.0}}  # of K [1/ms]
EXACT = (
    (
        "speed{}, by the wave",
        lambda celsius: squid.velocity_m_per_s(celsius=celsius, **BRACKETS[celsius]),
        "velocity_m_per_s",
        (0.056, 0.04),
        "m/s",
        WAVE,
    ),
    (
        "height{}, by the wave",
        lambda celsius: squid.wave(celsius, **BRACKETS[celsius])[1] + 65,
        "height_mV",
        (0.05, 0.05),
        "mV",
        WAVE,
    ),
    ("undershoot{}", exact_undershoot, "undershoot_mV", (0.05, 0.05), "mV", SCIPY),
)


def exact_rows(celsius, i):
    """Give the rows of the impulse at a temperature, the i-th of the tolerances."""
    return [
        row(
            "L12",
            name.format(f" at {celsius:g} °C" if i else ""),
            partial(exact, celsius),
            tolerances[i],
            lambda axon, field=field: getattr(moving(axon, celsius=celsius), field),
            unit,
            source=source,
            **along(celsius),
        )
        for name, exact, field, tolerances, unit, source in EXACT
    ]


ROWS = [
    row("L12", "speed", 18.73188824788, 0.056, speed, "m/s", source=PULSE, **WARM),
    row(
        "L12",
        "speed with 2001 segments on 80 mm",
        18.731846,
        0.002,
        timed(2001, dt=0.0025),
        "m/s",
        **{**WARM, "configuration": "E, 18.5 °C, 0.0025 ms", "lost": ()},
    ),
    row("L12", "height", 90.57, 0.05, lambda a: moving(a).height_mV, "mV", source=PULSE, **WARM),
    *exact_rows(18.5, 0),
    *exact_rows(6.3, 1),
    row(
        "L12",
        "speed of an axon of 1 µm",
        lambda: squid.velocity_m_per_s() / math.sqrt(476),
        0.003,
        lambda a: velocities_m_per_s(a, "diam", [1])[0],
        "m/s",
        source=ROOT,
        **WARM,
    ),
    row(
        "L12",
        "speed of an axon of 10 µm",
        lambda: squid.velocity_m_per_s() * math.sqrt(10 / 476),
        0.01,
        lambda a: velocities_m_per_s(a, "diam", [10])[0],
        "m/s",
        source=ROOT,
        **WARM,
    ),
    row(
        "L12",
        "twice the Ra over once",
        1 / math.sqrt(2),
        1e-6,
        lambda a: velocities_m_per_s(a, "Ra", [70.8])[0] / speed(a),
        source=FORMULA,
        # whatever conducts obeys the law
        **{**WARM, "lost": ("gnabar",)},
    ),
    row(
        "L12",
        "backwards over forwards",
        -1,
        1e-6,
        lambda a: velocity_m_per_s(propagate(a, {a.L: a.pulse()})) / velocity_m_per_s(propagate(a)),
        source=FORMULA,
        **{**WARM, "lost": ("gnabar",)},
    ),
    row(
        "L12",
        "speed, NEURON's defaults",
        18.32,
        0.01,
        timed(1001, method="neuron", dt=0.025),
        "m/s",
        configuration="D, 18.5 °C, 1001 segments on 80 mm",
        subject=Axon(),
    ),
    row(
        "L12",
        "speed, Crank–Nicolson at 0.025 ms",
        18.59,
        0.01,
        timed(641, dt=0.025),
        "m/s",
        configuration="el −54.3, 18.5 °C, 641 segments on 80 mm",
        subject=Axon(),
        lost=("gnabar",),
    ),
    row(
        "L12",
        "speed, Crank–Nicolson at 0.005 ms",
        18.73,
        0.005,
        timed(641, dt=0.005),
        "m/s",
        configuration="el −54.3, 18.5 °C, 641 segments on 80 mm",
        subject=Axon(),
        lost=("gnabar",),
    ),
    row(
        "L12",
        "speed from the paper's K of 10.47 per ms",
        18.76,
        0.005,
        lambda _: 0.01 * math.sqrt(10470 * 0.0238 / (2 * 35.4e-6)),
        "m/s",
        source=FORMULA,
        configuration="18.5 °C",
        lost=(),
    ),
    row(
        "L12",
        "Na⁺ entry per impulse",
        lambda: exact_pmol(1),
        0.01,
        lambda a: exchanged(a).sodium_pmol_per_cm2,
        "pmol/cm²",
        source=SCIPY,
        **WARM,
    ),
    row(
        "L12",
        "K⁺ loss per impulse",
        lambda: exact_pmol(2),
        0.01,
        lambda a: exchanged(a).potassium_pmol_per_cm2,
        "pmol/cm²",
        source=SCIPY,
        **WARM,
    ),
    *(
        row("L12", name, exact, tolerance, measure, "m/s", **MYELIN)
        for name, exact, tolerance, measure in (
            ("speed under myelin", lambda: exact_speed(NERVE), 0.1, speed),
            (
                "speed under myelin of half the capacitance",
                lambda: exact_speed(NERVE.but(cm_myelin=0.005)),
                0.25,
                lambda axon: speed(axon.but(cm_myelin=0.005)),
            ),
            (
                "speed past three damaged internodes",
                lambda: exact_local_speed(NERVE.but(damaged=3)),
                0.05,
                lambda axon: local_speed(axon.but(damaged=3)),
            ),
        )
    ),
    row(
        "L12",
        "speed past three internodes fifty times damaged",
        lambda: exact_local_speed(NERVE.but(damaged=3, damage=50)),
        0,
        lambda axon: speed(axon.but(damaged=3, damage=50)),
        "m/s",
        **{**MYELIN, "lost": ()},
    ),
    *(
        row(
            "L12",
            f"speed past three damaged internodes at 25 °C{how}",
            lambda ill=ill: exact_local_speed(ill, celsius=25.0),
            0.05,
            lambda _, ill=ill: local_speed(ill, celsius=25.0),
            "m/s",
            **{**MYELIN, "configuration": "el −54.3, 25 °C, 10 µm", "lost": ()},
        )
        for how, ill in (
            ("", NERVE.but(damaged=3)),
            (", half of gkbar", NERVE.but(damaged=3, gkbar=NERVE.gkbar / 2)),
        )
    ),
    row(
        "L12",
        "speed of a fibre under myelin, twice as thick and as long between its nodes, over once",
        2,
        0.005,
        lambda axon: speed(twice_as_thick(axon)) / speed(axon),
        source=FORMULA,
        **{**{key: MYELIN[key] for key in ("configuration", "subject")}, "lost": ("gnabar",)},
    ),
]
