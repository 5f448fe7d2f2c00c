"""A run of one membrane as a script of plain NEURON, such as a person would write."""

from functools import singledispatch

from ..descriptions import neurons
from ..descriptions.currents import CURRENTS, currents_of
from ..descriptions.parameters import (
    CurrentClamp,
    PairedPulses,
    PulseTrain,
    Ramp,
    Shock,
    Synapse,
    VoltageClamp,
)
from ..results.recording import TRACES, on_membrane
from ..simulator.integration import CHUNK_MS, CVODE, MAXSTEP_MS
from ..simulator.probes import variable_of
from .channel_lines import can_be_written, channel_lines

HEAD = """import matplotlib.pyplot as plt
import numpy as np
from neuron import h

h.load_file("stdrun.hoc")
"""


def neuron_script(membrane, clamp, settings, names):
    """Give the text of a script whose arrays are those of the run, sample for sample.

    What NEURON would take by itself is left out.

    Parameters
    ----------
    membrane : Membrane
    clamp : CurrentClamp, PulseTrain, PairedPulses, Ramp, Shock, VoltageClamp or Synapse
    settings : Settings
    names : sequence of str
        The traces to record.

    Raises
    ------
    ValueError
        No short script gives this membrane.
    """
    if not is_plain(membrane, names):
        raise ValueError("A channel that hhlab makes takes more NEURON than a short script holds.")
    parts = [
        _settings(settings),
        _cell(membrane, names, settings.celsius),
        _stimulus(clamp),
        _recorders(names, clamp, membrane),
        _run(clamp, settings),
        [f"{_variable(name)} = {_array(name, clamp, membrane)}" for name in ("t", *names)],
        _plot(names),
    ]
    return HEAD + "\n".join(line for part in parts for line in part) + "\n"


def is_plain(membrane, names):
    """Say whether short lines make every channel of a membrane, and of the traces to record."""
    return all(can_be_written(current) for current in currents_of(membrane, names) if current.made)


def _settings(settings):
    lines = []
    if settings.celsius != neurons.CELSIUS:
        lines.append(f"h.celsius = {_number(settings.celsius)}  # °C")
    if settings.method != "neuron":
        lines.append("h.usetable_hh = 0  # exact rates")
    if settings.method == "cn":
        lines.append("h.secondorder = 2  # Crank-Nicolson")
    if settings.method == "cvode":
        lines += [
            "cvode = h.CVode()",
            "cvode.active(True)  # variable time steps",
            f"cvode.atol({CVODE['atol']!r})",
            "cvode.rtol(0)",
            f"cvode.maxstep({_number(CVODE['maxstep'])})",
            "cvode.condition_order(2)",
        ]
    elif settings.dt != neurons.DT:
        dt = _number(settings.dt)
        lines.append(f"h.dt, h.steps_per_ms = {dt}, 1 / {dt}  # ms, 1/ms")
    return lines


def _cell(membrane, names, celsius):
    currents = currents_of(membrane, names)
    lines = [line for one in currents if one.made for line in channel_lines(one, celsius)]
    lines.append('soma = h.Section(name="soma")')
    if {"L": membrane.L, "diam": membrane.diam} != neurons.SIZE:
        lines.append(f"soma.L, soma.diam = {_number(membrane.L)}, {_number(membrane.diam)}  # µm, µm")
    mechanisms = dict.fromkeys(["hh", *(current.mechanism for current in currents)])
    lines += [f'soma.insert("{mechanism}")' for mechanism in mechanisms]
    used = {current.neuron["gbar"] for current in currents}
    shut = [one for one in CURRENTS if one.mechanism == "hh" and one.neuron["gbar"] not in used]
    lines += [f"soma.{one.neuron['gbar']} = 0  # S/cm²" for one in shut]
    lines += [
        f"soma.{there} = {_number(getattr(membrane, name))}  # {unit}"
        for name, there, unit in _changed(membrane, currents)
    ]
    if membrane.nernst:
        lines += [
            "soma.ena = h.nernst(soma.nai, soma.nao, 1)  # mV",
            "soma.ek = h.nernst(soma.ki, soma.ko, 1)  # mV",
        ]
    return lines


