"""L16: the pyramidal cell that comes with NEURON, its area and its cable."""

from functools import cache

import numpy as np
import pyramid
from neuron import h

from hhlab.morphology.reading import pyramidal_cell
from hhlab.morphology.shapes import shape_of

from . import row

SOMA, FAR = ("soma", 0.5), ("dendrite_1[29]", 0.5)
LEAK, RA, CM, REST = 5e-5, 150.0, 1.0, -70.0  # S/cm², Ω·cm, µF/cm², mV
KIRCHHOFF = "Kirchhoff's law on every point of the file, by SciPy"
HERE = {
    "source": KIRCHHOFF,
    "configuration": "passive, Ra 150 Ω·cm, g 5e-5 S/cm², d_lambda 0.1; dendrite_1[29](0.5)",
    "lost": (),
}


def built():
    """Give the cell of lesson 16, cut by the d_lambda rule."""
    cell = pyramidal_cell().build()
    h.load_file("stdrun.hoc")
    for section in cell.values():
        section.Ra, section.cm = RA, CM
        section.insert("pas")
        section.g_pas, section.e_pas = LEAK, REST
        section.nseg = 2 * int((section.L / (0.1 * h.lambda_f(100, sec=section)) + 0.9) / 2) + 1
    return cell


@cache
def steady(into):
    """Give the rise at the soma and at the far place [mV] by a long 0.1 nA into one of them, by a run."""
    cell = built()
    places = {where: cell[where[0]](where[1]) for where in (SOMA, FAR)}
    stim = h.IClamp(places[into])
    stim.delay, stim.dur, stim.amp = 0, 1e9, 0.1
    segments = [segment for section in cell.values() for segment in section]
    t, v = h.Vector().record(h._ref_t), [h.Vector().record(one._ref_v) for one in segments]
    h.steps_per_ms, h.dt = 10, 0.1
    h.finitialize(REST)
    h.continuerun(300)
    shape = shape_of(cell, t, v)
    at = [segments.index(places[where]) for where in (SOMA, FAR)]
    return shape.v[at, -1] - REST


@cache
def impedance(Hz):
    """Give the ratio and the transfer impedance [MΩ] from the far place to the soma, by Impedance."""
    cell = built()
    h.finitialize(REST)
    found = h.Impedance()
    found.loc(cell[SOMA[0]](SOMA[1]))
    found.compute(Hz)
    far = cell[FAR[0]](FAR[1])
    return found.ratio(far), found.transfer(far)


@cache
def between(one, other, Hz=0.0):
    """Give the transfer impedance [MΩ] of two places by Kirchhoff's law."""
    return pyramid.cable(RA, LEAK, CM, Hz)(one, other)


def ratio(Hz=0.0):
    """Give the share of the far place's rise that the soma has."""
    return between(SOMA, FAR, Hz) / between(FAR, FAR, Hz)


def areas_um2():
    """Give the area of each branch by the points of the file [µm²]."""
    return np.array([pyramid.area_um2(points) for points in pyramid.tracing()[0].values()])


def area(_=None):
    """Give the area of the cell in NEURON [µm²]."""
    return sum(segment.area() for section in pyramidal_cell().build().values() for segment in section)


ROWS = [
    row(
        "L16",
        "area of the pyramidal cell",
        lambda: areas_um2().sum(),
        0.01,
        area,
        "µm²",
        source="cones between the points of the file",
        configuration="share/nrn/demo/pyramid.nrn",
        lost=(),
    ),
    row(
        "L16",
        "resistance at the soma",
        lambda: between(SOMA, SOMA),
        0.8,
        lambda _: 10 * steady(SOMA)[0],
        "MΩ",
        **HERE,
    ),
    row(
        "L16",
        "resistance at the far place",
        lambda: between(FAR, FAR),
        3,
        lambda _: 10 * steady(FAR)[1],
        "MΩ",
        **HERE,
    ),
    row(
        "L16",
        "from the far place to the soma",
        lambda: between(SOMA, FAR),
        0.4,
        lambda _: 10 * steady(FAR)[0],
        "MΩ",
        **HERE,
    ),
    row(
        "L16",
        "from the soma to the far place",
        lambda: between(FAR, SOMA),
        0.4,
        lambda _: 10 * steady(SOMA)[1],
        "MΩ",
        **HERE,
    ),
    row(
        "L16",
        "share of the dendrite's rise at the soma",
        ratio,
        0.002,
        lambda _: steady(FAR)[0] / steady(FAR)[1],
        "",
        **HERE,
    ),
    row(
        "L16",
        "the same by NEURON's Impedance",
        lambda: steady(FAR)[0] / steady(FAR)[1],
        1e-5,
        lambda _: impedance(0)[0],
        **HERE | {"source": "a run of 300 ms"},
    ),
    row("L16", "share at 100 Hz", lambda: ratio(100), 0.0003, lambda _: impedance(100)[0], "", **HERE),
]
