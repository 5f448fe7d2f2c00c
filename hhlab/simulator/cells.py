"""From a Membrane or an Axon to NEURON: sections with geometry, channels and ions."""

from neuron import h

from ..descriptions.currents import CURRENTS, currents_of
from .channels import made


def build_soma(membrane, recorded=()):
    """Give a NEURON Section with the geometry and the channels of `membrane`, at NEURON's ``celsius``.

    Channels with a trace among `recorded` are in it too, though none of them may open.
    """
    soma = h.Section(name="soma")
    soma.L, soma.diam, soma.cm = membrane.L, membrane.diam, membrane.cm
    insert_channels(soma, membrane, recorded)
    return soma


def build_axon(axon, recorded=(), gates=True):
    """Give the Sections of an Axon, connected end to end, and where each one begins [µm].

    `recorded` as for :func:`build_soma`. Without `gates` a stretch that has no channels, such as one under
    myelin, has no ``hh`` but a leak alone: its potential is the same, and NEURON works out no rates for it.
    """
    sections, starts, start = [], [], 0.0
    for stretch in axon.stretches:
        section = h.Section(name=f"axon[{len(sections)}]")
        section.L, section.diam, section.cm, section.Ra = stretch.L, stretch.diam, stretch.cm, stretch.Ra
        section.nseg = stretch.segments
        if gates or any(getattr(stretch, one.gbar) for one in CURRENTS if one.gates):
            insert_channels(section, stretch, recorded)
        else:
            section.insert("pas")
            section.g_pas, section.e_pas = stretch.gl, stretch.el
        if sections:
            section.connect(sections[-1](1))
        sections.append(section)
        starts.append(start)
        start += stretch.L
    return sections, starts


def insert_channels(section, membrane, recorded=()):
    """Insert the channels, conductances, potentials and concentrations of `membrane` into a Section."""
    section.insert("hh")
    for name in ("nai", "nao", "ki", "ko"):
        setattr(section, name, getattr(membrane, name))
    for current in CURRENTS:
        if current.mechanism == "hh":  # another mechanism may stand for it below
            setattr(section, current.neuron["gbar"], 0.0)
    reversals = dict(zip(("ena", "ek"), reversal_potentials(membrane), strict=True))
    for current in currents_of(membrane, recorded):
        section.insert(made(current) if current.made else current.mechanism)
        setattr(section, current.neuron["gbar"], getattr(membrane, current.gbar))
        reversal = reversals.get(current.reversal, getattr(membrane, current.reversal))
        setattr(section, current.neuron["reversal"], reversal)


def reversal_potentials(membrane):
    """Give ena and ek in mV: as the membrane states them, or by Nernst at NEURON's ``celsius``."""
    if not membrane.nernst:
        return membrane.ena, membrane.ek
    return h.nernst(membrane.nai, membrane.nao, 1), h.nernst(membrane.ki, membrane.ko, 1)