def _changed(membrane, currents):
    """Give what NEURON would not have by itself: (field of the membrane, NEURON's variable, unit)."""
    own = [one for one in currents if not one.ion]
    shared = [] if membrane.nernst else [one for one in currents if one.ion]
    found = [
        ("cm", "cm", "µF/cm²"),
        *((one.gbar, one.neuron["gbar"], "S/cm²") for one in currents),
        *((one.reversal, one.neuron["reversal"], "mV") for one in own),
        *((name, name, "mM") for name in ("nai", "nao", "ki", "ko")),
        *((one.reversal, one.neuron["reversal"], "mV") for one in shared),
    ]
    # of another mechanism than hh every value is said: what NEURON has by itself is hh's
    foreign = {name for one in currents if one.mechanism != "hh" for name in (one.gbar, one.reversal)}
    return [item for item in found if item[0] in foreign or getattr(membrane, item[0]) != neurons.HH[item[0]]]


@singledispatch
def _stimulus(clamp):
    raise ValueError(f"No plain script is known for a {type(clamp).__name__}.")


@_stimulus.register
def _(clamp: CurrentClamp):
    return _step("stim", clamp.delay, clamp.dur, clamp.amp)


@_stimulus.register
def _(clamp: PulseTrain):
    delay, interval = _number(clamp.delay), _number(clamp.interval)
    return [
        f"stims = [h.IClamp(soma(0.5)) for _ in range({clamp.count})]",
        "for i, stim in enumerate(stims):",
        f"    stim.delay = {delay} + i * {interval}  # ms",
        f"    stim.dur, stim.amp = {_number(clamp.dur)}, {_number(clamp.amp)}  # ms, nA",
    ]


@_stimulus.register
def _(clamp: PairedPulses):
    # written as numbers: the sums and products are hhlab's own
    first = _step("first", clamp.delay, clamp.dur, clamp.amp)
    return first + _step("second", clamp.delay + clamp.interval, clamp.dur, clamp.ratio * clamp.amp)


@_stimulus.register
def _(clamp: Ramp):
    end = clamp.delay + clamp.dur
    return [
        *_step("stim", 0.0, 1e9, 0.0),
        f"times = h.Vector([0, {_number(clamp.delay)}, {_number(end)}, {_number(end)}, 1e9])  # ms",
        f"amps = h.Vector([0, 0, {_number(clamp.slope * clamp.dur)}, 0, 0])  # nA",
        "amps.play(stim._ref_amp, times, True)",
    ]


@_stimulus.register
def _(clamp: Shock):
    return [
        "def shock():",
        f"    soma(0.5).v += {_number(clamp.shift)}  # mV",
        "    if h.CVode().active():",
        "        h.CVode().re_init()",
    ]


@_stimulus.register
def _(clamp: VoltageClamp):
    lines = ["clamp = h.SEClamp(soma(0.5))", f"clamp.rs = {_number(clamp.rs)}  # MΩ"]
    for i in (1, 2, 3):
        dur, amp = (_number(getattr(clamp, f"{name}{i}")) for name in ("dur", "amp"))
        lines.append(f"clamp.dur{i}, clamp.amp{i} = {dur}, {amp}  # ms, mV")
    return lines


@_stimulus.register
def _(clamp: Synapse):
    kind, times = ("Exp2Syn", ("tau1", "tau2")) if clamp.tau1 > 0 else ("ExpSyn", ("tau",))
    values = (clamp.tau1, clamp.tau) if clamp.tau1 > 0 else (clamp.tau,)
    return [
        f"syn = h.{kind}(soma(0.5))",
        *(f"syn.{name} = {_number(value)}  # ms" for name, value in zip(times, values, strict=True)),
        f"syn.e = {_number(clamp.e)}  # mV",
        "spikes = h.NetStim()",
        f"spikes.start, spikes.interval = {_number(clamp.delay)}, {_number(clamp.interval)}  # ms, ms",
        f"spikes.number = {clamp.count}",
        "wire = h.NetCon(spikes, syn)",
        f"wire.delay, wire.weight[0] = 0, {_number(clamp.weight)}  # ms, µS",
    ]


