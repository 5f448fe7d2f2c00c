"""From a Membrane or an Axon to NEURON: sections with geometry, channels and ions."""

from neuron import h

from ..descriptions.rates import CELSIUS_1952, Q10


def build_soma(membrane):
    """Give a NEURON Section with the geometry and the channels of `membrane`, at NEURON's ``celsius``."""
    soma = h.Section(name="soma")
    soma.L, soma.diam, soma.cm = membrane.L, membrane.diam, membrane.cm
    insert_channels(soma, membrane)
    return soma


def build_axon(axon, gates=True):
    """Give the Sections of an Axon, connected end to end, and where each one begins [µm].

    Without `gates` a stretch that has no channels, such as one under myelin, has no ``hh`` but a leak alone:
    its potential is the same, and NEURON works out no rates for it.
    """
    sections, starts, start = [], [], 0.0
    for stretch in axon.stretches:
        section = h.Section(name=f"axon[{len(sections)}]")
        section.L, section.diam, section.cm, section.Ra = stretch.L, stretch.diam, stretch.cm, stretch.Ra
        section.nseg = stretch.segments
        if gates or stretch.gnabar or stretch.gkbar:
            insert_channels(section, stretch)
        else:
            section.insert("pas")
            section.g_pas, section.e_pas = stretch.gl, stretch.el
        if sections:
            section.connect(sections[-1](1))
        sections.append(section)
        starts.append(start)
        start += stretch.L
    return sections, starts


def insert_channels(section, membrane):
    """Insert the channels, conductances, potentials and concentrations of `membrane` into a Section."""
    section.insert("hh")
    for name in ("gkbar", "gl", "el"):
        setattr(section, f"{name}_hh", getattr(membrane, name))
    if membrane.inactivation:
        section.gnabar_hh = membrane.gnabar
    else:
        section.gnabar_hh = 0.0
        section.insert(_sodium_without_inactivation())
        setattr(section, f"gmax_{PRONASE}", membrane.gnabar)
    for name in ("nai", "nao", "ki", "ko"):
        setattr(section, name, getattr(membrane, name))
    section.ena, section.ek = reversal_potentials(membrane)


def reversal_potentials(membrane):
    """Give ena and ek in mV: as the membrane states them, or by Nernst at NEURON's ``celsius``."""
    if not membrane.nernst:
        return membrane.ena, membrane.ek
    return h.nernst(membrane.nai, membrane.nao, 1), h.nernst(membrane.ki, membrane.ko, 1)


PRONASE = "na_pronase"
_pronase = []  # NEURON's handle on that channel, made once: a channel type lives as long as the process


def _sodium_without_inactivation():
    """Give the name of a channel with gmax·m³ and the m of the 1952 paper, at NEURON's ``celsius``."""
    if not _pronase:
        channel = h.KSChan()
        channel.name(PRONASE)
        channel.ion("na")
        channel.add_hhstate("m")
        channel.gate(0).power(3)
        channel.usetable(0)
        _pronase.append(channel)
    speed = Q10 ** ((h.celsius - CELSIUS_1952) / 10)
    rates = _pronase[0].trans(0)
    rates.set_f(0, 3, h.Vector([speed, 0.1, -40.0]))  # opening, form 3: A·x/(1 - exp(-x)), x = k·(v - d)
    rates.set_f(1, 2, h.Vector([4 * speed, -1 / 18, -65.0]))  # closing, form 2: A·exp(k·(v - d))
    return PRONASE
