"""One run, made by NEURON's plain script and by hhlab's peers: each gives t [ms] and v [mV].

A 10 µm soma with Hodgkin and Huxley's channels at 6.3 °C, a current from 50 to 250 ms, 300 ms in all, a
sample every 0.025 ms.
"""

import math
from tempfile import TemporaryDirectory

import brian2 as b2
import numba
import numpy as np
from brian2.devices.cpp_standalone.device import CPPStandaloneDevice
from brian2.devices.device import all_devices, get_device
from neuron import h
from scipy.integrate import solve_ivp

h.load_file("stdrun.hoc")

DT, TSTOP, ON, OFF, V_INIT = 0.025, 300.0, 50.0, 250.0, -65.0
T = DT * np.arange(12001)
AREA_CM2 = math.pi * 10e-4 * 10e-4
DENSITY = 1e-3 / AREA_CM2  # 1 nA over the soma in µA/cm²


def plain_script(amp=0.1):
    """Run the script as a beginner writes it: NEURON's standard run, its defaults."""
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("hh")
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur, clamp.amp = ON, OFF - ON, amp
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(V_INIT)
    h.continuerun(TSTOP)
    return np.array(t), np.array(v)


def bare_psolve(amp=0.1):
    """Run with the fewest calls that NEURON needs for what `hhlab.simulate` does by default."""
    h.secondorder, h.usetable_hh = 2, 0
    soma = h.Section(name="soma")
    soma.L = soma.diam = 10
    soma.insert("hh")
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur, clamp.amp = ON, OFF - ON, amp
    t, v = h.Vector().record(h._ref_t), h.Vector().record(soma(0.5)._ref_v)
    parallel = h.ParallelContext()
    parallel.set_maxstep(10)
    h.finitialize(V_INIT)
    parallel.psolve(TSTOP)
    h.secondorder, h.usetable_hh = 0, 1
    return np.array(t), np.array(v)


def _vtrap(x, y):
    return y if abs(x / y) < 1e-6 else x / math.expm1(x / y)


def _rates(v):
    return (
        0.1 * _vtrap(-(v + 40), 10),
        4 * math.exp(-(v + 65) / 18),
        0.07 * math.exp(-(v + 65) / 20),
        1 / (math.exp(-(v + 35) / 10) + 1),
        0.01 * _vtrap(-(v + 55), 10),
        0.125 * math.exp(-(v + 65) / 80),
    )


def _slope(_t, y, density):
    v, m, h_, n = y
    am, bm, ah, bh, an, bn = _rates(v)
    ionic = 0.12 * m**3 * h_ * (v - 50) + 0.036 * n**4 * (v + 77) + 0.0003 * (v + 54.3)
    return (density - 1000 * ionic, am - (am + bm) * m, ah - (ah + bh) * h_, an - (an + bn) * n)


def _start():
    am, bm, ah, bh, an, bn = _rates(V_INIT)
    return [V_INIT, am / (am + bm), ah / (ah + bh), an / (an + bn)]


def scipy_method(method, tolerance):
    """Give a run by one of SciPy's solvers, which is told when the current jumps."""

    def run(amp=0.1):
        y, v = _start(), []
        for start, stop, current in ((0, ON, 0.0), (ON, OFF, amp), (OFF, TSTOP, 0.0)):
            inside = T[(start < T) & (stop >= T)] if start else T[stop >= T]
            piece = solve_ivp(
                _slope,
                (start, stop),
                y,
                method,
                inside,
                args=(current * DENSITY,),
                rtol=tolerance,
                atol=tolerance,
            )
            y = piece.y[:, -1]
            v.append(piece.y[0])
        return T, np.concatenate(v)

    return run


_jit = numba.njit(cache=False)
_compiled_vtrap = _jit(_vtrap)


@_jit
def _gate(x, a, b):
    total = a + b
    return x + (a / total - x) * (1 - math.exp(-DT * total))


@_jit
def _compiled_loop(density, v, m, h_, n):
    """Step as NEURON does under `secondorder = 2`: half an implicit step of v, doubled; then the gates."""
    out = np.empty(12001)
    out[0] = v
    for k in range(12000):
        middle = DT * (k + 0.5)
        current = density if ON <= middle <= OFF else 0.0
        g_na, g_k = 0.12 * m**3 * h_, 0.036 * n**4
        ionic = g_na * (v - 50) + g_k * (v + 77) + 0.0003 * (v + 54.3)
        # 1 µF/cm² over half a step, in S/cm²
        v += 2 * (current / 1000 - ionic) / (2e-3 / DT + g_na + g_k + 0.0003)
        m = _gate(m, 0.1 * _compiled_vtrap(-(v + 40), 10.0), 4 * math.exp(-(v + 65) / 18))
        h_ = _gate(h_, 0.07 * math.exp(-(v + 65) / 20), 1 / (math.exp(-(v + 35) / 10) + 1))
        n = _gate(n, 0.01 * _compiled_vtrap(-(v + 55), 10.0), 0.125 * math.exp(-(v + 65) / 80))
        out[k + 1] = v
    return out


def compiled_loop(amp=0.1):
    """Run the scheme of `hhlab.simulate` as one compiled loop with nothing around it."""
    return T, _compiled_loop(amp * DENSITY, *_start())


class Brian:
    """The same membrane as a C++ program by Brian2: compiled once, run again with other amplitudes."""

    EQUATIONS = """
    dv/dt = (drive*on - 0.12*m**3*h*(v - 50) - 0.036*n**4*(v + 77) - 0.0003*(v + 54.3)) * 1000 / ms : 1
    dm/dt = (1/exprel(-(v + 40)/10) * (1 - m) - 4*exp(-(v + 65)/18) * m) / ms : 1
    dh/dt = (0.07*exp(-(v + 65)/20) * (1 - h) - 1/(exp(-(v + 35)/10) + 1) * h) / ms : 1
    dn/dt = (0.1/exprel(-(v + 55)/10) * (1 - n) - 0.125*exp(-(v + 65)/80) * n) / ms : 1
    on = int(t >= 50*ms)*int(t < 250*ms) : 1 (shared)
    drive : 1 (constant)
    """

    def __init__(self, cells, trace):
        self._folder = TemporaryDirectory()
        # a device of its own: two programs would overwrite each other's
        name = f"{cells} cells"
        all_devices[name] = CPPStandaloneDevice()
        b2.set_device(name, build_on_run=False)
        self._device = get_device()
        b2.defaultclock.dt = DT * b2.ms
        self._group = b2.NeuronGroup(
            cells, self.EQUATIONS, method="rk4", threshold="v > 0", refractory="v > 0"
        )
        self._group.v, self._group.m, self._group.h, self._group.n = _start()
        self._group.drive = 0.1 * DENSITY / 1000
        monitor = b2.StateMonitor(self._group, "v", record=True) if trace else b2.SpikeMonitor(self._group)
        network = b2.Network(self._group, monitor)
        network.run((TSTOP + DT) * b2.ms)
        self._device.build(directory=self._folder.name, run=False)
        self._monitor = monitor

    def run(self, amp=0.1):
        """Give (t, v) of one cell."""
        self._device.run(run_args={self._group.drive: np.array([amp * DENSITY / 1000])})
        return self._monitor.t / b2.ms, np.asarray(self._monitor.v[0])

    def counts(self, amps):
        """Give the number of spikes for each of several amplitudes, one cell each."""
        self._device.run(run_args={self._group.drive: np.asarray(amps) * DENSITY / 1000})
        return np.bincount(self._monitor.i, minlength=len(amps))