def _electrodes(clamp):
    """Give the names of the script's electrodes, or of its list of them."""
    if isinstance(clamp, PulseTrain):
        return "stims"
    names = {PairedPulses: "[first, second]", VoltageClamp: "[clamp]", Shock: "[]", Synapse: "[syn]"}
    return names.get(type(clamp), "[stim]")


def _recorders(names, clamp, membrane):
    lines = ["t_vec = h.Vector().record(h._ref_t)  # ms"]
    for name in names:
        trace = TRACES[name]
        if on_membrane(name):
            unit = f"  # {trace.unit}" if trace.unit else ""
            lines.append(
                f"{name}_vec = h.Vector().record(soma(0.5)._ref_{variable_of(name, membrane)}){unit}"
            )
        else:
            recorder = f"h.Vector().record(one._ref_{trace.neuron})"
            lines.append(f"{name}_vecs = [{recorder} for one in {_electrodes(clamp)}]  # nA")
    return lines


def _run(clamp, settings):
    lines = [f"h.finitialize({_number(settings.v_init)})  # mV"]
    if isinstance(clamp, Shock):
        lines.append(f"h.CVode().event({_number(clamp.delay)}, shock)  # ms")
    tstop = _number(settings.tstop)
    if settings.method != "cvode":
        return [*lines, f"h.continuerun({tstop})  # ms"]
    return [
        *lines,
        "pc = h.ParallelContext()",
        f"pc.set_maxstep({_number(MAXSTEP_MS)})  # ms",
        f"for end in [*np.arange({_number(CHUNK_MS)}, {tstop}, {_number(CHUNK_MS)}), {tstop}]:",
        "    pc.psolve(end)  # ms; hhlab pauses at these times too, and each pause is a sample",
    ]


def _array(name, clamp, membrane):
    if name == "t" or on_membrane(name):
        return f"np.array({name}_vec)"
    total = f"sum((np.array(x) for x in {name}_vecs), np.zeros(len(t_vec)))"
    if isinstance(clamp, (CurrentClamp, Ramp, VoltageClamp, Synapse)):
        total = f"np.array({name}_vecs[0])"
    return f"{total} * 1e5 / {membrane.area_um2!r}  # µA/cm²" if TRACES[name].per_area else total


def _variable(name):
    return "h_gate" if name == "h" else name  # h is NEURON


def _plot(names):
    panels = {}
    for name in names:
        panels.setdefault(TRACES[name].panel, []).append(name)
    lines = [f"fig, axes = plt.subplots({len(panels)}, sharex=True, squeeze=False)"]
    for i, group in enumerate(panels.values()):
        lines += [f'axes[{i}, 0].plot(t, {_variable(name)}, label="{name}")' for name in group]
        unit = TRACES[group[0]].unit
        label = ", ".join(group) + (f" [{unit}]" if unit else "")
        lines.append(f'axes[{i}, 0].set_ylabel("{label}")')
        lines += [f"axes[{i}, 0].legend()"] if len(group) > 1 else []
    return [*lines, 'axes[-1, 0].set_xlabel("time [ms]")', 'fig.savefig("picture.png")']


def _step(name, delay, dur, amp):
    delay, dur, amp = map(_number, (delay, dur, amp))
    return [
        f"{name} = h.IClamp(soma(0.5))",
        f"{name}.delay, {name}.dur, {name}.amp = {delay}, {dur}, {amp}  # ms, ms, nA",
    ]


def _number(value):
    """Give a number as a person would type it, with every digit that it has."""
    return repr(int(value)) if value == int(value) and abs(value) < 1e6 else repr(float(value))
