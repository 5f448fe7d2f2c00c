"""A run of one membrane as a script of plain NEURON, such as a person would write."""

from functools import singledispatch

from ..descriptions import neurons
from ..descriptions.parameters import (
    CurrentClamp,
    PairedPulses,
    PulseTrain,
    Ramp,
    Shock,
    Synapse,
    VoltageClamp,
)
from ..results.recording import CLAMP_TRACES, TRACES
from ..simulator.integration import CHUNK_MS, CVODE, MAXSTEP_MS

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
    if not membrane.inactivation:
        raise ValueError("A channel without inactivation takes more NEURON than a short script holds.")
    parts = [
        _settings(settings),
        _cell(membrane),
        _stimulus(clamp),
        _recorders(names, clamp),
        _run(clamp, settings),
        [f"{_variable(name)} = {_array(name, clamp, membrane)}" for name in ("t", *names)],
        _plot(names),
    ]
    return HEAD + "\n".join(line for part in parts for line in part) + "\n"


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


def _cell(membrane):
    lines = ['soma = h.Section(name="soma")']
    size = {"L": membrane.L, "diam": membrane.diam}
    if size != neurons.SIZE:
        lines.append(f"soma.L, soma.diam = {_number(membrane.L)}, {_number(membrane.diam)}  # µm, µm")
    lines.append('soma.insert("hh")')
    changed = [("cm", "cm", "µF/cm²")]
    changed += [(name, f"{name}_hh", "S/cm²") for name in ("gnabar", "gkbar", "gl")]
    changed += [("el", "el_hh", "mV")]
    changed += [(name, name, "mM") for name in ("nai", "nao", "ki", "ko")]
    changed += [] if membrane.nernst else [("ena", "ena", "mV"), ("ek", "ek", "mV")]
    for name, there, unit in changed:
        value = getattr(membrane, name)
        if value != neurons.HH[name]:
            lines.append(f"soma.{there} = {_number(value)}  # {unit}")
    if membrane.nernst:
        lines += [
            "soma.ena = h.nernst(soma.nai, soma.nao, 1)  # mV",
            "soma.ek = h.nernst(soma.ki, soma.ko, 1)  # mV",
        ]
    return lines


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


def _recorders(names, clamp):
    lines = ["t_vec = h.Vector().record(h._ref_t)  # ms"]
    for name in names:
        unit = f"  # {TRACES[name][1]}" if TRACES[name][1] and name != "i_density" else ""
        if name in CLAMP_TRACES:
            lines.append(
                f"{name}_vecs = [h.Vector().record(one._ref_i) for one in {_electrodes(clamp)}]  # nA"
            )
        else:
            there = name if name in ("v", "ina", "ik", "i_cap") else f"{name}_hh"
            lines.append(f"{name}_vec = h.Vector().record(soma(0.5)._ref_{there}){unit}")
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
    if name not in CLAMP_TRACES:
        return f"np.array({name}_vec)"
    total = f"sum((np.array(x) for x in {name}_vecs), np.zeros(len(t_vec)))"
    if isinstance(clamp, (CurrentClamp, Ramp, VoltageClamp, Synapse)):
        total = f"np.array({name}_vecs[0])"
    return f"{total} * 1e5 / {membrane.area_um2!r}  # µA/cm²" if name == "i_density" else total


def _variable(name):
    return "h_gate" if name == "h" else name  # h is NEURON


def _plot(names):
    panels = {}
    for name in names:
        panels.setdefault(TRACES[name][2], []).append(name)
    lines = [f"fig, axes = plt.subplots({len(panels)}, sharex=True, squeeze=False)"]
    for i, group in enumerate(panels.values()):
        lines += [f'axes[{i}, 0].plot(t, {_variable(name)}, label="{name}")' for name in group]
        unit = TRACES[group[0]][1]
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
